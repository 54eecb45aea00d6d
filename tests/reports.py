"""Licences of which something has left, and reports that say the same or something else."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, Final

from licensing.acts.acting import at_time, now, to_local_day
from licensing.acts.licences import ledger, obligations
from licensing.acts.licences.licence import surrender_licence
from licensing.acts.licences.reports import filing
from licensing.acts.licences.reports.reconciling import PeriodicReport
from licensing.choices import ReportKind, ReportOutcome
from licensing.models import ConditionDuty, Licence, UseReport
from tests.conditions import MONTHLY, issue_bound_licence
from tests.scenes import scene
from tests.world import World, clearance

TEN_GONE: Final = {1: "10", 2: "0"}


def issue_differing_licence(world: World) -> Licence:
    """A licence given back after ten UAVs had left, of which its holder reports nine."""
    licence = issue_closed_licence(world)
    report_transfer(world, licence, {1: "9", 2: "0"})
    return licence


@scene
def issue_closed_licence(world: World, **changes: Any) -> Licence:
    """A licence given back after ten UAVs had left under it."""
    licence = world.licence(**changes)
    ledger.draw_down_licence(licence, world.cus, clearance(f"gone under {licence.number}", 10))
    return surrender_licence(licence, world.paula, reason="The contract has ended.")


def report_transfer(world: World, licence: Licence, quantities: Mapping[int, str], **more: Any) -> UseReport:
    """The report on transfer of the only period, with a quantity of each line."""
    lines = [{"line": line, "quantity": quantity, "actual_use": "Patrols"} for line, quantity in quantities.items()]
    said: dict[str, Any] = {"kind": ReportKind.FACT, "outcome": ReportOutcome.IN_PART} | more
    return filing.file_report(licence, world.paula, period=1, lines=lines, **said)


@scene
def issue_reporting_licence(world: World) -> Licence:
    """A licence of 60 days ago whose holder reports every month; ten UAVs left on the first of its days."""
    with at_time(now() - timedelta(days=60)):
        licence = issue_bound_licence(world, MONTHLY, number="418-r")
        ledger.draw_down_licence(licence, world.cus, clearance(f"gone under {licence.number}", 10))
    return licence


def list_duties(licence: Licence) -> list[ConditionDuty]:
    """The days on which reports are due, the first one first."""
    return list(ConditionDuty.objects.filter(condition__licence=licence).order_by("due_on"))


def report_period(
    world: World, duty: ConditionDuty, *, delivered: str = "10", used: str = "8", until: date | None = None
) -> ConditionDuty:
    """File the report that a condition asks for, of the UAVs; the ground stations have not left."""
    lines = [{"line": 1, "delivered": delivered, "used": used}, {"line": 2, "delivered": "0", "used": "0"}]
    given = PeriodicReport(until or min(duty.due_on, to_local_day(now()) - timedelta(days=1)), lines)
    return obligations.file_evidence(duty.condition.licence, world.paula, duty.pk, text="As enclosed.", report=given)
