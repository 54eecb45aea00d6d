"""Domestic need: whether the forces can spare the goods, how long that statement holds, and when to renew it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, Final

from django.db.models import Max
from django.utils.translation import gettext as _

from licensing.acts.acting import Act, acting, to_local_day
from licensing.acts.clocks.deadlines import Deadline, cancel_reminders, get_default_calendar, schedule_reminders
from licensing.acts.signoff.voiding import find_material_changes
from licensing.choices import REVIEW_STATES, DeadlineKind, NeedVerdict, Verb
from licensing.errors import Gap, Invalid, NoMandate
from licensing.models import Body, Case, CaseVersion, NeedLapse, NeedStatement, Seat, User
from licensing.policy.input.guard import guard_texts
from licensing.policy.record.event_kinds import EventKind
from licensing.policy.requests.materiality import does_cover

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
    return NeedStatement.objects.filter(case=case).holding(on=to_local_day(at)).exists()


def lapse_need_statements(act: Act[Case], version: CaseVersion) -> None:
    """Let the statements lapse that were made about other goods than a version asks for, as a step of filing or routing it.

    Compared with the version that was weighed, never with the one before: small steps must not add up unseen. What lapsed
    stays so, also where a later version asks for the first goods again: the forces may have used what they had to spare.
    """
    stated = list(NeedStatement.objects.filter(case=act.case, lapse__isnull=True))
    if not stated:
        return
    versions = list(act.case.versions.order_by("number"))
    weighed = {one.pk: [filed for filed in versions if filed.made_at <= one.stated_at][-1] for one in stated}
    fields = _list_weighed_fields(act.case)
    lapsed = [one for one in stated if _asks_for_other_goods(act.case, weighed[one.pk], version, fields)]
    NeedLapse.objects.bulk_create([NeedLapse(statement=one, version=version) for one in lapsed])
    if lapsed:
        cancel_reminders(act.case, ABOUT_NEED, at=act.now)
    if lapsed and act.case.state in REVIEW_STATES:
        schedule_need_reminders(act)


def _asks_for_other_goods(case: Case, weighed: CaseVersion, version: CaseVersion, fields: Sequence[str]) -> bool:
    if weighed.digest == version.digest:
        return False
    changes = find_material_changes(case, weighed, version)
    return any(does_cover(field, change.path) for change in changes for field in fields)


def _list_weighed_fields(case: Case) -> list[str]:
    """What the need is weighed by: all that the seats depend on which wait for it; the goods, where they name nothing."""
    seats = Seat.objects.filter(stage__procedure=case.procedure, needs_need=True)
    # A seat that depends on every field looks at more than the need, which is one of goods and not of titles.
    return [field for seat in seats for field in seat.depends_on or _GOODS] or list(_GOODS)


_GOODS: Final = ("items",)


def schedule_need_reminders(act: Act[Case]) -> None:
    """Schedule reminders of the last day on which a statement of need holds; a renewed one replaces those before it."""
    case = act.case
    last = NeedStatement.objects.filter(case=case, lapse__isnull=True).aggregate(last=Max("expires_on"))["last"]
    if last is None:
        return
    days = (case.procedure.calendar if case.procedure else get_default_calendar()).as_policy()
    schedule_reminders(case, Deadline(DeadlineKind.NEED_STATEMENT, ABOUT_NEED, days.end_of(last)), calendar=days, now=act.now)
