"""What requests draw on an authorisation above them, and what is left of its volumes and values: a ledger of exact numbers.

A framework, a negotiation authorisation or a project of a plan has ceilings. A part of a request stands on a line of it in a
year, and its quantity moves between accounts: left, reserved, granted, delivered. Nothing is ever added up otherwise.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal, localcontext

from licensing.choices import Account, Fit
from licensing.policy.exact import PRECISION

_ZERO = Decimal()


@dataclass(frozen=True, slots=True)
class Share:
    """What one item of one case draws on: a line, a year where there are years, at a price of one; `case` is its id.

    Goods of a request that are of no family of its project stand on no line, 0: they only count for the value of the project.
    """

    case: str
    item: int
    line: int
    year: int | None = None
    unit: str = ""
    price: Decimal | None = None
    currency: str = ""


@dataclass(frozen=True, slots=True)
class Balance:
    """Quantities on the three accounts that take from what is left; money where it is the value of them."""

    reserved: Decimal = _ZERO
    committed: Decimal = _ZERO
    used: Decimal = _ZERO

    @property
    def taken(self) -> Decimal:
        """All that is no longer left."""
        return self.reserved + self.committed + self.used

    def add(self, other: Balance, factor: Decimal = Decimal(1)) -> Balance:
        """This and a multiple of another, exactly."""
        with localcontext(prec=PRECISION):
            return Balance(
                self.reserved + other.reserved * factor,
                self.committed + other.committed * factor,
                self.used + other.used * factor,
            )


@dataclass(frozen=True, slots=True)
class Move:
    """A quantity that goes from one account to another; always above nought."""

    source: Account
    target: Account
    quantity: Decimal


@dataclass(frozen=True, slots=True)
class Ceiling:
    """What may be drawn at most: of a line or of all lines, in a year or in the whole time; a volume, a value or both.

    `price` is what one costs in that year by the price path of a framework; it limits nothing.
    """

    line: int | None = None
    year: int | None = None
    unit: str = ""
    quantity: Decimal | None = None
    currency: str = ""
    value: Decimal | None = None
    price: Decimal | None = None

    def does_cover(self, share: Share) -> bool:
        """Whether a share takes from it."""
        return (
            self.line in (None, share.line)
            and self.year in (None, share.year)
            and (self.quantity is None or self.unit == share.unit or self.line is not None)
        )


@dataclass(frozen=True, slots=True)
class CeilingStatus:
    """A ceiling with what stands on it: quantities, and their value in its currency."""

    ceiling: Ceiling
    volume: Balance = field(default_factory=Balance)
    value: Balance = field(default_factory=Balance)

    @property
    def counted(self) -> tuple[Balance, Decimal | None]:
        """What stands on it and is left of it, in what it limits: of its volume where it has one, else of its value."""
        is_volume = self.ceiling.quantity is not None
        return (self.volume, self.left) if is_volume else (self.value, self.value_left)

    @property
    def left(self) -> Decimal | None:
        """The quantity that is left; below nought where more was delivered than is allowed. None without a volume."""
        return None if self.ceiling.quantity is None else self.ceiling.quantity - self.volume.taken

    @property
    def value_left(self) -> Decimal | None:
        """The same of the value."""
        return None if self.ceiling.value is None else self.ceiling.value - self.value.taken


@dataclass(frozen=True, slots=True)
class Excess:
    """A ceiling that what is asked would pass: how much is asked and left, of the volume or of the value."""

    ceiling: Ceiling
    items: tuple[int, ...]
    asked: Decimal
    left: Decimal
    is_value: bool = False

    @property
    def fit(self) -> Fit:
        """What of it fits, as the applicant is told."""
        return Fit.IN_PART if self.left > 0 else Fit.NO


def plan_moves(before: Balance, after: Balance) -> list[Move]:
    """The moves that lead from one balance to another: delivered is taken from what is granted, granted from what is reserved.

    What the three accounts do not give each other goes back to what is left, or comes from it.
    """
    changes = {
        Account.RESERVED: after.reserved - before.reserved,
        Account.COMMITTED: after.committed - before.committed,
        Account.USED: after.used - before.used,
        Account.LEFT: before.taken - after.taken,
    }
    moves = []
    for source in Account:
        for target in (Account.COMMITTED, Account.USED, Account.RESERVED, Account.LEFT):
            quantity = min(-changes[source], changes[target])
            if quantity > 0:
                moves.append(Move(source, target, quantity))
                changes[source] += quantity
                changes[target] -= quantity
    return moves


def sum_moves(moves: Iterable[Move]) -> Balance:
    """What moves have left on each account."""
    total = dict.fromkeys(Account, _ZERO)
    for one in moves:
        total[one.source] -= one.quantity
        total[one.target] += one.quantity
    return Balance(total[Account.RESERVED], total[Account.COMMITTED], total[Account.USED])


def compute_status(ceiling: Ceiling, shares: Mapping[Share, Balance]) -> CeilingStatus:
    """What stands on a ceiling. A share in another currency, or without a price, counts for no value."""
    volume, value = Balance(), Balance()
    for share, balance in shares.items():
        if ceiling.does_cover(share):
            volume = volume.add(balance)
            if share.price is not None and share.currency == ceiling.currency:
                value = value.add(balance, share.price)
    return CeilingStatus(ceiling, volume, value)


def list_excesses(ceilings: Sequence[Ceiling], shares: Mapping[Share, Balance], asked: Mapping[Share, Decimal]) -> list[Excess]:
    """The ceilings that would be passed if all that is asked were granted beside what stands already.

    A ceiling of value is passed too where the price of what is asked is in another currency, which nobody converts.
    """
    found: list[Excess] = []
    for ceiling in ceilings:
        mine = {share: quantity for share, quantity in asked.items() if ceiling.does_cover(share) and quantity > 0}
        if mine:
            found += _find_excesses(ceiling, compute_status(ceiling, shares), mine)
    return found


def _find_excesses(ceiling: Ceiling, status: CeilingStatus, asked: Mapping[Share, Decimal]) -> Iterator[Excess]:
    items = tuple(sorted({share.item for share in asked}))
    volume = sum(asked.values(), _ZERO)
    if status.left is not None and volume > status.left:
        yield Excess(ceiling, items, volume, max(status.left, _ZERO))
    if status.value_left is None:
        return
    with localcontext(prec=PRECISION):
        priced = [(one, quantity * one.price) for one, quantity in asked.items() if one.price is not None]
        value = sum((worth for one, worth in priced if one.currency == ceiling.currency), _ZERO)
    strange = tuple(sorted(one.item for one, _worth in priced if one.currency != ceiling.currency))
    if strange:
        yield Excess(ceiling, strange, sum((worth for one, worth in priced if one.item in strange), _ZERO), _ZERO, True)
    elif value > status.value_left:
        yield Excess(ceiling, items, value, max(status.value_left, _ZERO), True)


def judge_fit(excesses: Sequence[Excess]) -> Fit:
    """The one word for all that is asked: the worst of what each ceiling leaves."""
    found = {one.fit for one in excesses}
    return Fit.NO if Fit.NO in found else Fit.IN_PART if found else Fit.FITS


def find_path_price(ceilings: Iterable[Ceiling], line: int, year: int | None) -> Ceiling | None:
    """The row that says what one of a line costs in a year by the price path; None where no path says so."""
    rows = (one for one in ceilings if one.price is not None and one.line in (None, line) and one.year == year)
    return next(rows, None)


def fill_price(share: Share, ceilings: Iterable[Ceiling]) -> Share:
    """A share without a price of its own takes that of the price path in its year."""
    if share.price is not None:
        return share
    row = find_path_price(ceilings, share.line, share.year)
    return replace(share, price=row.price, currency=row.currency) if row else share
