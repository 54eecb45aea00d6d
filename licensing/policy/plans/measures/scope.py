"""What a measure of the state covers: cases by kind, form, value, countries and parties, and of their goods some or all."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any, Final

from licensing.choices import PartyRole, PlaceRole
from licensing.messages import Message
from licensing.policy.destinations.places import fold_name
from licensing.policy.exact import calculate_amount, format_decimal

# The dimensions that name codes; a scope that names none of one covers all of it.
NAMED: Final = ("kinds", "forms", "entries", "families", "countries", "roles", "parties")
_GOODS: Final = ("entries", "families")
# What a measure that means every role names at the least: those prepared before joint ventures named third countries could
# not name these, and do not let them through.
_EVERY_ROLE: Final = frozenset({*PlaceRole.values, *PartyRole.values}) - {PlaceRole.THIRD.value}


@dataclass(frozen=True, slots=True)
class Goods:
    """One item of a request: its number there, its control entries, and the family that it belongs to, if any.

    `name` and `model` are those of the request, which a line of a licence repeats. `price` is that of a unit in euros, exact,
    None where it is not known.
    """

    number: int
    entries: frozenset[str] = frozenset()
    family: str = ""
    name: str = ""
    model: str = ""
    quantity: Decimal = Decimal()
    unit: str = ""
    price: Decimal | None = None

    @property
    def value(self) -> Decimal | None:
        """What the quantity is worth in euros, exactly."""
        return calculate_amount(self.quantity, self.price)

    @property
    def sort(self) -> tuple[frozenset[str], str, str, str, str]:
        """What tells them from other goods. Their number does not: it moves up when an item before them is taken out."""
        return self.entries, self.family, self.name, self.model, self.unit


@dataclass(frozen=True, slots=True)
class MeasuredCase:
    """What measures look at in a case. `places` are its countries, each with its role; `parties` folded names.

    `value` is in euros, None where it is not known. The days are those on which it was submitted and accepted as complete.
    """

    kind: str
    form: str = ""
    value: Decimal | None = None
    goods: tuple[Goods, ...] = ()
    places: frozenset[tuple[str, str]] = frozenset()
    parties: frozenset[str] = frozenset()
    submitted_on: date | None = None
    complete_on: date | None = None
    # Of a case that was filed more than once: the day of what is filed now, and what was filed before, the oldest first.
    filed_on: date | None = None
    earlier: tuple[tuple[date, MeasuredCase], ...] = ()

    def has_grown_since(self, day: date) -> bool:
        """Whether it asks for more than it did before a day: more goods or others, another place or party, a higher value."""
        before = [one for on, one in self.earlier if on < day]
        return bool(before) and self.filed_on is not None and self.filed_on >= day and not self._is_within(before[-1])

    def _is_within(self, other: MeasuredCase) -> bool:
        if (self.kind, self.form) != (other.kind, other.form):
            return False
        if other.value is not None and (self.value is None or self.value > other.value):
            return False
        known = _add_up_goods(other.goods)
        return (
            self.places <= other.places
            and self.parties <= other.parties
            and all(sort in known and quantity <= known[sort] for sort, quantity in _add_up_goods(self.goods).items())
        )


@dataclass(frozen=True, slots=True)
class Scope:
    """Every dimension that is named must be met. Control entries and families together name the goods: either is enough.

    Without `roles` a country counts in any role. Bounds of the value include themselves.
    """

    kinds: frozenset[str] = frozenset()
    forms: frozenset[str] = frozenset()
    entries: frozenset[str] = frozenset()
    families: frozenset[str] = frozenset()
    countries: frozenset[str] = frozenset()
    roles: frozenset[str] = frozenset()
    parties: frozenset[str] = frozenset()
    value_from: Decimal | None = None
    value_to: Decimal | None = None

    @property
    def named(self) -> Mapping[str, frozenset[str]]:
        """The codes that it names by dimension, in the order of `NAMED`; a dimension of which it names none is empty."""
        return {
            "kinds": self.kinds,
            "forms": self.forms,
            "entries": self.entries,
            "families": self.families,
            "countries": self.countries,
            "roles": self.roles,
            "parties": self.parties,
        }

    @property
    def is_empty(self) -> bool:
        """Whether it names nothing, and so would cover every case that there is. Roles name nothing by themselves."""
        named = any(codes for name, codes in self.named.items() if name != "roles")
        return not named and not self.has_bounds

    @property
    def has_bounds(self) -> bool:
        """Whether it bounds the value."""
        return self.value_from is not None or self.value_to is not None

    @property
    def is_about_goods(self) -> bool:
        """Whether it covers some goods only."""
        return bool(self.entries or self.families)

    def as_data(self) -> dict[str, Any]:
        """The scope as it is stored and published: only what it names."""
        named: dict[str, Any] = {name: sorted(codes) for name, codes in self.named.items() if codes}
        bounds = {"value_from": self.value_from, "value_to": self.value_to}
        return named | {name: format_decimal(value) for name, value in bounds.items() if value is not None}


def read_scope(data: Mapping[str, Any]) -> Scope:
    """A scope as it is stored. The codes that it names were compared with the lists before it was."""
    named: dict[str, Any] = {name: frozenset(map(str, data.get(name) or ())) for name in NAMED}
    bounds = {name: Decimal(data[name]) if data.get(name) else None for name in ("value_from", "value_to")}
    return Scope(**named | bounds)


def does_cover_case(scope: Scope, case: MeasuredCase) -> bool:
    """Whether a measure of this scope covers a case, its goods left aside. A value that is not known is within any bounds."""
    return (
        _does_name(scope.kinds, case.kind)
        and _does_name(scope.forms, case.form)
        and (not scope.parties or bool(scope.parties & case.parties))
        and (not scope.countries or bool(_find_places(scope, case)))
        and (case.value is None or _is_value_within(scope, case.value))
    )


def does_free_case(scope: Scope, exception: Scope, case: MeasuredCase) -> bool:
    """Whether an exception of a measure of this scope frees a case that it covers, the goods left aside.

    Nothing is freed by half: each party that the measure is about must be among those of the exception, and each country that
    it names, in a role that the exception names. Of a measure of all countries only the roles of the exception are looked at.
    A value that is not known is within no bounds.
    """
    return (
        _does_name(exception.kinds, case.kind)
        and _does_name(exception.forms, case.form)
        and _are_parties_freed(scope, exception, case)
        and _are_places_freed(scope, exception, case)
        and (not exception.has_bounds or (case.value is not None and _is_value_within(exception, case.value)))
    )


def does_cover_goods(scope: Scope, goods: Goods) -> bool:
    """Whether an item is among the goods that a scope names."""
    return not scope.is_about_goods or bool(scope.entries & goods.entries) or goods.family in scope.families


def fold_parties(scope: Scope) -> Scope:
    """A scope with its parties as they compare with those of requests: without case and punctuation."""
    return replace(scope, parties=frozenset(map(fold_name, scope.parties)) - {""})


def reduce_scope(scope: Scope) -> Scope:
    """The same scope without what says nothing: every role there is, roles of no countries, values from 0."""
    says_roles = bool(scope.countries) and not scope.roles >= _EVERY_ROLE
    floor = None if scope.value_from is not None and scope.value_from <= 0 else scope.value_from
    return replace(scope, roles=scope.roles if says_roles else frozenset(), value_from=floor)


def find_width_gaps(scope: Scope, exception: Scope) -> Iterator[Message]:
    """In what an exception is wider than the measure that it is of, or as wide: then nothing would be left of the measure.

    Both are complete: folded, and with the roles that the kind of the measure adds.
    """
    whole, part = reduce_scope(scope), reduce_scope(exception)
    if part.is_empty:
        yield Message("An exception names what it frees; one that names nothing frees everything.")
        return
    beyond = [code for name, own in whole.named.items() if own for code in sorted(part.named[name] - own)]
    if beyond:
        yield Message("The exception is wider than the measure, which does not cover: %(codes)s.", codes=", ".join(beyond))
    elif not all(_is_value_within(whole, bound) for bound in (part.value_from, part.value_to) if bound is not None):
        yield Message("The exception is wider than the measure: its values lie beyond those that are covered.")
    elif not _is_narrower(whole, part):
        yield Message("The exception is as wide as the measure itself, so nothing would be left of it.")


def does_leave_nothing(scope: Scope, exceptions: Sequence[Scope]) -> bool:
    """Whether exceptions that differ in one thing alone, each narrower by itself, are together as wide as the measure."""
    whole, parts = reduce_scope(scope), [reduce_scope(one) for one in exceptions]
    return any(_is_covered_together(whole, parts, names) for names in (("kinds",), ("forms",), _GOODS))


def _is_covered_together(scope: Scope, exceptions: Sequence[Scope], names: Sequence[str]) -> bool:
    unnamed: dict[str, Any] = {name: frozenset() for name in names}
    alike = [one for one in exceptions if not _is_narrower(scope, replace(one, **unnamed))]
    together: dict[str, Any] = {name: frozenset().union(*(one.named[name] for one in alike)) for name in names}
    return len(alike) > 1 and not _is_narrower(scope, replace(scope, **together))


def _add_up_goods(goods: Sequence[Goods]) -> dict[tuple[frozenset[str], str, str, str, str], Decimal]:
    """How much is asked of each sort, over all items of it."""
    found: dict[tuple[frozenset[str], str, str, str, str], Decimal] = {}
    for one in goods:
        found[one.sort] = found.get(one.sort, Decimal()) + one.quantity
    return found


def _does_name(codes: frozenset[str], code: str) -> bool:
    return not codes or code in codes


def _does_name_role(scope: Scope, role: str) -> bool:
    return _does_name(scope.roles, role) or scope.roles >= _EVERY_ROLE


def _find_places(scope: Scope, case: MeasuredCase) -> set[tuple[str, str]]:
    """The places of a case that a measure is about: in its countries and roles, where it names any."""
    return {
        (country, role)
        for country, role in case.places
        if _does_name(scope.countries, country) and _does_name_role(scope, role)
    }


def _are_places_freed(scope: Scope, exception: Scope, case: MeasuredCase) -> bool:
    if not exception.countries:
        return True
    asked = _find_places(scope, case)
    if not scope.countries:
        asked = {one for one in asked if _does_name_role(exception, one[1])}
    freed = {one for one in asked if one[0] in exception.countries and _does_name_role(exception, one[1])}
    return bool(asked) and freed == asked


def _are_parties_freed(scope: Scope, exception: Scope, case: MeasuredCase) -> bool:
    if not exception.parties:
        return True
    if not scope.parties:
        return bool(exception.parties & case.parties)
    return scope.parties & case.parties <= exception.parties


def _is_value_within(scope: Scope, value: Decimal) -> bool:
    above = scope.value_from is None or scope.value_from <= value
    return above and (scope.value_to is None or value <= scope.value_to)


def _is_narrower(scope: Scope, exception: Scope) -> bool:
    """Whether a reduced exception leaves anything of the measure: in some dimension it names less than all of it."""
    names = [name for name in NAMED if name not in _GOODS]
    is_named = any(exception.named[name] and exception.named[name] != scope.named[name] for name in names)
    is_bounded = exception.value_from not in (None, scope.value_from) or exception.value_to not in (None, scope.value_to)
    return is_named or is_bounded or _is_about_fewer_goods(scope, exception)


def _is_about_fewer_goods(scope: Scope, exception: Scope) -> bool:
    """Entries and families name the goods together: an exception that adds a family to all entries frees all of them."""
    has_all = scope.is_about_goods and scope.entries <= exception.entries and scope.families <= exception.families
    return exception.is_about_goods and not has_all
