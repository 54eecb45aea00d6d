"""What measures look at in a case: its goods with their families, its countries in every role, who takes part."""

from __future__ import annotations

from licensing.acts.acting import now, to_local_day
from licensing.acts.plans.measures.facts import MeasureReader, read_measured_cases
from licensing.models.requests.composition import read_filed_document
from tests.world import World


def test_the_facts_of_one_case_and_of_many_are_the_same(world: World) -> None:
    case, today = world.accepted(), to_local_day(now())
    document = read_filed_document(case)
    assert document is not None

    one = MeasureReader(today).read_case(case, document)
    [(found, of_many)] = read_measured_cases([case.pk], on=today)

    assert (found, of_many) == (case, one)
    assert [(goods.entries, goods.family) for goods in one.goods] == [({"ML10"}, "uav"), ({"ML11"}, "")]
    assert {("EE", "partner"), ("EE", "end_user")} <= one.places
    assert "UA" not in {country for country, _role in one.places}
    assert "fictional ministry" in one.parties
    assert (one.submitted_on, one.complete_on) == (today, today)
