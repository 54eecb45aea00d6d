"""What was said in a round, counted for each test of its rule."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from licensing.choices import Abstention, PositionChoice, VoteBase, VoteCounted, VoteMeasure
from licensing.policy.signoff.several.vote_tests import MeasuredTest, SeatGroup, VoteTest
from licensing.policy.signoff.tally_types import FOR, TallySeat


@dataclass(frozen=True, slots=True)
class Hearing:
    """Who has a vote, recused or not, and what they said or are taken to have said (`deemed`) under the rule of a stage."""

    seats: Sequence[TallySeat]
    votes: Mapping[str, PositionChoice]
    deemed: Collection[str]
    abstention: Abstention
    groups: Sequence[SeatGroup] = ()

    def measure(self, test: VoteTest) -> MeasuredTest:
        """What the test counts, and the whole of it."""
        seats = self._list_seats(test.group)
        belongs, counts = _BASES[test.base], _COUNTED[test.counted]
        whole = [seat for seat in seats if belongs(self, seat)]
        # Who is not for is a part of the whole; every other count is of what somebody said or is taken to have said.
        counted = [seat for seat in (whole if test.counted == VoteCounted.NOT_FOR else seats) if counts(self, seat)]
        return MeasuredTest(test, _sum_seats(counted, test.measure), _sum_seats(whole, test.measure))

    def is_for(self, seat: TallySeat) -> bool:
        return self.votes.get(seat.code) in FOR

    def is_against(self, seat: TallySeat) -> bool:
        """Whether it objects, or abstains where the rule counts an abstention against."""
        said = self.votes.get(seat.code)
        abstains = said == PositionChoice.ABSTAIN and self.abstention == Abstention.AGAINST
        return said == PositionChoice.OBJECT or abstains

    def is_present(self, seat: TallySeat) -> bool:
        """Whether it spoke or is taken to have; an abstention is no presence where the rule says so."""
        said = self.votes.get(seat.code)
        away = said == PositionChoice.ABSTAIN and self.abstention == Abstention.ABSENT
        return said is not None and not away

    def _list_seats(self, code: str) -> Sequence[TallySeat]:
        group = next((one for one in self.groups if one.code == code), None)
        return [seat for seat in self.seats if group is None or seat.code in group.seats]


_Asked = Callable[[Hearing, TallySeat], bool]
_BASES: Mapping[VoteBase, _Asked] = {
    VoteBase.ALL: lambda _hearing, _seat: True,
    VoteBase.ELIGIBLE: lambda _hearing, seat: not seat.recused,
    VoteBase.PRESENT: Hearing.is_present,
    VoteBase.CAST: lambda hearing, seat: hearing.is_for(seat) or hearing.is_against(seat),
}
_COUNTED: Mapping[VoteCounted, _Asked] = {
    VoteCounted.FOR: Hearing.is_for,
    VoteCounted.AGAINST: Hearing.is_against,
    VoteCounted.NOT_FOR: lambda hearing, seat: not hearing.is_for(seat),
    VoteCounted.SPOKE: lambda hearing, seat: hearing.is_present(seat) and seat.code not in hearing.deemed,
    VoteCounted.PRESENT: Hearing.is_present,
}


def _sum_seats(seats: Iterable[TallySeat], measure: VoteMeasure) -> Decimal:
    if measure == VoteMeasure.SEATS:
        return Decimal(sum(1 for _ in seats))
    return sum((Decimal(seat.weight) for seat in seats), Decimal())
