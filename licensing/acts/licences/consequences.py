"""What follows from a condition that was not met by its day: a warning, a suspension, a bar to requests; and how it ends."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import Any, Final
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from licensing.acts.acting import Act, acting, database_now, to_local_day
from licensing.acts.licences.closing import exhaust_if_used_up
from licensing.acts.licences.reminding import build_duty_key, cancel_expiry_reminders, schedule_expiry_reminders
from licensing.choices import Consequence, ConsequenceEnd, LicenceState, Verb
from licensing.errors import NotFound, WrongState
from licensing.messages import DayText, TranslatedText
from licensing.models import ConditionDuty, DutyConsequence, Licence, Reminder, User
from licensing.models.licences.changing.suspension import find_suspension
from licensing.models.reference.stored_texts import join_every_language
from licensing.policy.input.guard import guard_texts
from licensing.policy.licences.duties.consequences import (
    BREACHES_WITH_CONSEQUENCE,
    ReminderTurn,
    choose_consequence,
    describe_breach,
    has_reminded,
)
from licensing.policy.reasons import require_reason
from licensing.policy.record.event_kinds import EventKind

BATCH: Final = 500


def find_due_consequences(after: ConditionDuty | None) -> list[ConditionDuty]:
    """The unmet conditions from which something follows now, in the order of their days; `after` is the last of a batch."""
    found: list[ConditionDuty] = []
    while not found:
        rows = _select_overdue(to_local_day(database_now()))
        if after is not None:
            rows = rows.filter(Q(due_on__gt=after.due_on) | Q(due_on=after.due_on, pk__gt=after.pk))
        batch = list(rows[:BATCH])
        if not batch:
            break
        turns, after = _read_turns(batch), batch[-1]
        found = [one for one in batch if has_reminded(turns[one.pk])]
    return found


def apply_consequence(duty: ConditionDuty) -> DutyConsequence:
    """Apply what follows from a condition that was not met by its day; called by the clock.

    Raises WrongState where nothing follows: it was met or filed meanwhile, or not all of its reminders have been sent.
    """
    with acting(duty.condition.licence, None, Verb.APPLY_CONSEQUENCE) as act:
        act.perform()
        unmet = _select_overdue(act.today).filter(pk=duty.pk).first()
        kind = choose_consequence(unmet.condition.breach, LicenceState(act.licence.state)) if unmet else None
        if unmet is None or kind is None or not has_reminded(_read_turns([unmet])[unmet.pk]):
            raise WrongState(_("Nothing follows from this condition now."), state=act.licence.state)
        begun = DutyConsequence(duty=unmet, kind=kind, began_at=act.now)
        if kind is Consequence.SUSPEND:
            begun.suspends = _suspend_unmet(act, unmet)
        else:
            event = EventKind.CONDITION_BARRED if kind is Consequence.BAR else EventKind.CONDITION_WARNED
            act.record(event, **_consequence_data(act.licence, begun))
        begun.save(force_insert=True)
    return begun


@guard_texts()
def lift_consequence(
    licence: Licence, user: User, duty_id: UUID, *, reason: str, expected: int | None = None
) -> DutyConsequence:
    """Lift what followed from an unmet condition, by name and with the reason. The condition binds on, with its reminders.

    A licence that this alone kept suspended is in force again.
    """
    with acting(licence, user, Verb.LIFT_CONSEQUENCE, expected=expected) as act:
        act.perform()
        if not ConditionDuty.objects.filter(pk=duty_id, condition__licence=act.licence).exists():
            raise NotFound
        found = DutyConsequence.objects.in_effect().filter(duty=duty_id).select_related("duty__condition").first()
        if found is None:
            raise WrongState(_("Nothing follows from this condition, or it has ended already."), state=act.licence.state)
        found.lifted_because = require_reason(reason, _("Say why it is lifted; the holder reads it."))
        found.ended_at, found.ended_as, found.lifted_by = act.now, ConsequenceEnd.LIFTED, user
        found.save(update_fields=["ended_at", "ended_as", "lifted_by", "lifted_because"])
        act.record(EventKind.CONSEQUENCE_LIFTED, reason=found.lifted_because, **_consequence_data(act.licence, found))
        _resume_if_nothing_suspends(act, [found])
    return found


def end_consequences(act: Act[Licence], duties: Collection[UUID], ended_as: ConsequenceEnd) -> None:
    """End what followed from these conditions, as a step of what met them or made them cease."""
    rows = list(DutyConsequence.objects.in_effect().filter(duty__in=duties).select_related("duty__condition"))
    for one in rows:
        one.ended_at, one.ended_as = act.now, ended_as
        one.save(update_fields=["ended_at", "ended_as"])
        act.record(EventKind.CONSEQUENCE_ENDED, ended_as=ended_as, **_consequence_data(act.licence, one))
    _resume_if_nothing_suspends(act, rows)


def find_consequence_refusal(licence: Licence) -> WrongState | None:
    """Why nobody reinstates a licence while a condition suspends it, also one that an officer had suspended before."""
    if not DutyConsequence.objects.suspending(licence).exists():
        return None
    refusal = _("An unmet condition keeps this licence suspended. Accept its evidence, or lift its consequence by name.")
    return WrongState(refusal, state=licence.state)


def suspend_again(act: Act[Licence]) -> None:
    """Suspend a licence that is in force again while a condition that suspends it is still unmet, as a step of another act."""
    first = DutyConsequence.objects.suspending(act.licence).select_related("duty__condition").order_by("began_at").first()
    if first is not None:
        _suspend_unmet(act, first.duty)


def find_suspending_reason(licence: Licence) -> str:
    """Why unmet conditions suspend a licence, in every language; empty where none does."""
    first = DutyConsequence.objects.suspending(licence).select_related("duty__condition").order_by("began_at").first()
    return _describe_unmet(first.duty) if first else ""


def _describe_unmet(duty: ConditionDuty) -> str:
    breach = describe_breach(duty.condition.number, DayText(duty.due_on), TranslatedText(duty.condition.texts))
    return join_every_language([breach])


def _suspend_unmet(act: Act[Licence], duty: ConditionDuty) -> bool:
    """Suspend the licence; whether it is suspended by conditions alone, so that meeting them puts it into force again."""
    licence, reason = act.licence, _describe_unmet(duty)
    is_alone = find_suspension(licence) is None
    if licence.state == LicenceState.ISSUED:
        act.perform(Verb.SUSPEND_UNMET)
        licence.state_reason = reason
        # Nothing can be shipped meanwhile: a reminder of the last day would only mislead.
        cancel_expiry_reminders(act)
    data = _consequence_data(licence, DutyConsequence(duty=duty, kind=Consequence.SUSPEND))
    act.record(EventKind.LICENCE_SUSPENDED_UNMET, reason=reason, **data)
    return is_alone


def _resume_if_nothing_suspends(act: Act[Licence], ended: Collection[DutyConsequence]) -> None:
    """Put a licence into force again that these consequences suspended, unless another one or an officer still does."""
    # Evidence is accepted in every state: what suspends by something else than a condition, no condition ends.
    if act.licence.state != LicenceState.SUSPENDED or all(one.kind != Consequence.SUSPEND for one in ended):
        return
    if find_suspension(act.licence) is not None:
        return
    if other := find_suspending_reason(act.licence):
        # What suspends it is the next one now; the condition that was named before is met, or its consequence lifted.
        act.licence.state_reason = other
        return
    act.perform(Verb.RESUME_LICENCE)
    act.licence.state_reason = ""
    schedule_expiry_reminders(act)
    act.record(EventKind.LICENCE_RESUMED, number=act.licence.number)
    # What customs reported meanwhile may have been the last of it. The database knows no move from suspended to exhausted.
    act.licence.save(update_fields=["state"])
    exhaust_if_used_up(act)


def _select_overdue(today: date) -> QuerySet[ConditionDuty]:
    """Conditions whose day is over, for which nothing is filed and from which something follows that has not followed yet."""
    unfiled = ConditionDuty.objects.unmet().filter(filed_at__isnull=True, due_on__lt=today)
    breached = unfiled.filter(condition__breach__in=BREACHES_WITH_CONSEQUENCE)
    standing = DutyConsequence.objects.filter(Q(ended_at__isnull=True) | Q(ended_as=ConsequenceEnd.LIFTED)).values("duty")
    return breached.exclude(pk__in=standing).select_related("condition__licence").order_by("due_on", "pk")


def _read_turns(duties: Iterable[ConditionDuty]) -> Mapping[UUID, list[ReminderTurn]]:
    found: dict[UUID, list[ReminderTurn]] = defaultdict(list)
    by_key = {build_duty_key(one.pk): one for one in duties}
    cases = {one.condition.licence.case_id for one in by_key.values()}
    rows = Reminder.objects.filter(case__in=cases, about__in=by_key).values_list("about", "rule", "sent_at", "cancelled_at")
    for about, rule, sent_at, cancelled_at in rows:
        turn = ReminderTurn(rule, is_sent=sent_at is not None, is_owed=sent_at is None and cancelled_at is None)
        found[by_key[about].pk].append(turn)
    return found


def _consequence_data(licence: Licence, consequence: DutyConsequence) -> dict[str, Any]:
    duty = consequence.duty
    return {
        "number": licence.number,
        "condition": duty.condition.number,
        "duty": str(duty.pk),
        "due_on": duty.due_on,
        "consequence": consequence.kind,
    }
