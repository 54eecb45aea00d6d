"""Why these bodies: the decision table explained, and tried on past cases."""

from __future__ import annotations

from decimal import Decimal

from licensing.messages import TranslatedText
from licensing.policy.signoff.routing import CaseFacts, RouteRow, route
from tests.languages import render

DRONES = CaseFacts(
    kind="single_permit",
    goods=frozenset({"ML10", "ML5"}),
    tier="europe",
    country="EE",
    form="direct_sale",
    value=Decimal("3200000.00"),
    ref="SP/2026/000001",
    names={"europe": TranslatedText({"en": "Europe", "uk": "Європа"})},
)
FALLBACK = RouteRow("all", 0, "national", title=TranslatedText({"en": "Everything else", "uk": "Усе інше"}))
FAST = RouteRow(
    "fast",
    50,
    "fast_lane",
    {"tier": ["us", "europe"], "value": {"max": "5000000"}},
    title=TranslatedText({"en": "Fast lane", "uk": "Швидка процедура"}),
)
TECHNICAL = RouteRow("tech", 10, when={"goods": ["ML10", "ML22"]}, extra_seats=("intel",), flags=("technology",))
ROWS = (FALLBACK, FAST, TECHNICAL)


def test_the_highest_row_chooses_and_all_rows_add_seats_with_grounds():
    found = route(DRONES, ROWS)

    assert (found.procedure, found.extra_seats, found.flags) == ("fast_lane", ("intel",), ("technology",))
    assert [(row.code, render(row.because, "en"), render(row.because, "uk")) for row in found.fired] == [
        (
            "fast",
            "Fast lane (partner tier: Europe; value: EUR 3,200,000.00).",
            "Швидка процедура (категорія партнера: Європа; вартість: 3\u00a0200\u00a0000,00 євро).",
        ),
        ("tech", "tech (goods: ML10).", "tech (товари: ML10)."),
    ]


def test_a_case_without_a_known_value_meets_no_value_band():
    unknown = CaseFacts("single_permit", tier="europe", value=None)

    assert route(unknown, ROWS).procedure == "national"


def test_no_row_no_procedure():
    assert route(DRONES, (TECHNICAL,)).procedure == ""


def test_equal_priorities_never_depend_on_the_order_of_rows():
    rows = [RouteRow(code, 1, code, extra_seats=(code,)) for code in "cab"]

    assert (route(DRONES, rows).procedure, route(DRONES, rows).extra_seats) == ("a", ("a", "b", "c"))
