"""Reports on transfer and use: filed for periods that are over, corrected by another, and refused where they cannot be true."""

from __future__ import annotations

from typing import Any

import pytest

from licensing.acts.acting import at_time
from licensing.acts.licences.reports import filing
from licensing.choices import ReportKind, ReportOutcome
from licensing.errors import Invalid, NotAllowed
from licensing.models import UseReport
from tests.acts.licences.test_obligations import IN_FULL, at, issued, report, with_goods_gone
from tests.world import World


def test_a_report_filed_again_corrects_the_one_before_and_keeps_it(world: World) -> None:
    subject = with_goods_gone(world)
    report(world, subject, ReportKind.FACT, "2027-02-10")

    part = [{"line": 1, "quantity": "30.000"}, {"line": 2, "quantity": "0"}]
    report(world, subject, ReportKind.FACT, "2027-02-12", outcome=ReportOutcome.IN_PART, lines=part)

    rows = UseReport.objects.order_by("number").values_list("number", "outcome", "lines__0__quantity")
    assert list(rows) == [(1, "in_full", "40"), (2, "in_part", "30")]


@pytest.mark.parametrize(
    ("said", "path"),
    [
        ({"lines": IN_FULL[:1]}, "lines"),
        ({"lines": [*IN_FULL, {"line": 3, "quantity": "1", "actual_use": "x"}]}, "lines.2.line"),
        ({"lines": [IN_FULL[0], IN_FULL[0], IN_FULL[1]]}, "lines.0.line"),
        ({"lines": [{"line": 1, "quantity": "41", "actual_use": "x"}, IN_FULL[1]]}, "lines.0.quantity"),
        ({"lines": [{"line": 1, "quantity": "0.5", "actual_use": "x"}, IN_FULL[1]]}, "lines.0.quantity"),
        ({"lines": [{"line": 1, "quantity": "40"}, IN_FULL[1]]}, "lines.0.actual_use"),
        ({"outcome": ReportOutcome.NOT_AT_ALL}, "outcome"),
        ({"lines": [{"line": 1, "quantity": "0"}, {"line": 2, "quantity": "0"}]}, "outcome"),
        ({"period": 2}, "period"),
        ({"period": 0}, "period"),
    ],
)
def test_a_report_that_cannot_be_true_is_refused_at_its_place(world: World, said: dict[str, Any], path: str) -> None:
    subject = with_goods_gone(world)

    with pytest.raises(Invalid) as refused:
        report(world, subject, ReportKind.USE, "2027-02-10", **said)

    assert refused.value.gaps[0].path == path
    assert not UseReport.objects.exists()


def test_nothing_is_reported_on_a_period_that_lasts(world: World) -> None:
    subject = issued(world, "2026-03-02")

    with pytest.raises(Invalid) as refused:
        report(world, subject, ReportKind.FACT, "2027-01-31")

    assert [(gap.code, gap.path) for gap in refused.value.gaps] == [("too_early", "period")]


def test_only_the_holder_reports(world: World) -> None:
    subject = issued(world, "2026-03-02")

    for person in (world.rita, world.otto, world.stella):
        with pytest.raises(NotAllowed), at_time(at("2027-02-10")):
            filing.file_report(subject, person, kind=ReportKind.FACT, period=1, outcome=ReportOutcome.IN_FULL, lines=IN_FULL)
