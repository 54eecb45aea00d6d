"""Which goods of a request a certificate covers, and how much of it all requests that cite it take."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from licensing.errors import Gap
from licensing.messages import Message
from licensing.policy.licences.counted import count_in_unit

_NOTHING: Final = Decimal()


@dataclass(frozen=True, slots=True)
class CertifiedLine:
    """Goods that a certificate names: `quantity` of `unit`, over all permits that cite it."""

    number: int
    name: str
    model: str
    unit: str
    quantity: Decimal


@dataclass(frozen=True, slots=True)
class RequestedItem:
    """An item of a request, as far as a certificate names such things; `names` are what it is called in any language."""

    number: int
    names: tuple[str, ...]
    model: str
    unit: str
    quantity: Decimal


@dataclass(frozen=True, slots=True)
class Claim:
    """What one case takes of a line: granted, or still under the government's decision."""

    case: str
    line: int
    quantity: Decimal
    is_granted: bool


@dataclass(frozen=True, slots=True)
class Balance:
    """How a line of a certificate stands with what is asked now, beside what others were granted and still ask for."""

    line: CertifiedLine
    granted: Decimal = _NOTHING
    pending: Decimal = _NOTHING
    asked: Decimal = _NOTHING

    @property
    def left(self) -> Decimal:
        """What the line would still carry once what is asked is granted, below zero where it is too much."""
        return self.line.quantity - self.granted - self.asked


def match_items(
    items: Sequence[RequestedItem], lines: Sequence[CertifiedLine], named: Mapping[int, int]
) -> tuple[dict[int, int], list[Gap]]:
    """The line on which each item stands, and what no line covers.

    `named` is what a person says, by the number of the item; of other items the line has the same model, or the same name
    where either has no model. Another model or another unit is other goods, whoever says what.
    """
    covers: dict[int, int] = {}
    gaps: list[Gap] = []
    by_number = {one.number: one for one in lines}
    for item in items:
        wanted = named.get(item.number)
        line = by_number.get(wanted) if wanted is not None else _find_line(item, lines)
        if wanted is not None and line is None:
            gaps.append(Gap("unknown", "covers", Message("The certificate has no line %(number)d.", number=wanted)))
        elif refusal := _find_mismatch(item, line):
            gaps.append(Gap("other_goods", "covers", refusal))
        elif line is not None:
            covers[item.number] = line.number
    strange = named.keys() - {one.number for one in items}
    gaps += [Gap("unknown", "covers", Message("The request has no item %(number)d.", number=one)) for one in sorted(strange)]
    return covers, gaps


def find_other_goods(
    items: Sequence[RequestedItem], lines: Sequence[CertifiedLine], covers: Mapping[int, int]
) -> Iterator[Message]:
    """The items of a request that stand on no line, or on one that is of other goods by now."""
    by_number = {one.number: one for one in lines}
    for item in items:
        line = by_number.get(covers.get(item.number, 0))
        # Items get new numbers when they are saved: one that is at home on another line is not the one that was meant.
        if line is not None and not _are_alike(item, line) and _find_line(item, lines) is not None:
            line = None
        if refusal := _find_mismatch(item, line):
            yield refusal


def calculate_balances(
    lines: Sequence[CertifiedLine], claims: Iterable[Claim], asked: Iterable[tuple[int, Decimal]]
) -> list[Balance]:
    """How each line stands: `claims` are those of other cases, `asked` what this one takes of a line."""
    taken = list(claims)
    wanted = list(asked)
    return [
        Balance(
            line,
            granted=sum((one.quantity for one in taken if one.line == line.number and one.is_granted), _NOTHING),
            pending=sum((one.quantity for one in taken if one.line == line.number and not one.is_granted), _NOTHING),
            asked=sum((quantity for number, quantity in wanted if number == line.number), _NOTHING),
        )
        for line in lines
    ]


def _find_line(item: RequestedItem, lines: Sequence[CertifiedLine]) -> CertifiedLine | None:
    alike = [one for one in lines if _are_alike(item, one)]
    # Two lines of one model in two units are told apart by the unit.
    return next((one for one in alike if one.unit == item.unit), alike[0] if alike else None)


def _are_alike(item: RequestedItem, line: CertifiedLine) -> bool:
    if item.model.strip() and line.model.strip():
        return _fold(item.model) == _fold(line.model)
    return _fold(line.name) in {_fold(one) for one in item.names if one.strip()}


def _find_mismatch(item: RequestedItem, line: CertifiedLine | None) -> Message | None:
    words = {"number": item.number, "name": item.names[0]}
    if line is None:
        return Message("The certificate covers other goods: item %(number)d “%(name)s” stands on no line of it.", **words)
    if item.model.strip() and line.model.strip() and _fold(item.model) != _fold(line.model):
        models = {"asked": item.model, "certified": line.model}
        return Message(
            "The certificate covers other goods: item %(number)d “%(name)s” is model %(asked)s, and it names %(certified)s.",
            **words,
            **models,
        )
    if item.unit != line.unit:
        counted = {"asked": count_in_unit(item.quantity, item.unit), "certified": count_in_unit(line.quantity, line.unit)}
        return Message(
            "Item %(number)d “%(name)s” asks for %(asked)s; the certificate is counted in another unit, %(certified)s.",
            **words,
            **counted,
        )
    return None


def _fold(text: str) -> str:
    return " ".join(text.split()).casefold()
