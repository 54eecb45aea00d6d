"""Rules of several tests in words: what each test asks, and how it came out."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from functools import reduce

from django.utils.translation import gettext_noop

from licensing.choices import VoteBase, VoteBound, VoteCounted, VoteMeasure
from licensing.messages import JoinedText, Message, Text, TranslatedText
from licensing.policy.exact import format_decimal
from licensing.policy.signoff.several.vote_tests import MeasuredTest, SeatGroup, VoteTest, split_ways

_SEATS: Mapping[VoteCounted, Message] = {
    VoteCounted.FOR: Message("seats for"),
    VoteCounted.AGAINST: Message("seats against"),
    VoteCounted.NOT_FOR: Message("seats that are not for"),
    VoteCounted.SPOKE: Message("seats that spoke"),
    VoteCounted.PRESENT: Message("seats present"),
}
_WEIGHT: Mapping[VoteCounted, Message] = {
    VoteCounted.FOR: Message("weight for"),
    VoteCounted.AGAINST: Message("weight against"),
    VoteCounted.NOT_FOR: Message("weight that is not for"),
    VoteCounted.SPOKE: Message("weight that spoke"),
    VoteCounted.PRESENT: Message("weight present"),
}
_OF: Mapping[VoteBase, Message] = {
    VoteBase.ALL: Message("of all, the recused included"),
    VoteBase.ELIGIBLE: Message("of all who may vote"),
    VoteBase.PRESENT: Message("of those present"),
    VoteBase.CAST: Message("of the votes cast"),
}
_AND = gettext_noop("%(one)s and %(other)s")
_OR = gettext_noop("%(one)s; or %(other)s")
# More digits than a limit of four over four digits can need to be told from any sum of weights.
_MOST_DIGITS = 12


def describe_tests(tests: Sequence[VoteTest], groups: Sequence[SeatGroup]) -> Text:
    """What the tests ask for: each way as its tests joined by “and”, the ways by “or”."""
    if not tests:
        return Message("no test yet")
    ways = split_ways([MeasuredTest(one, Decimal(), Decimal()) for one in tests]).values()
    return _chain(_OR, (_chain(_AND, (describe_test(one.test, groups) for one in way)) for way in ways))


def describe_test(test: VoteTest, groups: Sequence[SeatGroup]) -> Message:
    """What one test asks for, such as “seats for: at least 55 % of all who may vote”."""
    asked: Text = JoinedText(_write_limit(test), _OF[test.base]) if test.share is not None else _write_limit(test)
    return Message("%(what)s: %(bound)s %(limit)s", what=_name_counted(test, groups), bound=_bound(test), limit=asked)


def explain_tests(measured: Collection[MeasuredTest], groups: Sequence[SeatGroup]) -> Iterator[Message]:
    """How each test came out with its figures; where there are several ways, which way each belongs to."""
    ways = split_ways(measured)
    for number, way in ways.items():
        came_out = JoinedText(*(explain_test(one, groups) for one in way), separator="; ")
        if len(ways) == 1:
            yield Message("Tests, all of which must be met: %(tests)s.", tests=came_out)
        else:
            yield Message("Way %(number)s to pass: %(tests)s.", number=number, tests=came_out)


def explain_quorum(measured: Collection[MeasuredTest], groups: Sequence[SeatGroup]) -> Iterator[Message]:
    """How each test of the quorum came out."""
    for way in split_ways(measured).values():
        yield Message("Quorum: %(tests)s.", tests=JoinedText(*(explain_test(one, groups) for one in way), separator="; "))


def explain_test(measured: MeasuredTest, groups: Sequence[SeatGroup]) -> Message:
    """A test with what was counted, what is asked for, and whether that is met."""
    test = measured.test
    return Message(
        "%(what)s – %(value)s of %(base)s%(percent)s, %(asked)s: %(verdict)s",
        what=_name_counted(test, groups),
        value=format_decimal(measured.value),
        base=_name_whole(measured),
        percent=_write_percent(measured),
        asked=_say_asked(measured),
        verdict=Message("met") if measured.is_met else Message("not met"),
    )


def _chain(sentence: str, parts: Iterable[Text]) -> Text:
    return reduce(lambda one, other: Message(sentence, one=one, other=other), parts)


def _name_counted(test: VoteTest, groups: Sequence[SeatGroup]) -> Text:
    counted: Text = (_SEATS if test.measure == VoteMeasure.SEATS else _WEIGHT)[test.counted]
    if group := next((one for one in groups if one.code == test.group), None):
        counted = Message("%(counted)s, %(group)s", counted=counted, group=group.name)
    return Message("%(name)s (%(counted)s)", name=TranslatedText(dict(test.names)), counted=counted) if test.names else counted


def _name_whole(measured: MeasuredTest) -> Text:
    whole = format_decimal(measured.base)
    match measured.test.base:
        case VoteBase.PRESENT:
            return Message("%(whole)s present", whole=whole)
        case VoteBase.CAST:
            return Message("%(whole)s cast", whole=whole)
    return Message("%(whole)s in all", whole=whole) if measured.test.base == VoteBase.ALL else JoinedText(whole)


_BOUNDS: Mapping[VoteBound, Message] = {
    VoteBound.AT_LEAST: Message("at least"),
    VoteBound.MORE_THAN: Message("more than"),
    VoteBound.AT_MOST: Message("at most"),
    VoteBound.LESS_THAN: Message("less than"),
}


def _bound(test: VoteTest) -> Message:
    return _BOUNDS[test.bound]


def _say_asked(measured: MeasuredTest) -> Message:
    test, seats = measured.test, measured.seats_asked
    limit: Text = _write_limit(test)
    if test.bound.is_floor:
        if seats is not None and test.share is not None:
            limit = Message("%(share)s (%(seats)s)", share=limit, seats=seats)
        return Message("%(bound)s %(limit)s needed", bound=_bound(test), limit=limit)
    # What nobody could exceed stops nothing.
    if seats is None or (seats >= measured.base and test.base in (VoteBase.ALL, VoteBase.ELIGIBLE)):
        return Message("%(bound)s %(limit)s allowed", bound=_bound(test), limit=limit)
    # The smallest number that stops it is what people call a blocking minority.
    return Message("%(bound)s %(limit)s allowed, so %(seats)s stop it", bound=_bound(test), limit=limit, seats=seats + 1)


def _write_limit(test: VoteTest) -> Text:
    if test.number is not None:
        return JoinedText(format_decimal(test.number))
    share = test.share or Fraction()
    percent = share * 100
    # Three hundredths of a per cent are still read at a glance; a third is read only as a third.
    if (percent * 100).denominator == 1:
        return Message("%(percent)s %%", percent=format_decimal(Decimal(int(percent * 100)) / 100))
    return JoinedText(f"{share.numerator}/{share.denominator}")


def _write_percent(measured: MeasuredTest) -> Text:
    """The value as a percentage of a share's base, with as many digits as tell it from what is asked for."""
    if measured.test.share is None or not measured.base:
        return JoinedText()
    part = Fraction(measured.value) / Fraction(measured.base)
    # Whole numbers throughout: a float would round 64.99999 to what is asked for.
    rounded = ((digits, Fraction(round(part * 100 * 10**digits), 10**digits)) for digits in range(1, _MOST_DIGITS + 1))
    told_apart = _order_shares(part, measured.test.share)
    found = next(
        ((digits, one) for digits, one in rounded if _order_shares(one / 100, measured.test.share) == told_apart), None
    )
    return JoinedText() if found is None else Message(" (%(percent)s %%)", percent=_write_digits(*found))


def _order_shares(one: Fraction, other: Fraction) -> int:
    return (one > other) - (one < other)


def _write_digits(digits: int, number: Fraction) -> str:
    return format_decimal(Decimal(int(number * 10**digits)).scaleb(-digits))
