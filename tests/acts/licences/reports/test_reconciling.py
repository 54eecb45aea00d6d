"""Reports of a holder held against the ledger: when they are filed, and when the ledger changes after that."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from licensing.acts.acting import at_time, now, to_local_day
from licensing.acts.licences import ledger, obligations
from licensing.acts.licences.reports.settling import settle_difference
from licensing.choices import DifferenceOutcome
from licensing.errors import Invalid, WrongState
from licensing.models import Event, Licence, ReportDifference, Usage
from tests.reports import TEN_GONE, issue_closed_licence, issue_reporting_licence, list_duties, report_period, report_transfer
from tests.world import World, clearance

GONE = ((1, 40), (2, 4))
DIFFERS = [{"line": 1, "measure": "delivered", "reported": "9", "cleared": "10"}]


def differences(licence: Licence) -> list[tuple[str, Any]]:
    rows = ReportDifference.objects.filter(licence=licence).order_by("found_at", "pk")
    return [(one.settled_as, one.lines) for one in rows]


def test_a_report_that_agrees_with_the_ledger_leaves_nothing_to_settle(world: World) -> None:
    licence = issue_closed_licence(world)

    report_transfer(world, licence, TEN_GONE)

    assert differences(licence) == []


def test_a_difference_is_kept_and_told_until_a_corrected_report_takes_its_place(world: World) -> None:
    licence = issue_closed_licence(world)

    report_transfer(world, licence, {1: "9", 2: "0"})
    open_one = differences(licence)
    told = Event.objects.filter(kind="report.differs").get().data
    report_transfer(world, licence, TEN_GONE)

    assert open_one == [("", DIFFERS)]
    assert (told["number"], told["lines"]) == (licence.number, DIFFERS)
    assert differences(licence) == [(DifferenceOutcome.CORRECTED, DIFFERS)]


def test_what_customs_reports_later_is_held_against_the_reports_again(world: World) -> None:
    licence = issue_closed_licence(world)
    report_transfer(world, licence, {1: "12", 2: "0"})

    late = ledger.report_clearance(licence, world.cus, clearance("late", 2))
    agrees = differences(licence)
    ledger.reverse_usage(licence, world.cus, late.pk, message_id="late-R")

    said = [{"line": 1, "measure": "delivered", "reported": "12", "cleared": "10"}]
    assert agrees == [(DifferenceOutcome.AGREES, said)]
    assert differences(licence) == [(DifferenceOutcome.AGREES, said), ("", said)]


def test_what_leaves_today_is_held_against_a_report_that_reaches_today(world: World) -> None:
    licence = world.licence()
    drawn = [ledger.draw_down_licence(licence, world.cus, clearance(f"m{line}", left, line=line)) for line, left in GONE]
    report_transfer(world, licence, {1: "40", 2: "4"})
    ledger.reverse_usage(licence, world.cus, drawn[0].pk, message_id="m1-R")
    before = [one for one, _lines in differences(licence)]

    ledger.draw_down_licence(licence, world.cus, clearance("m3", 39))
    partly = [one for one, _lines in differences(licence)]
    ledger.draw_down_licence(licence, world.cus, clearance("m4", 1))

    assert (before, partly) == ([""], [DifferenceOutcome.CORRECTED, ""])
    assert [one for one, _lines in differences(licence)] == [DifferenceOutcome.CORRECTED, DifferenceOutcome.AGREES]
    kinds = list(Event.objects.filter(licence=licence).order_by("-number").values_list("kind", flat=True))
    # Of the second last draw-down, the newest first.
    assert kinds.index("report.differs") == kinds.index("licence.drawn", kinds.index("licence.drawn") + 1) - 1


def test_figures_that_were_accepted_are_settled_again_when_they_come_back(world: World) -> None:
    licence = issue_closed_licence(world)
    report_transfer(world, licence, {1: "12", 2: "0"})
    settle_difference(
        licence, world.otto, licence.differences.get().pk, outcome=DifferenceOutcome.ACCEPTED, reason="Two went by post."
    )

    late = ledger.report_clearance(licence, world.cus, clearance("late", 2))
    ledger.reverse_usage(licence, world.cus, late.pk, message_id="late-R")

    assert [one for one, _lines in differences(licence)] == [DifferenceOutcome.ACCEPTED, DifferenceOutcome.AGREES, ""]


@pytest.mark.walk
def test_the_ledger_is_read_once_however_many_reports_are_held_against_it(world: World) -> None:
    licence = issue_reporting_licence(world)
    first, second = list_duties(licence)[:2]
    usage = Usage.objects.get()
    report_period(world, first)
    with CaptureQueriesContext(connection) as one, at_time(now() - timedelta(minutes=2)):
        ledger.report_clearance(licence, world.cus, clearance("late 1", 1, cleared_on=to_local_day(usage.drawn_at)))
    report_period(world, first, delivered="11")
    report_period(world, second, delivered="0")

    with CaptureQueriesContext(connection) as two, at_time(now() - timedelta(minutes=1)):
        ledger.reverse_usage(licence, world.cus, usage.pk, message_id="usage-R")

    reads = [[query["sql"] for query in seen if _reads_ledger(query["sql"])] for seen in (one, two)]
    assert [len(seen) for seen in reads] == [1, 1]


def _reads_ledger(sql: str) -> bool:
    return sql.startswith("SELECT") and '"licensing_usage"."drawn_at"' in sql and 'reverses_id" IS NULL' in sql


@pytest.mark.walk
def test_a_condition_that_asks_for_a_report_is_met_by_one_alone(world: World) -> None:
    licence = issue_reporting_licence(world)
    first = list_duties(licence)[0]

    with pytest.raises(Invalid) as refused:
        obligations.file_evidence(licence, world.paula, first.pk, text="All was delivered.")
    filed = report_period(world, first)

    assert [(gap.code, gap.path) for gap in refused.value.gaps] == [("invalid", "until"), *[("required", "lines")] * 2]
    assert filed.report["lines"][0] == {"line": 1, "delivered": "10", "used": "8"}
    assert differences(licence) == []
    assert obligations.accept_evidence(licence, world.otto, first.pk).met_at is not None


def test_the_next_report_begins_where_the_one_before_has_ended(world: World) -> None:
    licence = issue_reporting_licence(world)
    first, second = list_duties(licence)[:2]
    report_period(world, first)

    again = report_period(world, second, delivered="10")

    assert again.report["from"] == str(first.due_on + timedelta(days=1))
    assert differences(licence) == [("", [{"line": 1, "measure": "delivered", "reported": "10", "cleared": "0"}])]


def test_a_report_filed_again_keeps_the_last_day_after_which_the_next_one_begins(world: World) -> None:
    licence = issue_reporting_licence(world)
    first, second = list_duties(licence)[:2]
    report_period(world, first)
    report_period(world, second, delivered="0")

    with pytest.raises(Invalid) as refused:
        report_period(world, first, until=first.due_on - timedelta(days=1))
    again = report_period(world, first)

    assert [(gap.code, gap.path) for gap in refused.value.gaps] == [("invalid", "until")]
    assert again.reported_until == first.due_on


def test_a_report_that_was_returned_keeps_its_days(world: World) -> None:
    licence = issue_reporting_licence(world)
    first, second = list_duties(licence)[:2]
    report_period(world, first)
    obligations.return_evidence(licence, world.otto, first.pk, reason="Which ten?")

    assert report_period(world, second, delivered="0").report["from"] == str(first.due_on + timedelta(days=1))


def test_more_in_use_than_has_left_and_no_evidence_accepted_before_it_is_settled(world: World) -> None:
    licence = issue_reporting_licence(world)
    first = list_duties(licence)[0]
    report_period(world, first, used="11")

    with pytest.raises(WrongState, match="differs from the ledger"):
        obligations.accept_evidence(licence, world.otto, first.pk)

    assert differences(licence) == [("", [{"line": 1, "measure": "used", "reported": "11", "cleared": "10"}])]


def test_no_report_covers_today_and_none_is_filed_before_its_month(world: World) -> None:
    licence = issue_reporting_licence(world)
    duties = list_duties(licence)

    with pytest.raises(Invalid) as today:
        report_period(world, duties[1], until=to_local_day(now()))
    with pytest.raises(Invalid) as early:
        report_period(world, duties[4])

    assert [gap.path for gap in today.value.gaps] == ["until"]
    assert [gap.code for gap in early.value.gaps] == ["too_early"]
