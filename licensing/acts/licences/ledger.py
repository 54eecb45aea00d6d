"""The ledger of a licence: drawn down by customs, completed by what customs reports afterwards, corrected by reversals."""

from __future__ import annotations

from decimal import Decimal
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from licensing.acts.acting import Act, acting, database_now
from licensing.acts.licences.clearance import (
    Clearance,
    DuplicateMessage,
    ask_clearance,
    build_problem,
    build_reused,
    build_reversed,
    find_reversal,
    find_usage,
    judge_licence,
    match_message,
)
from licensing.acts.licences.closing import exhaust_if_used_up, reopen_if_something_is_left
from licensing.acts.licences.obligations import cancel_proof_of_delivery, reopen_idle_duties, require_proof_of_delivery
from licensing.acts.licences.reports.reconciling import compare_ledger
from licensing.acts.plans.parents.following import follow_licence
from licensing.choices import Verb
from licensing.errors import Busy, Gap, Invalid, NotFound, Problem, WrongState
from licensing.models import Licence, LicenceLine, Usage, UsageReview, User
from licensing.models.reference.stored_texts import render_in_every_language
from licensing.policy.exact import format_decimal
from licensing.policy.input.guard import guard_texts
from licensing.policy.licences.clearance import Entry, Refusal
from licensing.policy.reasons import build_reason_gap
from licensing.policy.record.event_kinds import EventKind

_FINDING_REQUIRED = gettext_lazy("Say what you found; it stays beside the entry.")


@guard_texts()
def draw_down_licence(licence: Licence, user: User, clearance: Clearance) -> Usage:
    """Draw a quantity down that is to leave now; the same message a second time is answered with the entry it made.

    Raises Overdrawn with what is left, NotInForce, another refusal of the clearance, MessageReused, or AlreadyReversed.
    """
    try:
        return _enter_once(licence, user, clearance, Verb.DRAW_DOWN)
    except WrongState as wrong:
        raise _explain_refusal(licence, clearance) from wrong


@guard_texts()
def report_clearance(licence: Licence, user: User, clearance: Clearance) -> Usage:
    """Keep what was cleared while the licence was in force and comes to the ledger only now.

    It is a fact, so it is kept however the licence stands now and beyond the balance if need be, and irregular then: an
    officer is told. Raises what a draw-down raises, but neither Overdrawn nor NotInForce for what has happened since.
    """
    return _enter_once(licence, user, clearance, Verb.REPORT_CLEARANCE)


@guard_texts()
def reverse_usage(licence: Licence, user: User, usage_id: UUID, *, message_id: str) -> Usage:
    """Reverse what was entered by mistake, by a new negative entry; the same message again is answered with that entry.

    A licence that the entry had exhausted is open again. Raises AlreadyReversed, MessageReused, Invalid or NotFound.
    """
    _require_texts(message_id=message_id)
    try:
        return _record_reversal(licence, user, usage_id, message_id=message_id)
    except DuplicateMessage as twin:
        if differs := _list_reversal_differences(licence, twin.usage, usage_id):
            raise build_reused(twin.usage, differs) from twin
        return twin.usage


@guard_texts()
def review_clearance(licence: Licence, user: User, usage_id: UUID, *, note: str, expected: int | None = None) -> UsageReview:
    """Record what an officer found about an irregular entry. The entry stays; what follows from it are other acts."""
    with acting(licence, user, Verb.REVIEW_CLEARANCE, expected=expected) as act:
        act.perform()
        usage = _get_usage(act, usage_id)
        if not usage.is_irregular or UsageReview.objects.filter(usage=usage).exists():
            raise Invalid(_("This entry is not irregular, or somebody has looked at it already."))
        if not note.strip():
            raise Invalid(gaps=[build_reason_gap(_FINDING_REQUIRED, "note")])
        review = UsageReview.objects.create(usage=usage, note=note.strip(), reviewed_by=user, reviewed_at=act.now)
        act.record(
            EventKind.CLEARANCE_REVIEWED,
            number=act.licence.number,
            usage=str(usage.pk),
            line=usage.line.number,
            note=review.note,
        )
    return review


def _enter_once(licence: Licence, user: User, clearance: Clearance, verb: Verb) -> Usage:
    reported = verb == Verb.REPORT_CLEARANCE
    _require_texts(message_id=clearance.message_id, declaration_no=clearance.declaration_no)
    # Asked before the lock too: a repeated message must get its entry even when the licence has ended since.
    if seen := find_usage(user, clearance.message_id):
        return match_message(licence, seen, clearance, reported=reported)
    try:
        return _record_entry(licence, user, clearance, verb)
    except DuplicateMessage as twin:
        return match_message(licence, twin.usage, clearance, reported=reported)
    except WrongState:
        # Whoever held the row while we waited may have carried the same message out, and with it the last of the licence.
        if seen := find_usage(user, clearance.message_id):
            return match_message(licence, seen, clearance, reported=reported)
        raise


def _record_entry(licence: Licence, user: User, clearance: Clearance, verb: Verb) -> Usage:
    with acting(licence, user, verb) as act:
        act.perform()
        # The same message may have been carried out by another transaction while we waited for the lock.
        if seen := find_usage(user, clearance.message_id):
            raise DuplicateMessage(seen)
        line, entry = _judge_entry(act, clearance)
        told = _judge_for_holder(act, line, clearance) if entry.late else None
        _set_cleared(line, line.cleared + entry.quantity)
        usage = Usage.objects.create(
            line=line,
            system=user,
            message_id=clearance.message_id,
            declaration_no=clearance.declaration_no,
            customs_office=clearance.customs_office,
            quantity=entry.quantity,
            left_after=entry.balance,
            cleared_on=entry.cleared_on,
            drawn_at=act.now,
            reported=verb == Verb.REPORT_CLEARANCE,
            late=entry.late,
            **_keep_stop("stopped", entry.stopped),
            **_keep_stop("holder_stopped", told),
        )
        require_proof_of_delivery(act, usage)
        reopen_idle_duties(act)
        _record_event(act, usage)
        # What is drawn leaves today, whatever day its message names.
        compare_ledger(act, on=usage.cleared_on if usage.reported else act.today)
        exhaust_if_used_up(act)
        follow_licence(act)
    return usage


def _judge_entry(act: Act[Licence], clearance: Clearance) -> tuple[LicenceLine, Entry]:
    """The line, locked, and the entry that a clearance makes on it; raises what policy refuses."""
    lines = act.licence.lines.select_related("unit").select_for_update(of=("self",))
    line = lines.filter(number=clearance.line).first()
    reported = act.verb == Verb.REPORT_CLEARANCE
    verdict = judge_licence(act.licence, line, clearance.as_asked(), at=act.now, reported=reported, is_act=True)
    if isinstance(verdict, Refusal):
        raise build_problem(verdict)
    assert line is not None  # or it would have been refused
    return line, verdict


def _judge_for_holder(act: Act[Licence], line: LicenceLine, clearance: Clearance) -> Refusal | None:
    """What the holder may read of why a late entry would have been refused."""
    verdict = judge_licence(act.licence, line, clearance.as_asked(), at=act.now, reported=True, for_holder=True)
    return verdict.stopped if isinstance(verdict, Entry) else None


def _keep_stop(name: str, refusal: Refusal | None) -> dict[str, Any]:
    """A refusal as the entry keeps it, by the names of its columns."""
    if refusal is None:
        return {}
    return {f"{name}_by": refusal.code.value, f"{name}_because": render_in_every_language(refusal.message)}


def _explain_refusal(licence: Licence, clearance: Clearance) -> Problem:
    """Why a licence whose state knows no draw-down lets nothing pass: as the state is, or because nothing is left."""
    # Read again, not refreshed: refresh_from_db lifts the protection of the state for all threads while it runs.
    now = Licence.objects.get(pk=licence.pk)
    verdict = ask_clearance(now, clearance.as_asked(), at=database_now())
    # Reinstated or reopened since we were refused: the same message may be sent again.
    return build_problem(verdict) if isinstance(verdict, Refusal) else Busy()


def _record_reversal(licence: Licence, user: User, usage_id: UUID, *, message_id: str) -> Usage:
    with acting(licence, user, Verb.REVERSE) as act:
        act.perform()
        if seen := find_usage(user, message_id):
            raise DuplicateMessage(seen)
        usage = _get_usage(act, usage_id)
        if usage.reverses_id:
            raise Invalid(_("This entry is a reversal itself; send the clearance again under a new message id."))
        if reversal := find_reversal(usage):
            raise build_reversed(usage, reversal)
        line = LicenceLine.objects.select_for_update().get(pk=usage.line_id)
        _set_cleared(line, line.cleared - usage.quantity)
        reversal = Usage.objects.create(
            line=line,
            system=user,
            message_id=message_id,
            declaration_no=usage.declaration_no,
            customs_office=usage.customs_office,
            quantity=-usage.quantity,
            left_after=line.authorised - line.cleared,
            reverses=usage,
            cleared_on=act.today,
            drawn_at=act.now,
        )
        act.record(EventKind.LICENCE_REVERSED, **_usage_data(act.licence, reversal))
        cancel_proof_of_delivery(act, usage)
        compare_ledger(act)
        reopen_if_something_is_left(act)
        follow_licence(act)
    return reversal


def _list_reversal_differences(licence: Licence, seen: Usage, usage_id: UUID) -> list[str]:
    """In what a reversal differs from the entry that its message id made before."""
    if not seen.reverses_id:
        return ["operation"]
    same = {"licence": seen.line.licence_id == licence.pk, "usage": seen.reverses_id == usage_id}
    return [name for name, matches in same.items() if not matches]


def _require_texts(**texts: str) -> None:
    """Raise Invalid for a text in which nothing can be read: all message ids of that kind would be one."""
    if gaps := [Gap("required", name, _("This must not be empty.")) for name, text in texts.items() if not text.strip()]:
        raise Invalid(gaps=gaps)


def _get_usage(act: Act[Licence], usage_id: UUID) -> Usage:
    found = Usage.objects.filter(pk=usage_id, line__licence=act.licence).select_related("line", "reversed_by").first()
    if found is None:
        raise NotFound
    return found


def _set_cleared(line: LicenceLine, cleared: Decimal) -> None:
    """Write down what was cleared of a line in all: up to what is authorised as used, and the rest as excess."""
    line.used = min(cleared, line.authorised)
    line.excess = cleared - line.used
    line.save(update_fields=["used", "excess"])


def _record_event(act: Act[Licence], usage: Usage) -> None:
    data = _usage_data(act.licence, usage)
    if not usage.is_irregular:
        act.record(EventKind.LICENCE_DRAWN, **data)
        return
    data |= {"cleared_on": usage.cleared_on, "late": usage.late, "excess": format_decimal(usage.excess_after)}
    data |= {"stopped_by": usage.stopped_by, "holder_stopped_by": usage.holder_stopped_by}
    act.record(EventKind.CLEARANCE_IRREGULAR, **data)


def _usage_data(licence: Licence, usage: Usage) -> dict[str, Any]:
    return {
        "number": licence.number,
        "usage": str(usage.pk),
        "line": usage.line.number,
        "quantity": usage.quantity,
        "left": max(usage.left_after, Decimal(0)),
        "declaration_no": usage.declaration_no,
    }
