"""What a change of governed data would do to cases: their outcomes before and after it, compared, counted and worded."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext_noop

from licensing.choices import ClockKind, DeadlineKind, TrialLook
from licensing.errors import Gap
from licensing.messages import Message, Text, TranslatedText
from licensing.policy.reference.texts import Texts
from licensing.policy.signoff.routing import FiredRow

# The one entry of the look at routing: procedure, its version, further seats, flags.
WAY = "way"
# How many changed cases a trial keeps by name when it is stored; all of them are counted.
MOST_KEPT = 300

Looks = Mapping[TrialLook, Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the acts would do to one case under one state of the governed lists, in plain values by look and subject."""

    looks: Looks
    # The rows that say so; they explain a difference of the way and are none by themselves.
    fired: tuple[FiredRow, ...] = ()


@dataclass(frozen=True, slots=True)
class DecidingRow:
    """A row of the decision table that decides about a case, and why, in every language."""

    code: str
    because: Texts


@dataclass(frozen=True, slots=True)
class Shift:
    """One thing that would be otherwise. None is: not at all."""

    look: TrialLook
    what: str
    before: Any
    after: Any

    @property
    def is_of_a_stage(self) -> bool:
        """Whether it concerns a stage of a procedure, and not what a seat has said in one."""
        return self.look == TrialLook.ASKED and self.what.partition(":")[0] in _OF_STAGES


@dataclass(frozen=True, slots=True)
class ChangedCase:
    """A case that the change would treat otherwise, with the rows that decide about its way before and after."""

    case: str
    reference: str
    is_open: bool
    shifts: tuple[Shift, ...]
    rows: tuple[tuple[DecidingRow, ...], tuple[DecidingRow, ...]] = ((), ())

    def has(self, look: TrialLook) -> bool:
        """Whether anything of this look would be otherwise."""
        return any(one.look == look for one in self.shifts)

    @property
    def loses_its_procedure(self) -> bool:
        """Whether a procedure covers it now and none would afterwards."""
        return any(
            one.what == WAY and one.before["procedure"] and not one.after["procedure"]
            for one in self.shifts
            if one.look == TrialLook.ROUTED
        )


@dataclass(frozen=True, slots=True)
class Extent:
    """How many cases were tried of how many there are, open and past."""

    open_tried: int
    open_known: int
    past_tried: int
    past_known: int


@dataclass(frozen=True, slots=True)
class Trial:
    """What a change of governed data would do. `on` is the day by whose lists the cases are treated.

    `names` are what people call the codes in it, kept with it because lists change. `counts` are the changed cases, open and
    past, by look; `cases` may be fewer where the trial was stored.
    """

    on: date
    extent: Extent
    cases: tuple[ChangedCase, ...]
    names: Mapping[str, Texts] = field(default_factory=dict)
    counts: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    changed: tuple[int, int] = (0, 0)

    @classmethod
    def build(cls, on: date, extent: Extent, cases: Sequence[ChangedCase], names: Mapping[str, Texts]) -> Trial:
        """A trial with its counts, the open cases before the past ones."""
        ordered = tuple(sorted(cases, key=lambda one: (not one.is_open, one.reference)))
        counts = {look.value: _count_by_state(one for one in ordered if one.has(look)) for look in TrialLook}
        return cls(on, extent, ordered, names, counts, _count_by_state(ordered))

    def count(self, look: TrialLook) -> int:
        """How many cases, open and past, would be treated otherwise in this."""
        return sum(self.counts.get(look.value, (0, 0)))

    def find_gaps(self) -> list[Gap]:
        """Why such a change may not be sent: an open case would have no procedure."""
        return [
            Gap(
                "uncovered",
                one.reference,
                Message("The open case %(case)s would have no procedure.", case=one.reference),
            )
            for one in self.cases
            if one.is_open and one.loses_its_procedure
        ]

    def as_data(self) -> dict[str, Any]:
        """The trial as JSON, to be kept with what was tried."""
        return {
            "on": self.on.isoformat(),
            "extent": [self.extent.open_tried, self.extent.open_known, self.extent.past_tried, self.extent.past_known],
            "changed": list(self.changed),
            "counts": {look: list(counts) for look, counts in self.counts.items()},
            "names": {code: dict(texts) for code, texts in self.names.items()},
            "cases": [_case_data(one) for one in self.cases[:MOST_KEPT]],
        }

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Trial:
        """A trial as it was kept."""
        return cls(
            on=date.fromisoformat(data["on"]),
            extent=Extent(*data["extent"]),
            cases=tuple(_read_case(one) for one in data["cases"]),
            names=data["names"],
            counts={look: (counts[0], counts[1]) for look, counts in data["counts"].items()},
            changed=(data["changed"][0], data["changed"][1]),
        )


def compare_outcomes(before: Outcome, after: Outcome) -> tuple[Shift, ...]:
    """Everything that is otherwise in the second outcome, look by look.

    Where the procedure itself is another, its stages are not told one by one.
    """
    found = [
        Shift(look, what, old.get(what), new.get(what))
        for look in TrialLook
        for old, new in [(before.looks.get(look, {}), after.looks.get(look, {}))]
        for what in sorted(old.keys() | new.keys())
        if old.get(what) != new.get(what)
    ]
    replaced = any(one.what == WAY and one.before["procedure"] != one.after["procedure"] for one in found)
    return tuple(one for one in found if not (replaced and one.is_of_a_stage))


def list_codes(cases: Iterable[ChangedCase]) -> set[str]:
    """The codes of procedures, bodies, requirements and rows that such differences speak of, as `names` has them."""
    return {code for one in cases for shift in one.shifts for code in _codes_of(shift)}


def describe_subject(shift: Shift, names: Mapping[str, Texts]) -> Text:
    """What it is that would be otherwise."""
    kind, _colon, code = shift.what.partition(":")
    match shift.look, kind:
        case TrialLook.ROUTED, _:
            return Message("Procedure, further bodies and flags")
        case TrialLook.TIMED, "acceptance":
            return Message("Legal time limit, were it accepted today")
        case TrialLook.TIMED, "validity":
            return Message("Longest validity of its permit, in months")
        case TrialLook.TIMED, _:
            return ClockKind(kind).label
        case TrialLook.REMINDED, _:
            deadline, _slash, rule = shift.what.rpartition(":")[2].partition("/")
            return Message("Reminder of “%(deadline)s” (%(rule)s)", deadline=DeadlineKind(deadline).label, rule=rule)
        case TrialLook.REQUIRED, "scan":
            return Message("Only documents that a scanner has cleared")
        case TrialLook.REQUIRED, _:
            return _find_name(shift.what, code, names)
    return _describe_asked(kind, code, names)


def _describe_asked(kind: str, code: str, names: Mapping[str, Texts]) -> Text:
    of = _find_name(f"{'stage' if kind in _OF_STAGES else kind}:{code}", code, names)
    sentence = _OF_STAGES.get(kind) or _OF_LISTS[kind]
    return Message(sentence, of=of)


_OF_STAGES = {
    "seats": gettext_noop("Seats of “%(of)s”"),
    "quorum": gettext_noop("Quorum of “%(of)s”"),
    "rule": gettext_noop("Rule of “%(of)s”"),
    "checks": gettext_noop("What “%(of)s” waits for"),
    "threshold": gettext_noop("“%(of)s” may be referred up because of the value"),
}
_OF_LISTS = {
    "condition": gettext_noop("Condition %(of)s, which a seat has asked for"),
    "ground": gettext_noop("Ground %(of)s, on which a seat objects"),
}


def _find_name(key: str, code: str, names: Mapping[str, Texts]) -> Text:
    return TranslatedText(names[key]) if key in names else code


def _count_by_state(cases: Iterable[ChangedCase]) -> tuple[int, int]:
    found = Counter(one.is_open for one in cases)
    return found[True], found[False]


def _codes_of(shift: Shift) -> Iterator[str]:
    if shift.look == TrialLook.ROUTED:
        for way in (shift.before, shift.after):
            yield f"procedure:{way['procedure']}"
            yield from (f"body:{seat}" for seat in way["seats"])
        return
    kind, _colon, code = shift.what.partition(":")
    yield f"stage:{code}" if kind in _OF_STAGES else shift.what
    if kind == "seats":
        yield from (f"body:{seat}" for seats in (shift.before, shift.after) for seat in seats or ())


def _case_data(one: ChangedCase) -> dict[str, Any]:
    return {
        "case": one.case,
        "reference": one.reference,
        "open": one.is_open,
        "shifts": [[shift.look.value, shift.what, shift.before, shift.after] for shift in one.shifts],
        "rows": [[[row.code, dict(row.because)] for row in side] for side in one.rows],
    }


def _read_case(data: Mapping[str, Any]) -> ChangedCase:
    before, after = (tuple(DecidingRow(code, because) for code, because in side) for side in data["rows"])
    return ChangedCase(
        data["case"],
        data["reference"],
        data["open"],
        tuple(Shift(TrialLook(look), what, old, new) for look, what, old, new in data["shifts"]),
        (before, after),
    )
