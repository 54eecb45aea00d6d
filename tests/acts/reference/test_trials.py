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
from licensing.acts.requests.submission import accept_case, find_missing
from licensing.choices import ChangeAction, ChangeSetState, TrialLook
from licensing.errors import Busy, Invalid
from licensing.models import (
    Case,
    ChangeSet,
    Clock,
    Country,
    ExchangeRate,
    Holiday,
    Procedure,
    Reminder,
    Requirement,
    RoutingRow,
)
from licensing.policy.reference.governed import RowChange
from licensing.policy.reference.trials import Shift, Trial
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
    "holiday": Kind(_take_off_the_last_day, TrialLook.TIMED, "completeness", _timed),
    "requirement": Kind(_ask_for_the_programme, TrialLook.REQUIRED, "requirement:programme", _required, bool),
    "version of a procedure": Kind(_seat_the_security_service, TrialLook.ASKED, "seats:tests/ministries", _asked, sorted),
    "reminder rule": Kind(_remind_earlier, TrialLook.REMINDED, "completeness/completeness_t03", _reminded, lambda at: at[0]),
}


def _shifts(cases: Any) -> Iterator[Shift]:
    return (shift for one in cases for shift in one.shifts)


def test_every_look_is_compared_with_what_happens() -> None:
    assert {kind.look for kind in KINDS.values()} == set(TrialLook)


@pytest.mark.parametrize(("name", "later"), [*((name, False) for name in KINDS), ("routing row", True)])
def test_what_a_trial_predicts_is_what_happens_when_it_is_published(world: World, name: str, later: bool) -> None:
    kind = KINDS[name]
    case = kind.file(world)
    second, before = add_policy_officer("petra"), _count_all()
    moment = now() + timedelta(minutes=1) if later else None

    sent = send(world.pol, kind.change(), in_force_from=moment)

    assert _count_all() == before
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


def test_a_case_in_review_keeps_its_version_and_what_is_done_is_tried_as_filed(world: World) -> None:
    world.accepted()
    world.granted()
    extra = {"extra_seats": ["SBU"], "flags": []}

    trial = try_changes(lambda: RoutingRow.objects.filter(code="tests").update(**extra))

    assert (trial.extent.open_tried, trial.extent.past_tried, trial.changed) == (1, 1, (1, 1))
    assert {shift.after["version"] for shift in _shifts(trial.cases)} == {1}
    assert trial.names["body:SBU"]["en"] == "Security Service of Ukraine"


def test_a_change_set_is_tried_when_it_is_sent_and_keeps_what_was_found(world: World) -> None:
    case = world.filed()

    sent = send(world.pol, exclude("EE"))

    kept = Trial.from_data(ChangeSet.objects.get(pk=sent.pk).trial)
    assert [(one.reference, one.has(TrialLook.ROUTED)) for one in kept.cases] == [(case.reference, True)]
    assert kept == replace(try_change_set(sent), at=kept.at)


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
