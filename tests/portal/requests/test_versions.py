"""What was filed, version by version, and what the later one changed."""

from __future__ import annotations

from django.urls import reverse

from licensing.acts.requests.amending import amend_case
from licensing.models import Case
from tests.portal.visiting import Visitor, text_of
from tests.world import REQUEST, World


def test_each_version_is_shown_as_it_was_filed(world: World, paula: Visitor) -> None:
    case = world.accepted()
    amend_case(case, world.paula, {"title": "Sixty reconnaissance UAVs"}, reason="")

    first = text_of(paula.open("version", case.pk, 1))
    second = text_of(paula.open("version", case.pk, 2))

    assert "Title Forty reconnaissance UAVs Partner country" in first
    assert "What changed since version 1" not in first
    assert "What changed since version 1" in second
    assert "Title Forty reconnaissance UAVs Sixty reconnaissance UAVs" in second


def test_a_version_that_was_never_filed_is_not_there(world: World, paula: Visitor) -> None:
    case = world.filed()

    assert paula.open("version", case.pk, 2).status_code == 404


def test_the_content_is_the_request_as_it_is_now(world: World, paula: Visitor) -> None:
    case = world.filed()
    Case.objects.filter(pk=case.pk).update(title="Renamed since")

    assert "Title Renamed since Partner country" in text_of(paula.open("content", case.pk))


def test_what_a_loan_costs_is_read_beside_its_terms_and_downloaded(world: World, paula: Visitor) -> None:
    case = world.filed()
    Case.objects.filter(pk=case.pk).update(financing=FINANCING)

    assert "Interest in the first year 35,000.00 EUR" in text_of(paula.open("content", case.pk))
    assert paula.open("schedule", case.pk, "loan").content.decode().count("EUR") == 2
    assert paula.open("schedule", case.pk, "prices").status_code == 404
    assert paula.open("schedule", case.pk, "nothing").status_code == 404


def test_a_filed_version_shows_what_its_terms_come_to(world: World, paula: Visitor) -> None:
    contract = {"term_years": 2, "unit": "NAR", "base_price": "80000.00", "currency": "EUR", "annual_min": "1"}
    calls = [{"year": 1, "quantity": "40"}, {"year": 2, "quantity": "1", "note": "The last one"}]
    reviews = [{"on": "2027-12-31", "subject": "Price"}]
    case = world.filed(
        cooperation_form="mixed",
        terms=REQUEST["terms"]
        | {"long_term": contract | {"start_on": "2027-01-01", "call_offs": calls, "review_points": reviews}},
    )

    shown = text_of(paula.open("version", case.pk, 1))

    assert "Year by year, in EUR" in shown
    assert "Least quantity a year 1 piece" in shown
    assert "Call-offs Year Quantity Note 1 40 pieces 2 1 piece The last one" in shown
    assert "Review points On What is looked at 31 December 2027 Price" in shown
    assert "80,000.00 – 40 pieces 3,200,000.00 Day of the review: 31 Dec 2027, Price" in shown


def test_the_sheets_of_a_version_are_of_what_was_filed_then(world: World, paula: Visitor) -> None:
    contract = {"term_years": 2, "unit": "NAR", "base_price": "80000.00", "currency": "EUR"}
    case = world.filed(cooperation_form="mixed", terms=REQUEST["terms"] | {"long_term": contract})
    Case.objects.filter(pk=case.pk).update(long_term=contract | {"base_price": "90000.00"})

    shown = paula.open("version", case.pk, 1).content.decode()
    filed = paula.open("filed_schedule", case.pk, 1, "prices").content.decode()
    present = paula.open("schedule", case.pk, "prices").content.decode()

    assert reverse("portal:filed_schedule", args=[case.pk, 1, "prices"]) in shown
    assert reverse("portal:schedule", args=[case.pk, "prices"]) not in shown
    assert ("80000" in filed, "90000" in filed) == (True, False)
    assert ("80000" in present, "90000" in present) == (False, True)
    assert paula.open("filed_schedule", case.pk, 2, "prices").status_code == 404
    assert paula.open("filed_schedule", case.pk, 1, "loan").status_code == 404


FINANCING = {
    "kind": "buyer_credit",
    "amount": "1000000.00",
    "currency": "EUR",
    "rate_percent": "3.5",
    "tenor_years": 2,
    "repayment": "linear",
}
