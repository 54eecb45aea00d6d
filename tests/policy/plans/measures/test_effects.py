"""Measures, their exceptions, and what they mean for cases under way."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from licensing.choices import InFlight, MeasureKind
from licensing.policy.plans.measures.effects import (
    Effect,
    Measure,
    apply_measure,
    apply_measures,
    build_charge,
    describe_exemptions,
)
from licensing.policy.plans.measures.scope import Goods, MeasuredCase, Scope
from tests.languages import render
from tests.policy.plans.measures.cases import CASE, DENMARK, MORATORIUM

IN_JULY = date(2026, 7, 1)


def _find_effects(measure: Measure, case: MeasuredCase = CASE, today: date = IN_JULY) -> list[Effect]:
    return [one.effect for one in apply_measures([measure], case, today=today)]


def test_a_measure_stops_the_items_that_it_covers_and_says_so() -> None:
    [found] = apply_measures([MORATORIUM], CASE, today=IN_JULY)

    assert (found.measure.code, found.effect, found.items) == ("M/2026/1", Effect.STOPPED, {1})
    assert [number for number in (None, 1, 2) if found.does_stop_item(number)] == [None, 1]
    assert [render(found.reason, language) for language in ("en", "uk")] == [
        "Moratorium on missiles (M/2026/1, version 1, in force since 1 Jun 2026): the case cannot go on while it lasts.",
        "Мораторій на ракети (M/2026/1, версія 1, діє з 01.06.2026): доки захід діє, справу не можна розглядати далі.",
    ]


@pytest.mark.parametrize(
    ("today", "lifted", "expected"),
    [
        (date(2026, 5, 31), None, []),
        (date(2026, 6, 1), None, [Effect.STOPPED]),
        (date(2026, 8, 31), None, [Effect.STOPPED]),
        (date(2026, 9, 1), None, []),
        (date(2026, 7, 1), date(2026, 7, 1), []),
        (date(2026, 6, 30), date(2026, 7, 1), [Effect.STOPPED]),
    ],
)
def test_a_measure_lasts_from_its_first_to_its_last_day(today: date, lifted: date | None, expected: list[Effect]) -> None:
    assert _find_effects(replace(MORATORIUM, lifted_from=lifted), today=today) == expected


@pytest.mark.parametrize(
    ("today", "lifted", "expected"),
    [
        (date(2026, 5, 31), None, "announced"),
        (date(2026, 5, 31), date(2026, 6, 1), "over"),
        (date(2026, 5, 31), date(2026, 6, 2), "announced"),
        (date(2026, 6, 1), date(2026, 6, 2), "in_force"),
        (date(2026, 6, 2), date(2026, 6, 2), "over"),
        (date(2026, 9, 1), None, "over"),
    ],
)
def test_a_measure_stands_in_one_way_on_each_day(today: date, lifted: date | None, expected: str) -> None:
    assert replace(MORATORIUM, lifted_from=lifted).get_standing(today) == expected


def test_other_goods_are_not_covered_and_an_exception_is_named() -> None:
    danish = replace(CASE, places=frozenset({("DK", "partner"), ("PL", "transit")}))
    [exempt] = apply_measures([MORATORIUM], danish, today=IN_JULY)

    assert _find_effects(MORATORIUM, replace(CASE, goods=CASE.goods[1:])) == []
    assert exempt.effect is Effect.EXEMPT
    assert render(exempt.reason, "en").endswith("exempt: Built together.")


def test_an_exception_for_some_goods_leaves_the_others_stopped() -> None:
    spare = replace(DENMARK, scope=Scope(families=frozenset({"missiles"}), entries=frozenset({"ML3"})))
    wide = replace(MORATORIUM, scope=Scope(countries=frozenset({"RO"})), exemptions=(spare,))

    found = apply_measure(wide, CASE)

    assert found is not None
    assert (found.effect, found.items) == (Effect.STOPPED, {2})
    assert _find_effects(wide, replace(CASE, goods=(Goods(1, frozenset({"ML3"})),))) == [Effect.EXEMPT]


def test_a_case_without_goods_is_stopped_as_a_whole() -> None:
    found = apply_measure(replace(MORATORIUM, scope=Scope(countries=frozenset({"RO"}))), replace(CASE, goods=()))

    assert found is not None
    assert found.is_stopped
    assert found.does_stop_item(7)


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
def test_the_rule_says_which_cases_under_way_are_exempt(
    rule: InFlight, submitted: date | None, complete: date | None, expected: Effect
) -> None:
    case = replace(CASE, submitted_on=submitted, complete_on=complete)

    assert _find_effects(replace(MORATORIUM, in_flight=rule), case) == [expected]


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({}, Effect.EXEMPT),
        ({"goods": (replace(CASE.goods[0], quantity=Decimal(9)),)}, Effect.EXEMPT),
        ({"goods": (replace(CASE.goods[0], quantity=Decimal(11)),)}, Effect.STOPPED),
        ({"goods": (replace(CASE.goods[0], quantity=Decimal(9), model="Other"),)}, Effect.STOPPED),
        ({"goods": (*CASE.goods, replace(CASE.goods[0], number=9, quantity=Decimal(11)))}, Effect.STOPPED),
        ({"goods": (*CASE.goods, replace(CASE.goods[0], number=9, model="Other"))}, Effect.STOPPED),
        ({"places": CASE.places | {("BY", "transit")}}, Effect.STOPPED),
        ({"parties": CASE.parties | {"somebody else"}}, Effect.STOPPED),
        ({"value": Decimal(101)}, Effect.STOPPED),
        ({"value": None}, Effect.STOPPED),
        ({"form": "mixed"}, Effect.STOPPED),
    ],
)
def test_what_was_under_way_is_left_alone_as_it_was_and_not_what_it_grew_to(changed: dict[str, Any], expected: Effect) -> None:
    before = replace(CASE, value=Decimal(100), goods=tuple(replace(one, quantity=Decimal(10)) for one in CASE.goods))
    amended = replace(before, submitted_on=date(2026, 5, 1), filed_on=date(2026, 6, 2), earlier=((date(2026, 5, 1), before),))

    measure = replace(MORATORIUM, in_flight=InFlight.CONTINUE)

    assert _find_effects(measure, replace(amended, **changed)) == [expected]
    # What was amended before the first day is what was under way then.
    assert _find_effects(measure, replace(amended, filed_on=date(2026, 5, 31), **changed)) == [Effect.EXEMPT]


PRICED = replace(
    CASE,
    goods=(
        replace(CASE.goods[0], quantity=Decimal(10), unit="NAR", price=Decimal(50000)),
        replace(CASE.goods[1], quantity=Decimal(4), unit="NAR", price=Decimal(1)),
    ),
)
DUTY = replace(MORATORIUM, code="D", kind=MeasureKind.DUTY, percent=Decimal(20))


def test_a_quota_and_a_duty_bind_what_they_cover_and_stop_nothing_by_themselves() -> None:
    quota = replace(MORATORIUM, code="Q", kind=MeasureKind.QUOTA)

    found = apply_measures([quota, DUTY], PRICED, today=IN_JULY)

    assert [(one.effect, one.items, one.is_charged, one.is_counted) for one in found] == [
        (Effect.NOTED, {1}, True, False),
        (Effect.NOTED, {1}, False, True),
    ]
    assert render(found[0].reason, "en").endswith("a duty of 20 % of the value is owed: EUR 100,000.00.")
    assert [one.number for one in found[1].select_bound(PRICED.goods)] == [1]


def test_an_exception_frees_of_a_duty_and_what_was_under_way_owes_none() -> None:
    danish = replace(PRICED, places=frozenset({("DK", "partner")}))
    early = replace(PRICED, submitted_on=date(2026, 5, 31))

    assert _find_effects(DUTY, danish) == [Effect.EXEMPT]
    assert _find_effects(replace(DUTY, in_flight=InFlight.CONTINUE), early) == [Effect.EXEMPT]


def test_a_duty_is_charged_on_what_is_granted() -> None:
    [verdict] = apply_measures([DUTY], PRICED, today=IN_JULY)
    granted = [replace(PRICED.goods[0], quantity=Decimal(1)), PRICED.goods[1]]

    charge = build_charge(verdict, granted, {"en": "Duty"})

    assert (charge.value, charge.amount) == (Decimal("50000.00"), Decimal("10000.00"))


def test_a_tier_is_told_to_the_cases_of_its_countries_alone() -> None:
    romania = Scope(countries=frozenset({"RO"}))
    tier = replace(MORATORIUM, kind=MeasureKind.PARTNER_TIER, tier="excluded", scope=romania, exemptions=())

    [told] = apply_measures([tier], CASE, today=IN_JULY)

    assert told.effect is Effect.NOTED
    assert render(told.reason, "en").endswith("its countries count as “Excluded” while it lasts.")
    assert _find_effects(tier, replace(CASE, places=frozenset({("PL", "partner")}))) == []


def test_what_could_lift_it_names_each_exception_with_its_authority() -> None:
    assert render(describe_exemptions(MORATORIUM), "en") == "An exception frees it: Built together (Cabinet)."
    assert "no exception" in render(describe_exemptions(replace(MORATORIUM, exemptions=())), "en")
