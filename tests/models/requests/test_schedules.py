"""What follows from the terms of a request, for its pages and as sheets."""

from __future__ import annotations

import csv
import io
from decimal import Decimal

import pytest

from licensing.models.requests.schedules import build_schedules, write_schedule

LOAN = {
    "amount": "100000",
    "currency": "JPY",
    "rate_percent": "3",
    "tenor_years": 2,
    "repayment": "linear",
    "payments_a_year": 2,
    "start_on": "2027-03-01",
}
CONTRACT = {
    "term_years": 3,
    "unit": "NAR",
    "base_price": "10.005",
    "currency": "EUR",
    "indexation_percent": "10",
    "annual_min": "2",
}
CALLED = CONTRACT | {"call_offs": [{"year": 2, "quantity": "4"}, {"year": 2, "quantity": "1"}]}
VENTURE_WITHOUT = {"shareholders": [{"name": "Nordlys", "share": "100"}]}
DOCUMENT = {"terms": {"financing": LOAN, "long_term": CONTRACT}}


def lines_of(sheet: bytes | None) -> list[list[str]]:
    assert sheet is not None
    return list(csv.reader(io.StringIO(sheet.decode("utf-8-sig"))))


@pytest.mark.django_db
def test_amounts_are_as_fine_as_their_currency_is_paid() -> None:
    schedules = build_schedules(DOCUMENT)

    assert schedules.loan is not None
    assert schedules.prices is not None
    assert (schedules.loan.places, schedules.loan.schedule.instalments[0].interest) == (0, Decimal(1500))
    assert [year.price for year in schedules.prices.path.years] == [Decimal("10.01"), Decimal("11.01"), Decimal("12.11")]
    # Without the largest quantity a year has no value to picture, so its price is.
    assert (schedules.prices.shows_values, len(schedules.prices.bars)) == (False, 3)


@pytest.mark.django_db
def test_a_sheet_has_a_line_for_each_payment_and_each_year() -> None:
    heads, first, *rest = lines_of(write_schedule(DOCUMENT, "loan"))
    years = lines_of(write_schedule({"terms": {"long_term": CALLED}}, "prices"))

    assert dict(zip(heads, first, strict=True)) == {
        "period": "1",
        "year": "1",
        "due_on": "2027-09-01",
        "drawn": "100000",
        "interest": "1500",
        "principal": "25000",
        "payment": "26500",
        "left": "75000",
        "currency": "JPY",
    }
    assert (len(rest), rest[-1][heads.index("left")]) == (3, "0")
    assert years[1:] == [
        ["1", "", "10.01", "20.02", "", "", "NAR", "", "EUR"],
        ["2", "", "11.01", "22.02", "", "5", "NAR", "55.05", "EUR"],
        ["3", "", "12.11", "24.22", "", "", "NAR", "", "EUR"],
    ]


@pytest.mark.django_db
def test_capital_has_a_column_for_each_kind_that_is_brought_in() -> None:
    venture = {
        "shareholders": [{"name": "Kvitka", "share": "40"}, {"name": "Nordlys", "share": "60"}],
        "capital_currency": "JPY",
        "capital": [
            {"holder": "Nordlys", "kind": "cash", "amount": "60"},
            {"holder": "Kvitka", "kind": "intellectual_property", "amount": "40"},
        ],
    }

    capital = build_schedules({"terms": {"joint_venture": venture}}).capital

    assert capital is not None
    assert (capital.currency, capital.places, [str(kind) for kind in capital.kinds]) == (
        "JPY",
        0,
        ["cash", "intellectual_property"],
    )
    assert [(holder.name, [amount for _kind, amount in amounts]) for holder, amounts in capital.rows] == [
        ("Kvitka", [None, Decimal(40)]),
        ("Nordlys", [Decimal(60), None]),
    ]
    # Nobody says when, so all of it stands in one bar, a part for each shareholder.
    assert [(year.year, amounts) for year, amounts in capital.years] == [
        (None, [("Kvitka", Decimal(40)), ("Nordlys", Decimal(60))])
    ]
    assert [bar.fill for bar in capital.bars] == [fill for fill, _name in capital.legend]


@pytest.mark.django_db
def test_capital_and_deliveries_are_sheets_too() -> None:
    capital = [
        {"holder": "Nordlys", "kind": "cash", "amount": "20"},
        {"holder": "Nordlys", "kind": "cash", "amount": "30", "on": "2028-02-01"},
        {"holder": "Kvitka", "kind": "cash", "amount": "40.5", "on": "2027-06-30"},
        {"holder": "Nordlys", "kind": "cash", "amount": "10", "on": "2027-01-15"},
    ]
    holders = [{"name": "Nordlys", "share": "51"}, {"name": "Kvitka", "share": "40"}, {"name": "Fund", "share": "9"}]
    venture = {"shareholders": holders, "capital_currency": "EUR", "capital": capital}
    rows = [{"item": 2, "first_on": "2027-01-01", "last_on": "2027-03-31", "quantity": "1.250", "stage": "Assembly"}]
    document = {
        "terms": {"joint_venture": venture},
        "deliveries": rows,
        "items": [{"name": "UAV"}, {"name": "=Station", "model": "S-1", "unit": "KGM"}],
    }

    brought = lines_of(write_schedule(document, "capital"))
    planned = lines_of(write_schedule(document, "deliveries"))

    # Each contribution with its day, by shareholder; what has none comes last.
    assert brought[1:] == [
        ["Nordlys", "cash", "2027-01-15", "10", "EUR", "51", "59.7015"],
        ["Nordlys", "cash", "2028-02-01", "30", "EUR", "51", "59.7015"],
        ["Nordlys", "cash", "", "20", "EUR", "51", "59.7015"],
        ["Kvitka", "cash", "2027-06-30", "40.5", "EUR", "40", "40.2985"],
        ["Fund", "", "", "", "", "9", "0.0000"],
    ]
    # What a spreadsheet would take for a formula is text.
    assert planned[1:] == [["2", "'=Station", "S-1", "2027-01-01", "2027-03-31", "1.250", "KGM", "", "Assembly"]]
    assert write_schedule({"terms": {"joint_venture": VENTURE_WITHOUT}}, "capital") is None
    assert write_schedule({"terms": {}}, "deliveries") is None


@pytest.mark.django_db
def test_the_output_is_split_as_fine_as_its_unit_and_is_a_sheet() -> None:
    venture = {
        "unit": "NAR",
        "output_split": {"own_forces": "62.5", "partner": "33", "third_countries": "4.5"},
        "planned_output": [{"year": 2027, "quantity": "101"}, {"year": 2028, "quantity": "11"}],
    }
    document = {"terms": {"joint_venture": venture}}

    output = build_schedules(document).output

    assert output is not None
    assert next((fill, str(name)) for fill, name in output.legend) == (output.bars[0].fill, "Our own forces")
    assert ([one.series for one in output.bars], output.total.own_forces) == ([0, 1, 2, 0, 1], 71)
    assert lines_of(write_schedule(document, "output"))[1:] == [
        ["2027", "101", "64", "33", "4", "NAR"],
        ["2028", "11", "7", "4", "0", "NAR"],
    ]
    assert write_schedule({"terms": {"joint_venture": venture | {"planned_output": []}}}, "output") is None


@pytest.mark.parametrize("document", [{}, {"terms": None}, {"terms": {"financing": None}}])
def test_a_request_without_such_terms_has_no_schedules_and_asks_for_nothing(document: dict[str, object]) -> None:
    assert not build_schedules(document)
    assert write_schedule(document, "loan") is None
