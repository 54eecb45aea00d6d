"""What the acts would do to a case, read from the governed lists as they are."""

from __future__ import annotations

from datetime import timedelta

import pytest

from licensing.acts.acting import now, to_local_day
from licensing.acts.reference.outcomes import read_outcome
from licensing.acts.reference.readings import TriedCase, load_lists
from licensing.choices import TrialLook
from licensing.models import Case, Clock, Condition, Procedure, RefusalGround
from licensing.models.requests.composition import build_request_document
from tests.world import World

pytestmark = pytest.mark.django_db


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
