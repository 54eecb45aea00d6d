"""What the acts would do to a case, read from the governed lists as they are."""

from __future__ import annotations

from copy import copy
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db.models import Model

from licensing.acts.acting import now, to_local_day
from licensing.acts.reference.outcomes import read_outcome
from licensing.acts.reference.readings import TriedCase, load_lists
from licensing.choices import TrialLook
from licensing.models import Case, Clock, Condition, Procedure, RefusalGround, Seat, Stage
from licensing.models.requests.composition import build_request_document
from licensing.policy.reference.trials import compare_outcomes
from tests.world import World

pytestmark = pytest.mark.django_db

# Of the tables of a procedure: names and the source decide nothing, the rest is what makes it this version.
NOT_DECIDING = {
    Procedure: {"id", "names", "descriptions", "source", "sample", "code", "version", "valid_from", "published_at", "digest"},
    Stage: {"id", "names", "code", "procedure"},
    Seat: {"id", "stage", "number"},
}
# What a column comes to say where any other value would mean nothing, or is what it says already.
OTHERS = {
    "calendar_id": "US",
    "body_id": "NSDC",
    "rule": {"kind": "consensus"},
    "assessments": [{"kind": "certificate", "owner": "case_officer"}],
    "term_unit": "working",
    "completeness_unit": "calendar",
    "term_roll": "next",
    "completeness_roll": "next",
}


def test_a_case_is_read_as_its_acts_would_treat_it(world: World) -> None:
    case = world.accepted()
    [lists] = load_lists([to_local_day(now())])
    clocks = Clock.objects.running().filter(case=case).prefetch_related("pauses")
    said = {"conditions": frozenset({"P01"}), "grounds": frozenset({"R01", "gone"})}
    tried = TriedCase(case, build_request_document(case), to_local_day(now()), is_open=True, clocks=list(clocks), **said)

    looks = read_outcome(tried, lists, now=now()).looks

    due = {clock.kind: clock.due_at.isoformat() for clock in clocks}
    assert looks[TrialLook.ROUTED]["way"]["procedure"] == "tests"
    assert looks[TrialLook.TIMED] == due | _terms_of(case)
    assert {what.rpartition(":")[2] for what in looks[TrialLook.REMINDED]} >= {"legal/legal_t03", "stage/stage_t03"}
    assert looks[TrialLook.ASKED]["seats:tests/ministries"] == ["GS", "MFA", "MOD"]
    assert looks[TrialLook.ASKED]["ground:R01"] == RefusalGround.objects.get(pk="R01").absolute
    assert looks[TrialLook.ASKED]["condition:P01"][0] == Condition.objects.get(pk="P01").texts
    assert "ground:gone" not in looks[TrialLook.ASKED]


def _terms_of(case: Case) -> dict[str, int]:
    kind = case.kind
    return {"validity": kind.max_validity_months, "usual": kind.validity_months, "report": kind.report_months}


def test_a_procedure_that_is_not_in_force_yet_takes_no_case(world: World) -> None:
    case = world.filed()
    first = min(Procedure.objects.filter(code="tests").values_list("valid_from", flat=True))
    tried = TriedCase(case, build_request_document(case), to_local_day(now()), is_open=True)

    [lists] = load_lists([first - timedelta(days=1)])
    looks = read_outcome(tried, lists, now=now()).looks

    assert looks[TrialLook.ROUTED]["way"] == {"procedure": "", "version": None, "seats": [], "flags": []}
    assert looks[TrialLook.TIMED] == _terms_of(case)


def test_a_trial_finds_any_provision_of_a_procedure(world: World) -> None:
    case = world.filed()
    [lists] = load_lists([to_local_day(now())])
    tried = TriedCase(case, build_request_document(case), to_local_day(now()), is_open=True, has_unscanned=True)
    at, lists = now(), replace(lists, calendars={**lists.calendars, "US": lists.calendars["UA"]})
    before = read_outcome(tried, lists, now=at)
    procedure = lists.procedures["tests"]
    [first, *others] = lists.stages[procedure.pk]
    seat = first.seats.all()[0]

    def is_found(model: type[Model], column: str) -> bool:
        changed = {one: copy(one) for one in (procedure, first, seat)}
        of = next(one for one in changed if isinstance(one, model))
        setattr(changed[of], column, _change(column, getattr(of, column)))
        stage = changed[first]
        stage._prefetched_objects_cache = {"seats": _Rows([changed[seat], *first.seats.all()[1:]])}
        after = replace(
            lists, procedures={**lists.procedures, "tests": changed[procedure]}, stages={procedure.pk: [stage, *others]}
        )
        return bool(compare_outcomes(before, read_outcome(tried, after, now=at)))

    unseen = [
        f"{model.__name__}.{field.attname}"
        for model, left_out in NOT_DECIDING.items()
        for field in model._meta.concrete_fields
        if field.name not in left_out and not is_found(model, field.attname)
    ]

    assert unseen == []
    assert not compare_outcomes(before, read_outcome(tried, lists, now=at))


class _Rows(list[Any]):
    def all(self) -> list[Any]:
        return self


def _change(column: str, value: Any) -> Any:
    if column in OTHERS:
        return OTHERS[column]
    match value:
        case bool():
            return not value
        case int():
            return value + 1
        case str():
            return "other"
        case dict():
            return {"above": "5"}
        case list():
            return ["need_stated"]
    return 400
