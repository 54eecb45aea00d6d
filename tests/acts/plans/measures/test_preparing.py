"""A measure is written once, with every code known, and stops nothing before another person has published it."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from licensing.acts.acting import now, to_local_day
from licensing.acts.plans.measures.facts import load_measures
from licensing.acts.plans.measures.preparing import prepare_measure
from licensing.choices import MeasureKind, MeasureState, QuotaPeriod
from licensing.errors import Invalid, NotAllowed, WrongState
from licensing.models import Event, Measure
from licensing.policy.plans.measures.drafting import ExemptionDraft
from licensing.policy.plans.measures.scope import Scope
from tests.acts.plans.measures.state import draft, publish
from tests.world import World

BANNED = Scope(countries=frozenset({"MD"}))
QUOTA: dict[str, Any] = {
    "kind": MeasureKind.QUOTA,
    "ceiling": Decimal(10),
    "unit": "NAR",
    "period": QuotaPeriod.YEAR,
    "scope": Scope(families=frozenset({"uav"})),
}


def test_what_is_prepared_has_a_number_and_stops_nothing_yet(world: World) -> None:
    first = prepare_measure(world.pol, draft())
    ban = prepare_measure(world.pol, draft(kind=MeasureKind.TRANSIT_BAN, scope=BANNED))

    year = to_local_day(now()).year
    assert [(one.code, one.version, one.state) for one in (first, ban)] == [
        (f"M/{year}/1", 1, MeasureState.PREPARED),
        (f"M/{year}/2", 1, MeasureState.PREPARED),
    ]
    assert ban.scope == {"countries": ["MD"], "roles": ["transit"]}
    assert load_measures(to_local_day(now())) == []
    assert Event.objects.latest("number").data["code"] == ban.code


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"scope": Scope()}, "no_scope"),
        ({"valid_from": to_local_day(now()) - timedelta(days=1)}, "backdated"),
        (
            {"exemptions": (ExemptionDraft({"en": "All"}, "Cabinet", Scope(entries=frozenset({"ML4"}))),)},
            "wider_exception",
        ),
        ({"scope": Scope(entries=frozenset({"ML10", "ML99"}))}, "unknown"),
        (QUOTA | {"unit": "XXX"}, "unknown"),
        (QUOTA | {"ceiling": Decimal("1.5")}, "invalid"),
        (QUOTA | {"unit": "KGM", "ceiling": Decimal("0.0001")}, "invalid"),
        (QUOTA | {"unit": "EUR", "ceiling": Decimal("0.001")}, "invalid"),
        (QUOTA | {"ceiling": Decimal(10) ** 15}, "invalid"),
    ],
)
def test_a_measure_that_is_not_fit_is_refused_and_nothing_is_kept(world: World, changed: dict[str, Any], expected: str) -> None:
    with pytest.raises(Invalid) as refused:
        prepare_measure(world.pol, draft(**changed))

    assert [gap.code for gap in refused.value.gaps] == [expected]
    assert not Measure.objects.exists()


def test_a_quota_is_stated_as_finely_as_its_unit_is_counted(world: World) -> None:
    assert prepare_measure(world.pol, draft(**QUOTA)).ceiling == 10
    assert prepare_measure(world.pol, draft(**QUOTA | {"unit": "EUR", "ceiling": Decimal("0.01")})).unit == "EUR"


def test_only_policy_officers_prepare_measures(world: World) -> None:
    with pytest.raises(NotAllowed):
        prepare_measure(world.otto, draft())


def test_a_version_supersedes_only_what_holds(world: World) -> None:
    prepared = prepare_measure(world.pol, draft())

    with pytest.raises(WrongState):
        prepare_measure(world.pol, draft(), supersedes=prepared)
    following = prepare_measure(world.pol, draft(), supersedes=publish(world))

    assert following.version == 2
