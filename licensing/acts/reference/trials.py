"""A change of governed data tried before it is made: what the acts would do otherwise to open cases, and to past ones.

The change is made for real inside a savepoint, the lists are read, and everything is rolled back: no second writing of the
lists could differ from the one that publishes. The cases are then compared in memory, while no row is locked.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from django.db import DataError, IntegrityError, transaction

from licensing.acts.acting import database_now, to_local_day, translate_database_errors
from licensing.acts.reference.change_sets.applying import apply_lines
from licensing.acts.reference.change_sets.checking import explain_table_refusal
from licensing.acts.reference.change_sets.coverage import load_days_turned
from licensing.acts.reference.change_sets.near_sales import NearSales, load_near_sales
from licensing.acts.reference.outcomes import read_outcome
from licensing.acts.reference.readings import GovernedLists, TriedCase, load_lists, reuse_equal
from licensing.acts.reference.routing import read_table
from licensing.acts.reference.tried_cases import choose_cases, load_cases
from licensing.choices import ChangeAction, TrialLook
from licensing.errors import Invalid
from licensing.models import Body, Calendar, ChangeLine, ChangeSet, Currency, ReleaseHead, Unit
from licensing.models.record.event import find_last_event
from licensing.models.reference.stored_texts import render_in_every_language
from licensing.policy.input.guard import guard_texts
from licensing.policy.reference.changes import list_untried_columns
from licensing.policy.reference.texts import Texts, leave_out_places
from licensing.policy.reference.trials import (
    ChangedCase,
    DecidingRow,
    Outcome,
    Trial,
    compare_outcomes,
    join_days,
    list_codes,
)
from licensing.policy.signoff.routing import FiredRow

# So many cases at a time are in memory.
BATCH: Final = 250


@dataclass(frozen=True, slots=True)
class PreparedTrial:
    """What cases are tried by: the lists of each day as they are and as they would be, what was filed near, the moment."""

    at: datetime
    lists: Sequence[tuple[GovernedLists, GovernedLists]]
    sales: NearSales

    def try_cases(self, ids: Sequence[UUID]) -> list[ChangedCase]:
        """Those of some cases that the change would treat otherwise."""
        found = (_try_case(tried, self.lists, self.at) for tried in load_cases(ids, self.sales))
        return [one for one in found if one.shifts]

    def collect_names(self, changed: Sequence[ChangedCase]) -> dict[str, Texts]:
        """What people call the codes in what was found."""
        return _collect_names(changed, *self.lists[0])


def prepare_trial(apply: Callable[[], object], cases: Sequence[UUID], *, days: Sequence[date], at: datetime) -> PreparedTrial:
    """Read all that some cases are tried by. `apply` writes the rows, and nothing is kept; whatever it refuses is raised."""
    before = load_lists(days)
    after = _load_lists_after(apply, days)
    lists = [(old, reuse_equal(old, new)) for old, new in zip(before, after, strict=True)]
    return PreparedTrial(
        at, lists, load_near_sales(cases, [rule for pair in lists for one in pair for rule in one.split_rules])
    )


def try_changes(apply: Callable[[], object], *, days: Sequence[date] = (), untried: Sequence[tuple[str, str]] = ()) -> Trial:
    """What a change would do to cases, by the lists of some days, else of today; `apply` writes the rows, and nothing is kept.

    Whatever `apply` refuses is raised. It must not record events: the chain would be locked meanwhile.
    """
    at, seen = database_now(), find_last_event()
    days = days or [to_local_day(at)]
    cases, extent = choose_cases()
    prepared = prepare_trial(apply, cases, days=days, at=at)
    changed = [one for start in range(0, len(cases), BATCH) for one in prepared.try_cases(cases[start : start + BATCH])]
    names, release = prepared.collect_names(changed), find_release()
    told = {"release": release, "at": at.isoformat(), "seen": seen, "untried": tuple(untried)}
    return Trial.build(days, extent, changed, names=names, **told)


def try_change_set(change_set: ChangeSet) -> Trial:
    """What a change set would do to cases on the day on which it is to be in force, today where it names none."""
    return try_lines(list(change_set.lines.order_by("pk")), on=find_trial_day(change_set))


def try_lines(lines: Sequence[ChangeLine], *, on: date) -> Trial:
    """What rows would do to cases, where they come into force on a day."""
    return try_changes(lambda: apply_lines(lines, on=on), days=load_days_turned(lines, since=on), untried=list_untried(lines))


def find_trial_day(change_set: ChangeSet | None) -> date:
    """The day by whose lists a change set is tried: of its moment, today where it names none or that has passed."""
    at = database_now()
    return to_local_day(max((change_set and change_set.in_force_from) or at, at))


def list_untried(lines: Iterable[ChangeLine]) -> list[tuple[str, str]]:
    """The columns that rows change and no trial looks at."""
    return list_untried_columns((one.list, one.before, one.after) for one in lines)


def find_release() -> int | None:
    """The number of the release in force; None where there is none yet."""
    return ReleaseHead.objects.values_list("number", flat=True).first()


@guard_texts(shaped=("rows",))
def simulate_routing(rows: Sequence[Mapping[str, Any]]) -> Trial:
    """What a decision table, written as a file, would do to cases on the first day on which all of it applies."""
    lines = [ChangeLine(list="routing", key=row["code"], action=ChangeAction.PUT, after=row) for row in read_table(rows)]
    day = to_local_day(database_now())
    return try_changes(lambda: apply_lines(lines, on=day), days=load_days_turned(lines, since=day))


def _try_case(tried: TriedCase, lists: Sequence[tuple[GovernedLists, GovernedLists]], at: datetime) -> ChangedCase:
    by_day, fired = [], {}
    for before, after in lists:
        # What neither rules nor calendars change is reminded of as before, whatever else is otherwise.
        is_reminded = before.reminding != after.reminding or before.calendars is not after.calendars
        old, new = (read_outcome(tried, one, now=at, with_reminders=is_reminded) for one in (before, after))
        by_day.append((before.on, compare_outcomes(old, new)))
        fired[before.on] = old, new
    case, shifts = tried.case, join_days(by_day)
    routed = [fired[one.since or by_day[0][0]] for one in shifts if one.look == TrialLook.ROUTED]
    rendered: dict[FiredRow, DecidingRow] = {}
    deciding = tuple((_render_rows(old, rendered), _render_rows(new, rendered)) for old, new in routed)
    return ChangedCase(str(case.pk), case.reference or "", tried.is_open, shifts, deciding)


def _load_lists_after(apply: Callable[[], object], days: Sequence[date]) -> list[GovernedLists]:
    try:
        with translate_database_errors(), transaction.atomic():
            apply()
            lists = load_lists(days)
            transaction.set_rollback(True)
    except (IntegrityError, DataError) as refusal:
        raise Invalid(gaps=[explain_table_refusal(refusal)]) from refusal
    return lists


def _render_rows(outcome: Outcome, known: dict[FiredRow, DecidingRow]) -> tuple[DecidingRow, ...]:
    """The rows in every language; most of them decide before and after the change, and are rendered once."""
    for row in outcome.fired:
        if row not in known:
            known[row] = DecidingRow(row.code, render_in_every_language(row.because))
    return tuple(known[row] for row in outcome.fired)


def _collect_names(cases: Sequence[ChangedCase], *lists: GovernedLists) -> dict[str, Texts]:
    """What people call the codes in the differences, by the lists before the change and, over them, after it."""
    models: Mapping[str, Any] = {"body": Body, "unit": Unit, "currency": Currency, "calendar": Calendar}
    known: dict[str, Texts] = {f"{kind}:{one.pk}": one.names for kind, of in models.items() for one in of.objects.all()}
    for one in lists:
        known |= {f"reminder:{rule.pk}": _leave_out_places(rule.sentences) for rules in one.rules.values() for rule in rules}
        known |= {f"procedure:{code}": row.names for code, row in one.procedures.items()}
        known |= {f"requirement:{row.code}": row.sentences for row in one.requirements}
        known |= {f"condition:{code}": _leave_out_places(row.texts) for code, row in one.conditions.items()}
        known |= {f"ground:{code}": row.texts for code, row in one.grounds.items()}
        known |= {f"stage:{row.procedure.code}/{row.code}": row.names for rows in one.stages.values() for row in rows}
    return {code: dict(known[code]) for code in sorted(list_codes(cases)) if code in known}


def _leave_out_places(texts: Texts) -> Texts:
    return {language: leave_out_places(text) for language, text in texts.items()}
