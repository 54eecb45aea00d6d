"""What of a procedure could never act: a rule's field, a window, a rank that would be published and stay words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from licensing.choices import Deemed, OnFail, OnLimit, RuleKind, SeatRole, Silence, Tie, Veto, VoteMeasure
from licensing.errors import Gap
from licensing.messages import Message
from licensing.policy.signoff.rules import TYING

Document = Mapping[str, Any]

# What silence may be taken for; for some seats it never is, and then the case is referred up. No set: a rule that was not read
# yet may hold a list in this place, and that has no hash.
TAKEN_AS_SAID = (Silence.NO_OBJECTION, Silence.ABSTAIN, Silence.OBJECTION)
# What a window is for, and what of an escalation means nothing without one.
_OF_A_WINDOW = ("by", "rank", "only_dissent")
# What of a seat concerns the position that it takes.
_OF_WHO_SPEAKS = ("needs_need", "depends_on")


def find_idle_rule_gaps(stage: Document, *, is_first: bool) -> Iterator[Gap]:
    """What of a stage's rule and seats could never act, and what it leaves unsaid."""
    rule: Document = stage["rule"]
    kind, tie = rule.get("kind"), rule.get("tie")
    if tie is not None and kind not in TYING:
        yield _idle("rule.tie", Message("Under this rule votes are never equal, so nothing breaks a tie."))
    elif tie == Tie.LOWER_STANDS and is_first:
        yield _idle("rule.tie", Message("There is no stage below whose decision could stand."))
    yield from _presence_gaps(rule)
    if rule.get("sitting_quorum") is not None and not stage.get("government"):
        yield _idle("rule.sitting_quorum", Message("Only a stage of the government is decided in a sitting."))
    yield from _idle_seat_gaps(stage)


def _idle_seat_gaps(stage: Document) -> Iterator[Gap]:
    for place, seat in enumerate(stage.get("seats", ())):
        if seat.get("weight", 1) != 1 and not _counts_weights(stage["rule"]):
            yield _idle(f"seats.{place}.weight", Message("Only a rule of weights counts a weight."))
        silent = not SeatRole(seat.get("role", SeatRole.DELIBERATIVE)).speaks
        for name in (one for one in _OF_WHO_SPEAKS if silent and seat.get(one)):
            words = Message("This seat takes no position, so nothing of it can wait or lapse.")
            yield _idle(f"seats.{place}.{name}", words)
    if "need_stated" in stage.get("entry_checks", ()) and not any(seat.get("needs_need") for seat in stage.get("seats", ())):
        words = Message("No seat of the stage waits for the statement of domestic need, so nobody is asked for it.")
        yield _idle("entry_checks", words)


def _counts_weights(rule: Document) -> bool:
    """Whether a weight changes anything; a rule that cannot be read is refused for that elsewhere."""
    if rule.get("kind") != RuleKind.TESTS:
        return rule.get("kind") == RuleKind.WEIGHTED
    rows = [*_list_rows(rule.get("tests")), *_list_rows(rule.get("quorum_tests"))]
    return any(row.get("measure") == VoteMeasure.WEIGHT for row in rows)


def _list_rows(rows: Any) -> list[Document]:
    return [row for row in rows if isinstance(row, Mapping)] if isinstance(rows, list) else []


def _presence_gaps(rule: Document) -> Iterator[Gap]:
    deems = rule.get("silence") in TAKEN_AS_SAID
    if rule.get("quorum") is not None and deems and "quorum_of_spoken" not in rule:
        yield Gap(
            "presence_unsaid",
            "rule.quorum_of_spoken",
            Message("Say whether a seat counts as present whose silence is taken for a position."),
        )
    if rule.get("quorum_of_spoken") and not (rule.get("quorum") is not None and deems):
        yield _idle(
            "rule.quorum_of_spoken", Message("Without a quorum, or where silence is taken for nothing, this changes nothing.")
        )


def find_idle_escalation_gaps(stage: Document, *, is_last: bool) -> Iterator[Gap]:
    """What of a stage's escalation could never act; `is_last`: it ends with the government's decision, never by a window."""
    escalation: Document = stage.get("escalation", {})
    triggers = set(escalation.get("triggers", ()))
    yield from _idle_appeal_gaps(stage, escalation, appeals="appeal" in triggers)
    if is_last:
        yield from _last_stage_gaps(escalation, triggers)
        return
    if "within" not in escalation:
        unused = [name for name in _OF_A_WINDOW if escalation.get(name)]
        if triggers and escalation.get("default", "stands") == "stands":
            unused.append("triggers")
        for name in unused:
            yield _idle(f"escalation.{name}", Message("Without a time to refer the case up, nobody can do so."))
    yield from _dissent_gaps(stage, escalation)
    if "tie" in triggers and stage["rule"].get("kind") not in TYING:
        yield _idle("escalation.triggers", Message("Under this rule votes are never equal, so no tie refers a case up."))
    if "veto" in triggers and all(seat.get("veto", Veto.NONE) == Veto.NONE for seat in stage.get("seats", ())):
        yield _idle("escalation.triggers", Message("No seat of the stage holds a veto."))


def _idle_appeal_gaps(stage: Document, escalation: Document, *, appeals: bool) -> Iterator[Gap]:
    if appeals and stage.get("on_fail") == OnFail.ESCALATE:
        yield _idle("on_fail", Message("Where a refusal is appealed against, only the applicant takes the case further."))
    if escalation.get("same_persons") and not appeals:
        yield _idle("escalation.same_persons", Message("It speaks of appeals, and nobody can appeal against this stage."))


def _dissent_gaps(stage: Document, escalation: Document) -> Iterator[Gap]:
    """Only those who dissented: of the bodies that are named, and each of them must be able to dissent."""
    named = escalation.get("by", ())
    if not escalation.get("only_dissent") or "within" not in escalation:
        return
    if not named:
        yield _idle("escalation.only_dissent", Message("Where no body is named, the time is for those who dissented anyway."))
    speaking = {seat["body"] for seat in stage.get("seats", ()) if SeatRole(seat.get("role", SeatRole.DELIBERATIVE)).speaks}
    for body in named:
        if body not in speaking:
            yield _idle(
                "escalation.by", Message("“%(body)s” has no voice in the stage, so it cannot have dissented.", body=body)
            )


def _last_stage_gaps(escalation: Document, triggers: set[str]) -> Iterator[Gap]:
    """The last stage stays open until the decision: only an appeal opens a time after it."""
    appeals = "appeal" in triggers
    idle = [name for name in (*_OF_A_WINDOW, "above") if escalation.get(name)]
    if "within" in escalation and not appeals:
        idle.append("within")
    if triggers - {"appeal"}:
        idle.append("triggers")
    if escalation.get("default", "stands") != "stands":
        idle.append("default")
    for name in idle:
        yield _idle(
            f"escalation.{name}",
            Message("The last stage of the government ends with the decision, and only an appeal can follow it."),
        )


def find_limit_gaps(procedure: Document, last: Sequence[bool]) -> Iterator[Gap]:
    """What of the consequence of the legal limit could never act, or would act where nobody's silence may count.

    `last` says of each stage whether it ends with the government's decision alone.
    """
    on_limit, stages = procedure.get("on_limit", OnLimit.ALERT), procedure["stages"]
    below = [number for number, is_last in enumerate(last) if not is_last]
    if on_limit == OnLimit.REFER_UP:
        if not below:
            yield _idle("on_limit", Message("There is no stage below the government's decision that could be referred up."))
        for number in below:
            if "to" not in stages[number].get("escalation", {}):
                yield Gap(
                    "escalation_missing",
                    f"stages.{number}.escalation",
                    Message("The legal limit refers the stage up, but the stage does not say to which one."),
                )
    deems = [number for number, stage in enumerate(stages) if stage.get("deemed")]
    if on_limit == OnLimit.DEEMED and not deems:
        yield Gap("deemed_missing", "on_limit", Message("No stage says what its outcome is deemed to be at the legal limit."))
    for number in deems:
        if on_limit != OnLimit.DEEMED:
            yield _idle(f"stages.{number}.deemed", Message("Nothing is deemed unless “on_limit” of the procedure is “deemed”."))
        yield from _deemed_gaps(f"stages.{number}.deemed", stages[number])


def _deemed_gaps(path: str, stage: Document) -> Iterator[Gap]:
    if stage.get("government"):
        yield Gap(
            "deemed_government", path, Message("The government's word is never deemed: somebody decides and signs for it.")
        )
    for seat in stage.get("seats", ()):
        if seat.get("explicit"):
            words = Message(
                "Silence never counts for “%(body)s”, so the outcome of its stage is not deemed.", body=seat["body"]
            )
            yield Gap("deemed_over_explicit", path, words)
        elif seat.get("needs_need") and stage["deemed"] == Deemed.APPROVE:
            words = Message("“%(body)s” speaks on domestic need, so no silence is taken for its approval.", body=seat["body"])
            yield Gap("deemed_over_need", path, words)


def _idle(path: str, message: Message) -> Gap:
    return Gap("idle", path, message)
