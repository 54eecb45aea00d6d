"""What a change of governed data would do to cases: their outcomes before and after it, compared, counted and digested."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Final, TypeAlias

from licensing.choices import TrialLook
from licensing.errors import Gap
from licensing.messages import Message
from licensing.policy.record.digests import compute_digest
from licensing.policy.reference.texts import Texts
from licensing.policy.signoff.routing import FiredRow

# The one entry of the look at routing: procedure, its version, further seats, flags.
WAY = "way"
# The legal time limit of a case that is not accepted yet: it is counted from the moment of the trial.
ACCEPTANCE = "acceptance"
# Of what a stage of a procedure is asked, by the beginning of its name.
STAGE_SUBJECTS: Final = frozenset({"seats", "quorum", "rule", "checks", "threshold", "terms"})
# What would be otherwise in these is so on whichever day it is looked at: cases and lists alone decide it.
LASTING_LOOKS: Final = (TrialLook.ROUTED, TrialLook.REQUIRED, TrialLook.ASKED)
# How many changed cases a trial keeps by name when it is stored; all of them are counted and digested.
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


Substance: TypeAlias = Sequence[str]
# How many parts it has: two digests, and whether the case is open with the looks that find it changed.
_PARTS: Final = 3
_OPEN: Final = "open"
_PAST: Final = "past"
RowPair: TypeAlias = tuple[tuple[DecidingRow, ...], tuple[DecidingRow, ...]]


@dataclass(frozen=True, slots=True)
class Shift:
    """One thing that would be otherwise. None is: not at all. `since` is the day from which, where it is not the first one."""

    look: TrialLook
    what: str
    before: Any
    after: Any
    since: date | None = None

    @property
    def is_of_a_procedure(self) -> bool:
        """Whether it is a provision of a procedure or of a stage of it, and not what a seat has said in one."""
        return self.look == TrialLook.ASKED and self.what.partition(":")[0] in {"procedure", *STAGE_SUBJECTS}

    def as_data(self) -> list[Any]:
        """As it is kept."""
        told = [self.look.value, self.what, self.before, self.after]
        return [*told, self.since.isoformat()] if self.since else told

    def as_substance(self) -> list[Any]:
        """What must be the same for two trials to have found the same. What is counted from their moment moves with the day."""
        return self.as_data() if self.what != ACCEPTANCE else [self.look.value, self.what]


@dataclass(frozen=True, slots=True)
class ChangedCase:
    """A case that the change would treat otherwise; `rows` has those that decide about its way, a pair for each such shift."""

    case: str
    reference: str
    is_open: bool
    shifts: tuple[Shift, ...]
    rows: tuple[RowPair, ...] = ()

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

    @property
    def is_uncovered(self) -> bool:
        """Whether it is open and would be left without a procedure: no such change may be sent."""
        return self.is_open and self.loses_its_procedure

    def compute_substance(self) -> tuple[str, str, str]:
        """Short digests of what would become of it, and of the part that time alone does not move; and how it is counted."""
        told = [[one.look.value, one.as_substance()] for one in self.shifts]
        lasting = [what for look, what in told if look in LASTING_LOOKS]
        counted = [_OPEN if self.is_open else _PAST, *(look.value for look in TrialLook if self.has(look))]
        return compute_digest([self.is_open, told])[:16], compute_digest(lasting)[:16] if lasting else "", " ".join(counted)


@dataclass(frozen=True, slots=True)
class Extent:
    """How many cases were tried of how many there are, open and past. Open ones are all tried; of past ones the latest."""

    open_tried: int
    open_known: int
    past_tried: int
    past_known: int


@dataclass(frozen=True, slots=True)
class Trial:
    """What a change of governed data would do. `days` are those by whose lists the cases are treated, the first one first.

    `names` are what people call the codes in it, kept with it because lists change. `counts` are the changed cases, open and
    past, by look. `cases` may be fewer where the trial was stored; `substance` has what becomes of every one of them, and
    `digest` is over all of that. `release` is the one that was in force when it was made, at the moment `at`; the events of
    the chain up to the number `seen` had been read by then, None where it was kept before that was noted. `untried` are
    columns, each with its list, that are changed and that no look sees.
    """

    days: tuple[date, ...]
    extent: Extent
    cases: tuple[ChangedCase, ...]
    names: Mapping[str, Texts] = field(default_factory=dict)
    counts: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    changed: tuple[int, int] = (0, 0)
    substance: Mapping[str, Substance] = field(default_factory=dict)
    digest: str = ""
    release: int | None = None
    at: str = ""
    seen: int | None = None
    untried: tuple[tuple[str, str], ...] = ()

    @classmethod
    def build(cls, days: Sequence[date], extent: Extent, cases: Sequence[ChangedCase], **more: Any) -> Trial:
        """A trial with its counts and its digest, the open cases before the past ones."""
        ordered = _order(cases)
        return cls(tuple(days), extent, ordered, **_sum_up({one.case: one.compute_substance() for one in ordered}), **more)

    @property
    def on(self) -> date:
        """The day on which the change is to be in force."""
        return self.days[0]

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
            if one.is_uncovered
        ]

    def describe_totals(self) -> dict[str, Any]:
        """What an event says of a trial: its digest, how many cases it looked at, and how many of them it found changed."""
        return {
            "digest": self.digest,
            "open": self.extent.open_tried,
            "past": self.extent.past_tried,
            "changed_open": self.changed[0],
            "changed_past": self.changed[1],
        }

    def as_data(self) -> dict[str, Any]:
        """The trial as JSON, to be kept with what was tried."""
        return {
            "days": [day.isoformat() for day in self.days],
            "extent": [self.extent.open_tried, self.extent.open_known, self.extent.past_tried, self.extent.past_known],
            "changed": list(self.changed),
            "counts": {look: list(counts) for look, counts in self.counts.items()},
            "names": {code: dict(texts) for code, texts in self.names.items()},
            "cases": [_case_data(one) for one in self.cases[:MOST_KEPT]],
            "substance": {case: list(digests) for case, digests in self.substance.items()},
            "digest": self.digest,
            "release": self.release,
            "at": self.at,
            "seen": self.seen,
            "untried": [list(one) for one in self.untried],
        }

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Trial:
        """A trial as it was kept. One of before digests has a single day, and none of them."""
        return cls(
            days=tuple(date.fromisoformat(day) for day in data.get("days") or [data["on"]]),
            extent=Extent(*data["extent"]),
            cases=tuple(_read_case(one) for one in data["cases"]),
            names=data["names"],
            counts={look: (counts[0], counts[1]) for look, counts in data["counts"].items()},
            changed=(data["changed"][0], data["changed"][1]),
            substance={case: tuple(digests) for case, digests in data.get("substance", {}).items()},
            digest=data.get("digest", ""),
            release=data.get("release"),
            at=data.get("at", ""),
            seen=data.get("seen"),
            untried=tuple((code, column) for code, column in data.get("untried", ())),
        )


@dataclass(frozen=True, slots=True)
class TrialDifference:
    """In what a later trial finds something else than an earlier one, by case: more, no longer, and otherwise changed."""

    added: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    otherwise: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.added or self.gone or self.otherwise)


def join_portions(first: Trial, second: Trial) -> Trial:
    """What two trials of one change say of the cases of both; they were made by the same lists at the same moment.

    All cases are counted and digested; as many are had by name as are kept of a whole trial.
    """
    return replace(
        first,
        cases=_order([*first.cases, *second.cases])[:MOST_KEPT],
        names={**first.names, **second.names},
        **_sum_up({**first.substance, **second.substance}),
    )


def renew_trial(earlier: Trial, later: Trial, kept: Collection[str]) -> Trial:
    """An earlier trial with what a later one says of some cases; of those of the earlier one only the `kept` still count.

    Raises ValueError for an earlier trial that was kept before it told how each case is counted.
    """
    if any(len(one) < _PARTS for one in earlier.substance.values()):
        raise ValueError("how the cases of this trial are counted was not kept")
    standing = {case: one for case, one in earlier.substance.items() if case in kept}
    return replace(
        later,
        cases=_order([*(one for one in earlier.cases if one.case in standing), *later.cases])[:MOST_KEPT],
        names={**earlier.names, **later.names},
        **_sum_up({**standing, **later.substance}),
    )


def compare_trials(earlier: Trial, later: Trial) -> TrialDifference:
    """Which cases two trials of one change treat in different ways."""
    return _compare(*({case: digests[0] for case, digests in one.substance.items()} for one in (earlier, later)))


def find_overtaken(earlier: Trial, later: Trial) -> set[str]:
    """The cases that two trials of one change treat in different ways, whatever day it is: of them the lists or cases moved."""
    found = _compare(*({case: one[1] for case, one in trial.substance.items() if one[1]} for trial in (earlier, later)))
    return {*found.added, *found.gone, *found.otherwise}


def compute_trial_digest(substance: Mapping[str, Substance]) -> str:
    """The digest over what becomes of every changed case: what the second person confirms to have seen."""
    return compute_digest({case: list(digests) for case, digests in substance.items()})


def _compare(old: Mapping[str, str], new: Mapping[str, str]) -> TrialDifference:
    return TrialDifference(
        added=tuple(one for one in new if one not in old),
        gone=tuple(one for one in old if one not in new),
        otherwise=tuple(one for one in new if one in old and old[one] != new[one]),
    )


def compare_outcomes(before: Outcome, after: Outcome) -> tuple[Shift, ...]:
    """Everything that is otherwise in the second outcome, look by look.

    Where the procedure itself is another, what it and its stages provide is not told one by one.
    """
    found = [
        Shift(look, what, old.get(what), new.get(what))
        for look in TrialLook
        for old, new in [(before.looks.get(look, {}), after.looks.get(look, {}))]
        for what in sorted(old.keys() | new.keys())
        if old.get(what) != new.get(what)
    ]
    replaced = any(one.what == WAY and one.before["procedure"] != one.after["procedure"] for one in found)
    return tuple(one for one in found if not (replaced and one.is_of_a_procedure))


def join_days(by_day: Sequence[tuple[date, Sequence[Shift]]]) -> tuple[Shift, ...]:
    """What is otherwise from the first day on, and then only what each later day makes otherwise once more."""
    found: list[Shift] = []
    told: dict[tuple[TrialLook, str], tuple[Any, Any]] = {}
    for place, (day, shifts) in enumerate(by_day):
        now = {(one.look, one.what): (one.before, one.after) for one in shifts}
        found += (
            one if place == 0 else replace(one, since=day)
            for one in shifts
            if told.get((one.look, one.what)) != (one.before, one.after)
        )
        told = now
    return tuple(found)


def list_codes(cases: Iterable[ChangedCase]) -> set[str]:
    """The codes of procedures, bodies, requirements and rows that such differences speak of, as `names` has them."""
    return {code for one in cases for shift in one.shifts for code in _codes_of(shift)}


def _order(cases: Iterable[ChangedCase]) -> tuple[ChangedCase, ...]:
    """Those for which the change cannot be sent first: they must be among those that are kept by name."""
    return tuple(sorted(cases, key=lambda one: (not one.is_uncovered, not one.is_open, one.reference)))


def _sum_up(substance: Mapping[str, Substance]) -> dict[str, Any]:
    """What follows from what becomes of every changed case: how many there are, open and past, and the digest over all."""
    counted = [set(one[2].split()) for one in substance.values()]
    found = Counter((_OPEN in one, look) for one in counted for look in one)
    return {
        "counts": {look.value: (found[True, look.value], found[False, look.value]) for look in TrialLook},
        "changed": (found[True, _OPEN], found[False, _PAST]),
        "substance": substance,
        "digest": compute_trial_digest(substance),
    }


def _codes_of(shift: Shift) -> Iterator[str]:
    if shift.look == TrialLook.ROUTED:
        for way in (shift.before, shift.after):
            yield f"procedure:{way['procedure']}"
            yield from (f"body:{seat}" for seat in way["seats"])
        return
    kind, _colon, code = shift.what.partition(":")
    if shift.look == TrialLook.REMINDED:
        yield f"reminder:{shift.what.rpartition('/')[2]}"
        return
    yield f"stage:{code}" if kind in STAGE_SUBJECTS else shift.what
    if kind in ("terms", "procedure"):
        for side in (shift.before or {}, shift.after or {}):
            yield from _codes_of_provisions(code, side)
    if kind in ("seats", "need"):
        yield from (f"body:{seat}" for seats in (shift.before, shift.after) for seat in seats or ())


def _codes_of_provisions(code: str, side: Mapping[str, Any]) -> Iterator[str]:
    """Of a version of a procedure its calendar; of a stage its seats, who assesses, and the stage and bodies of its way up."""
    yield from (f"body:{name.partition('/')[0]}" for name in side if "/" in name)
    if side.get("calendar"):
        yield f"calendar:{side['calendar']}"
    for one in side.get("assessments") or ():
        yield from (f"body:{body}" for body in (one["owner"], *one.get("seats", ())))
    way_up = side.get("escalation") or {}
    yield from (f"body:{body}" for body in way_up.get("by", ()))
    if way_up.get("to"):
        yield f"stage:{code.partition('/')[0]}/{way_up['to']}"


def _case_data(one: ChangedCase) -> dict[str, Any]:
    return {
        "case": one.case,
        "reference": one.reference,
        "open": one.is_open,
        "shifts": [shift.as_data() for shift in one.shifts],
        "ways": [[[[row.code, dict(row.because)] for row in side] for side in pair] for pair in one.rows],
    }


def _read_case(data: Mapping[str, Any]) -> ChangedCase:
    shifts = tuple(_read_shift(*one) for one in data["shifts"])
    # One that was kept before there were days has a single pair, whether its way shifts or not.
    pairs = data.get("ways") or [data["rows"] for one in shifts if "rows" in data and one.look == TrialLook.ROUTED]
    return ChangedCase(data["case"], data["reference"], data["open"], shifts, tuple(map(_read_pair, pairs)))


def _read_pair(pair: Sequence[Any]) -> RowPair:
    before, after = (tuple(DecidingRow(code, because) for code, because in side) for side in pair)
    return before, after


def _read_shift(look: str, what: str, before: Any, after: Any, since: str = "") -> Shift:
    return Shift(TrialLook(look), what, before, after, date.fromisoformat(since) if since else None)
