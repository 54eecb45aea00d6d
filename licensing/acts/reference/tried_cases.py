"""The cases that a trial looks at, read in as many statements for a batch as for one."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final
from uuid import UUID

from django.db.models import Prefetch

from licensing.acts.acting import to_local_day
from licensing.acts.reference.change_sets.near_sales import NearSales
from licensing.acts.reference.readings import TriedCase
from licensing.choices import ClockKind, PositionChoice, ScanVerdict
from licensing.errors import TrialNeeded
from licensing.models import Case, CaseVersion, Clock, ClockPause, Document, Event, Position, Reminder
from licensing.policy.reference.trials import Extent

# All open cases are tried, and so many of the past ones, the latest first.
MOST_PAST: Final = 300


def count_tried() -> int:
    """How many cases a trial would look at now."""
    filed = Case.objects.requests().filter(submitted_at__isnull=False)
    open_number = filed.open().count()
    return open_number + min(MOST_PAST, filed.count() - open_number)


def choose_cases() -> tuple[list[UUID], Extent]:
    """The cases that a trial looks at, and how many there are: all open ones, and the latest of the past ones."""
    filed = Case.objects.requests().filter(submitted_at__isnull=False)
    open_cases = filed.open().order_by("-submitted_at", "pk").values_list("pk", flat=True)
    past_cases = filed.exclude(pk__in=filed.open().values("pk")).order_by("-submitted_at", "pk").values_list("pk", flat=True)
    chosen = list(open_cases), list(past_cases[:MOST_PAST])
    return [*chosen[0], *chosen[1]], Extent(len(chosen[0]), len(chosen[0]), len(chosen[1]), past_cases.count())


def list_moved_since(number: int, *, most: int) -> set[UUID]:
    """The cases with events after the one of a number. Raises TrialNeeded where they are more than can be looked at now."""
    later = Event.objects.filter(number__gt=number, case__isnull=False).order_by()
    found = set(later.values_list("case_id", flat=True).distinct()[: most + 1])
    if len(found) > most:
        raise TrialNeeded
    return found


def load_cases(ids: Sequence[UUID], sales: NearSales) -> Iterable[TriedCase]:
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
