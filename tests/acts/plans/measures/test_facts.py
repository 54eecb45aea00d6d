"""What measures look at in a case: its goods with their families, its countries in every role, who takes part."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from uuid import UUID

from licensing.acts.acting import now, to_local_day
from licensing.acts.plans.measures.facts import MeasureReader, load_versions, read_measured_cases
from licensing.choices import InFlight
from licensing.models import CaseVersion
from licensing.models.clocks.days import begin_local_day
from licensing.models.requests.composition import read_filed_document
from tests.by_hand import by_hand
from tests.policy.plans.measures.cases import MORATORIUM
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


def _add_versions(case: UUID, days: list[date]) -> None:
    """A case was filed again each of these days, after what the first version says."""
    first = CaseVersion.objects.get(case=case)
    with by_hand():
        for number, day in enumerate(days, 2):
            made_at: datetime = begin_local_day(day)
            CaseVersion.objects.create(
                case_id=case, number=number, canonical=first.canonical, digest="d", made_by_id=first.made_by_id, made_at=made_at
            )


def test_of_what_was_filed_before_only_what_measures_compare_is_loaded(world: World) -> None:
    case, today = world.accepted(), to_local_day(now())
    days = [today + timedelta(days=ahead) for ahead in range(1, 8)]
    _add_versions(case.pk, days)
    measures = [
        replace(MORATORIUM, in_flight=rule, valid_from=begins)
        for rule, begins in [
            (InFlight.CONTINUE, days[2]),
            (InFlight.CONTINUE_IF_IN_REVIEW, days[2]),
            (InFlight.CONTINUE, days[5]),
            (InFlight.STOP, days[4]),
            (InFlight.CONTINUE, today),
        ]
    ]

    found = load_versions([case.pk], measures)

    # Filed on the day before the third, on the day before the sixth, and last.
    assert [one.number for one in found[case.pk]] == [3, 6, 8]
    assert load_versions([case.pk], measures[3:4]) == {}
