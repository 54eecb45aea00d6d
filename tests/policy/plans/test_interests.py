"""What an expression of interest and an offer must say; each fault by its place."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from licensing.choices import CooperationForm, InterestState, InterestStepKind, Urgency
from licensing.policy.plans.interests import (
    MOST_LINES,
    STEPS,
    InterestInput,
    Measured,
    OfferInput,
    WantedLine,
    YearVolume,
    find_interest_gaps,
    find_offer_gaps,
    find_wanted_step,
)

TODAY = date(2026, 11, 29)
MEASURED = Measured(families={"vessels": "NAR", "powder": "KGM"}, units={"NAR": 0, "KGM": 3})
VESSELS = WantedLine(family="vessels", volumes=(YearVolume(2027, Decimal(10)), YearVolume(2028, Decimal(20))))
WORDS = WantedLine(goods="Jammers", unit="NAR", volumes=(YearVolume(2027, Decimal(4)),))
INTEREST = InterestInput("Vessels for the coast", (VESSELS, WORDS), CooperationForm.LONG_TERM, Urgency.SOON)
OFFER = OfferInput("As you ask.", (VESSELS,), CooperationForm.LONG_TERM, TODAY + timedelta(days=30))


def line(**changes: object) -> InterestInput:
    return replace(INTEREST, lines=(replace(VESSELS, **changes),))  # type: ignore[arg-type]  # each by its own field


def of_year(year: int, quantity: str) -> InterestInput:
    return line(volumes=(YearVolume(year, Decimal(quantity)),))


@pytest.mark.parametrize(
    ("steps", "place"),
    [
        ("filed", 0),
        ("filed answered", 0),
        ("filed offered", 0),
        ("filed offered countered", 2),
        ("filed offered countered offered", 2),
        ("filed offered lapsed", 0),
        ("filed offered countered answered", 2),
        # Whoever agrees takes what the other side offered last.
        ("filed offered agreed", 1),
        ("filed offered countered offered agreed", 3),
        ("filed offered countered agreed", 2),
    ],
)
def test_what_a_partner_wants_is_what_it_said_last(steps: str, place: int) -> None:
    assert find_wanted_step([InterestStepKind(one) for one in steps.split()]) == place


def test_what_says_everything_is_taken() -> None:
    assert find_interest_gaps(INTEREST, MEASURED, today=TODAY) == []
    assert find_offer_gaps(OFFER, MEASURED, today=TODAY, of_state=True) == []
    assert find_offer_gaps(replace(OFFER, valid_until=None), MEASURED, today=TODAY, of_state=False) == []


@pytest.mark.parametrize(
    ("given", "path", "code"),
    [
        (replace(INTEREST, title=""), "title", "required"),
        (replace(INTEREST, title="x" * 201), "title", "too_long"),
        (replace(INTEREST, financing="x" * 4001), "financing", "too_long"),
        (replace(INTEREST, lines=()), "lines", "required"),
        (replace(INTEREST, lines=(WORDS,) * (MOST_LINES + 1)), "lines", "too_many"),
        (replace(INTEREST, lines=(VESSELS, VESSELS)), "lines.1.family", "twice"),
        (line(family="tanks"), "lines.0.family", "unknown_code"),
        (line(unit="KGM"), "lines.0.unit", "wrong_unit"),
        (line(family=""), "lines.0.goods", "required"),
        (line(family="", goods="Tanks", unit="XXX"), "lines.0.unit", "unknown_code"),
        (line(volumes=()), "lines.0.volumes", "required"),
        (line(volumes=VESSELS.volumes[:1] * 2), "lines.0.volumes.1.year", "twice"),
        (of_year(2025, "1"), "lines.0.volumes.0.year", "out_of_range"),
        (of_year(2042, "1"), "lines.0.volumes.0.year", "out_of_range"),
        (of_year(2027, "0"), "lines.0.volumes.0.quantity", "out_of_range"),
        (of_year(2027, "1e15"), "lines.0.volumes.0.quantity", "out_of_range"),
        (of_year(2027, "1.5"), "lines.0.volumes.0.quantity", "too_fine"),
    ],
)
def test_each_fault_of_an_interest_has_its_place(given: InterestInput, path: str, code: str) -> None:
    assert (path, code) in [(gap.path, gap.code) for gap in find_interest_gaps(given, MEASURED, today=TODAY)]


@pytest.mark.parametrize(
    ("given", "path", "code"),
    [
        (replace(OFFER, text=""), "text", "required"),
        (replace(OFFER, valid_until=None), "valid_until", "required"),
        (replace(OFFER, valid_until=TODAY), "valid_until", "out_of_range"),
        (replace(OFFER, valid_until=TODAY + timedelta(days=367)), "valid_until", "out_of_range"),
        (replace(OFFER, lines=()), "lines", "required"),
    ],
)
def test_each_fault_of_an_offer_has_its_place(given: OfferInput, path: str, code: str) -> None:
    gaps = find_offer_gaps(given, MEASURED, today=TODAY, of_state=True)
    assert [(gap.path, gap.code) for gap in gaps] == [(path, code)]


def test_what_has_ended_takes_no_step() -> None:
    ended = {InterestState.AGREED, InterestState.DECLINED, InterestState.WITHDRAWN}

    assert {source for sources, _target in STEPS.values() for source in sources} & ended == set()
    assert set(STEPS) == set(InterestStepKind) - {InterestStepKind.FILED}
