"""Which reminders there ought to be: reckoned anew from clocks, questions, licences, statements of need, and the rules."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import chain, count
from typing import Any, Final
from zoneinfo import ZoneInfo

from tests.faults.checker.record import Record, Row

Key = tuple[str, str, str, datetime]
Span = tuple[datetime, datetime | None]
_MORNING: Final = time(9)
_DAY: Final = timedelta(days=1)
# The kinds of what is reckoned anew besides clocks.
RECKONED: Final = ("question", "licence_expiry", "suspension", "need_statement")
_NEVER: Final = datetime.max.replace(tzinfo=UTC)
_REVIEW: Final = ("ministry_review", "government_decision", "adjourned")
# Reminders are looked for every three seconds, by processes that are killed meanwhile. What had less time may have gone out.
_ENOUGH_TIME: Final = timedelta(seconds=60)


@dataclass(frozen=True)
class Days:
    """The days of an authority: which are worked, and when one is over."""

    zone: ZoneInfo
    off: frozenset[date]
    on: frozenset[date]

    def works(self, day: date) -> bool:
        return day in self.on or (day.weekday() < 5 and day not in self.off)

    def counted(self, day: date, amount: int, unit: str) -> date:
        step = _DAY if amount > 0 else -_DAY
        while amount:
            day += step
            if unit == "calendar" or self.works(day):
                amount -= 1 if amount > 0 else -1
        return day

    def at(self, day: date, hour: time) -> datetime:
        return datetime.combine(day, hour, self.zone).astimezone(UTC)

    def end_of(self, day: date) -> datetime:
        return self.at(day + _DAY, time())

    def last_day(self, deadline: datetime) -> date:
        return (deadline - timedelta(microseconds=1)).astimezone(self.zone).date()


@dataclass(frozen=True)
class Deadline:
    """Something that is reminded of: by the rules of its kind, and only while it runs. A span without an end runs still."""

    case: str
    about: str
    kind: str
    at: datetime
    spans: tuple[Span, ...]
    stood_still: bool = False
    over_midnight: bool = False

    @property
    def runs(self) -> bool:
        return bool(self.spans) and self.spans[-1][1] is None

    def ran_at(self, moment: datetime, *, give: timedelta) -> bool:
        return any(since <= moment and (until is None or moment <= until + give) for since, until in self.spans)

    def must_be_told(self, moment: datetime, *, from_then_on: datetime) -> bool:
        """It ran before the moment, so that the reminder was written; and for long enough from then on, or after a pause.

        Nobody looked for reminders before the run began, `from_then_on`, however long they were due by then.
        """
        written, looked_for = any(since < moment for since, _ in self.spans), max(moment, from_then_on)
        return written and any(until is None or until - max(since, looked_for) > _ENOUGH_TIME for since, until in self.spans)


class Schedule:
    """The rules of a run, and everything that they remind of."""

    def __init__(self, record: Record) -> None:
        self.record = record
        [self.now] = [row["now"] for row in record.now]
        [calendar] = record.calendar
        days = {kind: frozenset(row["on"] for row in record.days if row["kind"] == kind) for kind in ("off", "working")}
        self.days = Days(ZoneInfo(calendar["zone"]), days["off"], days["working"])
        self.rules = record.by("rules", "clock")
        # The rules of the run were made when its first cases were there already, and remind at hours of their own.
        self.hours = {code: time.fromisoformat(hour) for code, hour in record.setting["hours"].items()}
        self.ruled_at = datetime.fromisoformat(record.setting["ruled_at"])
        self.clocks = {one.about: one for one in _clocks(record, self.days)}

    def owed(self) -> set[Key]:
        """The next reminder of each rule about everything that runs."""
        others = (source(self.record, self.days) for source in (_questions, _licences, _suspensions, _needs))
        return {
            (one.case, one.about, rule["code"], at)
            for one in chain(self.clocks.values(), *others)
            if one.runs
            for rule in self.rules.get(one.kind, ())
            if (at := next(self._moments(rule, one.at, self.now), None))
        }

    def come_due(self) -> Iterator[tuple[Key, bool]]:
        """The reminders of clocks that have come due by now; and whether they must have gone out, or only may."""
        for one in self.clocks.values():
            for rule in self.rules.get(one.kind, ()) if one.spans else ():
                if not self.is_played_again(one.about, rule["code"]):
                    continue
                since = max(one.spans[0][0], self.ruled_at) if rule["code"] in self.hours else one.spans[0][0]
                for at in self._moments(rule, one.at, since, until=one.spans[-1][1] or self.now):
                    yield (one.case, one.about, rule["code"], at), one.must_be_told(at, from_then_on=self.ruled_at)

    def is_played_again(self, about: str, rule: str) -> bool:
        """A pause can move a deadline and what is counted from it; not what a rule says on every day, unless over midnight."""
        clock = self.clocks[about]
        return not clock.over_midnight and (rule in self.hours or not clock.stood_still)

    def _moments(self, rule: Row, deadline: datetime, after: datetime, *, until: datetime = _NEVER) -> Iterator[datetime]:
        """When a rule reminds of a deadline, behind one moment and not behind another."""
        last, every, longest = self.days.last_day(deadline), rule["repeat_every"], rule["repeat_until"]
        hour = self.hours.get(rule["code"], _MORNING)
        for nth in count():
            offset = rule["offset_days"] + nth * (every or 0)
            at = self.days.at(self.days.counted(last, offset, rule["unit"]), hour)
            if at > until or (nth and (not every or (longest is not None and offset > longest))):
                return
            if at > after:
                yield at


def _clocks(record: Record, days: Days) -> Iterator[Deadline]:
    pauses, rounds = record.by("pauses", "clock_id"), record.by("rounds", "case_id", "stage")
    stage_of = {one["id"]: one["stage"] for one in record.rounds}
    for clock in record.clocks:
        held = sorted((one["since"], one["until"] or _NEVER) for one in pauses.get(str(clock["id"]), []))
        # A term may count from the end of the one before, which was found late; what it reminds of counts from its opening.
        opened = [one["opened_at"] for one in rounds.get((str(clock["case_id"]), stage_of.get(clock["round_id"], "")), ())]
        began = min((at for at in opened if at >= clock["started_at"]), default=clock["started_at"])
        spans = tuple(_running(began, clock["ended_at"], held))
        late = any(days.last_day(since) != days.last_day(until) for since, until in held if until != _NEVER)
        name = f"clock:{clock['id']}"
        yield Deadline(str(clock["case_id"]), name, clock["kind"], clock["due_at"], spans, bool(held), late)


def _running(since: datetime, end: datetime | None, held: list[tuple[datetime, datetime]]) -> Iterator[Span]:
    """The spans in which nothing held a clock, in order."""
    for stood, went_on in held:
        if stood > since:
            yield since, stood
        since = max(since, went_on)
    if since < (end or _NEVER):
        yield since, end


def _questions(record: Record, days: Days) -> Iterator[Deadline]:
    """Nobody waits for an answer about a case that is closed."""
    over = {one["id"] for one in record.cases if one["state"] in ("granted", "refused", "withdrawn", "carried_over")}
    for one in record.questions:
        spans: Any = ((one["asked_at"], None),) if one["state"] == "open" and one["case_id"] not in over else ()
        yield Deadline(str(one["case_id"]), f"question:{one['id']}", "question", days.end_of(one["due_on"]), spans)


def _licences(record: Record, days: Days) -> Iterator[Deadline]:
    for one in record.licences:
        spans: Any = ((one["issued_at"], None),) if one["state"] == "issued" else ()
        yield Deadline(str(one["case_id"]), f"licence:{one['id']}", "licence_expiry", days.end_of(one["valid_until"]), spans)


def _suspensions(record: Record, days: Days) -> Iterator[Deadline]:
    """A decider confirms it by its moment; nobody waits for that once it is confirmed or has ended."""
    case_of = {one["id"]: str(one["case_id"]) for one in record.licences}
    for one in record.suspensions:
        over = one["confirmed_at"] or one["ended_at"]
        spans: Any = () if over else ((one["ordered_at"], None),)
        yield Deadline(case_of[one["licence_id"]], f"suspension:{one['id']}", "suspension", one["confirm_by"], spans)


def _needs(record: Record, days: Days) -> Iterator[Deadline]:
    """A statement of need is renewed while its case is decided on; of those not lapsed, the one that holds longest."""
    state = {str(one["id"]): one["state"] for one in record.cases}
    for case, found in record.by("needs", "case_id").items():
        holding = [one for one in found if not one["lapsed"]]
        if not holding:
            continue
        longest = max(holding, key=lambda one: one["expires_on"])
        spans: Any = ((longest["stated_at"], None),) if state[case] in _REVIEW else ()
        yield Deadline(case, "need", "need_statement", days.end_of(longest["expires_on"]), spans)
