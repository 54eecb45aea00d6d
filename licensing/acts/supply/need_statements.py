"""Domestic need: whether the forces can spare the goods, how long that statement holds, and when to renew it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from django.db.models import Max
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from licensing.acts.acting import Act, acting, to_local_day
from licensing.acts.clocks.deadlines import Deadline, cancel_reminders, get_case_calendar, schedule_reminders
from licensing.acts.signoff.voiding import find_material_changes
from licensing.acts.supply.sparing import assess_case, find_delivery_gaps, read_stated, serialize_need
from licensing.choices import REVIEW_STATES, DeadlineKind, NeedVerdict, Verb
from licensing.errors import Gap, Invalid, NoMandate
from licensing.models import Body, Case, CaseVersion, NeedLapse, NeedStatement, Seat, User
from licensing.policy.exact import format_decimal
from licensing.policy.input.guard import guard_texts
from licensing.policy.record.event_kinds import EventKind
from licensing.policy.requests.changes.materiality import does_cover
from licensing.policy.supply.deliveries import schedule_claims
from licensing.policy.supply.spare import Basis, CaseNeed, Claim, is_better, list_worse

ABOUT_NEED: Final = "need"


@guard_texts()
def state_need(
    case: Case,
    user: User,
    *,
    verdict: NeedVerdict | None = None,
    data_on: date | None = None,
    expires_on: date | None = None,
    figures: Mapping[str, Any] | None = None,
    note: str = "",
    document_no: str = "",
    deliveries: Mapping[int, Sequence[Claim]] | None = None,
) -> NeedStatement:
    """State for the forces whether the goods can be spared. `figures` are never disclosed; the applicant sees the verdict.

    Where supply plans cover the items, the verdict is computed, and confirmed by leaving it out or naming the same; it is
    good as long as the plans are. For items without a plan a document speaks, and its verdict is given. `deliveries` say
    when items leave, by their number; without them the schedule of the request does, and without that an item leaves at once.

    Raises NoMandate unless the person speaks for a body that consolidates domestic need; Invalid for a verdict that is not
    the computed one, and for plans whose data are too old.
    """
    with acting(case, user, Verb.STATE_NEED) as act:
        act.perform()
        body = Body.objects.filter(pk__in=act.actor.bodies, states_need=True).first()
        if body is None:
            raise NoMandate(_("Your body does not consolidate domestic need."))
        claims = deliveries or {}
        if found := find_delivery_gaps(act.case, claims, today=act.today):
            raise Invalid(gaps=found)
        need = assess_case(act.case, at=act.now, deliveries=schedule_claims({"deliveries": act.case.deliveries}) | dict(claims))
        said = _settle_statement(need, Said(verdict, data_on, expires_on, document_no), today=act.today)
        statement = NeedStatement.objects.create(
            case=act.case,
            body=body,
            verdict=said.verdict,
            data_on=said.data_on,
            expires_on=said.expires_on,
            figures=dict(figures or {}),
            note=note,
            computed=serialize_need(need) if need.plans else {},
            deliveries=_serialize_deliveries(claims),
            document_no=document_no,
            stated_by=user,
            stated_at=act.now,
        )
        schedule_need_reminders(act)
        act.record(EventKind.NEED_STATED, **_describe_statement(statement))
    return statement


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody says of the need, and a document that it is taken from."""

    verdict: NeedVerdict | None
    data_on: date | None
    expires_on: date | None
    document_no: str = ""


@dataclass(frozen=True, slots=True)
class Settled:
    """The verdict of a statement, and from when and until when it is good."""

    verdict: NeedVerdict
    data_on: date
    expires_on: date


def _settle_statement(need: CaseNeed, said: Said, *, today: date) -> Settled:
    """The verdict and the days of a statement: those computed, and for what has no plan those that were given.

    Raises Invalid with everything that does not fit together.
    """
    found = [*_find_plan_refusals(need), *_find_verdict_gaps(need, said), *_find_statement_gaps(need, said, today)]
    if found:
        raise Invalid(gaps=found)
    verdict, data_on, expires_on = (
        said.verdict or need.verdict,
        need.data_on or said.data_on,
        said.expires_on or need.good_until,
    )
    # What is missing was refused above.
    assert verdict is not None
    assert data_on is not None
    assert expires_on is not None
    if expires_on < today:
        raise Invalid(gaps=[Gap("invalid", "expires_on", _("The statement would already be out of date."))])
    return Settled(verdict, data_on, expires_on)


def _serialize_deliveries(deliveries: Mapping[int, Sequence[Claim]]) -> list[list[Any]]:
    return [
        [number, one.on.isoformat(), format_decimal(one.quantity)] for number, claims in deliveries.items() for one in claims
    ]


def _find_plan_refusals(need: CaseNeed) -> Iterator[Gap]:
    for line in need.list_lines(Basis.STALE):
        words = {"number": line.number, "family": line.family}
        sentence = _("Item %(number)d: the data of the supply plan of “%(family)s” are too old. Enter a newer plan first.")
        yield Gap("stale", "data_on", sentence % words)


def _find_verdict_gaps(need: CaseNeed, said: Said) -> Iterator[Gap]:
    if said.verdict is None:
        if not need.is_complete or need.verdict is None:
            yield Gap("required", "verdict", _("Not every item has a supply plan. Say what the document comes to."))
        return
    if need.verdict is None:
        return
    differs = said.verdict != need.verdict if need.is_complete else is_better(said.verdict, need.verdict)
    if differs:
        sentence = _("The supply plans come to “%(verdict)s”. Whoever finds that wrong corrects the plan, not the result.")
        yield Gap("differs", "verdict", sentence % {"verdict": need.verdict.label})
    if not need.is_complete and not said.document_no:
        sentence = _("Not every item has a supply plan. Give the number of the document that speaks for the others.")
        yield Gap("required", "document_no", sentence)


def _find_statement_gaps(need: CaseNeed, said: Said, today: date) -> Iterator[Gap]:
    if need.data_on is None:
        for name, day in (("data_on", said.data_on), ("expires_on", said.expires_on)):
            if day is None:
                yield Gap("required", name, _("Give this day."))
    elif said.data_on not in (None, need.data_on):
        sentence = _("The data of the supply plans are of %(day)s.")
        yield Gap("differs", "data_on", sentence % {"day": date_format(need.data_on, "DATE_FORMAT")})
    if said.data_on is not None and said.data_on > today:
        yield Gap("invalid", "data_on", _("The data cannot be from a later day than today."))
    if need.good_until is not None and said.expires_on is not None and said.expires_on > need.good_until:
        sentence = _("The supply plans are good until %(day)s; a statement holds no longer than they do.")
        yield Gap("invalid", "expires_on", sentence % {"day": date_format(need.good_until, "DATE_FORMAT")})


def _describe_statement(statement: NeedStatement) -> dict[str, Any]:
    told: dict[str, Any] = {
        "body": statement.body_id,
        "verdict": statement.verdict,
        "data_on": statement.data_on,
        "expires_on": statement.expires_on,
    }
    if statement.computed:
        told["plans"] = statement.computed["plans"]
    return told | ({"document_no": statement.document_no} if statement.document_no else {})


def is_need_stated(case: Case, *, at: datetime, assess: Callable[[], CaseNeed] | None = None) -> bool:
    """Whether a statement of domestic need holds at a moment: not expired, about the goods that are still asked for.

    One that was computed holds only as long as no less can be spared: what was granted to others since voids it only then.
    `assess` gives what can be spared then, whatever the age of the plans, where the caller computes it once for several.
    """
    newest = NeedStatement.objects.filter(case=case).holding(on=to_local_day(at)).find_newest()
    if newest is None:
        return False
    stated = read_stated(newest)
    return not stated or not list_worse(assess() if assess else assess_case(case, at=at, ignores_age=True), stated)


def lapse_need_statements(act: Act[Case], version: CaseVersion) -> None:
    """Let the statements lapse that were made about other goods than a version asks for, as a step of filing or routing it.

    Compared with the version that was weighed, never with the one before: small steps must not add up unseen. What lapsed
    stays so, also where a later version asks for the first goods again: the forces may have used what they had to spare.
    """
    stated = list(NeedStatement.objects.unlapsed().filter(case=act.case))
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
    last = NeedStatement.objects.unlapsed().filter(case=case).aggregate(last=Max("expires_on"))["last"]
    if last is None:
        return
    days = get_case_calendar(case).as_policy()
    schedule_reminders(case, Deadline(DeadlineKind.NEED_STATEMENT, ABOUT_NEED, days.end_of(last)), calendar=days, now=act.now)
