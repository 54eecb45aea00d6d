"""What a trial reads: the governed lists as they apply on several days, and of each list every column that decides."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import pytest

from licensing.acts.acting import at_time, now, to_local_day
from licensing.acts.reference.change_sets.applying import apply_lines
from licensing.acts.reference.change_sets.rows import load_present
from licensing.acts.reference.readings import load_lists
from licensing.acts.reference.trials import try_changes
from licensing.acts.signoff import positions
from licensing.choices import ChangeAction, PositionChoice
from licensing.models import ChangeLine, ItemFamily, QuietHours, Requirement, RoutingRow, SplittingRule
from licensing.policy.reference.governed import GOVERNED
from tests.by_hand import by_hand
from tests.world import REQUEST, World

pytestmark = pytest.mark.django_db

# The rows in which something is planted, where not in every row of the list.
ROWS = {
    "countries": ["EE"],
    "units": ["NAR"],
    "currencies": ["USD"],
    "case_kinds": ["single_permit"],
    "bodies": ["SBU"],
    "item_families": ["models", "makers", "entries", "active"],
    "conditions": ["P01"],
    "routing": ["tests"],
}
# What each column comes to say in them.
PLANTED: Mapping[str, Mapping[str, Any]] = {
    "countries": {"tier": "excluded"},
    "units": {"decimals": 7},
    "currencies": {"decimals": 0},
    "case_kinds": {"validity_months": 77, "max_validity_months": 78, "report_months": 79},
    "bodies": {"states_need": True},
    "rates": {"to_eur": "20.00"},
    "item_families": {"model_names": ["M-*"], "makers": ["Maker"], "entries": ["ML10", "ML11"], "active": True},
    "splitting_rules": {"by": ["partner"], "days": 60, "threshold": "1.00", "active": True},
    "conditions": {
        "owner": "authority",
        "breach": "suspend",
        "gate_rule": "covered",
        "cap_scope": "line",
        "evidence_kind": "verification",
    },
    "requirements": {"test": "section", "target": "end_use.programme", "applies_if": {}, "active": False},
    "holidays": {"kind": "off"},
    "quiet_hours": {"starts": "08:30:00", "ends": "10:00:00", "working_days_only": True},
    "reminder_rules": {
        "offset_days": -1,
        "unit": "working",
        "repeat_every": 3,
        "repeat_until": 40,
        "audience": "heads",
        "by_mail": False,
        "by_webhook": False,
        "quiet": "morning",
        "active": False,
    },
    "routing": {
        "priority": 0,
        "procedure_code": "fast-lane",
        "when": {"tier": ["us"]},
        "extra_seats": ["NSDC"],
        "flags": ["large_value"],
        "valid_from": "2099-01-01",
        "retired_on": "2026-01-01",
    },
}
# Each leaves two sales apart by one of its columns.
RULES: Mapping[str, Mapping[str, Any]] = {
    "by": {"by": ["end_user"], "days": 60, "threshold": "1.00"},
    "days": {"by": ["partner"], "days": 1, "threshold": "1.00"},
    "threshold": {"by": ["partner"], "days": 60, "threshold": "1000000000.00"},
    "active": {"by": ["partner"], "days": 60, "threshold": "1.00", "active": False},
    "family": {"by": ["partner", "family"], "days": 60, "threshold": "1.00"},
}
FAMILIES: Mapping[str, Mapping[str, Any]] = {
    "models": {"model_names": ["None"]},
    "makers": {"makers": ["Nobody"]},
    "entries": {"entries": ["ML99"]},
    "active": {"entries": ["ML10", "ML11"], "active": False},
}


def test_each_day_has_the_rows_and_procedures_of_that_day(world: World) -> None:
    before, after = load_lists([date(2023, 12, 31), date(2024, 1, 1)])

    assert "tests" not in before.procedures
    assert "tests" in after.procedures
    assert [row.code for row in after.rows if row.code == "tests"] == ["tests"]
    assert "tests" not in {row.code for row in before.rows}
    assert before.units is after.units


def test_something_is_planted_in_each_column_in_which_a_trial_looks() -> None:
    for code, governed in GOVERNED.items():
        tried = set(governed.decides) - {*governed.key, *governed.fixed, *governed.untried}
        assert governed.whole or tried == PLANTED.get(code, {}).keys(), code


@pytest.mark.walk
def test_a_trial_finds_what_is_planted_in_any_column_that_decides(world: World) -> None:
    _file_apart(world)
    world.filed(items=[item | {"currency": "USD"} for item in REQUEST["items"]], **_lead_to("LT"))
    reviewed = world.with_need()
    wish = positions.PositionInput(PositionChoice.CONDITIONS, conditions=[{"code": "P01"}])
    positions.sign_case(reviewed, world.rhea, wish, version=1)
    world.granted(title="A case that is done")
    _ask_for_more()

    assert not try_changes(lambda: None).cases
    unseen = [f"{code}.{column}" for code, columns in PLANTED.items() for column in columns if not _is_found(code, column)]
    assert unseen == []


def _file_apart(world: World) -> None:
    """Two sales to one country, forty days apart, which each rule and family leaves apart by one of its columns."""
    with by_hand():
        QuietHours.objects.create(code="morning", starts="06:00", ends="11:00", names={"en": "In the morning"})
        more = {"reasons": {"en": "Much in all"}, "valid_from": date(2024, 1, 1)}
        RoutingRow.objects.create(code="much", priority=20, when={"value": {"min": "5000000"}}, flags=["large_value"], **more)
        for code, row in RULES.items():
            SplittingRule.objects.create(code=code, names={"en": code}, **row)
        for code, row in FAMILIES.items():
            ItemFamily.objects.create(code=code, unit_id="NAR", names={"en": code}, **row)
    for days, entry in [(40, "ML10"), (0, "ML11")]:
        item = REQUEST["items"][0] | {"maker": "Maker", "model": f"M-{days}", "control_entries": [entry]}
        with at_time(now() - timedelta(days=days)):
            world.filed(items=[item], **_lead_to("LV", name=f"Depot {days}"))


def _ask_for_more() -> None:
    """A requirement that no case has met: it came when all of them were filed."""
    more = {"section": "documents", "test": "document", "target": "never_attached", "sentences": {"en": "Attach it."}}
    with by_hand():
        Requirement.objects.create(code="later", **more)


def _lead_to(country: str, *, name: str = "Depot") -> dict[str, Any]:
    """A request that ends in this country, with a name of its own for whoever gets the goods."""
    parties = [one if one["country"] == "UA" else one | {"country": country, "name": name} for one in REQUEST["parties"]]
    return {"partner_country": country, "parties": parties, "route": [REQUEST["route"][0] | {"to_country": country}]}


def _is_found(code: str, column: str) -> bool:
    day = to_local_day(now())
    rows = _plant(code, column)
    lines = [ChangeLine(list=code, key=GOVERNED[code].build_key(row), action=ChangeAction.PUT, after=row) for row in rows]
    trial = try_changes(lambda: apply_lines(lines, on=day))
    return any(shift.look in GOVERNED[code].looks for one in trial.cases for shift in one.shifts)


def _plant(code: str, column: str) -> list[dict[str, Any]]:
    value, today = PLANTED[code][column], to_local_day(now())
    rows = list(load_present(code, ROWS.get(code)).values())
    if code == "rates":
        return [{"currency": "USD", "on": today.isoformat(), column: value}]
    if code == "holidays":
        # Every day on which a time limit may end.
        days = ((today + timedelta(days=number)).isoformat() for number in range(1, 90))
        return [{"calendar": "UA", "on": day, "names": {"en": "Rest"}, column: value} for day in days]
    if code == "requirements":
        rows = [row for row in rows if row["kind"] in (None, "single_permit")]
    if column in ("by_webhook", "audience"):
        # Nobody but the applicant is reminded by webhook.
        rows = [row for row in rows if (row["audience"] == "applicant") == (column == "by_webhook")]
    more = {"repeat_every": 2} if column == "repeat_until" else {}
    return [row | {column: value} | more for row in rows]
