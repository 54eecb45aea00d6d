"""What conditions let leave: rule by rule, and against a second gate for random histories."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from licensing.choices import CapScope, EvidenceKind, GateRule
from licensing.policy.licences.customs.gate import (
    BindingCondition,
    GateFacts,
    GateLine,
    Move,
    Record,
    describe_need,
    describe_unmet,
    find_allowed,
    find_leaving_now,
    find_period_start,
    find_stop_day,
    find_stopping,
)
from licensing.policy.licences.customs.gate_rules import BindingRule
from tests.policy.licences.customs.gate_model import Book, may_leave

TODAY = date(2026, 11, 29)
LINE = GateLine(1, "NAR", 0, Decimal(0))


def bind(rule: GateRule, *records: Record, **figures: Any) -> BindingCondition:
    return BindingCondition(1, "P00", BindingRule(rule, EvidenceKind.DOCUMENT, **figures), records)


def facts(*moves: Move, line: GateLine = LINE, met: tuple[str, ...] = (), today: date = TODAY) -> GateFacts:
    return GateFacts({line.number: line}, moves, met, today)


def test_nothing_leaves_before_what_is_met_once_is_recorded() -> None:
    unmet, met = bind(GateRule.ONCE), bind(GateRule.ONCE, Record(TODAY))

    assert (find_allowed(unmet, LINE, facts()), find_allowed(met, LINE, facts())) == (0, None)


def test_a_milestone_is_met_by_its_record_in_the_terms_or_by_one_on_the_condition() -> None:
    waiting = bind(GateRule.MILESTONE, milestone="Advance paid")

    assert find_allowed(waiting, LINE, facts()) == 0
    assert find_allowed(waiting, LINE, facts(met=("Advance paid",))) is None
    assert find_allowed(bind(GateRule.MILESTONE, Record(TODAY), milestone="Advance paid"), LINE, facts()) is None


def test_batches_let_leave_what_they_cover_once_their_days_have_passed() -> None:
    cleared = GateLine(1, "NAR", 0, Decimal(4))
    batches = Record(TODAY, 1, Decimal(10)), Record(TODAY - timedelta(days=5), 1, Decimal(6)), Record(TODAY, 2, Decimal(9))

    assert find_allowed(bind(GateRule.COVERED, *batches), cleared, facts()) == 12
    assert find_allowed(bind(GateRule.COVERED, *batches, days=5), cleared, facts()) == 2
    assert find_allowed(bind(GateRule.COVERED, *batches, days=6), cleared, facts()) == 0


def test_a_notice_stops_from_its_day_on() -> None:
    noticed = bind(GateRule.NOTICE, Record(TODAY - timedelta(days=7)), days=7)

    assert find_stop_day(noticed, facts()) == TODAY
    assert find_allowed(noticed, LINE, facts()) == 0
    assert find_allowed(noticed, LINE, facts(today=TODAY - timedelta(days=1))) is None


@pytest.mark.parametrize(
    ("rule", "months", "start"),
    [
        (GateRule.CAP, 6, date(2026, 5, 30)),
        (GateRule.CAP, 9, date(2026, 3, 1)),
        (GateRule.CALENDAR_CAP, 6, date(2026, 7, 1)),
        (GateRule.CALENDAR_CAP, 3, date(2026, 10, 1)),
        (GateRule.CALENDAR_CAP, 12, date(2026, 1, 1)),
        (GateRule.CAP, 0, date.min),
        (GateRule.CAP, 99_999, date.min),
    ],
)
def test_a_period_begins_as_people_count_months(rule: GateRule, months: int, start: date) -> None:
    assert find_period_start(BindingRule(rule, months=months), TODAY) == start


def test_a_cap_counts_what_left_in_its_period_and_nothing_that_left_before() -> None:
    capped = bind(GateRule.CAP, limit=Decimal(10), months=6, unit="NAR")
    moves = Move(1, date(2026, 5, 29), Decimal(9)), Move(1, date(2026, 5, 30), Decimal(4))

    assert find_allowed(capped, LINE, facts(*moves)) == 6


def test_a_cap_on_value_lets_whole_pieces_leave_and_nothing_without_a_price() -> None:
    priced = GateLine(1, "NAR", 0, Decimal(0), price=Decimal(30), currency="EUR")
    capped = bind(GateRule.CAP, limit=Decimal(100), months=6, scope=CapScope.VALUE, currency="EUR")

    assert find_allowed(capped, priced, facts(line=priced)) == 3
    assert find_allowed(capped, LINE, facts()) == 0


def test_days_that_never_come_let_nothing_leave_and_stop_nothing() -> None:
    beyond = 10**10

    assert find_stop_day(bind(GateRule.NOTICE, Record(TODAY), days=beyond), facts()) is None
    assert find_allowed(bind(GateRule.ONCE, Record(TODAY), days=beyond), LINE, facts()) == 0
    assert find_allowed(bind(GateRule.COVERED, Record(TODAY, 1, Decimal(5)), days=beyond), LINE, facts()) == 0


@pytest.mark.parametrize("limit", [Decimal(10) ** 24, Decimal(10) ** 40])
def test_a_cap_beyond_every_quantity_is_no_bound(limit: Decimal) -> None:
    cheap = GateLine(1, "GRM", 3, Decimal(0), price=Decimal("0.000001"), currency="EUR")
    by_value = bind(GateRule.CAP, limit=limit, months=6, scope=CapScope.VALUE, currency="EUR")
    by_weight = bind(GateRule.CAP, limit=limit, months=6, unit="TNE")

    assert find_leaving_now([by_value, by_weight], cheap, Decimal(40), facts(line=cheap)) == 40


def test_a_cap_in_kilograms_counts_grams() -> None:
    grams = GateLine(1, "GRM", 0, Decimal(0))
    capped = bind(GateRule.CAP, limit=Decimal(2), months=6, unit="KGM")

    assert find_allowed(capped, grams, facts(Move(1, TODAY, Decimal(500)), line=grams)) == 1500


def test_what_may_leave_now_is_the_least_of_what_is_left_and_what_each_condition_lets_leave() -> None:
    capped = bind(GateRule.CAP, limit=Decimal(10), months=6, unit="NAR")
    batch = bind(GateRule.COVERED, Record(TODAY, 1, Decimal(7)))

    assert find_leaving_now([capped, batch], LINE, Decimal(40), facts()) == 7
    assert find_leaving_now([capped], LINE, Decimal(3), facts()) == 3
    assert find_leaving_now([], LINE, Decimal(40), facts()) == 40
    assert [one.rule.rule for one, _left in find_stopping([capped, batch], LINE, Decimal(8), facts())] == [GateRule.COVERED]


def test_a_refusal_says_which_condition_what_could_leave_and_what_would_meet_it() -> None:
    capped = bind(GateRule.CAP, limit=Decimal(10), months=6, unit="NAR")
    unmet = describe_unmet(capped, "No more than 10.", facts(), allowed=Decimal(4), unit="NAR")
    none = describe_unmet(bind(GateRule.ONCE), "Verified first.", facts(), allowed=Decimal(0), unit="NAR")

    assert str(unmet) == "Condition 1 lets only 4 pieces leave now: No more than 10."
    assert str(none) == "Condition 1 is not met: Verified first."
    assert str(describe_need(capped.rule)) == "More may leave in a later period; in one at most 10 pieces."


RULES = ["once", "milestone", "notice", "covered", "cap", "calendar_cap"]


def draw_rule(random: Random) -> tuple[BindingRule, dict[str, Any]]:
    """A rule at random, for the product and for the second gate."""
    kind, scope = random.choice(RULES), random.choice(["licence", "line", "value", "family"])
    days = random.choice([0, 0, 1, 5]) if kind in ("notice", "covered", "once") else 0
    months, limit = random.choice([1, 2, 3, 6, 12]), random.randint(0, 12)
    units = {"licence": {1: 1, 2: None}, "line": {1: 1, 2: 1}, "value": {1: 3, 2: None}, "family": {1: None, 2: 1}}[scope]
    weights = {line: None if one is None else Fraction(one) for line, one in units.items()}
    plain = {"rule": kind, "days": days, "months": months, "limit": limit, "scope": scope, "weights": weights}
    rule = BindingRule(
        GateRule(kind),
        EvidenceKind.DOCUMENT,
        days,
        Decimal(limit),
        months,
        CapScope(scope),
        unit="NAR",
        family="uav",
        currency="EUR",
    )
    return rule, plain


def read_lines(book: Book) -> dict[int, GateLine]:
    cleared = {1: 0, 2: 0}
    for of, _day, quantity in book.departures.values():
        cleared[of] += quantity
    return {
        1: GateLine(1, "NAR", 0, Decimal(cleared[1]), "", Decimal(3), "EUR"),
        2: GateLine(2, "SET", 0, Decimal(cleared[2]), "uav"),
    }


def read_facts(book: Book, today: date) -> GateFacts:
    moves = [Move(of, day, Decimal(quantity)) for of, day, quantity in book.departures.values()]
    return GateFacts(read_lines(book), moves, (), today)


def read_conditions(rules: list[BindingRule], book: Book) -> list[BindingCondition]:
    of: dict[int, list[Record]] = {number: [] for number in range(len(rules))}
    for number, day, line, quantity in book.records.values():
        of[number].append(Record(day, line, None if quantity is None else Decimal(quantity)))
    return [BindingCondition(number, "P", rule, of[number]) for number, rule in enumerate(rules)]


def put_record(book: Book, plain: list[dict[str, Any]], name: str, today: date, random: Random) -> None:
    number, done_on = random.randrange(len(plain)), today - timedelta(days=random.randint(0, 6))
    covered = plain[number]["rule"] == "covered"
    line, quantity = (random.choice([1, 2]), random.randint(1, 6)) if covered else (None, None)
    book.records[name] = (number, done_on, line, quantity)


@pytest.mark.walk
@given(st.integers(0, 2**32))
def test_no_sequence_passes_an_unmet_condition_and_nothing_met_is_refused(seed: int) -> None:
    random, book, today = Random(seed), Book(), date(2026, 1, 31)
    drawn = [draw_rule(random) for _ in range(random.randint(1, 4))]
    rules, plain = [one for one, _ in drawn], [one for _, one in drawn]
    for step in range(25):
        today += timedelta(days=random.choice([0, 0, 1, 3, 28, 31]))
        match random.choice(["draw", "draw", "draw", "report", "reverse", "record", "record", "void"]):
            case "record":
                put_record(book, plain, f"r{step}", today, random)
            case "void" if book.records:
                del book.records[random.choice(sorted(book.records))]
            case "reverse" if book.departures:
                del book.departures[random.choice(sorted(book.departures))]
            case "report":
                book.departures[f"d{step}"] = (random.choice([1, 2]), today - timedelta(days=40), random.randint(1, 3))
            case "draw":
                line, quantity = random.choice([1, 2]), random.randint(1, 5)
                expected = [n for n, one in enumerate(plain) if not may_leave(one, n, book, line, quantity, today)]
                known, now = read_conditions(rules, book), read_facts(book, today)
                stopping = [one.number for one, _left in find_stopping(known, now.lines[line], Decimal(quantity), now)]
                assert stopping == expected
                most = int(find_leaving_now(known, now.lines[line], Decimal(50), now))
                assert most == max((n for n in range(51) if _all_pass(plain, book, line, n, today)), default=0)
                if not stopping:
                    book.departures[f"d{step}"] = (line, today, quantity)


def _all_pass(plain: list[dict[str, Any]], book: Book, line: int, quantity: int, today: date) -> bool:
    return quantity == 0 or all(may_leave(one, n, book, line, quantity, today) for n, one in enumerate(plain))
