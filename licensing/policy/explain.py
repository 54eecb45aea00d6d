"""A tally in clear sentences, with its arithmetic, in English and in Ukrainian."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal

from licensing.choices import Abstention, PositionChoice, RuleKind, StageOutcome, Tie
from licensing.policy.ballot import FOR, Numbers, Tally, TallySeat, Why
from licensing.policy.exact import plain
from licensing.policy.rules import Rule
from licensing.policy.wording import NOTHING, Text, joined, plural_en, plural_uk


def explain(rule: Rule, seats: Sequence[TallySeat], result: Tally, *, closed: bool, lower: StageOutcome | None = None) -> Text:
    """Why the round came to this: votes, quorum, silence, what overrode them, and the outcome."""
    return joined(*_sentences(rule, {seat.code: seat for seat in seats}, result, closed=closed, lower=lower))


def _sentences(
    rule: Rule, seats: Mapping[str, TallySeat], result: Tally, *, closed: bool, lower: StageOutcome | None
) -> Iterator[Text]:
    numbers = result.numbers
    if numbers.seats:
        yield _votes(rule, numbers)
        yield from _uncounted(rule, numbers)
        yield from _quorum(numbers, waiting=result.why is Why.WAITING)
    else:
        yield Text("Nobody votes here; the resolution decides.", "Тут ніхто не голосує: справу вирішує рішення уряду.")
    yield from _recused(seats.values())
    yield from _silence(rule, seats, result)
    yield from _overriding(seats, result)
    if result.why is Why.TIE:
        yield from _tie(rule, result, lower)
    yield from _waiting(seats, result, closed=closed)
    yield _outcome(result, closed=closed)


def _votes(rule: Rule, numbers: Numbers) -> Text:
    for_, against, cast, base = numbers.votes_for, numbers.votes_against, numbers.cast, _plain(numbers.base)
    needed = _plain(numbers.needed)
    match rule.kind:
        case RuleKind.UNANIMITY:
            return _unanimity(numbers)
        case RuleKind.CONSENSUS:
            return Text(
                f"{for_} for, {against} against; a single objection stops a consensus.",
                f"За — {for_}, проти — {against}; консенсус зупиняє навіть одне заперечення.",
            )
        case RuleKind.MAJORITY_CAST:
            return Text(
                f"{for_} for, {against} against of {cast} cast; more than half ({needed}) is needed.",
                f"За — {for_}, проти — {against}, усього подано голосів: {cast}; потрібно більше половини ({needed}).",
            )
        case RuleKind.MAJORITY_SEATS:
            return Text(
                f"{for_} for, {against} against of {_seats_en(numbers.base)}; more than half ({needed}) is needed.",
                f"За — {for_}, проти — {against}, усього місць: {base}; потрібно більше половини ({needed}).",
            )
        case RuleKind.QUALIFIED:
            return _qualified(rule, numbers)
        case RuleKind.K_OF_N:
            return Text(
                f"{for_} for, {against} against of {_seats_en(numbers.base)}; {needed} for are needed.",
                f"За — {for_}, проти — {against}, усього місць: {base}; голосів за потрібно щонайменше {needed}.",
            )
        case RuleKind.WEIGHTED:
            weight, other = _plain(numbers.weight_for), _plain(numbers.weight_against)
            return Text(
                f"A weight of {weight} for, {other} against, of {base} in all; {needed} is needed.",
                f"Вага голосів за — {weight}, проти — {other}, загальна вага — {base}; потрібно щонайменше {needed}.",
            )
    return Text(
        f"{for_} for, {against} against; the chair decides after hearing all.",
        f"За — {for_}, проти — {against}; вирішує голова, вислухавши всіх.",
    )


def _unanimity(numbers: Numbers) -> Text:
    base, needed = _plain(numbers.base), _plain(numbers.needed)
    votes = Text(
        f"{numbers.votes_for} for, {numbers.votes_against} against",
        f"За — {numbers.votes_for}, проти — {numbers.votes_against}",
    )
    if numbers.needed == numbers.base:
        return Text(
            f"{votes.en}; {_seats_en(numbers.base)} must agree.",
            f"{votes.uk}; потрібна згода всіх, чия згода обов'язкова ({base}).",
        )
    return Text(
        f"{votes.en}; {needed} of {_seats_en(numbers.base)} must agree, since the rest take no side.",
        f"{votes.uk}; потрібна згода: {needed} із {base}, бо решта не висловилася ні за, ні проти.",
    )


def _qualified(rule: Rule, numbers: Numbers) -> Text:
    share, base, needed = f"{rule.numerator}/{rule.denominator}", _plain(numbers.base), _plain(numbers.needed)
    for_, against = numbers.votes_for, numbers.votes_against
    if rule.of_seats:
        return Text(
            f"{for_} for, {against} against of {_seats_en(numbers.base)}; at least {share} ({needed}) is needed.",
            f"За — {for_}, проти — {against}, усього місць: {base}; потрібно щонайменше {share} ({needed}).",
        )
    return Text(
        f"{for_} for, {against} against of {base} cast; at least {share} ({needed}) is needed.",
        f"За — {for_}, проти — {against}, усього подано голосів: {base}; потрібно щонайменше {share} ({needed}).",
    )


_ABSTENTION = {
    Abstention.IGNORED: Text("present but not counted", "враховано лише для кворуму"),
    Abstention.AGAINST: Text("counted against", "зараховано як голоси проти"),
    Abstention.ABSENT: Text("counted as not present", "вважаються відсутніми"),
}


def _uncounted(rule: Rule, numbers: Numbers) -> Iterator[Text]:
    if numbers.abstentions:
        how = _ABSTENTION[rule.abstention]
        yield Text(f"Abstained: {numbers.abstentions} ({how.en}).", f"Утрималися: {numbers.abstentions} ({how.uk}).")
    if numbers.no_views:
        yield Text(
            f"Not within their remit: {numbers.no_views}.",
            f"Питання поза їхньою компетенцією: {numbers.no_views}.",
        )
    if numbers.adjourns:
        yield Text(f"Asked to adjourn: {numbers.adjourns}.", f"Просять відкласти розгляд: {numbers.adjourns}.")


def _quorum(numbers: Numbers, *, waiting: bool) -> Iterator[Text]:
    needed, base, present = numbers.quorum_needed, numbers.quorum_base, numbers.quorum_present
    if needed is None:
        return
    if numbers.has_quorum:
        yield Text(
            f"The quorum of {needed} out of {base} is met: {present} present.",
            f"Кворум ({needed} із {base}) є: присутніх — {present}.",
        )
    else:
        yet = Text(" yet", " ще") if waiting else NOTHING
        yield Text(
            f"The quorum of {needed} out of {base} is not met{yet.en}: {present} present.",
            f"Кворуму ({needed} із {base}){yet.uk} немає: присутніх — {present}.",
        )


def _recused(seats: Iterable[TallySeat]) -> Iterator[Text]:
    recused = [seat for seat in seats if seat.recused]
    if recused:
        names = _names(recused)
        yield Text(f"Recused and left out: {names.en}.", f"Відведено, до розгляду не залучено: {names.uk}.")


_TAKEN_FOR = {
    PositionChoice.APPROVE: Text("no objection", "відсутність заперечень"),
    PositionChoice.ABSTAIN: Text("an abstention", "утримання від голосування"),
    PositionChoice.OBJECT: Text("an objection", "заперечення"),
}


def _silence(rule: Rule, seats: Mapping[str, TallySeat], result: Tally) -> Iterator[Text]:
    if result.deemed:
        how, count = _TAKEN_FOR[result.deemed[0][1]], len(result.deemed)
        names = _names(seats[code] for code, _ in result.deemed)
        yield Text(
            f"{plural_en(count, 'silent seat is', 'silent seats are')} taken as {how.en}: {names.en}.",
            f"Мовчання {plural_uk(count, 'місця', 'місць', 'місць')} зараховано як {how.uk}: {names.uk}.",
        )
    if result.why is Why.SILENCE:
        names = _names(seats[code] for code in result.missing)
        yield Text(
            f"Still silent at the end, and silence does not count for them: {names.en}.",
            f"До кінця строку не висловилися, а мовчання їм не зараховується: {names.uk}.",
        )


def _overriding(seats: Mapping[str, TallySeat], result: Tally) -> Iterator[Text]:
    if result.absolute:
        titles = "; ".join(result.absolute)
        yield Text(
            f"An absolute criterion is met, and no vote can override it: {titles}.",
            f"Виконується абсолютний критерій, який не можна переважити голосами: {titles}.",
        )
    for code in result.vetoes:
        seat = seats[code]
        yield Text(f"{seat.title.en} objects and holds a veto.", f"{seat.title.uk}: заперечення з правом вето.")


def _tie(rule: Rule, result: Tally, lower: StageOutcome | None) -> Iterator[Text]:
    casting = result.numbers.casting
    if rule.tie == Tie.LOWER_STANDS and lower is None:
        yield Text(
            "The votes are equal, and there is no decision of a stage below that could stand.",
            "Голоси розділилися порівну, а рішення попереднього етапу, яке лишилося б чинним, немає.",
        )
    elif rule.tie == Tie.LOWER_STANDS:
        yield Text(
            "The votes are equal, so the decision of the stage below stands.",
            "Голоси розділилися порівну, тож чинним лишається рішення попереднього етапу.",
        )
    elif casting is None or rule.tie != Tie.CHAIR:
        yield Text("The votes are equal.", "Голоси розділилися порівну.")
        if result.missing and result.outcome != StageOutcome.PENDING:
            yield Text("The chair gave no casting vote in time.", "Голова вчасно не віддав вирішального голосу.")
    else:
        side = Text("for", "за") if casting in FOR else Text("against", "проти")
        yield Text(
            f"The votes are equal; the chair's casting vote is {side.en}.",
            f"Голоси розділилися порівну; вирішальний голос голови — {side.uk}.",
        )


def _waiting(seats: Mapping[str, TallySeat], result: Tally, *, closed: bool) -> Iterator[Text]:
    if result.why is Why.TIE and result.outcome == StageOutcome.PENDING:
        yield Text("The chair's casting vote is awaited.", "Очікується вирішальний голос голови.")
    elif result.missing and not closed:
        names = _names(seats[code] for code in result.missing)
        yield Text(f"Still to speak: {names.en}.", f"Ще мають висловитися: {names.uk}.")


_OUTCOMES = {
    StageOutcome.PASSED: Text("Passed.", "Рішення: погоджено."),
    StageOutcome.PASSED_WITH_CONDITIONS: Text("Passed with conditions.", "Рішення: погоджено з умовами."),
    StageOutcome.NOT_PASSED: Text("Not passed.", "Рішення: не погоджено."),
    StageOutcome.ADJOURNED: Text("Adjourned.", "Рішення: розгляд відкладено."),
}
_REFERRED = {
    Why.VETO: Text(" because of the veto", " через вето"),
    Why.QUORUM: Text(" because there is no quorum", " через відсутність кворуму"),
    Why.TIE: Text(" because of the tie", " через рівність голосів"),
    Why.SILENCE: Text(" because of the silence", " через мовчання"),
    Why.NO_SEATS: Text(" because every seat with a vote is recused", ", бо всі місця з правом голосу відведено"),
    Why.NO_CHAIR: Text(" because there is no chair to decide", ", бо немає голови, який міг би вирішити"),
    Why.CHAIR_UNDECIDED: Text(" because the chair did not decide", ", бо голова не ухвалив рішення"),
}


def _outcome(result: Tally, *, closed: bool) -> Text:
    if result.outcome == StageOutcome.PENDING:
        return _pending(result, closed=closed)
    if result.outcome != StageOutcome.ESCALATED:
        return _OUTCOMES[result.outcome]
    reason = _REFERRED.get(result.why, NOTHING)
    return Text(f"Referred up{reason.en}.", f"Рішення: передано на вищий рівень{reason.uk}.")


def _pending(result: Tally, *, closed: bool) -> Text:
    if result.settled:
        return Text(
            "Not closed yet, but nothing still to be said can change the outcome.",
            "Розгляд ще триває, але подальші висловлювання вже не змінять результату.",
        )
    if not result.can_pass:
        return Text("Not decided yet; it can no longer pass.", "Рішення ще немає; погодження вже неможливе.")
    if closed and result.why is Why.SILENCE:
        return Text("No decision can be taken before they speak.", "Без їхньої позиції рішення ухвалити не можна.")
    return Text("Not decided yet.", "Рішення ще немає.")


def _names(seats: Iterable[TallySeat]) -> Text:
    titles = [seat.title for seat in seats]
    return Text(", ".join(title.en for title in titles), ", ".join(title.uk for title in titles))


def _seats_en(number: Decimal) -> str:
    return plural_en(int(number), "seat", "seats")


def _plain(number: Decimal | None) -> str:
    return "" if number is None else plain(number)
