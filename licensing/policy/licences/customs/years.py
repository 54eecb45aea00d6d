"""On which year of an authorisation the goods of a request stand: by when they were granted to leave, and when they leave."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_FLOOR, Decimal
from typing import Final

from licensing.policy.plans.parents import Balance, Ceiling, Share, fill_price, list_excesses

_NOTHING: Final = Decimal()


@dataclass(frozen=True, slots=True)
class Leaving:
    """What of one item may leave in a year: `due` is of this year and earlier ones, `ahead` of later ones, in its unit.

    `room` is how much of what is ahead this year still has room for; `next_year` is the first of the later ones.
    """

    year: int
    due: Decimal
    ahead: Decimal
    room: Decimal
    next_year: int | None = None

    @property
    def allowed(self) -> Decimal:
        """The most that may leave now."""
        return self.due + self.room


def divide_standing(planned: Mapping[Share, Decimal], gone: Mapping[int, Decimal], left: Decimal) -> dict[Share, Balance]:
    """What has left of one item, by the year in which it left, and what may still, over the shares on which it stands.

    What leaves uses up what was planned for its year and those before, the earliest first. What leaves before its year stands
    on the year in which it leaves, so that no year supplies more than its ceiling; it is taken from the next year that is
    planned. What nobody planned stands on the last year, or on that in which it left, if that is earlier.
    """
    shares = _sort(planned)
    rest, used = dict(planned), dict.fromkeys(shares, _NOTHING)
    for year, quantity in sorted(gone.items()):
        reached = [one for one in shares if (one.year or 0) <= year]
        left_over = _take(rest, used, reached, quantity)
        if left_over <= 0:
            continue
        if len(reached) == len(shares):
            used[shares[-1]] += left_over
            continue
        ahead = [one for one in shares if one not in reached]
        _take(rest, dict.fromkeys(ahead, _NOTHING), ahead, left_over)
        early = replace(ahead[0], year=year)
        used[early] = used.get(early, _NOTHING) + left_over
    return _add_left(shares, rest, used, left)


def judge_leaving(
    own: Mapping[Share, Balance],
    ceilings: Sequence[Ceiling],
    all_shares: Mapping[Share, Balance],
    *,
    year: int,
    decimals: int,
    years: Iterable[int] | None = None,
) -> Leaving:
    """What of one item of a case may leave in a year. `own` are its shares, `all_shares` those of every case.

    `years` are those in which a project gives something of it; in another one nothing leaves ahead of its year.
    """
    later = sorted((one for one, balance in own.items() if (one.year or 0) > year and balance.committed > 0), key=_read_year)
    due = sum((balance.committed for one, balance in own.items() if (one.year or 0) <= year), _NOTHING)
    ahead = sum((own[one].committed for one in later), _NOTHING)
    if not later:
        return Leaving(year, due, ahead, _NOTHING)
    is_given = years is None or year in set(years)
    limits = [one for one in ceilings if one.year == year]
    room = _find_most_ahead(limits, all_shares, replace(later[0], year=year), ahead, decimals) if is_given else _NOTHING
    return Leaving(year, due, ahead, room, later[0].year)


def leave_out_gone(
    asked: Mapping[Share, Decimal], own: Mapping[Share, Balance]
) -> tuple[dict[Share, Decimal], dict[Share, Balance]]:
    """What a case asks for without what of it has left before its year, and where that stands. `own` is what the case holds.

    What has left stays on the year in which it left and is asked of no later one again.
    """
    found, gone = dict(asked), dict[Share, Balance]()
    for item in {one.item for one in asked}:
        parts = {share: quantity for share, quantity in asked.items() if share.item == item}
        used = {share: one.used for share, one in own.items() if share.item == item and one.used}
        if used.keys() <= parts.keys() or None in {share.year for share in (*used, *parts)}:
            continue
        by_year: dict[int, Decimal] = {}
        for share, quantity in used.items():
            by_year[_read_year(share)] = by_year.get(_read_year(share), _NOTHING) + quantity
        left = max(sum(parts.values(), _NOTHING) - sum(used.values(), _NOTHING), _NOTHING)
        for share, one in divide_standing(parts, by_year, left).items():
            if share in parts:
                found[share] = one.taken
            else:
                gone[share] = Balance(used=one.used)
    return found, gone


def divide_balance(parts: Mapping[Share, Decimal], balance: Balance) -> dict[Share, Balance]:
    """What stands on one share, over parts that come to the whole of it: what has left comes first, in the earliest year."""
    found: dict[Share, Balance] = {}
    used, committed, reserved = balance.used, balance.committed, balance.reserved
    for share in _sort(parts):
        of_used = min(parts[share], used)
        of_committed = min(parts[share] - of_used, committed)
        of_reserved = min(parts[share] - of_used - of_committed, reserved)
        used, committed, reserved = used - of_used, committed - of_committed, reserved - of_reserved
        found[share] = Balance(of_reserved, of_committed, of_used)
    return found


def split_over_years(
    share: Share,
    quantity: Decimal,
    years: Iterable[int],
    ceilings: Sequence[Ceiling],
    shares: Mapping[Share, Balance],
    *,
    decimals: int,
) -> dict[Share, Decimal]:
    """A quantity of one item over years, in each as much as its ceilings have room for beside `shares`, the earliest first.

    What no year has room for is of the last one.
    """
    found, place = dict[Share, Decimal](), share
    for year in years:
        place = fill_price(replace(share, year=year), ceilings)
        limits = [one for one in ceilings if one.year == year]
        if part := _find_most_ahead(limits, shares, place, quantity, decimals):
            found[place] = part
            quantity -= part
        if not quantity:
            return found
    found[place] = found.get(place, _NOTHING) + quantity
    return found


def _find_most_ahead(
    limits: Sequence[Ceiling], shares: Mapping[Share, Balance], share: Share, wanted: Decimal, decimals: int
) -> Decimal:
    """How much of what is wanted the ceilings of a year have room for, in whole units of the goods."""
    room = wanted
    for one in list_excesses(limits, shares, {share: wanted}):
        # Of a value in another currency nothing is left, as nobody converts it.
        room = min(room, one.left / share.price if one.is_value and share.price else one.left)
    return room.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_FLOOR)


def _take(rest: dict[Share, Decimal], used: dict[Share, Decimal], shares: Sequence[Share], quantity: Decimal) -> Decimal:
    """Take a quantity from what is planned on shares, in their order; what of it they do not hold."""
    for one in shares:
        taken = min(rest[one], quantity)
        rest[one] -= taken
        used[one] += taken
        quantity -= taken
    return quantity


def _add_left(
    shares: Sequence[Share], rest: Mapping[Share, Decimal], used: Mapping[Share, Decimal], left: Decimal
) -> dict[Share, Balance]:
    found = {share: Balance(used=quantity) for share, quantity in used.items()}
    for share in shares:
        committed = left if share == shares[-1] else min(rest[share], left)
        found[share] = replace(found[share], committed=committed)
        left -= committed
    return found


def _sort(shares: Iterable[Share]) -> list[Share]:
    return sorted(shares, key=_read_year)


def _read_year(share: Share) -> int:
    return share.year or 0
