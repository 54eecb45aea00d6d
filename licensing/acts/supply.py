"""Domestic need: whether the forces can spare the goods, how long that statement holds, and when to renew it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Final

from django.db.models import Max
from django.utils.translation import gettext as _

from licensing.acts.acting import Act, acting, to_local_day
from licensing.acts.clocks.deadlines import Deadline, get_default_calendar, schedule_reminders
from licensing.acts.signoff.voiding import find_material_changes
from licensing.choices import DeadlineKind, NeedVerdict, Verb
from licensing.errors import Gap, Invalid, NoMandate
from licensing.models import Body, Case, NeedStatement, User
from licensing.policy.input.guard import guard_texts
from licensing.policy.record.event_kinds import EventKind

ABOUT_NEED: Final = "need"


@guard_texts()
def state_need(
    case: Case,
    user: User,
    *,
    verdict: NeedVerdict,
    data_on: date,
    expires_on: date,
    figures: Mapping[str, Any] | None = None,
    note: str = "",
) -> NeedStatement:
    """State for the forces whether the goods can be spared. `figures` are never disclosed; the applicant sees the verdict.

    Raises NoMandate unless the person speaks for a body that consolidates domestic need.
    """
    with acting(case, user, Verb.STATE_NEED) as act:
        act.perform()
        body = Body.objects.filter(pk__in=act.actor.bodies, states_need=True).first()
        if body is None:
            raise NoMandate(_("Your body does not consolidate domestic need."))
        _refuse_unfit_days(data_on, expires_on, today=act.today)
        statement = NeedStatement.objects.create(
            case=act.case,
            body=body,
            verdict=verdict,
            data_on=data_on,
            expires_on=expires_on,
            figures=dict(figures or {}),
            note=note,
            stated_by=user,
            stated_at=act.now,
        )
        schedule_need_reminders(act)
        act.record(EventKind.NEED_STATED, body=body.pk, verdict=verdict, data_on=data_on, expires_on=expires_on)
    return statement


def _refuse_unfit_days(data_on: date, expires_on: date, *, today: date) -> None:
    if data_on > today:
        raise Invalid(gaps=[Gap("invalid", "data_on", _("The data cannot be from a later day than today."))])
    if expires_on < today:
        raise Invalid(gaps=[Gap("invalid", "expires_on", _("The statement would already be out of date."))])


def is_need_stated(case: Case, *, at: datetime) -> bool:
    """Whether a statement of domestic need holds at a moment: not expired, and about the goods that are still asked for."""
    stated = NeedStatement.objects.filter(case=case, expires_on__gte=to_local_day(at)).order_by("-stated_at").first()
    if stated is None:
        return False
    # The version that the statement was about is the last one filed before it; an amendment of other sections keeps it valid.
    versions = list(case.versions.order_by("number"))
    weighed = [one for one in versions if one.made_at <= stated.stated_at][-1]
    if weighed.digest == versions[-1].digest:
        return True
    return not any(change.path.startswith("items") for change in find_material_changes(case, weighed, versions[-1]))


def schedule_need_reminders(act: Act[Case]) -> None:
    """Schedule reminders of the last day on which a statement of need holds; a renewed one replaces those before it."""
    case = act.case
    last = NeedStatement.objects.filter(case=case).aggregate(last=Max("expires_on"))["last"]
    if last is None:
        return
    days = (case.procedure.calendar if case.procedure else get_default_calendar()).as_policy()
    schedule_reminders(case, Deadline(DeadlineKind.NEED_STATEMENT, ABOUT_NEED, days.end_of(last)), calendar=days, now=act.now)
