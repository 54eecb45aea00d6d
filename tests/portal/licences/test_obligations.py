"""Reports and evidence at the portal: filed on their pages, corrected, and closed to those who may not."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from licensing.acts.acting import at_time
from licensing.acts.licences.licence import surrender_licence
from licensing.choices import DutyState
from licensing.models import ConditionDuty, Licence, UseReport
from tests.acts.licences.test_obligations import TRIAL, at, issued
from tests.portal.visiting import Visitor, summary_of, text_of
from tests.world import World


@pytest.fixture(autouse=True)
def _a_day_in_november() -> Iterator[None]:
    with at_time(at("2026-11-20")):
        yield


@pytest.fixture
def ended(world: World) -> Licence:
    """A licence that its holder has given back, so that its reports are due."""
    licence = issued(world, "2026-03-02")
    surrender_licence(licence, world.paula, reason="The contract has ended")
    return licence


@pytest.mark.walk
def test_a_report_is_filed_and_then_corrected(world: World, paula: Visitor, ended: Licence) -> None:
    page = paula.open("report", ended.pk, 1, "use")
    filed = paula.send("report", ended.pk, 1, "use", outcome="in_part", **_said("12", "0"))
    again = text_of(paula.open("report", ended.pk, 1, "use"))
    paula.send("report", ended.pk, 1, "use", outcome="in_part", **_said("13", "0"))

    assert "Declared use Border reconnaissance" in text_of(page)
    assert filed.status_code == 302
    assert "what you file now corrects it" in again
    assert list(UseReport.objects.order_by("number").values_list("number", "lines__0__quantity")) == [(1, "12"), (2, "13")]
    assert "In part Correct" in text_of(paula.open("licence", ended.pk))


def _said(*quantities: str) -> dict[str, str]:
    lines = enumerate(quantities, 1)
    return {f"quantity-{line}": amount for line, amount in lines} | {"actual_use-1": "At the border"}


def test_what_is_wrong_is_shown_at_its_field(paula: Visitor, ended: Licence) -> None:
    unsaid = paula.send("report", ended.pk, 1, "fact")
    too_much = paula.send("report", ended.pk, 1, "fact", outcome="in_part", **_said("41", "4"))
    no_number = paula.send("report", ended.pk, 1, "fact", outcome="in_part", **_said("many", "4"))

    assert summary_of(unsaid) == ["Say whether in full, in part or not at all."]
    assert summary_of(too_much) == ["Give a quantity from 0 to 40 pieces."]
    assert summary_of(no_number) == ["Write a number; 0 if there was nothing."]
    assert (too_much.status_code, UseReport.objects.count()) == (422, 0)


@pytest.mark.walk
@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("1,000", "“1,000” may mean 1000 or 1. Write 1000 or 1."),
        ("1.000", "“1.000” may mean 1000 or 1. Write 1000 or 1."),
        ("1e1", "Write a number; 0 if there was nothing."),
        ("-1", "Write a number; 0 if there was nothing."),
    ],
)
def test_a_figure_is_read_as_strictly_as_in_the_request(paula: Visitor, ended: Licence, typed: str, sentence: str) -> None:
    refused = paula.send("report", ended.pk, 1, "fact", outcome="in_part", **_said(typed, "4"))
    understood = paula.send("report", ended.pk, 1, "use", outcome="in_part", **_said("12,0", "0"))

    assert summary_of(refused) == [sentence]
    assert understood.status_code == 302
    assert UseReport.objects.get().lines[0]["quantity"] == "12"


def test_a_period_that_lasts_has_no_form(world: World, paula: Visitor) -> None:
    licence = issued(world, "2026-03-02", until="2027-03-02")

    with at_time(at("2026-06-01")):
        page = text_of(paula.open("report", licence.pk, 1, "fact"))

    assert "report on it afterwards" in page
    assert "File the report" not in page


@pytest.mark.walk
def test_evidence_is_filed_and_its_page_says_what_was_missing(world: World, paula: Visitor) -> None:
    licence = issued(world, "2026-03-02", TRIAL)
    duty = ConditionDuty.objects.get()

    empty = paula.send("evidence", licence.pk, duty.pk)
    paula.send("evidence", licence.pk, duty.pk, text="Returned to Lviv on 1 October")
    ConditionDuty.objects.update(returned_because="The act is missing", filed_at=None)
    page = text_of(paula.open("evidence", licence.pk, duty.pk))

    assert summary_of(empty) == ["Say how the condition is met."]
    assert "if it is not met in time: suspension of the licence" in page
    assert "What is missing The act is missing" in page
    assert "Filed so far Returned to Lviv on 1 October" in page
    assert ConditionDuty.objects.get().state == DutyState.OPEN


@pytest.mark.walk
def test_pages_of_others_and_of_nothing_are_not_there(world: World, paula: Visitor, rita: Visitor, ended: Licence) -> None:
    other = issued(world, "2026-03-02", TRIAL)
    duty = ConditionDuty.objects.get()

    answers = [
        rita.open("report", ended.pk, 1, "use"),
        rita.open("evidence", other.pk, duty.pk),
        paula.open("evidence", ended.pk, duty.pk),
        paula.open("report", ended.pk, 2, "use"),
        paula.open("report", ended.pk, 1, "gossip"),
    ]

    assert [one.status_code for one in answers] == [404] * 5
    assert duty.due_on == date(2026, 12, 1)
