"""A change of governed data tried before it is made: what the acts would do otherwise to open cases, and to past ones.

The change is made for real inside a savepoint, the lists are read, and everything is rolled back: no second writing of the
lists could differ from the one that publishes. The cases are then compared in memory, while no row is locked.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.db.models import Prefetch

from licensing.acts.acting import database_now, to_local_day, translate_database_errors
from licensing.acts.reference.change_sets.applying import apply_lines
from licensing.acts.reference.change_sets.coverage import load_days_turned
from licensing.acts.reference.change_sets.near_sales import NearSales, load_near_sales
from licensing.acts.reference.outcomes import read_outcome
from licensing.acts.reference.readings import GovernedLists, TriedCase, load_lists
from licensing.acts.reference.routing import read_table
from licensing.choices import ChangeAction, ClockKind, PositionChoice, ScanVerdict, TrialLook
from licensing.errors import Invalid
from licensing.models import (
    Body,
    Case,
    CaseVersion,
    ChangeLine,
    ChangeSet,
    Clock,
    ClockPause,
    Currency,
    Document,
    Position,
    ReleaseHead,
    Reminder,
    Unit,
)
from licensing.models.reference.stored_texts import render_in_every_language
from licensing.policy.input.guard import guard_texts
from licensing.policy.reference.changes import list_untried_columns
from licensing.policy.reference.texts import Texts
from licensing.policy.reference.trials import (
    ChangedCase,
    DecidingRow,
    Extent,
    Outcome,
    Trial,
    compare_outcomes,
    join_days,
    list_codes,
)

# All open cases are tried, and so many of the past ones, the latest first. So many at a time are in memory.
MOST_PAST: Final = 300
BATCH: Final = 250


def try_changes(apply: Callable[[], object], *, days: Sequence[date] = (), untried: Sequence[tuple[str, str]] = ()) -> Trial:
    """What a change would do to cases, by the lists of some days, else of today; `apply` writes the rows, and nothing is kept.

    Whatever `apply` refuses is raised. It must not record events: the chain would be locked meanwhile.
    """
    at = database_now()
    days = days or [to_local_day(at)]
    lists = list(zip(load_lists(days), _load_lists_after(apply, days), strict=True))
    cases, extent = _choose_cases()
    sales = load_near_sales(cases, [rule for pair in lists for one in pair for rule in one.split_rules])
    changed: list[ChangedCase] = []
    for start in range(0, len(cases), BATCH):
        found = (_try_case(tried, lists, at) for tried in _load_cases(cases[start : start + BATCH], sales))
        changed += (one for one in found if one.shifts)
    release = ReleaseHead.objects.values_list("number", flat=True).first()
    names = _collect_names(changed, *lists[0])
    more = {"names": names, "release": release, "at": at.isoformat(), "untried": tuple(untried)}
    return Trial.build(days, extent, changed, **more)


def try_change_set(change_set: ChangeSet) -> Trial:
    """What a change set would do to cases on the day on which it is to be in force, today where it names none."""
    day = to_local_day(max(change_set.in_force_from or database_now(), database_now()))
    lines = list(change_set.lines.order_by("pk"))
    untried = list_untried_columns((one.list, one.before, one.after) for one in lines)
    return try_changes(lambda: apply_lines(lines, on=day), days=load_days_turned(lines, since=day), untried=untried)


def try_before_settling(change_set: ChangeSet) -> Trial:
    """A trial for one more step of a change set. Raises Invalid where an open case would have no procedure."""
    trial = try_change_set(change_set)
    if gaps := trial.find_gaps():
        raise Invalid(gaps[0].sentence, gaps=gaps)
    return trial


@guard_texts(shaped=("rows",))
def simulate_routing(rows: Sequence[Mapping[str, Any]]) -> Trial:
    """What a decision table, written as a file, would do to cases on the first day on which all of it applies."""
    lines = [ChangeLine(list="routing", key=row["code"], action=ChangeAction.PUT, after=row) for row in read_table(rows)]
    day = to_local_day(database_now())
    return try_changes(lambda: apply_lines(lines, on=day), days=load_days_turned(lines, since=day))


def _try_case(tried: TriedCase, lists: Sequence[tuple[GovernedLists, GovernedLists]], at: datetime) -> ChangedCase:
    by_day, rows = [], {}
    for before, after in lists:
        old, new = read_outcome(tried, before, now=at), read_outcome(tried, after, now=at)
        by_day.append((before.on, compare_outcomes(old, new)))
        rows[before.on] = _render_rows(old), _render_rows(new)
    case, shifts = tried.case, join_days(by_day)
    deciding = tuple(rows[one.since or by_day[0][0]] for one in shifts if one.look == TrialLook.ROUTED)
    return ChangedCase(str(case.pk), case.reference or "", tried.is_open, shifts, deciding)


def _load_lists_after(apply: Callable[[], object], days: Sequence[date]) -> list[GovernedLists]:
    with translate_database_errors(), transaction.atomic():
        apply()
        lists = load_lists(days)
        transaction.set_rollback(True)
    return lists


def _choose_cases() -> tuple[list[UUID], Extent]:
    filed = Case.objects.filter(submitted_at__isnull=False)
    open_cases = filed.open().order_by("-submitted_at", "pk").values_list("pk", flat=True)
    past_cases = filed.exclude(pk__in=filed.open().values("pk")).order_by("-submitted_at", "pk").values_list("pk", flat=True)
    chosen = list(open_cases), list(past_cases[:MOST_PAST])
    return [*chosen[0], *chosen[1]], Extent(len(chosen[0]), len(chosen[0]), len(chosen[1]), past_cases.count())


def _load_cases(ids: Sequence[UUID], sales: NearSales) -> Iterable[TriedCase]:
    """Cases with all that the outcome is read from, in as many statements for a batch as for one."""
    latest = CaseVersion.objects.filter(case__in=ids).order_by("case_id", "-number").distinct("case_id")
    versions = {one.case_id: one for one in latest}
    clocks = _group(Clock.objects.filter(case__in=ids).prefetch_related(_PAUSES).order_by("started_at"))
    reminders = _group(Reminder.objects.filter(case__in=ids, cancelled_at=None).select_related("rule", "question", "licence"))
    positions = _group_positions(ids)
    unscanned = Document.objects.filter(case__in=ids, removed_at=None).exclude(verdict=ScanVerdict.CLEAN)
    unscanned_cases = set(unscanned.values_list("case_id", flat=True))
    for case in Case.objects.filter(pk__in=ids).select_related("procedure"):
        of_case = clocks[case.pk]
        said = positions[case.pk]
        yield TriedCase(
            case=case,
            document=json.loads(versions[case.pk].canonical),
            filed_on=to_local_day(versions[case.pk].made_at),
            is_open=case.is_open,
            clocks=[one for one in of_case if one.ended_at is None],
            legal=next((one for one in reversed(of_case) if one.kind == ClockKind.LEGAL and one.ended_at), None),
            reminders=reminders[case.pk],
            conditions=frozenset(one["code"] for position in said for one in position.conditions if one.get("code")),
            grounds=frozenset(
                code for position in said if position.choice == PositionChoice.OBJECT for code in position.grounds
            ),
            has_unscanned=case.pk in unscanned_cases,
            near=sales.find(case),
            sales=sales,
        )


_PAUSES: Final = Prefetch("pauses", ClockPause.objects.order_by("since"))


def _group(rows: Iterable[Any]) -> Mapping[UUID, list[Any]]:
    found: dict[UUID, list[Any]] = defaultdict(list)
    for row in rows:
        found[row.case_id].append(row)
    return found


def _group_positions(ids: Sequence[UUID]) -> Mapping[UUID, list[Position]]:
    """What counts in the rounds of the open cases."""
    found: dict[UUID, list[Position]] = defaultdict(list)
    standing = Position.objects.filter(standing__round__case__in=ids).select_related("round")
    for one in standing:
        found[one.round.case_id].append(one)
    return found


def _render_rows(outcome: Outcome) -> tuple[DecidingRow, ...]:
    return tuple(DecidingRow(row.code, render_in_every_language(row.because)) for row in outcome.fired)


def _collect_names(cases: Sequence[ChangedCase], *lists: GovernedLists) -> dict[str, Texts]:
    """What people call the codes in the differences, by the lists before the change and, over them, after it."""
    models: Mapping[str, Any] = {"body": Body, "unit": Unit, "currency": Currency}
    known: dict[str, Texts] = {f"{kind}:{one.pk}": one.names for kind, of in models.items() for one in of.objects.all()}
    for one in lists:
        known |= {f"procedure:{code}": row.names for code, row in one.procedures.items()}
        known |= {f"requirement:{row.code}": row.sentences for row in one.requirements}
        known |= {f"stage:{row.procedure.code}/{row.code}": row.names for rows in one.stages.values() for row in rows}
    return {code: dict(known[code]) for code in sorted(list_codes(cases)) if code in known}
