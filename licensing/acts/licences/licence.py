"""The life of a licence: issued by a grant, activated, suspended, and ended. Its ledger is in `ledger.py`."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from licensing.acts.acting import Act, acting, to_local_day
from licensing.acts.licences.changing.refusals import find_suspending_refusal
from licensing.acts.licences.changing.suspension_row import begin_suspension, close_left_over
from licensing.acts.licences.closing import close_licence, reopen_if_something_is_left
from licensing.acts.licences.obligations import (
    begin_duties,
    end_duties_early,
    end_idle_duties,
    start_periodic_duties,
)
from licensing.acts.licences.reminding import cancel_expiry_reminders
from licensing.acts.numbering import draw_number
from licensing.acts.obstacles.listing import refuse_obstacles
from licensing.acts.obstacles.situation import Situation
from licensing.acts.plans.parents.following import follow_licence
from licensing.acts.requests.codes import name_units
from licensing.acts.signoff.windows import open_revocation_window
from licensing.choices import LicenceState, Step, Verb
from licensing.errors import Invalid
from licensing.models import Case, Condition, Decision, DecisionLine, Item, Licence, LicenceCondition, LicenceLine, User
from licensing.policy.input.guard import guard_texts
from licensing.policy.licences.customs.gate_rules import CAPS, Terms, build_rule
from licensing.policy.licences.validity import move_term
from licensing.policy.reasons import require_reason
from licensing.policy.record.event_kinds import EventKind

_REASON_REQUIRED = gettext_lazy("Give the reason; it is told to the holder.")


def issue_licence(
    act: Act[Case], decision: Decision, lines: Sequence[DecisionLine], conditions: Sequence[dict[str, Any]]
) -> Licence:
    """Issue the licence that a grant leads to, as a step of the grant. A condition that blocks the start leaves it dormant."""
    if decision.valid_until is None or act.case.organisation is None:
        raise RuntimeError("a licence needs its last day and its holder")
    refuse_obstacles(Situation(act.case, act.now, Step.ISSUE))
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
    binding = create_conditions(licence, conditions, blocking)
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


def lock_licence(act: Act[Case]) -> Licence | None:
    """The licence of the case, locked before what it is counted on, as a draw-down does: else each waits for the other."""
    return Licence.objects.select_for_update(of=("self",), no_key=True).filter(case=act.case).first()


def add_to_licence(act: Act[Case], licence: Licence | None, added: Sequence[tuple[Item, Decimal]]) -> None:
    """Add what an appeal has brought to the licence of the case, as lines of their own, so that no earlier line changes.

    Raises Invalid where the licence has ended: nothing could be shipped under it.
    """
    if licence is None or not added:
        return
    refuse_obstacles(Situation(act.case, act.now, Step.ISSUE))
    ended = not licence.is_dormant and act.today > licence.valid_until
    if ended or licence.state not in (LicenceState.ISSUED, LicenceState.SUSPENDED, LicenceState.EXHAUSTED):
        raise Invalid(_("The licence has ended, and nothing can be added to it. What is still needed takes a new request."))
    first = licence.lines.count() + 1
    lines = LicenceLine.objects.bulk_create(
        LicenceLine(licence=licence, number=number, name=item.name, model=item.model, unit_id=item.unit_id, authorised=quantity)
        for number, (item, quantity) in enumerate(added, first)
    )
    act.record(EventKind.LICENCE_INCREASED, licence=licence, number=licence.number, lines=[line.number for line in lines])
    of_licence = Act(Verb.REOPEN, licence, None, act.actor, act.now, previous_state=licence.state)
    reopen_if_something_is_left(of_licence)
    # The grant took all that the decision says, also what has left in an earlier year or what a variation has given up.
    follow_licence(of_licence, is_varied=True)
    act.events += of_licence.events
    licence.revision += 1
    licence.save()


def create_conditions(
    licence: Licence,
    conditions: Sequence[dict[str, Any]],
    blocking: Collection[str],
    *,
    replaces: Sequence[LicenceCondition] = (),
) -> list[LicenceCondition]:
    """The conditions of a decision as they bind the licence, in the decision's words and by the library of this moment.

    `replaces` are those that an appeal has changed into these, one by one; these have the next numbers, and a condition for
    the start that was met stays met.
    """
    first = licence.conditions.count() + 1 if replaces else 1
    former: Sequence[LicenceCondition | None] = replaces or [None] * len(conditions)
    codes = [one["code"] for one in conditions if one["code"]]
    library = {row.pk: row.as_policy().terms for row in Condition.objects.filter(pk__in=codes)} if codes else {}
    units = name_units() if any(one.rule in CAPS for one in library.values()) else {}
    terms = [library.get(one["code"], Terms()) for one in conditions]
    rules = [build_rule(term, one["parameters"], units) for term, one in zip(terms, conditions, strict=True)]
    return LicenceCondition.objects.bulk_create(
        LicenceCondition(
            licence=licence,
            number=number,
            condition_id=one["code"] or None,
            parameters=one["parameters"],
            texts=one["words"],
            blocks_start=one["code"] in blocking,
            rule=rule.as_data() if rule else {},
            breach=term.breach,
            evidence=term.evidence,
            replaces=old,
            met_at=old.met_at if old else None,
        )
        for number, (one, term, rule, old) in enumerate(zip(conditions, terms, rules, former, strict=True), first)
    )


@guard_texts()
def activate_licence(licence: Licence, user: User, *, reason: str, expected: int | None = None) -> Licence:
    """Put a dormant licence into force once the condition for its start is met; its term counts from today."""
    with acting(licence, user, Verb.ACTIVATE, expected=expected) as act:
        act.perform()
        if not act.licence.is_dormant:
            raise Invalid(_("This licence is in force already."))
        require_reason(reason, _REASON_REQUIRED)
        issued_on = to_local_day(act.licence.issued_at)
        act.licence.valid_until = move_term(issued_on, act.licence.valid_until, starts_on=act.today)
        act.licence.valid_from = act.today
        start_periodic_duties(act)
        act.licence.conditions.binding().filter(blocks_start=True, met_at__isnull=True).update(met_at=act.now)
        act.record(
            EventKind.LICENCE_ACTIVATED,
            number=act.licence.number,
            valid_from=act.licence.valid_from,
            valid_until=act.licence.valid_until,
            reason=reason,
        )
    return act.licence


@guard_texts()
def suspend_licence(licence: Licence, user: User, *, reason: str, expected: int | None = None) -> Licence:
    """Suspend a licence, for urgent domestic need or for cause; customs is refused from this moment on.

    It lapses after 24 hours unless a decider confirms it. Raises WrongState where an officer has suspended it already; that
    an unmet condition suspends it is another reason. Raises BothPersons for the officer whose suspension
    was the newest and was not confirmed: nobody keeps a licence suspended alone, one day after the other.
    """
    with acting(licence, user, Verb.SUSPEND, expected=expected) as act:
        close_left_over(act)
        if (refusal := find_suspending_refusal(act.licence, user)) is not None:
            raise refusal
        act.perform()
        reason = require_reason(reason, _REASON_REQUIRED)
        act.licence.state_reason = reason
        begun = begin_suspension(act, reason)
        # Nothing can be shipped meanwhile: a reminder of the last day would only mislead. Reports remain due.
        cancel_expiry_reminders(act)
        act.record(
            EventKind.LICENCE_SUSPENDED,
            number=act.licence.number,
            suspension=str(begun.pk),
            reason=reason,
            confirm_by=begun.confirm_by,
        )
    return act.licence


@guard_texts()
def revoke_licence(licence: Licence, user: User, *, reason: str, expected: int | None = None) -> Licence:
    """Revoke a licence for cause; reports are due from today. Its holder has the time to appeal that the procedure gives."""
    with acting(licence, user, Verb.REVOKE, expected=expected) as act:
        act.perform()
        require_reason(reason, _REASON_REQUIRED)
        carry_out_revocation(act, reason)
    return act.licence


def carry_out_revocation(act: Act[Licence], reason: str) -> None:
    """Write down that a licence is revoked, as a step of its revocation or of the review that leads to it."""
    close_licence(act, reason)
    open_revocation_window(act)
    act.record(EventKind.LICENCE_REVOKED, number=act.licence.number, reason=reason)
    end_duties_early(act)
    follow_licence(act)


@guard_texts()
def surrender_licence(licence: Licence, user: User, *, reason: str, expected: int | None = None) -> Licence:
    """Surrender a licence on behalf of its holder, for good; reports are due from today."""
    with acting(licence, user, Verb.SURRENDER, expected=expected) as act:
        act.perform()
        require_reason(reason, _REASON_REQUIRED)
        close_licence(act, reason)
        act.record(EventKind.LICENCE_SURRENDERED, number=act.licence.number, reason=reason)
        end_duties_early(act)
        follow_licence(act)
    return act.licence


def expire_licence(licence: Licence) -> Licence:
    """Expire a licence whose last day is over in Kyiv; called by the clock. The term of a dormant one has not begun."""
    with acting(licence, None, Verb.EXPIRE) as act:
        act.perform()
        if act.licence.is_dormant or act.today <= act.licence.valid_until:
            raise Invalid(_("The last day of this licence is not over."))
        close_licence(act, "")
        act.record(EventKind.LICENCE_EXPIRED, number=act.licence.number, valid_until=act.licence.valid_until)
        end_idle_duties(act)
        follow_licence(act)
    return act.licence


def _free_number(case: Case, *, year: int) -> str:
    return draw_number(f"UA-{case.kind.prefix}-{year}-", lambda drawn: Licence.objects.filter(number=drawn).exists())
