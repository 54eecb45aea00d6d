"""What a measure covers and what an exception frees, against an independent model; and exceptions that are too wide."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from licensing.policy.plans.measures.scope import (
    Goods,
    MeasuredCase,
    Scope,
    does_cover_case,
    does_cover_goods,
    does_free_case,
    find_width_gaps,
    read_scope,
)

COUNTRIES, ROLES, WORDS = ("RO", "DK", "PL"), ("partner", "end_user", "transit"), ("a", "b", "c")
VALUES = some.one_of(some.none(), some.sampled_from([Decimal(n) for n in (0, 10, 20, 30)]))


def _sets(words: tuple[str, ...]) -> some.SearchStrategy[frozenset[str]]:
    return some.frozensets(some.sampled_from(words), max_size=2)


SCOPES = some.builds(
    Scope,
    kinds=_sets(WORDS),
    forms=_sets(WORDS),
    entries=_sets(WORDS),
    families=_sets(WORDS),
    countries=_sets(COUNTRIES),
    roles=_sets(ROLES),
    parties=_sets(WORDS),
    value_from=VALUES,
    value_to=VALUES,
)
GOODS = some.builds(Goods, some.integers(1, 3), _sets(WORDS), some.sampled_from(("", *WORDS)))
CASES = some.builds(
    MeasuredCase,
    some.sampled_from(WORDS),
    some.sampled_from(WORDS),
    VALUES,
    some.tuples(GOODS, GOODS),
    some.frozensets(some.tuples(some.sampled_from(COUNTRIES), some.sampled_from(ROLES)), max_size=3),
    _sets(WORDS),
)


def _list_faults(scope: Scope, case: MeasuredCase) -> list[str]:
    """The model: each dimension by itself, as a list of what does not fit."""
    faults = [name for name in ("kind", "form") if (wanted := getattr(scope, f"{name}s")) and getattr(case, name) not in wanted]
    if scope.parties and not [one for one in case.parties if one in scope.parties]:
        faults.append("party")
    if scope.countries and not [country for country, _role in _walk_places(scope, case) if country in scope.countries]:
        faults.append("country")
    return faults + ([] if case.value is None else _list_value_faults(scope, case.value))


def _list_value_faults(scope: Scope, value: Decimal) -> list[str]:
    bounds = ((scope.value_from, 1), (scope.value_to, -1))
    return ["value" for bound, sign in bounds if bound is not None and sign * (value - bound) < 0]


def _walk_places(scope: Scope, case: MeasuredCase) -> list[tuple[str, str]]:
    """The places in the roles of a scope, country by country."""
    every = [(country, role) for country in COUNTRIES for role in ROLES]
    return [one for one in every if one in case.places and (one[1] in scope.roles or not scope.roles)]


def _list_bound(scope: Scope, exception: Scope, case: MeasuredCase) -> list[str]:
    """The model of exceptions: what of a covered case an exception leaves bound."""
    bound = [name for name in ("kind", "form") if (free := getattr(exception, f"{name}s")) and getattr(case, name) not in free]
    if exception.value_from is not None or exception.value_to is not None:
        bound += ["value"] if case.value is None else _list_value_faults(exception, case.value)
    if exception.countries:
        both = [one for one in _walk_places(scope, case) if one in _walk_places(exception, case)]
        of_measure = [country for country, _role in both if country in scope.countries or not scope.countries]
        bound += ["nowhere"] if not of_measure else [one for one in of_measure if one not in exception.countries]
    if exception.parties and not scope.parties:
        bound += [] if [one for one in case.parties if one in exception.parties] else ["nobody"]
    if exception.parties and scope.parties:
        bound += [one for one in case.parties if one in scope.parties and one not in exception.parties]
    return bound


@given(SCOPES, SCOPES, CASES)
def test_covering_and_freeing_agree_with_an_independent_model(scope: Scope, exception: Scope, case: MeasuredCase) -> None:
    assert does_cover_case(scope, case) is (not _list_faults(scope, case))
    assert does_free_case(scope, exception, case) is (not _list_bound(scope, exception, case))
    for one in case.goods:
        named = [code for code in scope.entries if code in one.entries] + [one.family] * (one.family in scope.families)
        assert does_cover_goods(scope, one) is (bool(named) or not (scope.entries or scope.families))


@given(SCOPES)
def test_a_scope_is_stored_and_read_as_it_is(scope: Scope) -> None:
    assert read_scope(scope.as_data()) == scope
    assert scope.is_empty is (set(scope.as_data()) <= {"roles"})


MEASURE = Scope(entries=frozenset({"ML4", "ML10"}), countries=frozenset({"RO", "DK"}), value_from=Decimal(10))


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({}, "An exception names what it frees; one that names nothing frees everything."),
        ({"roles": frozenset({"partner"})}, "An exception names what it frees; one that names nothing frees everything."),
        ({"countries": frozenset({"DK", "PL"})}, "The exception is wider than the measure, which does not cover: PL."),
        ({"entries": frozenset({"ML4", "ML1"})}, "The exception is wider than the measure, which does not cover: ML1."),
        ({"value_from": Decimal(5)}, "The exception is wider than the measure: its values lie beyond those that are covered."),
        ({"countries": MEASURE.countries}, "The exception is as wide as the measure itself, so nothing would be left of it."),
        ({"countries": frozenset({"DK"})}, None),
        ({"value_from": Decimal(20)}, None),
        ({"kinds": frozenset({"gift"})}, None),
    ],
)
def test_an_exception_is_narrower_than_its_measure(changed: dict[str, Any], sentence: str | None) -> None:
    assert [str(one) for one in find_width_gaps(MEASURE, replace(Scope(), **changed))] == ([sentence] if sentence else [])


def test_an_exception_for_one_country_does_not_free_a_case_that_another_one_stops() -> None:
    case = MeasuredCase("sale", places=frozenset({("DK", "partner"), ("RO", "end_user")}))

    assert not does_free_case(MEASURE, Scope(countries=frozenset({"DK"})), case)
    assert does_free_case(MEASURE, Scope(countries=frozenset({"DK"}), roles=frozenset({"partner"})), case)
