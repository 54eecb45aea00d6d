"""A procedure as it is written down, and everything that would keep it from working."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from licensing.choices import OnFail, Roll, RuleKind, SeatRole, Silence, TermUnit, Tie, Veto
from licensing.errors import Gap, ProcedureInvalid
from licensing.messages import Message
from licensing.policy import shapes
from licensing.policy.assessment.requirements import find_requirement_gaps
from licensing.policy.exact import find_inexact_numbers
from licensing.policy.requests.changes.reliance import does_name_number, find_idle_name, find_unreached_path
from licensing.policy.shapes import build_validator
from licensing.policy.signoff.procedures.idleness import (
    TAKEN_AS_SAID,
    find_idle_escalation_gaps,
    find_idle_rule_gaps,
    find_limit_gaps,
)
from licensing.policy.signoff.procedures.satisfiability import check_satisfiable
from licensing.policy.signoff.procedures.schema import SCHEMA
from licensing.policy.signoff.rules import TYING, Rule
from licensing.policy.signoff.tally_types import TallySeat

_VALIDATOR = build_validator(SCHEMA)
_TOO_LARGE = Message("This number is too large to be kept exactly.")

# Without bodies that are named, a window is for those who objected; these come although nobody did.
_WITHOUT_DISSENT = frozenset({"deadline", "threshold"})

Document = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class KnownNames:
    """What a procedure may name besides the fields of a request: bodies and calendars that exist."""

    bodies: Collection[str]
    calendars: Collection[str]


def find_procedure_gaps(procedure: Any, known: KnownNames) -> list[Gap]:
    """Everything that would keep a procedure from working, each with its place."""
    # What follows reads fields without asking whether they are there, so the shape is checked first and alone.
    if found := find_shape_gaps(procedure):
        return found
    return [
        *_procedure_gaps(procedure, known),
        *(gap for number in range(len(procedure["stages"])) for gap in _rule_gaps(number, procedure["stages"])),
    ]


def find_shape_gaps(procedure: Any) -> list[Gap]:
    """What of a procedure is not written as a procedure is, or could be in no digest."""
    if found := shapes.find_gaps(_VALIDATOR, procedure):
        return found
    # The shape leaves the rule of a stage open, and a draft keeps one that cannot work yet: but what no digest takes would keep
    # every page of the draft from being made.
    return [Gap("too_large", path, _TOO_LARGE) for path in find_inexact_numbers(procedure)]


def _procedure_gaps(procedure: Document, known: KnownNames) -> Iterator[Gap]:
    stages: list[Document] = procedure["stages"]
    if procedure["calendar"] not in known.calendars:
        name = procedure["calendar"]
        yield Gap("unknown_calendar", "calendar", Message("There is no calendar “%(name)s”.", name=name))
    yield from _time_gaps(procedure)
    yield from _materiality_gaps(procedure)
    for number, stage in enumerate(stages):
        yield from _stage_gaps(number, stage, stages, known)
    yield from find_limit_gaps(procedure, [_is_last(number, stages) for number in range(len(stages))])
    yield from _order_gaps(stages)


def _time_gaps(procedure: Document) -> Iterator[Gap]:
    """No part may take longer than the whole; an appeal comes after it, in time of its own."""
    yield from _roll_gaps(procedure)
    cap, term = procedure.get("cap_days"), _days(procedure["term"])
    if cap is not None and cap < term:
        yield Gap("cap_below_term", "cap_days", Message("The hard maximum is shorter than the time limit."))
    stages: list[Document] = procedure["stages"]
    escalations = [stage.get("escalation", {}) for stage in stages]
    on_appeal = {one.get("to") for one in escalations if "appeal" in one.get("triggers", ())}
    for number, stage in enumerate(stages):
        if stage["code"] not in on_appeal and _days(stage["deadline"]) > (term if cap is None else cap):
            yield Gap(
                "deadline_beyond_limit",
                f"stages.{number}.deadline",
                Message("The stage may take longer than the whole procedure."),
            )


def _roll_gaps(procedure: Document) -> Iterator[Gap]:
    """A term of working days always ends on one, so nothing can move it."""
    terms = {"term": procedure["term"], "completeness": procedure.get("completeness", {})}
    for number, stage in enumerate(procedure["stages"]):
        terms[f"stages.{number}.deadline"] = stage["deadline"]
        terms[f"stages.{number}.escalation.within"] = stage.get("escalation", {}).get("within", {})
    for path, term in terms.items():
        if term.get("roll", Roll.NONE) != Roll.NONE and term.get("unit") == TermUnit.WORKING:
            yield Gap("idle", f"{path}.roll", Message("A term of working days ends on one, and is never moved."))


def _days(term: Document) -> Fraction:
    """How many calendar days a term takes, five working days counted as a week."""
    working = term.get("unit", TermUnit.CALENDAR) == TermUnit.WORKING
    return Fraction(term["amount"]) * (Fraction(7, 5) if working else 1)


def _materiality_gaps(procedure: Document) -> Iterator[Gap]:
    """A threshold names what a request has, says one thing about it, and makes somebody look again."""
    relied_on = list_reliances(procedure["stages"])
    for number, threshold in enumerate(procedure.get("thresholds", ())):
        here, pattern = f"thresholds.{number}", threshold["pattern"]
        if idle := find_idle_name(pattern):
            yield _unknown_field_gap(f"{here}.pattern", idle)
        elif unreached := find_unreached_path(pattern, relied_on):
            yield Gap(
                "threshold_reaches_nobody",
                f"{here}.pattern",
                Message("No voting seat depends on “%(field)s”, so a change of it would be asked of nobody.", field=unreached),
            )
        if "more_than_percent" in threshold and not does_name_number(pattern):
            yield Gap(
                "idle", f"{here}.more_than_percent", Message("No number stands there of which a percentage could be taken.")
            )
        if "direction" in threshold and "more_than_percent" not in threshold:
            yield Gap("idle", f"{here}.direction", Message("A direction goes with a percentage."))
        if "beyond" in threshold and "more_than_percent" in threshold:
            yield Gap("idle", f"{here}.beyond", Message("A text has no percentage, and a number no typo: choose one of them."))


def list_reliances(stages: Sequence[Document]) -> list[list[str]]:
    """What each seat of the ministries depends on; where no ministry votes, each of the government's.

    The government comes last, so what only its seat depends on was looked at by nobody who advised it.
    """
    voting = [
        (stage.get("government", False), seat.get("depends_on") or ["*"])
        for stage in stages
        for seat in stage.get("seats", ())
        if SeatRole(seat.get("role", SeatRole.DELIBERATIVE)).votes
    ]
    return [fields for government, fields in voting if not government] or [fields for _government, fields in voting]


def _unknown_field_gap(path: str, field: str) -> Gap:
    return Gap("unknown_field", path, Message("A request has no field “%(field)s”.", field=field))


def _stage_gaps(number: int, stage: Document, stages: Sequence[Document], known: KnownNames) -> Iterator[Gap]:
    here = f"stages.{number}"
    if any(other["code"] == stage["code"] for other in stages[:number]):
        name = stage["code"]
        yield Gap("stage_twice", f"{here}.code", Message("The stage “%(name)s” stands twice.", name=name))
    for place, seat in enumerate(stage.get("seats", ())):
        if seat["body"] not in known.bodies:
            name = seat["body"]
            yield Gap(
                "unknown_body",
                f"{here}.seats.{place}.body",
                Message("The seat has no body: there is no “%(name)s”.", name=name),
            )
        for field in seat.get("depends_on", ()):
            if idle := find_idle_name(field):
                yield _unknown_field_gap(f"{here}.seats.{place}.depends_on", idle)
    yield from _escalation_gaps(here, number, stage, stages, known)
    unable = [
        *find_idle_rule_gaps(stage, is_first=number == 0),
        *find_idle_escalation_gaps(stage, is_last=_is_last(number, stages)),
        *find_requirement_gaps(stage, known.bodies),
    ]
    yield from (replace(gap, path=f"{here}.{gap.path}") for gap in unable)


def _is_last(number: int, stages: Sequence[Document]) -> bool:
    """Whether the decision follows a stage: the government's, with none after it but those a case is referred to."""
    later = stages[number + 1 :]
    return bool(stages[number].get("government")) and all(one.get("only_when_referred") for one in later)


def _threshold_gaps(here: str, escalation: Document) -> Iterator[Gap]:
    if ("threshold" in escalation.get("triggers", ())) != ("above" in escalation):
        yield Gap(
            "threshold_incomplete",
            f"{here}.escalation.above",
            Message("A threshold needs both the trigger “threshold” and the amount in euros above which it comes."),
        )


def _appeal_gaps(here: str, stage: Document, stages: Sequence[Document]) -> Iterator[Gap]:
    """An appeal is against the government's refusal, within a stated time, and to the government again."""
    escalation = stage.get("escalation", {})
    if "appeal" not in escalation.get("triggers", ()):
        return
    if "within" not in escalation:
        yield Gap(
            "appeal_without_time",
            f"{here}.escalation.within",
            Message("Say within what time a refusal can be appealed against."),
        )
    above = [one for one in stages if one["code"] == escalation.get("to")]
    if not stage.get("government") or not all(one.get("government") for one in above):
        yield Gap(
            "appeal_not_to_government",
            f"{here}.escalation.triggers",
            Message("An appeal is against the government's refusal, and goes to another stage of the government."),
        )


def _window_gaps(here: str, escalation: Document) -> Iterator[Gap]:
    """A default of refusal waits for a window to pass unused, and a window is for somebody."""
    if escalation.get("default") == "refuse" and "within" not in escalation:
        yield Gap(
            "refusal_without_window",
            f"{here}.escalation.within",
            Message("A refusal by default needs the time within which the case could have been referred up."),
        )
    triggers = set(escalation.get("triggers", ()))
    if "within" in escalation and not escalation.get("by") and triggers and triggers <= _WITHOUT_DISSENT:
        yield Gap(
            "window_for_nobody",
            f"{here}.escalation.by",
            Message("Say which bodies may refer the case up: nobody need have objected when this time begins."),
        )


def _escalation_gaps(here: str, number: int, stage: Document, stages: Sequence[Document], known: KnownNames) -> Iterator[Gap]:
    escalation = stage.get("escalation", {})
    for name in escalation.get("by", ()):
        if name not in known.bodies:
            yield Gap("unknown_body", f"{here}.escalation.by", Message("There is no body “%(name)s”.", name=name))
    yield from _threshold_gaps(here, escalation)
    yield from _appeal_gaps(here, stage, stages)
    yield from _window_gaps(here, escalation)
    target = escalation.get("to")
    if target is None:
        if why := "escalation" if escalation else _referral_field(stage):
            yield Gap(
                "escalation_missing",
                f"{here}.escalation",
                Message("The stage refers cases up (%(why)s), but does not say to which stage.", why=why),
            )
        return
    if target not in {other["code"] for other in stages}:
        yield Gap(
            "escalation_unknown", f"{here}.escalation.to", Message("There is no stage “%(target)s” to refer to.", target=target)
        )
    elif target not in {other["code"] for other in stages[number + 1 :]}:
        yield Gap(
            "escalation_backwards",
            f"{here}.escalation.to",
            Message("A case is referred up to a later stage, not to the same or an earlier one."),
        )


def _referral_field(stage: Document) -> str:
    """The field because of which a stage needs somewhere to refer to."""
    rule = stage["rule"]
    if stage.get("on_fail") == OnFail.ESCALATE:
        return "on_fail"
    if rule.get("tie") == Tie.ESCALATE and rule.get("kind") in TYING:
        return "tie"
    if rule.get("silence") == Silence.ESCALATE:
        return "silence"
    if any(seat.get("veto") == Veto.SUSPENSIVE for seat in stage.get("seats", ())):
        return "veto"
    # Above the government there need be nobody: its round waits until it has its quorum and its explicit seats.
    return "" if stage.get("government") else _blocking_field(stage)


def _blocking_field(stage: Document) -> str:
    """What can keep a stage from coming to any outcome of its own although all has been said that will be."""
    rule = stage["rule"]
    if rule.get("quorum") is not None or rule.get("quorum_tests"):
        return "quorum"
    # A seat that waits for an assessment is never deemed to have spoken, as one whose silence never counts.
    waits = bool(stage.get("assessments")) or any(seat.get("explicit") for seat in stage.get("seats", ()))
    speaks_itself = rule.get("kind") == RuleKind.SINGLE or waits
    return "silence" if speaks_itself and rule.get("silence") in TAKEN_AS_SAID else ""


def _order_gaps(stages: Sequence[Document]) -> Iterator[Gap]:
    ordinary = [number for number, stage in enumerate(stages) if not stage.get("only_when_referred")]
    if not ordinary or not stages[ordinary[-1]].get("government"):
        yield Gap("no_government_stage", "stages", Message("The last stage that every case reaches must be the government's."))
    first = next((number for number, stage in enumerate(stages) if stage.get("government")), len(stages))
    for number, stage in enumerate(stages[first:], first):
        if not stage.get("government"):
            yield Gap(
                "ministries_after_government",
                f"stages.{number}",
                Message("A stage of the ministries cannot follow the government's."),
            )
    referred_to = {stage.get("escalation", {}).get("to") for stage in stages}
    for number, stage in enumerate(stages):
        if stage.get("only_when_referred") and stage["code"] not in referred_to:
            yield Gap("unreachable", f"stages.{number}", Message("No stage refers a case to this one."))


def _rule_gaps(number: int, stages: Sequence[Document]) -> list[Gap]:
    """What is wrong with a stage's rule. The government may decide by its resolution alone, without voting seats."""
    here, stage = f"stages.{number}", stages[number]
    seats = _tally_seats(stage.get("seats", ()))
    try:
        rule = Rule.parse(stage["rule"])
    except ProcedureInvalid as refusal:
        return [replace(gap, path=f"{here}.rule.{gap.path}") for gap in refusal.gaps]
    by_resolution = _is_last(number, stages) and not any(seat.votes for seat in seats)
    return [
        replace(gap, path=f"{here}.{gap.path}" if gap.path.startswith("seats") else f"{here}.rule.{gap.path}")
        for gap in check_satisfiable(rule, seats)
        if not (by_resolution and gap.code in ("no_voting_seat", "no_chair", "no_chair_for_tie"))
    ]


def _tally_seats(seats: Sequence[Document]) -> list[TallySeat]:
    """The seats of a stage as the tally reads them."""
    return [
        TallySeat(
            code=seat["body"],
            name=seat["body"],
            role=SeatRole(seat.get("role", SeatRole.DELIBERATIVE)),
            weight=seat.get("weight", 1),
            veto=Veto(seat.get("veto", Veto.NONE)),
            mandatory=seat.get("mandatory", False),
            explicit=seat.get("explicit", False),
            chair=seat.get("chair", False),
        )
        for seat in seats
    ]
