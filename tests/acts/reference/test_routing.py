"""The decision table: tried on past cases, refused whole, and sending every kind of case somewhere."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from licensing.acts.acting import at_time
from licensing.acts.reference.procedures import publish_procedure
from licensing.acts.reference.routing import put_routing
from licensing.acts.reference.trials import simulate_routing
from licensing.errors import Invalid
from licensing.management.command_output import read_toml
from licensing.models import CaseKind, Procedure, RoutingRow
from licensing.policy.signoff.routing import CaseFacts, route
from tests.world import REQUEST, World

SEEDS = Path(__file__).resolve().parents[3] / "seeds"
FILES = sorted((SEEDS / "procedures").glob("*.toml"))
ROWS: list[dict[str, Any]] = read_toml(SEEDS / "routing.toml")["rows"]

pytestmark = pytest.mark.django_db


@pytest.fixture
def published() -> list[Procedure]:
    return [publish_procedure(read_toml(path))[0] for path in FILES]


def test_every_active_kind_of_case_is_routed(published: list[Procedure]) -> None:
    assert put_routing(ROWS) == (0, 0)

    table = [row.as_policy() for row in RoutingRow.objects.all()]
    routed = {
        kind: route(CaseFacts(kind=kind, tier="other"), table).procedure
        for kind in CaseKind.objects.filter(active=True).values_list("pk", flat=True)
    }
    assert set(routed.values()) == {"national-military", "dual-use-chain", "consensus-refer-up"}


def test_rows_of_the_table_are_added_and_changed_by_their_code() -> None:
    changed = ROWS[0] | {"because_en": "Otherwise said"}
    added = ROWS[1] | {"code": "one-more"}

    assert put_routing([changed, added]) == (1, 1)

    assert RoutingRow.objects.get(pk=ROWS[0]["code"]).reasons["en"] == "Otherwise said"
    assert RoutingRow.objects.count() == len(ROWS) + 1


@pytest.mark.parametrize(
    ("facts", "procedure", "flags"),
    [
        (CaseFacts("single_permit", tier="europe", form="direct_sale", value=Decimal(2_000_000)), "fast-lane", ()),
        (CaseFacts("single_permit", tier="us", form="direct_sale", value=Decimal(10)), "fast-lane", ()),
        (CaseFacts("single_permit", tier="europe", form="direct_sale", value=Decimal("2000000.01")), "national-military", ()),
        (CaseFacts("single_permit", tier="europe", form="direct_sale", value=None), "national-military", ()),
        (CaseFacts("single_permit", tier="europe", form="joint_venture", value=Decimal(10)), "national-military", ()),
        (CaseFacts("single_permit", tier="other", form="direct_sale", value=Decimal(10)), "national-military", ()),
        (
            CaseFacts("single_permit", tier="us", form="direct_sale", value=Decimal(10), mtcr=frozenset({"I"})),
            "national-military",
            ("presumption_of_denial",),
        ),
        (CaseFacts("transit", tier="europe"), "dual-use-chain", ()),
    ],
)
def test_the_table_sends_a_case_where_it_says(
    published: list[Procedure], facts: CaseFacts, procedure: str, flags: tuple[str, ...]
) -> None:
    put_routing(ROWS)

    routing = route(facts, [row.as_policy() for row in RoutingRow.objects.all()])

    assert (routing.procedure, routing.flags) == (procedure, flags)
    assert str(routing.fired[0].because)


@pytest.mark.parametrize(
    ("change", "path", "code"),
    [
        ({"procedure": "nowhere"}, "rows.0.procedure", "unknown_code"),
        ({"extra_seats": ["NOBODY"]}, "rows.0.extra_seats", "unknown_code"),
        ({"when": {"weather": "fine"}}, "rows.0.when.weather", "unknown_field"),
        ({"code": ROWS[1]["code"]}, "rows.1.code", "twice"),
        ({"because_en": ""}, "rows.0.because_en", "required"),
        ({"retired_on": "2024-01-02"}, "single_permit", "uncovered"),
    ],
)
def test_a_table_that_could_not_work_is_refused_whole(
    published: list[Procedure], change: dict[str, Any], path: str, code: str
) -> None:
    before = list(RoutingRow.objects.order_by("pk").values())

    with pytest.raises(Invalid) as refused:
        put_routing([ROWS[0] | change, *ROWS[1:]])

    assert (path, code) in {(gap.path, gap.code) for gap in refused.value.gaps}
    assert list(RoutingRow.objects.order_by("pk").values()) == before


ROW = {
    "code": "large",
    "priority": 20_000,
    "procedure": "tests",
    "extra_seats": ["NSDC"],
    "because_en": "Large values are heard by the council",
    "because_uk": "Великі суми розглядає рада",
    "valid_from": "2024-01-01",
    "when": {"value": {"min": "3000000"}},
}


def test_a_dry_run_names_the_rerouted_cases_and_keeps_nothing(world: World) -> None:
    large = world.filed()
    small = world.filed(items=[REQUEST["items"][1]])

    trial = simulate_routing([ROW])

    assert trial.extent.open_tried == 2
    routed = [(one.reference, shift.after["seats"]) for one in trial.cases for shift in one.shifts]
    assert routed == [(large.reference, ["NSDC"])]
    assert small.reference not in [one.reference for one in trial.cases]
    assert not RoutingRow.objects.filter(code="large").exists()


def test_a_table_that_cannot_work_is_refused_where_it_is_wrong(world: World) -> None:
    with pytest.raises(Invalid) as refusal:
        simulate_routing([ROW | {"procedure": "nowhere", "extra_seats": ["NOBODY"]}])

    assert [gap.path for gap in refusal.value.gaps] == ["rows.0.procedure", "rows.0.extra_seats"]


def test_the_table_is_asked_for_the_day_in_kyiv(published: list[Procedure]) -> None:
    ending = [row | {"retired_on": "2026-05-05"} for row in ROWS]

    with at_time(datetime(2026, 5, 4, 20, 59, tzinfo=UTC)):
        put_routing(ending)
    # A minute past midnight in Kyiv, an hour or three before it in Greenwich.
    with at_time(datetime(2026, 5, 4, 21, 1, tzinfo=UTC)), pytest.raises(Invalid) as refused:
        put_routing(ending)

    assert {gap.code for gap in refused.value.gaps} == {"uncovered"}
