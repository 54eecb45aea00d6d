"""Sales that were filed apart and are judged as one: what goes to the same partner or end user within a period is added up."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import KW_ONLY, dataclass, field
from datetime import date, timedelta
from decimal import Decimal, localcontext
from enum import StrEnum
from typing import Any, Final

from licensing.choices import EURO, PartyRole
from licensing.messages import Amount, Message, PluralMessage, Text
from licensing.policy.destinations.places import fold_name
from licensing.policy.exact import PRECISION, calculate_amount, to_decimal
from licensing.policy.input.drafts import list_rows
from licensing.policy.supply.families import Family, Goods, find_family, read_goods

END_USERS: Final = (PartyRole.END_USER, PartyRole.ULTIMATE_END_USER)
# What a line belongs to: by default its family, or where no family has it, its control entries.
FamilyOf = Callable[[Goods], str]


class Alike(StrEnum):
    """In what two sales are the same, so that they may be parts of one."""

    PARTNER = "partner"
    END_USER = "end_user"
    FAMILY = "family"


@dataclass(frozen=True, slots=True)
class SplitRule:
    """Sales alike in all of `by` and filed within `days` of each other count as one once they exceed `threshold` EUR."""

    code: str
    by: frozenset[Alike]
    days: int
    threshold: Decimal
    title: Text = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a sale: the goods, and what they cost in a currency; None where no price is known."""

    goods: Goods
    amount: Decimal | None = None
    currency: str = ""


@dataclass(frozen=True, slots=True)
class Sale:
    """A request as a sale. `end_users` are names and register numbers with their countries, so folded that spellings meet.

    `is_yearly` says that it delivers under a framework that was decided as a whole: it is no part of anything.
    """

    case: str
    filed_on: date
    partner: str
    end_users: frozenset[str] = frozenset()
    lines: tuple[Line, ...] = ()
    reference: str = ""
    is_yearly: bool = False


@dataclass(frozen=True, slots=True)
class SplitSum:
    """What a rule adds up to for one sale: `total` in EUR with the sale itself, and the others that it counts."""

    rule: SplitRule
    total: Decimal
    counted: tuple[Sale, ...]
    family: str = ""
    _: KW_ONLY
    # How many others it counts, where they are not named one by one.
    number: int = 0

    @property
    def message(self) -> Message:
        """The sum in words, without naming the other requests: not everybody who reads it may know of them."""
        return Message(
            "%(title)s: EUR %(total)s %(with_others)s, of which EUR %(threshold)s may be filed apart.",
            title=self.rule.title or self.rule.code,
            total=Amount(self.total),
            with_others=PluralMessage(
                "together with %(count)s other request within %(days)s days",
                "together with %(count)s other requests within %(days)s days",
                count=self.number or len(self.counted),
                days=self.rule.days,
            ),
            threshold=Amount(self.rule.threshold),
        )


@dataclass(frozen=True, slots=True)
class Market:
    """What sums are computed with: the rules in force, the families, and what a unit of each currency is worth in EUR."""

    rules: Sequence[SplitRule] = ()
    families: Sequence[Family] = ()
    rates: Mapping[str, Decimal] = field(default_factory=dict)
    # The same goods stand in many sales, and each is compared with many others.
    _found: dict[Goods, str] = field(default_factory=dict, init=False, compare=False, repr=False)

    def get_family(self, goods: Goods) -> str:
        """The family of a line; of goods that no family has, their control entries stand for it."""
        known = self._found.get(goods)
        if known is None:
            found = find_family(goods, self.families)
            known = self._found[goods] = found.code if found else " ".join(sorted(goods.entries))
        return known

    def calculate_line(self, line: Line) -> Decimal:
        """What a line is worth in EUR. What is not known counts as nothing here: such a sale takes no lenient way itself."""
        rate = Decimal(1) if line.currency == EURO else self.rates.get(line.currency)
        with localcontext(prec=PRECISION):
            return (line.amount * rate).quantize(Decimal("0.01")) if line.amount is not None and rate is not None else Decimal()

    def calculate_sale(self, sale: Sale, family: str | None = None) -> Decimal:
        """What a sale is worth in EUR, of one family or altogether."""
        lines = (line for line in sale.lines if family is None or self.get_family(line.goods) == family)
        return sum((self.calculate_line(line) for line in lines), Decimal())


def find_sums(
    sale: Sale, others: Iterable[Sale], market: Market, *, rules: Sequence[SplitRule] | None = None
) -> list[SplitSum]:
    """The sums over a sale and others that exceed their thresholds, in the order of the rules: of some, or of the market's.

    Permits of a framework are left out on both sides: what they come to was decided with the framework.
    """
    if sale.is_yearly:
        return []
    apart = [one for one in others if one.case != sale.case and not one.is_yearly]
    asked = market.rules if rules is None else rules
    return [found for rule in asked for found in _sums_of_rule(rule, sale, apart, market)]


def get_judged_value(own: Decimal | None, sums: Iterable[SplitSum]) -> Decimal | None:
    """The value by which thresholds judge: of the request, or of the largest sum that it is part of. None stays unknown."""
    return None if own is None else max([own, *(one.total for one in sums)])


def read_end_users(document: Mapping[str, Any]) -> frozenset[str]:
    """The end users of a request by country with name, and by country with register number, where there is one."""
    return frozenset().union(*_list_end_users(document))


def is_under_framework(users: Sequence[frozenset[str]], framework: frozenset[str]) -> bool:
    """Whether all end users of a request are those of its framework: who else is served was not decided with that."""
    return bool(users) and all(one & framework for one in users)


def _list_end_users(document: Mapping[str, Any]) -> list[frozenset[str]]:
    parties = [row for row in list_rows(document, "parties") if str(row.get("role")) in END_USERS and row.get("country")]
    return [frozenset(fold_end_user(str(row["country"]), row.get("name"), row.get("register_no"))) for row in parties]


def fold_end_user(country: str, name: Any, register_no: Any = "") -> Iterator[str]:
    """By what an end user is known again: another spelling of its name is the same one, and another name of its number."""
    if folded := fold_name(name):
        yield f"{country} {folded}"
    if number := fold_name(register_no):
        yield f"{country} #{number}"


def read_sale(document: Mapping[str, Any], *, case: str, filed_on: date, framework_users: frozenset[str] = frozenset()) -> Sale:
    """A request as a sale. `framework_users` are the end users of the decided framework that it names, if it names one."""
    partner = document.get("partner_country")
    return Sale(
        case,
        filed_on,
        partner if isinstance(partner, str) else "",
        read_end_users(document),
        read_lines(document),
        is_yearly=is_under_framework(_list_end_users(document), framework_users),
    )


def read_lines(document: Mapping[str, Any]) -> tuple[Line, ...]:
    """The lines of a request with what they cost."""
    return tuple(
        Line(read_goods(row), calculate_amount(row.get("quantity"), row.get("unit_price")), str(row.get("currency") or ""))
        for row in list_rows(document, "items")
    )


def _sums_of_rule(rule: SplitRule, sale: Sale, others: Sequence[Sale], market: Market) -> Iterator[SplitSum]:
    alike = [one for one in others if _is_alike(rule, sale, one)]
    if not alike:
        return
    families = [None] if Alike.FAMILY not in rule.by else sorted({market.get_family(line.goods) for line in sale.lines})
    for family in families:
        parts = [(one, market.calculate_sale(one, family)) for one in alike]
        counted = tuple(one for one, value in parts if value)
        total = market.calculate_sale(sale, family) + sum((value for _one, value in parts), Decimal())
        if counted and total > rule.threshold:
            yield SplitSum(rule, total, counted, family or "")


def _is_alike(rule: SplitRule, sale: Sale, other: Sale) -> bool:
    """Whether two sales are near in time and alike in partner and end user, as far as the rule asks."""
    return (
        abs(other.filed_on - sale.filed_on) <= timedelta(days=rule.days)
        and (Alike.PARTNER not in rule.by or (bool(sale.partner) and sale.partner == other.partner))
        and (Alike.END_USER not in rule.by or bool(sale.end_users & other.end_users))
    )


def find_rule_gaps(row: Mapping[str, Any]) -> Iterator[tuple[str, Message]]:
    """What a row of the list of rules cannot mean, by column."""
    by = row.get("by")
    known = [one for one in by if one in list(Alike)] if isinstance(by, list) else []
    if not isinstance(by, list) or len(known) != len(by) or len(set(known)) != len(known):
        yield "by", Message("Name each of partner, end_user and family at most once, and nothing else.")
    elif not {Alike.PARTNER, Alike.END_USER} & set(known):
        yield "by", Message("Name the partner or the end user. A limit on a family alone is a quota, and a measure of its own.")
    if not 1 <= int(row.get("days") or 0) <= 3660:
        yield "days", Message("A period is between 1 day and 10 years.")
    threshold = to_decimal(row.get("threshold"))
    if threshold is None or threshold <= 0:
        yield "threshold", Message("The threshold is above 0.")
