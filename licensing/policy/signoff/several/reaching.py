"""Whether tests can ever be met, and ever fail, by the seats of a stage; with the count that shows it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from licensing.choices import PositionChoice
from licensing.errors import Gap
from licensing.messages import JoinedText, Message
from licensing.policy.signoff.rules import Rule
from licensing.policy.signoff.several.measuring import Hearing
from licensing.policy.signoff.several.vote_tests import MeasuredTest, VoteTest, are_met, split_ways
from licensing.policy.signoff.several.wording import explain_test
from licensing.policy.signoff.tally_types import TallySeat


def find_test_gaps(rule: Rule, voting: Sequence[TallySeat]) -> Iterator[Gap]:
    """What of the tests could never come to anything with these seats, each with a witness."""
    if found := list(_unseated_group_gaps(rule, voting)):
        yield from found
        return
    yield from _idle_group_gaps(rule)
    # Under every test a vote for helps and an objection harms, so nothing passes that fails with all for, and nothing fails
    # that passes with all against.
    best = _measure_all(rule, rule.tests, voting, PositionChoice.APPROVE)
    worst = _measure_all(rule, rule.tests, voting, PositionChoice.OBJECT)
    if not are_met(best):
        words = Message("No votes could ever pass it. With every seat for: %(tests)s.", tests=_explain_unmet(rule, best))
        yield Gap("never_passes", "tests", words)
    else:
        yield from _dead_way_gaps(rule, best)
    if are_met(worst):
        words = Message("It would pass whatever is said. With every seat against: %(tests)s.", tests=_explain(rule, worst))
        yield Gap("never_fails", "tests", words)
    present = _measure_all(rule, rule.quorum_tests, voting, PositionChoice.APPROVE)
    if not are_met(present):
        words = Message(
            "The quorum can never be there. With every seat present: %(tests)s.", tests=_explain_unmet(rule, present)
        )
        yield Gap("quorum_out_of_reach", "quorum_tests", words)


def _unseated_group_gaps(rule: Rule, voting: Sequence[TallySeat]) -> Iterator[Gap]:
    """Groups whose seats have no vote in the stage, and tests of groups that there are not."""
    codes, known = {seat.code for seat in voting}, {group.code for group in rule.groups}
    for place, group in enumerate(rule.groups):
        strange = [seat for seat in group.seats if seat not in codes]
        if len(strange) == len(group.seats):
            words = Message("No seat of the group “%(group)s” has a vote in the stage.", group=group.code)
            yield Gap("group_without_seats", f"groups.{place}.seats", words)
        elif strange:
            words = Message("“%(seat)s” has no vote in the stage.", seat=strange[0])
            yield Gap("group_seat_without_vote", f"groups.{place}.seats", words)
    for name, tests in (("tests", rule.tests), ("quorum_tests", rule.quorum_tests)):
        for place, test in enumerate(tests):
            if test.group and test.group not in known:
                words = Message("There is no group “%(group)s” in this rule.", group=test.group)
                yield Gap("unknown_group", f"{name}.{place}.group", words)


def _idle_group_gaps(rule: Rule) -> Iterator[Gap]:
    used = {test.group for test in (*rule.tests, *rule.quorum_tests)}
    for place, group in enumerate(rule.groups):
        if group.code not in used:
            yield Gap("idle", f"groups.{place}.code", Message("No test counts this group."))


def _dead_way_gaps(rule: Rule, best: Sequence[MeasuredTest]) -> Iterator[Gap]:
    for number, way in split_ways(best).items():
        if not are_met(way):
            place = next(at for at, test in enumerate(rule.tests) if test.way == number)
            words = Message(
                "Way %(number)s to pass can never be met. With every seat for: %(tests)s.",
                number=number,
                tests=_explain_unmet(rule, way),
            )
            yield Gap("way_never_passes", f"tests.{place}.way", words)


def _measure_all(
    rule: Rule, tests: Sequence[VoteTest], voting: Sequence[TallySeat], choice: PositionChoice
) -> list[MeasuredTest]:
    votes = {seat.code: choice for seat in voting}
    hearing = Hearing(voting, votes, (), rule.abstention, rule.groups)
    return [hearing.measure(test) for test in tests]


def _explain_unmet(rule: Rule, measured: Sequence[MeasuredTest]) -> JoinedText:
    return _explain(rule, [one for one in measured if not one.is_met])


def _explain(rule: Rule, measured: Sequence[MeasuredTest]) -> JoinedText:
    return JoinedText(*(explain_test(one, rule.groups) for one in measured), separator="; ")
