"""Reports of a holder held against the ledger: when they are filed, and when the ledger changes after that."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from licensing.acts.acting import now, to_local_day
from licensing.acts.licences import ledger, obligations
from licensing.choices import DifferenceOutcome
from licensing.errors import Invalid, WrongState
from licensing.models import Event, Licence, ReportDifference
from tests.reports import TEN_GONE, issue_closed_licence, issue_reporting_licence, list_duties, report_period, report_transfer
from tests.world import World, clearance

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
