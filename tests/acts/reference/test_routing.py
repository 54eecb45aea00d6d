"""The decision table: tried on past cases, refused whole, and sending every kind of case somewhere."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from licensing.acts.reference.procedures import store_procedure
from licensing.acts.reference.routing import find_coverage_gaps, read_table
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
    return [store_procedure(read_toml(path))[0] for path in FILES]


def test_every_active_kind_of_case_is_routed(published: list[Procedure]) -> None:
    table = [row.as_policy() for row in RoutingRow.objects.all()]
    routed = {
        kind: route(CaseFacts(kind=kind, tier="other"), table).procedure
        for kind in CaseKind.objects.filter(active=True).values_list("pk", flat=True)
    }
    assert set(routed.values()) == {"national-military", "dual-use-chain", "consensus-refer-up", "two-counts"}


def test_rows_are_read_by_column() -> None:
    row = read_table([ROWS[0] | {"because_en": "Otherwise said"}])[0]

    assert (row["code"], row["procedure_code"], row["retired_on"]) == (ROWS[0]["code"], ROWS[0]["procedure"], None)
    assert row["reasons"]["en"] == "Otherwise said"


def test_rows_may_name_what_comes_with_them() -> None:
    row = ROWS[0] | {"procedure": "other", "extra_seats": ["NEW"]}

    assert read_table([row], procedures=["other"], bodies=["NEW"])[0]["extra_seats"] == ["NEW"]


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
    ],
)
def test_a_table_that_could_not_work_is_refused_whole(
    published: list[Procedure], change: dict[str, Any], path: str, code: str
) -> None:
    with pytest.raises(Invalid) as refused:
        read_table([ROWS[0] | change, *ROWS[1:]])

    assert (path, code) in {(gap.path, gap.code) for gap in refused.value.gaps}


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


def test_a_kind_that_no_row_in_force_serves_is_named() -> None:
    assert find_coverage_gaps([date(2026, 5, 4)]) == []

    RoutingRow.objects.update(retired_on=date(2026, 5, 5))

    assert find_coverage_gaps([date(2026, 5, 4)]) == []
    assert ("uncovered", "single_permit") in [(gap.code, gap.path) for gap in find_coverage_gaps([date(2026, 5, 5)])]
