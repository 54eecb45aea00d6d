"""A tally in clear sentences, with its arithmetic."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from django.utils.translation import gettext_noop

from licensing.choices import Abstention, PositionChoice, RuleKind, StageOutcome, Tie
from licensing.messages import JoinedText, Message, PluralMessage
from licensing.policy.exact import format_decimal
from licensing.policy.signoff.rules import Rule
from licensing.policy.signoff.several.wording import explain_quorum, explain_tests
from licensing.policy.signoff.tally_types import FOR, Tally, TallyNumbers, TallySeat, Why


def explain(
    rule: Rule, seats: Sequence[TallySeat], result: Tally, *, closed: bool, lower: StageOutcome | None = None
) -> JoinedText:
    """Why the round came to this: votes, quorum, silence, what overrode them, and the outcome."""
    return JoinedText(*_sentences(rule, {seat.code: seat for seat in seats}, result, closed=closed, lower=lower))


def _sentences(
    rule: Rule, seats: Mapping[str, TallySeat], result: Tally, *, closed: bool, lower: StageOutcome | None
) -> Iterator[Message]:
    numbers = result.numbers
    if numbers.seats:
        if rule.kind == RuleKind.TESTS:
            yield from explain_tests(numbers.tests, rule.groups)
            yield from explain_quorum(numbers.quorum_tests, rule.groups)
        else:
            yield _votes_sentence(rule, numbers)
        yield from _uncounted_sentences(rule, numbers)
        yield from _quorum_sentence(numbers, waiting=result.why is Why.WAITING)
        if rule.quorum is not None and rule.quorum_of_spoken and numbers.deemed:
            yield Message("Seats that have not spoken are not present.")
        if rule.somebody_for and not (numbers.votes_for or numbers.votes_against):
            yield Message("Nobody is for it, and somebody must be.")
    else:
        yield Message("Nobody votes here; the resolution decides.")
    yield from _recused_sentence(seats.values())
    yield from _silence_sentences(rule, seats, result)
    yield from _override_sentences(seats, result)
    if result.why is Why.TIE:
        yield from _tie_sentences(rule, result, lower)
    if result.why is Why.LIMIT and result.outcome != StageOutcome.ESCALATED:
        yield Message("The legal time limit passed first. The procedure deems the outcome; nobody signed it.")
    yield from _waiting_sentence(seats, result, closed=closed)
    yield _outcome_sentence(result, closed=closed)


def _votes_sentence(rule: Rule, numbers: TallyNumbers) -> Message:
    # `base` is a whole number of seats here: only a weighted rule, whose sentence is another one, gives it decimals.
    figures, seats = _figures(numbers), int(numbers.base)
    match rule.kind:
        case RuleKind.UNANIMITY:
            return _unanimity_sentence(numbers)
        case RuleKind.MAJORITY_SEATS:
            return PluralMessage(
                "%(votes_for)s for, %(against)s against of %(count)s seat; more than half (%(needed)s) is needed.",
                "%(votes_for)s for, %(against)s against of %(count)s seats; more than half (%(needed)s) is needed.",
                count=seats,
                **figures,
            )
        case RuleKind.QUALIFIED:
            return _qualified_sentence(rule, numbers)
        case RuleKind.K_OF_N:
            return PluralMessage(
                "%(votes_for)s for, %(against)s against of %(count)s seat; %(needed)s for are needed.",
                "%(votes_for)s for, %(against)s against of %(count)s seats; %(needed)s for are needed.",
                count=seats,
                **figures,
            )
    return Message(_VOTES[rule.kind], **figures)


_VOTES = {
    RuleKind.CONSENSUS: gettext_noop("%(votes_for)s for, %(against)s against; a single objection stops a consensus."),
    RuleKind.MAJORITY_CAST: gettext_noop(
        "%(votes_for)s for, %(against)s against of %(cast)s cast; more than half (%(needed)s) is needed."
    ),
    RuleKind.WEIGHTED: gettext_noop(
        "A weight of %(weight_for)s for, %(weight_against)s against, of %(base)s in all; %(needed)s is needed."
    ),
    RuleKind.SINGLE: gettext_noop("%(votes_for)s for, %(against)s against; the chair decides after hearing all."),
}


def _unanimity_sentence(numbers: TallyNumbers) -> Message:
    figures, seats = _figures(numbers), int(numbers.base)
    # An abstention or "no view" lowers what unanimity needs; then the plain sentence would contradict the outcome.
    if numbers.needed == numbers.base:
        return PluralMessage(
            "%(votes_for)s for, %(against)s against; %(count)s seat must agree.",
            "%(votes_for)s for, %(against)s against; %(count)s seats must agree.",
            count=seats,
            **figures,
        )
    return PluralMessage(
        "%(votes_for)s for, %(against)s against; %(needed)s of %(count)s seat must agree, since the rest take no side.",
        "%(votes_for)s for, %(against)s against; %(needed)s of %(count)s seats must agree, since the rest take no side.",
        count=seats,
        **figures,
    )


def _qualified_sentence(rule: Rule, numbers: TallyNumbers) -> Message:
    figures, share = _figures(numbers), f"{rule.numerator}/{rule.denominator}"
    if rule.strict:
        sentence = _MORE_THAN_OF_SEATS if rule.of_seats else _MORE_THAN_OF_CAST
        return Message(sentence, share=share, **figures)
    if rule.of_seats:
        return PluralMessage(
            "%(votes_for)s for, %(against)s against of %(count)s seat; at least %(share)s (%(needed)s) is needed.",
            "%(votes_for)s for, %(against)s against of %(count)s seats; at least %(share)s (%(needed)s) is needed.",
            count=int(numbers.base),
            share=share,
            **figures,
        )
    return Message(
        "%(votes_for)s for, %(against)s against of %(base)s cast; at least %(share)s (%(needed)s) is needed.",
        share=share,
        **figures,
    )


_MORE_THAN_OF_SEATS = gettext_noop(
    "%(votes_for)s for, %(against)s against, with %(base)s seats in all; more than %(share)s (%(needed)s) is needed."
)
_MORE_THAN_OF_CAST = gettext_noop(
    "%(votes_for)s for, %(against)s against of %(base)s cast; more than %(share)s (%(needed)s) is needed."
)


def _figures(numbers: TallyNumbers) -> dict[str, object]:
    """What the sentences above may name."""
    return {
        "votes_for": numbers.votes_for,
        "against": numbers.votes_against,
        "cast": numbers.cast,
        "weight_for": format_decimal(numbers.weight_for),
        "weight_against": format_decimal(numbers.weight_against),
        "base": format_decimal(numbers.base),
        "needed": "" if numbers.needed is None else format_decimal(numbers.needed),
    }


_ABSTAINED = {
    Abstention.IGNORED: gettext_noop("Abstained: %(number)s (present but not counted)."),
    Abstention.AGAINST: gettext_noop("Abstained: %(number)s (counted against)."),
    Abstention.ABSENT: gettext_noop("Abstained: %(number)s (counted as not present)."),
}


def _uncounted_sentences(rule: Rule, numbers: TallyNumbers) -> Iterator[Message]:
    if numbers.abstentions:
        yield Message(_ABSTAINED[rule.abstention], number=numbers.abstentions)
    if numbers.no_views:
        yield Message("Not within their remit: %(no_views)s.", no_views=numbers.no_views)
    if numbers.adjourns:
        yield Message("Asked to adjourn: %(adjourns)s.", adjourns=numbers.adjourns)


def _quorum_sentence(numbers: TallyNumbers, *, waiting: bool) -> Iterator[Message]:
    if numbers.quorum_needed is None:
        return
    figures = {"needed": numbers.quorum_needed, "base": numbers.quorum_base, "present": numbers.quorum_present}
    if numbers.has_quorum:
        yield Message("The quorum of %(needed)s out of %(base)s is met: %(present)s present.", **figures)
    elif waiting:
        yield Message("The quorum of %(needed)s out of %(base)s is not met yet: %(present)s present.", **figures)
    else:
        yield Message("The quorum of %(needed)s out of %(base)s is not met: %(present)s present.", **figures)


def _recused_sentence(seats: Iterable[TallySeat]) -> Iterator[Message]:
    recused = [seat for seat in seats if seat.recused]
    if recused:
        yield Message("Recused and left out: %(names)s.", names=_seat_names(recused))


def _silence_sentences(rule: Rule, seats: Mapping[str, TallySeat], result: Tally) -> Iterator[Message]:
    if result.deemed:
        # A rule takes every silence for the same, so the first one is enough.
        yield _deemed_sentence(result.deemed[0][1], [seats[code] for code, _ in result.deemed])
    if result.why is Why.SILENCE:
        yield Message(
            "Still silent at the end, and silence does not count for them: %(names)s.",
            names=_seat_names(seats[code] for code in result.missing),
        )


def _deemed_sentence(choice: PositionChoice, silent: Sequence[TallySeat]) -> Message:
    names, count = _seat_names(silent), len(silent)
    match choice:
        case PositionChoice.APPROVE:
            return PluralMessage(
                "%(count)s silent seat is taken as no objection: %(names)s.",
                "%(count)s silent seats are taken as no objection: %(names)s.",
                count=count,
                names=names,
            )
        case PositionChoice.ABSTAIN:
            return PluralMessage(
                "%(count)s silent seat is taken as an abstention: %(names)s.",
                "%(count)s silent seats are taken as an abstention: %(names)s.",
                count=count,
                names=names,
            )
    return PluralMessage(
        "%(count)s silent seat is taken as an objection: %(names)s.",
        "%(count)s silent seats are taken as an objection: %(names)s.",
        count=count,
        names=names,
    )


def _override_sentences(seats: Mapping[str, TallySeat], result: Tally) -> Iterator[Message]:
    if result.absolute:
        titles = "; ".join(result.absolute)
        yield Message("An absolute criterion is met, and no vote can override it: %(titles)s.", titles=titles)
    for code in result.vetoes:
        yield Message("%(seat)s objects and holds a veto.", seat=seats[code].name)


def _tie_sentences(rule: Rule, result: Tally, lower: StageOutcome | None) -> Iterator[Message]:
    casting = result.numbers.casting
    if rule.tie == Tie.LOWER_STANDS and lower is None:
        yield Message("The votes are equal, and there is no decision of a stage below that could stand.")
    elif rule.tie == Tie.LOWER_STANDS:
        yield Message("The votes are equal, so the decision of the stage below stands.")
    elif casting is None or rule.tie != Tie.CHAIR:
        yield Message("The votes are equal.")
        if result.missing and result.outcome != StageOutcome.PENDING:
            yield Message("The chair gave no casting vote in time.")
    elif casting in FOR:
        yield Message("The votes are equal; the chair's casting vote is for.")
    else:
        yield Message("The votes are equal; the chair's casting vote is against.")


def _waiting_sentence(seats: Mapping[str, TallySeat], result: Tally, *, closed: bool) -> Iterator[Message]:
    if result.why is Why.TIE and result.outcome == StageOutcome.PENDING:
        yield Message("The chair's casting vote is awaited.")
    elif result.missing and not closed:
        yield Message("Still to speak: %(names)s.", names=_seat_names(seats[code] for code in result.missing))


_OUTCOMES = {
    StageOutcome.PASSED: Message("Passed."),
    StageOutcome.PASSED_WITH_CONDITIONS: Message("Passed with conditions."),
    StageOutcome.NOT_PASSED: Message("Not passed."),
    StageOutcome.ADJOURNED: Message("Adjourned."),
}
_REFERRED = {
    Why.VETO: Message("Referred up because of the veto."),
    Why.QUORUM: Message("Referred up because there is no quorum."),
    Why.TIE: Message("Referred up because of the tie."),
    Why.LIMIT: Message("Referred up because the legal time limit passed."),
    Why.SILENCE: Message("Referred up because of the silence."),
    Why.NO_SEATS: Message("Referred up because every seat with a vote is recused."),
    Why.NO_CHAIR: Message("Referred up because there is no chair to decide."),
    Why.CHAIR_UNDECIDED: Message("Referred up because the chair did not decide."),
}


def _outcome_sentence(result: Tally, *, closed: bool) -> Message:
    if result.outcome == StageOutcome.PENDING:
        return _pending_sentence(result, closed=closed)
    if result.outcome != StageOutcome.ESCALATED:
        return _OUTCOMES[result.outcome]
    return _REFERRED.get(result.why, Message("Referred up."))


def _pending_sentence(result: Tally, *, closed: bool) -> Message:
    if result.settled:
        return Message("Not closed yet, but nothing still to be said can change the outcome.")
    if not result.can_pass:
        return Message("Not decided yet; it can no longer pass.")
    if closed and result.why is Why.SILENCE:
        return Message("No decision can be taken before they speak.")
    return Message("Not decided yet.")


def _seat_names(seats: Iterable[TallySeat]) -> JoinedText:
    return JoinedText(*(seat.name for seat in seats), separator=", ")
