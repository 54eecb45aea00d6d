"""A trial of changes as the desk shows it: counts, and the cases that its reader may see, before and after."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cache, partial
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from licensing.admin.pages.rights import find_reviewable_cases
from licensing.admin.reference.change_sets.governed_lists import get_list_name
from licensing.admin.reference.change_sets.row_words import get_label
from licensing.admin.reference.routing_words import Route, get_flag_label
from licensing.admin.reference.trials.shift_words import find_name, format_shift
from licensing.choices import TrialLook
from licensing.messages import TranslatedText
from licensing.models import Case
from licensing.policy.reference.governed import GOVERNED
from licensing.policy.reference.texts import Texts
from licensing.policy.reference.trial_words import describe_subject
from licensing.policy.reference.trials import ChangedCase, DecidingRow, Shift, Trial

# More rows than this are counted and not shown: nobody reads them one by one.
MOST_ROWS = 100


@dataclass(frozen=True, slots=True)
class LookRow:
    """How many cases one look finds changed; `share` is the part of those tried, in per cent, for the bar."""

    label: str
    open: int
    past: int
    share: int


@dataclass(frozen=True, slots=True)
class ShiftRow:
    """One thing that would be otherwise, in words; `since` is the day from which, where it is not the first one."""

    subject: str
    before: str
    after: str
    since: date | None


@dataclass(frozen=True, slots=True)
class WayRow:
    """The route of a case before and after, from a day on where it is not the first one."""

    sides: Sequence[Route]
    since: date | None


@dataclass(frozen=True, slots=True)
class CaseRow:
    """A case that would be treated otherwise; `ways` are its routes before and after, where these differ."""

    case: Case
    is_open: bool
    loses_its_procedure: bool
    ways: Sequence[WayRow]
    shifts: Sequence[ShiftRow]


@dataclass(frozen=True, slots=True)
class TrialView:
    """What a page shows of a trial. `hidden` cases are counted only: not for this reader, or too many."""

    days_said: str
    at: datetime | None
    trial: Trial
    tried: int
    changed: int
    uncovered: int
    untried: Sequence[tuple[str, str]]
    looks: Sequence[LookRow]
    cases: Sequence[CaseRow]
    hidden: int


def build_trial_view(request: HttpRequest, trial: Trial | Mapping[str, Any]) -> TrialView | None:
    """A trial, or one as it was kept, for this reader; nothing where none was kept."""
    if not trial:
        return None
    made = trial if isinstance(trial, Trial) else Trial.from_data(trial)
    visible = _find_visible(request, made.cases)
    shown = [one for one in made.cases if UUID(one.case) in visible][:MOST_ROWS]
    tried = made.extent.open_tried + made.extent.past_tried
    # Most cases have the same differences, and what a procedure says is looked up and put in words once.
    told = cache(partial(_describe_shift, made.names))
    return TrialView(
        days_said=", ".join(date_format(day, "SHORT_DATE_FORMAT") for day in made.days),
        at=datetime.fromisoformat(made.at) if made.at else None,
        trial=made,
        tried=tried,
        changed=sum(made.changed),
        uncovered=len(made.find_gaps()),
        untried=[_describe_untried(code, column) for code, column in made.untried],
        looks=[LookRow(str(look.label), *made.counts[look.value], _share(made.count(look), tried)) for look in TrialLook],
        cases=[_build_case_row(one, visible[UUID(one.case)], made.names, told) for one in shown],
        hidden=sum(made.changed) - len(shown),
    )


def _describe_untried(code: str, column: str) -> tuple[str, str]:
    """A column in which no trial looks, and why it need not."""
    why = GOVERNED[code].untried.get(column, "") if code in GOVERNED else ""
    return f"{get_list_name(code)}, {get_label(code, column)}", str(why)


def _find_visible(request: HttpRequest, cases: Sequence[ChangedCase]) -> Mapping[UUID, Case]:
    rows = find_reviewable_cases(request).filter(pk__in=[one.case for one in cases]) if cases else ()
    return {case.pk: case for case in rows}


def _share(count: int, tried: int) -> int:
    """In whole per cent, and at least one where there is any: a bar of nothing would say that nothing changes."""
    return max(round(100 * count / tried), 1) if count and tried else 0


def _build_case_row(
    one: ChangedCase, case: Case, names: Mapping[str, Texts], told: Callable[[str], tuple[str, str, str]]
) -> CaseRow:
    return CaseRow(
        case=case,
        is_open=one.is_open,
        loses_its_procedure=one.loses_its_procedure,
        ways=list(_build_ways(one, names)),
        shifts=[
            ShiftRow(*told(json.dumps(replace(shift, since=None).as_data())), shift.since)
            for shift in one.shifts
            if shift.look != TrialLook.ROUTED
        ],
    )


def _describe_shift(names: Mapping[str, Texts], data: str) -> tuple[str, str, str]:
    """What would be otherwise, and both sides of it; the difference is given as it is kept, so that it can be compared."""
    look, what, before, after = json.loads(data)
    shift = Shift(TrialLook(look), what, before, after)
    return str(describe_subject(shift, names)), *format_shift(shift, names)


def _build_ways(one: ChangedCase, names: Mapping[str, Texts]) -> Iterator[WayRow]:
    shifts = [shift for shift in one.shifts if shift.look == TrialLook.ROUTED]
    for shift, pair in zip(shifts, one.rows, strict=True):
        sides = zip((shift.before, shift.after), pair, strict=True)
        yield WayRow([_build_route(way, rows, names) for way, rows in sides], shift.since)


def _build_route(way: Mapping[str, Any], rows: Sequence[DecidingRow], names: Mapping[str, Texts]) -> Route:
    version = _(" (version %(number)d)") % {"number": way["version"]} if way["procedure"] else ""
    return Route(
        procedure=find_name(f"procedure:{way['procedure']}", names) + version if way["procedure"] else "",
        bodies=[find_name(f"body:{code}", names) for code in way["seats"]],
        flags=[get_flag_label(flag) for flag in way["flags"]],
        because=[str(TranslatedText(row.because)) for row in rows],
    )
