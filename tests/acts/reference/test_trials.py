"""A change of governed data tried before it is made: what the trial says is what happens afterwards, and nothing is kept."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from licensing.acts.acting import at_time, now, to_local_day
from licensing.acts.clocks.reminder_policy import follow_reminder_policy
from licensing.acts.clocks.reminders import retime_cases
from licensing.acts.reference.change_sets.releasing import bring_into_force
from licensing.acts.reference.procedures import build_procedure_document
from licensing.acts.reference.trials import try_change_set, try_changes
from licensing.acts.requests.drafting import find_section_gaps
from licensing.acts.requests.submission import accept_case, find_missing
from licensing.acts.signoff.positions import PositionInput, sign_case
from licensing.choices import ChangeAction, ChangeSetState, PositionChoice, TrialLook
from licensing.errors import Busy, Invalid
from licensing.models import (
    Body,
    Calendar,
    Case,
    ChangeSet,
    Clock,
    Condition,
    Country,
    Currency,
    ExchangeRate,
    Holiday,
    ItemFamily,
    Procedure,
    Reminder,
    Requirement,
    RoutingRow,
    SplittingRule,
)
from licensing.models.requests.composition import build_request_document
from licensing.policy.clocks.deadlines import Calendar as DayCalendar
from licensing.policy.clocks.reminders import defer_past_quiet_hours
from licensing.policy.reference.governed import GOVERNED, RowChange
from licensing.policy.reference.trials import Shift, Trial
from tests.by_hand import by_hand
from tests.change_sets import add_policy_officer, approve, exclude, put, send
from tests.world import REQUEST, World, awaited_bodies

pytestmark = pytest.mark.django_db


def _exclude_estonia() -> None:
    Country.objects.filter(pk="EE").update(tier="excluded")


def _hear_the_council() -> RowChange:
    values = {"priority": 20, "extra_seats": ["NSDC"], "flags": ["large_value"], "reasons": {"en": "Heard by the council"}}
    return put("routing", "heard", code="heard", valid_from=_today(), **values)


def _take_off_the_last_day() -> RowChange:
    """The last day of the completeness check, which is counted in working days."""
    day = Clock.objects.running().get(kind="completeness").due_on.isoformat()
    return put("holidays", f"UA:{day}", calendar="UA", on=day, kind="off", names={"en": "Rest"})


def _ask_for_the_programme() -> RowChange:
    values = {"section": "end_use", "test": "field", "target": "end_use.programme", "sentences": {"en": "Name the programme."}}
    return put("requirements", "*:programme", kind=None, code="programme", **values)


def _remind_earlier() -> RowChange:
    return put("reminder_rules", "completeness_t03", offset_days=-4)


def _raise_the_dollar() -> RowChange:
    return put("rates", f"USD:{_today()}", currency="USD", on=_today(), to_eur="20.00")


def _seat_the_security_service() -> RowChange:
    document = build_procedure_document(Procedure.objects.get(code="tests"))
    first, *others = (stage | {"name_uk": "Етап"} for stage in document["stages"])
    stages = [first | {"seats": [*first["seats"], {"body": "SBU"}]}, *others]
    more = {"version": 2, "valid_from": _today(), "name_uk": "Процедура", "stages": stages}
    return put("procedures", "tests", **document | more)


def _add_up_what_is_filed_apart() -> RowChange:
    values = {
        "by": ["partner"],
        "days": 30,
        "threshold": "1.00",
        "active": True,
        "names": {"en": "One partner", "uk": "Партнер"},
    }
    return put("splitting_rules", "partner", code="partner", **values)


def _give_families_one_name() -> RowChange:
    """One family that has all goods of the military list, so that what is added up by family is one sum."""
    values = {"unit": "NAR", "entries": ["ML*"], "active": True, "names": {"en": "All of them", "uk": "Усі вони"}}
    return put("item_families", "all", code="all", **values)


def _file_apart_by_family(world: World) -> Case:
    with by_hand():
        ItemFamily.objects.all().update(active=False)
        SplittingRule.objects.all().update(active=False)
        by_family = {"by": ["partner", "family"], "days": 30, "threshold": "1.00", "names": {"en": "By family"}}
        SplittingRule.objects.create(code="by-family", **by_family)
    return _file_apart(world)


def _file_in_halves(world: World) -> Case:
    return world.filed(items=[item | {"unit": "KGM", "quantity": "1.5"} for item in REQUEST["items"]])


def _file_with_cents(world: World) -> Case:
    return world.filed(items=[REQUEST["items"][0] | {"currency": "USD", "unit_price": "10.25", "quantity": "1"}])


def _wish_for_a_condition(world: World) -> Case:
    case = world.with_need()
    wish = PositionInput(PositionChoice.CONDITIONS, conditions=[{"code": "P01"}])
    sign_case(case, world.rhea, wish, version=1)
    return case


def _find_imprecise(case: Case, world: World) -> bool:
    """Whether the goods could be sent as they are."""
    return bool(find_section_gaps({"items": build_request_document(case)["items"]}))


def _counted_in(case: Case, world: World) -> int:
    """The decimals to which amounts in the currency of the goods are counted."""
    return Currency.objects.get(pk="USD").decimals


def _granted_at_most(case: Case, world: World) -> int:
    return case.kind.max_validity_months


def _stating_need(case: Case, world: World) -> list[str]:
    return sorted(Body.objects.filter(states_need=True).values_list("pk", flat=True))


def _imposed(case: Case, world: World) -> list[Any]:
    row = Condition.objects.get(pk="P01")
    return [row.owner, row.breach]


def _sent(case: Case, world: World) -> str:
    """When a reminder leaves at the earliest: quiet hours put it off as it is sent."""
    row = Reminder.objects.owed().select_related("rule__quiet").get(case=case, rule="completeness_t03")
    assert row.rule.quiet is not None
    zone = DayCalendar(zone=Calendar.objects.get(pk="UA").zone)
    return defer_past_quiet_hours(row.due_at, row.rule.quiet.as_policy(), zone).isoformat()


def _file_in_dollars(world: World) -> Case:
    return world.filed(items=[item | {"currency": "USD"} for item in REQUEST["items"]])


def _file_apart(world: World) -> Case:
    """What is large only together with what was filed before it: other goods for another end user in the same country."""
    parties = [one | {"name": "Another"} if one["role"] == "end_user" else one for one in REQUEST["parties"]]
    goods = {"model": "V-1", "control_entries": ["ML6"], "unit_price": "1225000.00"}
    world.filed(items=[REQUEST["items"][0] | goods], parties=parties)
    return world.filed()


def _today() -> str:
    return to_local_day(now()).isoformat()


def _routed(case: Case, world: World) -> Any:
    accept_case(case, world.otto)
    routing = Case.objects.get(pk=case.pk).routing
    return {"seats": routing["extra_seats"], "flags": routing["flags"]}


def _timed(case: Case, world: World) -> Any:
    retime_cases()
    return Clock.objects.get(case=case, kind="completeness").due_at.isoformat()


def _required(case: Case, world: World) -> Any:
    return "programme" in {gap.code for gap in find_missing(case)}


def _reminded(case: Case, world: World) -> Any:
    follow_reminder_policy()
    with at_time(now() + timedelta(minutes=3)):
        follow_reminder_policy()
    return Reminder.objects.owed().get(case=case, rule="completeness_t03").due_at.isoformat()


def _asked(case: Case, world: World) -> Any:
    accept_case(case, world.otto)
    return sorted(awaited_bodies(case))


@dataclass(frozen=True)
class Kind:
    """A kind of change: how it is made, what of a case it changes, and how that is read when it has happened."""

    change: Callable[[], RowChange]
    look: TrialLook
    what: str
    happens: Callable[[Case, World], Any]
    read: Callable[[Any], Any] = lambda value: value
    file: Callable[[World], Case] = World.filed


def _way(value: Any) -> Any:
    return {"seats": value["seats"], "flags": value["flags"]}


KINDS = {
    "tier of a country": Kind(lambda: exclude("EE"), TrialLook.ROUTED, "way", _routed, _way),
    "routing row": Kind(_hear_the_council, TrialLook.ROUTED, "way", _routed, _way),
    "rate": Kind(_raise_the_dollar, TrialLook.ROUTED, "way", _routed, _way, _file_in_dollars),
    "rule on splitting": Kind(_add_up_what_is_filed_apart, TrialLook.ROUTED, "way", _routed, _way, _file_apart),
    "item family": Kind(_give_families_one_name, TrialLook.ROUTED, "way", _routed, _way, _file_apart_by_family),
    "unit": Kind(
        lambda: put("units", "KGM", decimals=0),
        TrialLook.REQUIRED,
        "precision:items.0.quantity",
        _find_imprecise,
        bool,
        _file_in_halves,
    ),
    "currency": Kind(
        lambda: put("currencies", "USD", decimals=0),
        TrialLook.REQUIRED,
        "currency:USD",
        _counted_in,
        lambda value: value,
        _file_with_cents,
    ),
    "kind of case": Kind(
        lambda: put("case_kinds", "single_permit", max_validity_months=77), TrialLook.TIMED, "validity", _granted_at_most
    ),
    "body": Kind(lambda: put("bodies", "SBU", states_need=True), TrialLook.ASKED, "need", _stating_need),
    "condition": Kind(
        lambda: put("conditions", "P01", owner="authority", breach="suspend"),
        TrialLook.ASKED,
        "condition:P01",
        _imposed,
        lambda value: value[3:5],
        _wish_for_a_condition,
    ),
    "quiet hours": Kind(
        lambda: put("quiet_hours", "night", ends="11:00:00"),
        TrialLook.REMINDED,
        "completeness/completeness_t03",
        _sent,
        lambda at: at[0],
    ),
    "holiday": Kind(_take_off_the_last_day, TrialLook.TIMED, "completeness", _timed),
    "requirement": Kind(_ask_for_the_programme, TrialLook.REQUIRED, "requirement:programme", _required, bool),
    "version of a procedure": Kind(_seat_the_security_service, TrialLook.ASKED, "seats:tests/ministries", _asked, sorted),
    "reminder rule": Kind(_remind_earlier, TrialLook.REMINDED, "completeness/completeness_t03", _reminded, lambda at: at[0]),
}


# The list in which each of them changes a row.
LISTS = {
    "tier of a country": "countries",
    "routing row": "routing",
    "rate": "rates",
    "rule on splitting": "splitting_rules",
    "item family": "item_families",
    "unit": "units",
    "currency": "currencies",
    "kind of case": "case_kinds",
    "body": "bodies",
    "condition": "conditions",
    "quiet hours": "quiet_hours",
    "holiday": "holidays",
    "requirement": "requirements",
    "version of a procedure": "procedures",
    "reminder rule": "reminder_rules",
}


def _shifts(cases: Any) -> Iterator[Shift]:
    return (shift for one in cases for shift in one.shifts)


def test_every_look_is_compared_with_what_happens() -> None:
    assert {kind.look for kind in KINDS.values()} == set(TrialLook)


def test_every_list_is_compared_with_what_happens_or_no_act_reads_what_it_decides() -> None:
    unexplained = {
        code: sorted({*one.decides} - {*one.key, *one.fixed, *one.untried}) for code, one in GOVERNED.items() if not one.looks
    }

    assert LISTS.keys() == KINDS.keys()
    assert {code for code, one in GOVERNED.items() if one.looks} == set(LISTS.values())
    assert {code for code, columns in unexplained.items() if columns} == set()


@pytest.mark.walk
@pytest.mark.parametrize(("name", "later"), [*((name, False) for name in KINDS), ("routing row", True)])
def test_what_a_trial_predicts_is_what_happens_when_it_is_published(world: World, name: str, later: bool) -> None:
    kind = KINDS[name]
    case = kind.file(world)
    second, before = add_policy_officer("petra"), _count_all()
    moment = now() + timedelta(minutes=1) if later else None

    sent = send(world.pol, kind.change(), in_force_from=moment)

    assert _count_all() == before
    assert sent.lines.get().list == LISTS[name]
    trial = Trial.from_data(sent.trial or {})
    shifts = _shifts(one for one in trial.cases if one.case == str(case.pk))
    [shift] = [one for one in shifts if one.look == kind.look and one.what.endswith(kind.what)]
    approved = approve(sent, second)
    with at_time(now() + timedelta(minutes=2)):
        assert bring_into_force(approved) == later
        assert kind.happens(Case.objects.get(pk=case.pk), world) == kind.read(shift.after) != kind.read(shift.before)


def _count_all() -> list[int]:
    return [rows.objects.count() for rows in (RoutingRow, Holiday, Requirement, ExchangeRate, Procedure)]


def test_an_open_case_that_no_row_would_cover_is_a_gap(world: World) -> None:
    case = world.filed()

    trial = try_changes(lambda: RoutingRow.objects.filter(procedure_code__gt="").update(when={"tier": ["other"]}))

    assert [(gap.code, str(case.reference) in gap.sentence) for gap in trial.find_gaps()] == [("uncovered", True)]


@pytest.mark.walk
def test_a_case_in_review_keeps_its_version_and_what_is_done_is_tried_as_filed(world: World) -> None:
    world.accepted()
    world.granted()
    extra = {"extra_seats": ["SBU"], "flags": []}

    trial = try_changes(lambda: RoutingRow.objects.filter(code="tests").update(**extra))

    assert (trial.extent.open_tried, trial.extent.past_tried, trial.changed) == (1, 1, (1, 1))
    assert {shift.after["version"] for shift in _shifts(trial.cases)} == {1}
    assert trial.names["body:SBU"]["en"] == "Security Service of Ukraine"


@pytest.mark.walk
def test_a_change_set_is_tried_when_it_is_sent_and_keeps_what_was_found(world: World) -> None:
    case = world.filed()

    sent = send(world.pol, exclude("EE"))

    kept = Trial.from_data(ChangeSet.objects.get(pk=sent.pk).trial)
    assert [(one.reference, one.has(TrialLook.ROUTED)) for one in kept.cases] == [(case.reference, True)]
    assert kept == replace(try_change_set(sent), at=kept.at, seen=kept.seen)


def test_a_change_set_that_leaves_an_open_case_without_a_procedure_is_not_sent(world: World) -> None:
    case = world.accepted()
    today, rows = to_local_day(now()).isoformat(), RoutingRow.objects.exclude(procedure_code="")
    words = {"when": {"mtcr": {"not": ["none"]}}, "valid_from": today, "reasons": {"en": "Others"}}
    only_others = [
        put("routing", f"{row.pk}-9", code=f"{row.pk}-9", procedure_code=row.procedure_code, **words) for row in rows
    ]
    only_others += [RowChange("routing", row.pk, ChangeAction.END) for row in rows]

    with pytest.raises(Invalid) as refused:
        send(world.pol, *only_others)

    assert refused.value.gaps[0].sentence == f"The open case {case.reference} would have no procedure."
    assert ChangeSet.objects.get().state == ChangeSetState.DRAFT


def test_a_change_that_is_refused_is_refused_and_keeps_nothing(world: World) -> None:
    def change() -> None:
        _exclude_estonia()
        raise Busy

    with pytest.raises(Busy):
        try_changes(change)

    assert Country.objects.get(pk="EE").tier == "europe"


@pytest.mark.walk
def test_a_trial_takes_as_many_statements_for_three_cases_as_for_one(world: World) -> None:
    world.accepted()
    with CaptureQueriesContext(connection) as one:
        try_changes(_exclude_estonia)
    world.filed(title="Another")
    world.granted()

    with CaptureQueriesContext(connection) as three:
        trial = try_changes(_exclude_estonia)

    assert sum((trial.extent.open_tried, trial.extent.past_tried)) == 3
    assert len(three) <= len(one)
