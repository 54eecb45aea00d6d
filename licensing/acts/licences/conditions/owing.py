"""The days of conditions that an appeal has struck out or changed: they cease, and others are owed in their place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.db.models import Q

from licensing.acts.acting import Act
from licensing.acts.clocks.deadlines import schedule_reminders
from licensing.acts.licences.obligations import build_duty_deadline, end_duties, read_due_rules
from licensing.acts.licences.reminding import get_licence_calendar
from licensing.acts.licences.reports.reconciling import compare_duty, end_differences
from licensing.choices import LicenceState
from licensing.models import ConditionDuty, Licence, LicenceCondition
from licensing.models.clocks.days import to_local_day
from licensing.models.licences.obligation import list_met_before
from licensing.policy.licences.duties.obligations import find_due_day_after_delivery, find_due_days


def replace_duties(act: Act[Licence], ended: Sequence[LicenceCondition], begun: Sequence[LicenceCondition]) -> None:
    """Let the days of conditions cease, as a step of deciding an appeal, and owe those of what they were changed into.

    What was filed is still looked at, and what was met stays met. Of a condition that recurs the days after today are owed.
    Days that ceased with an ended licence stay so under what their condition was changed into, until it is in force again.
    """
    of_ended = ConditionDuty.objects.filter(condition__in=[one.pk for one in ended], met_at=None)
    ceased = Q(ceased_at=act.licence.closed_at, after=None)
    unmet = list(of_ended.filter(Q(ceased_at=None) | ceased).select_related("after").order_by("due_on"))
    end_duties(act, of_ended.unmet())
    if not begun:
        return
    owed, met = list[ConditionDuty](), list_met_before(begun)
    for condition, rule in read_due_rules(begun, periodic=None):
        former = [one for one in unmet if one.condition_id == condition.replaces_id]
        carried = [_carry_over(one, condition) for one in former if one.filed_at]
        known = {one.due_on for one in carried} | {day for key, day in met if key == condition.pk}
        later = _list_days(act, condition, rule) if rule.startswith("every") else _list_moved(act, condition, rule, former)
        owed += [*carried, *(one for one in later if one.after_id or one.due_on not in known)]
    ConditionDuty.objects.bulk_create(owed)
    becomes = {one.replaces_id for one in begun}
    end_differences(act, [one for one in unmet if one.report and one.condition_id in becomes])
    for one in owed:
        if one.report:
            compare_duty(act, one)
    days = get_licence_calendar(act.licence)
    open_duties = [one for one in owed if one.filed_at is None and one.ceased_at is None]
    schedule_reminders(
        act.case, *(build_duty_deadline(act.licence, one, days) for one in open_duties), calendar=days, now=act.now
    )


def _carry_over(former: ConditionDuty, condition: LicenceCondition) -> ConditionDuty:
    """What was filed for a day and not looked at yet, under the condition that binds now."""
    return ConditionDuty(
        condition=condition,
        after=former.after,
        due_on=former.due_on,
        evidence=former.evidence,
        document_id=former.document_id,
        report=former.report,
        filed_by_id=former.filed_by_id,
        filed_at=former.filed_at,
        returned_because=former.returned_because,
        ceased_at=former.ceased_at,
    )


def _list_moved(
    act: Act[Licence], condition: LicenceCondition, rule: str, former: Sequence[ConditionDuty]
) -> Iterator[ConditionDuty]:
    """The days that are still open by the changed condition: of each delivery, or the one that it names."""
    licence = act.licence
    for one in former:
        if one.filed_at:
            continue
        given = condition.parameters
        if one.after is not None:
            day = find_due_day_after_delivery(rule, given, delivered_on=one.after.cleared_on)
        else:
            named = find_due_days(rule, given, issued_on=to_local_day(licence.issued_at), valid_until=licence.valid_until)
            day = next(iter(named), None)
        if day is not None:
            yield ConditionDuty(condition=condition, after=one.after, due_on=day, ceased_at=one.ceased_at)


def _list_days(act: Act[Licence], condition: LicenceCondition, rule: str) -> Iterator[ConditionDuty]:
    """The days after today on which a changed condition recurs; none has begun under a licence that is dormant.

    Of a licence that was revoked or surrendered they ceased with it, and bind again if it is in force again.
    """
    licence = act.licence
    if licence.is_dormant:
        return
    over = licence.closed_at if licence.state in (LicenceState.REVOKED, LicenceState.SURRENDERED) else None
    begins_on = licence.valid_from or to_local_day(licence.issued_at)
    for day in find_due_days(rule, condition.parameters, issued_on=begins_on, valid_until=licence.valid_until):
        if day > act.today:
            yield ConditionDuty(condition=condition, due_on=day, ceased_at=over)
