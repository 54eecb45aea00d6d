"""Moratorium, quota and duty, and what they mean for cases under way."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from licensing.messages import TranslatedText
from licensing.policy.plans.measures import Effect, InFlight, Measure, MeasureKind, apply_measures, is_stopped
from licensing.policy.signoff.routing import CaseFacts
from tests.languages import render

MORATORIUM = Measure(
    "M1",
    MeasureKind.MORATORIUM,
    TranslatedText({"en": "Moratorium on interceptors", "uk": "Мораторій на перехоплювачі"}),
    valid_from=date(2026, 6, 1),
    valid_until=date(2026, 8, 31),
    scope={"goods": ["ML4"]},
    exceptions=({"country": ["DK"]},),
)
CASE = CaseFacts("single_permit", goods=frozenset({"ML4"}), country="RO", tier="europe")
NEW = {"submitted_on": date(2026, 6, 2), "complete_on": date(2026, 6, 5)}


def effects(measure: Measure, facts: CaseFacts = CASE, today: date = date(2026, 7, 1), **dates: date | None) -> list[Effect]:
    return [verdict.effect for verdict in apply_measures([measure], facts, today=today, **(NEW | dates))]


def test_a_moratorium_stops_what_it_covers_and_says_so():
    found = apply_measures([MORATORIUM], CASE, today=date(2026, 7, 1), **NEW)

    [verdict] = found
    assert (verdict.measure, verdict.effect) == ("M1", Effect.STOPPED)
    assert [render(verdict.reason, language) for language in ("en", "uk")] == [
        "Moratorium on interceptors (in force since 2026-06-01): the case cannot go on while it lasts.",
        "Мораторій на перехоплювачі (діє з 01.06.2026): доки захід діє, справу не можна розглядати далі.",
    ]
    assert is_stopped(found)


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        (date(2026, 5, 31), []),
        (date(2026, 6, 1), [Effect.STOPPED]),
        (date(2026, 8, 31), [Effect.STOPPED]),
        (date(2026, 9, 1), []),
    ],
)
def test_a_measure_lasts_from_its_first_to_its_last_day(today, expected):
    assert effects(MORATORIUM, today=today) == expected


def test_other_goods_are_not_covered_and_an_exception_is_named():
    assert effects(MORATORIUM, replace(CASE, goods=frozenset({"ML10"}))) == []
    assert effects(MORATORIUM, replace(CASE, country="DK")) == [Effect.EXEMPT]


@pytest.mark.parametrize(
    ("rule", "submitted", "complete", "expected"),
    [
        (InFlight.STOP, date(2026, 1, 1), date(2026, 1, 5), Effect.STOPPED),
        (InFlight.CONTINUE, date(2026, 5, 31), None, Effect.EXEMPT),
        (InFlight.CONTINUE, date(2026, 6, 1), None, Effect.STOPPED),
        (InFlight.CONTINUE, None, None, Effect.STOPPED),
        (InFlight.CONTINUE_IF_IN_REVIEW, date(2026, 1, 1), None, Effect.STOPPED),
        (InFlight.CONTINUE_IF_IN_REVIEW, date(2026, 1, 1), date(2026, 6, 1), Effect.STOPPED),
        (InFlight.CONTINUE_IF_IN_REVIEW, date(2026, 1, 1), date(2026, 5, 31), Effect.EXEMPT),
    ],
)
def test_the_rule_says_which_cases_under_way_are_exempt(rule, submitted, complete, expected):
    measure = replace(MORATORIUM, in_flight=rule)

    assert effects(measure, submitted_on=submitted, complete_on=complete) == [expected]


def test_quotas_and_duties_stop_nothing_but_are_named():
    quota = replace(MORATORIUM, code="Q", kind=MeasureKind.QUOTA, percent=Decimal("50.0"))
    duty = replace(MORATORIUM, code="D", kind=MeasureKind.DUTY, percent=Decimal(20))

    found = apply_measures([quota, duty], CASE, today=date(2026, 7, 1), **NEW)

    assert [verdict.effect for verdict in found] == [Effect.DUTY, Effect.QUOTA]
    assert render(found[0].reason, "en").endswith("a duty of 20 % of the value is owed.")
    assert render(found[1].reason, "uk").endswith("обсяг експорту не може перевищувати 50 % внутрішніх замовлень.")
    assert not is_stopped(found)
