"""The report that a condition asks for, typed line by line on the page of its evidence."""

from __future__ import annotations

import pytest

from tests.portal.visiting import Visitor, summary_of, text_of
from tests.reports import issue_differing_licence, issue_reporting_licence, list_duties
from tests.world import World


@pytest.mark.walk
def test_a_report_that_a_condition_asks_for_is_typed_line_by_line(world: World, paula: Visitor) -> None:
    licence = issue_reporting_licence(world)
    duty = list_duties(licence)[0]
    typed = {"delivered-1": "9", "used-1": "8", "delivered-2": "0", "used-2": "0", "text": "As enclosed."}

    wrong = paula.send("evidence", licence.pk, duty.pk, **typed | {"until": "2036-01-01", "used-1": "41"})
    no_number = paula.send("evidence", licence.pk, duty.pk, **typed | {"until": "soon", "used-1": "many"})
    filed = paula.send("evidence", licence.pk, duty.pk, **typed, until=str(duty.due_on))
    page = text_of(paula.open("licence", licence.pk))

    assert [one[:31] for one in summary_of(wrong)] == ["Give the last day that it cover", "Give a quantity from 0 to 40 pi"]
    assert summary_of(no_number) == ["Write a number; 0 if there was nothing."]
    assert 'value="9"' in wrong.content.decode()
    assert filed.status_code == 302
    assert "Line 1: 9 pieces reported as delivered; 10 pieces left by the ledger. looked at by a case officer" in page
    assert "Line 1: 9 pieces delivered, 8 pieces in use" in text_of(paula.open("evidence", licence.pk, duty.pk))


def test_a_difference_says_of_which_period_its_report_is(world: World, paula: Visitor) -> None:
    licence = issue_differing_licence(world)

    page = text_of(paula.open("licence", licence.pk))

    last = licence.list_reports_due()[0].ends_on
    said = "Line 1: 9 pieces reported as delivered; 10 pieces left by the ledger."
    assert f"period until {last.day} {last:%B %Y} {said}" in page
