"""The life of a licence: issued by a grant, activated, drawn down, suspended and reinstated, and ended."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from licensing.acts.acting import Act, acting
from licensing.acts.clocks.deadlines import cancel_reminders
from licensing.acts.licences.clearance import (
    Clearance,
    DuplicateMessage,
    explain_not_in_force,
    find_usage,
    lock_line_to_draw,
    match_message,
)
from licensing.acts.licences.obligations import (
    begin_duties,
    build_expiry_key,
    cancel_proof_of_delivery,
    end_duties_early,
    end_idle_duties,
    require_proof_of_delivery,
    schedule_expiry_reminders,
)
from licensing.choices import LicenceState, Verb
from licensing.errors import Invalid, NotFound, NotInForce, WrongState
from licensing.models import Case, Condition, Decision, DecisionLine, Licence, LicenceCondition, LicenceLine, Usage, User
from licensing.policy.input.guard import guard_texts
from licensing.policy.reasons import require_reason
from licensing.policy.record.event_kinds import EventKind

_REASON_REQUIRED = gettext_lazy("Give the reason; it is told to the holder.")


def issue_licence(
    act: Act[Case], decision: Decision, lines: Sequence[DecisionLine], conditions: Sequence[dict[str, Any]]
) -> Licence:
    """Issue the licence that a grant leads to, as a step of the grant. A condition that blocks the start leaves it dormant."""
    if decision.valid_until is None:
        raise RuntimeError("a licence needs its last day")
    blocking = set(Condition.objects.filter(blocks_start=True).values_list("pk", flat=True))
    dormant = any(one["code"] in blocking for one in conditions)
    licence = Licence.objects.create(
        number=_free_number(act.case, year=act.today.year),
        case=act.case,
        organisation=act.case.organisation,
        issued_at=act.now,
        valid_from=None if dormant else act.today,
        valid_until=decision.valid_until,
    )
    _create_lines(licence, lines)
    binding = _create_conditions(licence, conditions, blocking)
    begin_duties(licence, binding, now=act.now)
    act.record(
        EventKind.LICENCE_ISSUED,
        licence=licence,
        number=licence.number,
        valid_from=licence.valid_from,
        valid_until=licence.valid_until,
        dormant=dormant,
    )
    return licence


def _create_lines(licence: Licence, lines: Sequence[DecisionLine]) -> None:
    """One line for each item of which something was granted, numbered without gaps: the numbers differ from the items'."""
    granted = [line for line in lines if line.quantity > 0]
    LicenceLine.objects.bulk_create(
        LicenceLine(
            licence=licence,
            number=number,
            name=line.item.name,
            model=line.item.model,
            unit_id=line.item.unit_id,
            authorised=line.quantity,
        )
        for number, line in enumerate(granted, 1)
    )


def _create_conditions(
    licence: Licence, conditions: Sequence[dict[str, Any]], blocking: Collection[str]
) -> list[LicenceCondition]:
    """The conditions of a decision as they bind the licence, in the decision's words."""
    return LicenceCondition.objects.bulk_create(
        LicenceCondition(
            licence=licence,
            number=number,
            condition_id=one["code"] or None,
            parameters=one["parameters"],
            texts=one["words"],
            blocks_start=one["code"] in blocking,
        )
        for number, one in enumerate(conditions, 1)
    )


@guard_texts()
def activate_licence(licence: Licence, user: User, *, reason: str, expected: int | None = None) -> Licence:
    """Put a dormant licence into force once the condition for its start is met; valid from today."""
    with acting(licence, user, Verb.ACTIVATE, expected=expected) as act:
        act.perform()
        if not act.licence.is_dormant:
            raise Invalid(_("This licence is in force already."))
        require_reason(reason, _REASON_REQUIRED)
        act.licence.valid_from = act.today
        act.licence.conditions.filter(blocks_start=True, met_at__isnull=True).update(met_at=act.now)
        act.record(EventKind.LICENCE_ACTIVATED, number=act.licence.number, reason=reason)
    return act.licence


@guard_texts()
def suspend_licence(licence: Licence, user: User, *, reason: str, expected: int | None = None) -> Licence:
    """Suspend a licence, for urgent domestic need or for cause; customs is refused from this moment on."""
    with acting(licence, user, Verb.SUSPEND, expected=expected) as act:
        act.perform()
        require_reason(reason, _REASON_REQUIRED)
        act.licence.state_reason = reason
        # Nothing can be shipped meanwhile: a reminder of the last day would only mislead. Reports remain due.
        cancel_reminders(act.case, build_expiry_key(act.licence), at=act.now)
        act.record(EventKind.LICENCE_SUSPENDED, number=act.licence.number, reason=reason)
    return act.licence


@guard_texts()
def reinstate_licence(licence: Licence, user: User, *, reason: str = "", expected: int | None = None) -> Licence:
    """Reinstate a suspended licence; its last day stays as it was."""
    with acting(licence, user, Verb.REINSTATE, expected=expected) as act:
        act.perform()
        act.licence.state_reason = ""
        schedule_expiry_reminders(act)
        act.record(EventKind.LICENCE_REINSTATED, number=act.licence.number, reason=reason)
    return act.licence


@guard_texts()
def revoke_licence(licence: Licence, user: User, *, reason: str, expected: int | None = None) -> Licence:
    """Revoke a licence for cause, for good; reports are due from today."""
    with acting(licence, user, Verb.REVOKE, expected=expected) as act:
        act.perform()
        require_reason(reason, _REASON_REQUIRED)
        _close_licence(act, reason)
        end_duties_early(act)
        act.record(EventKind.LICENCE_REVOKED, number=act.licence.number, reason=reason)
    return act.licence


@guard_texts()
def surrender_licence(licence: Licence, user: User, *, reason: str, expected: int | None = None) -> Licence:
    """Surrender a licence on behalf of its holder, for good; reports are due from today."""
    with acting(licence, user, Verb.SURRENDER, expected=expected) as act:
        act.perform()
        require_reason(reason, _REASON_REQUIRED)
        _close_licence(act, reason)
        end_duties_early(act)
        act.record(EventKind.LICENCE_SURRENDERED, number=act.licence.number, reason=reason)
    return act.licence


def expire_licence(licence: Licence) -> Licence:
    """Expire a licence whose last day is over in Kyiv; called by the clock."""
    with acting(licence, None, Verb.EXPIRE) as act:
        act.perform()
        if act.today <= act.licence.valid_until:
            raise Invalid(_("The last day of this licence is not over."))
        _close_licence(act, "")
        end_idle_duties(act)
        act.record(EventKind.LICENCE_EXPIRED, number=act.licence.number, valid_until=act.licence.valid_until)
    return act.licence


@guard_texts()
def draw_down_licence(licence: Licence, user: User, clearance: Clearance) -> Usage:
    """Draw a cleared quantity down from a line; the same message a second time is answered with the entry it made.

    Raises Overdrawn with what is left, NotInForce, or Invalid when the message id came with another clearance.
    """
    # Asked before the lock too: a repeated message must get its entry even when the licence has ended since.
    if seen := find_usage(user, clearance.message_id):
        return match_message(licence, seen, clearance)
    try:
        return _record_usage(licence, user, clearance)
    except DuplicateMessage as twin:
        return match_message(licence, twin.usage, clearance)
    except WrongState as refusal:
        # Read again, not refreshed: refresh_from_db lifts the protection of the state for all threads while it runs.
        now = Licence.objects.get(pk=licence.pk)
        raise NotInForce(explain_not_in_force(now, now.valid_until)) from refusal


def _record_usage(licence: Licence, user: User, clearance: Clearance) -> Usage:
    with acting(licence, user, Verb.DRAW_DOWN) as act:
        act.perform()
        # The same message may have been carried out by another transaction while we waited for the lock.
        if seen := find_usage(user, clearance.message_id):
            raise DuplicateMessage(seen)
        line = lock_line_to_draw(act, clearance)
        LicenceLine.objects.filter(pk=line.pk).update(used=F("used") + clearance.quantity)
        usage = Usage.objects.create(
            line=line,
            system=user,
            message_id=clearance.message_id,
            declaration_no=clearance.declaration_no,
            customs_office=clearance.customs_office,
            quantity=clearance.quantity,
            left_after=line.left - clearance.quantity,
            cleared_on=clearance.cleared_on or act.today,
            drawn_at=act.now,
        )
        require_proof_of_delivery(act, usage)
        act.record(EventKind.LICENCE_DRAWN, **_usage_data(act.licence, usage))
        _exhaust_if_used_up(act)
    return usage


@guard_texts()
def reverse_usage(licence: Licence, user: User, usage_id: UUID, *, message_id: str) -> Usage:
    """Reverse what was drawn by mistake, by a new negative entry; the same message again is answered with that entry.

    A licence that the drawing had exhausted is open again.
    """
    try:
        return _record_reversal(licence, user, usage_id, message_id=message_id)
    except DuplicateMessage as twin:
        if twin.usage.reverses_id != usage_id:
            raise Invalid(_("Message %(id)s was used for another entry before.") % {"id": message_id}) from twin
        return twin.usage


def _record_reversal(licence: Licence, user: User, usage_id: UUID, *, message_id: str) -> Usage:
    with acting(licence, user, Verb.REVERSE) as act:
        act.perform()
        if seen := find_usage(user, message_id):
            raise DuplicateMessage(seen)
        usage = Usage.objects.filter(pk=usage_id, line__licence=act.licence).select_related("line").first()
        if usage is None:
            raise NotFound
        if usage.reverses_id or Usage.objects.filter(reverses=usage).exists():
            raise Invalid(_("This entry is reversed already, or is a reversal itself."))
        line = LicenceLine.objects.select_for_update().get(pk=usage.line_id)
        LicenceLine.objects.filter(pk=line.pk).update(used=F("used") - usage.quantity)
        reversal = Usage.objects.create(
            line=line,
            system=user,
            message_id=message_id,
            declaration_no=usage.declaration_no,
            customs_office=usage.customs_office,
            quantity=-usage.quantity,
            left_after=line.left + usage.quantity,
            reverses=usage,
            cleared_on=act.today,
            drawn_at=act.now,
        )
        cancel_proof_of_delivery(act, usage)
        act.record(EventKind.LICENCE_REVERSED, **_usage_data(act.licence, reversal))
        _reopen_if_exhausted(act)
    return reversal


def _exhaust_if_used_up(act: Act[Licence]) -> None:
    if not act.licence.lines.filter(used__lt=F("authorised")).exists():
        act.perform(Verb.EXHAUST)
        _close_licence(act, "")
        act.record(EventKind.LICENCE_EXHAUSTED, number=act.licence.number)


def _reopen_if_exhausted(act: Act[Licence]) -> None:
    if act.licence.state == LicenceState.EXHAUSTED:
        act.perform(Verb.REOPEN)
        act.licence.closed_at = None
        schedule_expiry_reminders(act)
        act.record(EventKind.LICENCE_REOPENED, number=act.licence.number)


def _close_licence(act: Act[Licence], reason: str) -> None:
    act.licence.state_reason, act.licence.closed_at = reason, act.now
    cancel_reminders(act.case, build_expiry_key(act.licence), at=act.now)


def _usage_data(licence: Licence, usage: Usage) -> dict[str, Any]:
    return {
        "number": licence.number,
        "usage": str(usage.pk),
        "line": usage.line.number,
        "quantity": usage.quantity,
        "left": usage.left_after,
        "declaration_no": usage.declaration_no,
    }


def _free_number(case: Case, *, year: int) -> str:
    while True:
        number = f"UA-{case.kind.prefix}-{year}-{secrets.randbelow(900_000) + 100_000}"
        if not Licence.objects.filter(number=number).exists():
            return number
