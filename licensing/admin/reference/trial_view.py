"""A trial of changes as the desk shows it: counts, and the cases that its reader may see, before and after."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from licensing.acts.reference.trials import try_change_set
from licensing.admin.pages.rights import find_reviewable_cases
from licensing.admin.reference.procedure_words import format_rule
from licensing.admin.reference.routing_words import Route, get_flag_label
from licensing.choices import Audience, TrialLook
from licensing.errors import Problem
from licensing.messages import TranslatedText
from licensing.models import Case, ChangeSet
from licensing.policy.reference.texts import Texts
from licensing.policy.reference.trials import ChangedCase, Shift, Trial, describe_subject

# More rows than this are counted and not shown: nobody reads them one by one.
MOST_ROWS = 100
_INSTANT = timedelta(microseconds=1)
_CHECKS: Mapping[str, Any] = {
    "need_stated": gettext_lazy("the statement of domestic need"),
    "no_open_question": gettext_lazy("the answers to open questions"),
}


@dataclass(frozen=True, slots=True)
class LookRow:
    """How many cases one look finds changed; `share` is the part of those tried, in per cent, for the bar."""

    label: str
    open: int
    past: int
    share: int


@dataclass(frozen=True, slots=True)
class ShiftRow:
    """One thing that would be otherwise, in words."""

    subject: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class CaseRow:
    """A case that would be treated otherwise; `ways` are its routes before and after, where these differ."""

    case: Case
    is_open: bool
    loses_its_procedure: bool
    ways: Sequence[Route]
    shifts: Sequence[ShiftRow]


@dataclass(frozen=True, slots=True)
class TrialView:
    """What a page shows of a trial. `hidden` cases are counted only: not for this reader, or too many."""

    on: date
    trial: Trial
    changed: int
    uncovered: int
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
    return TrialView(
        on=made.on,
        trial=made,
        changed=sum(made.changed),
        uncovered=len(made.find_gaps()),
        looks=[LookRow(str(look.label), *made.counts[look.value], _share(made.count(look), tried)) for look in TrialLook],
        cases=[_build_case_row(one, visible[UUID(one.case)], made.names) for one in shown],
        hidden=sum(made.changed) - len(shown),
    )


def try_draft(request: HttpRequest, change_set: ChangeSet) -> dict[str, Any]:
    """A fresh trial of a change set for a page, or why there can be none; nothing of it is kept."""
    try:
        return {"trial": build_trial_view(request, try_change_set(change_set)), "wrong": []}
    except Problem as problem:
        return {"trial": None, "wrong": [gap.sentence for gap in problem.gaps] or [str(problem.sentence)]}


def show_trial(request: HttpRequest, change_set: ChangeSet) -> HttpResponse:
    """The page of a fresh trial of a change set that this reader may see."""
    context = {
        **admin.site.each_context(request),
        "title": _("Trial of a change set"),
        "change_set": change_set,
        **try_draft(request, change_set),
    }
    return TemplateResponse(request, "admin/licensing/reference/try_changes.html", context)


def _find_visible(request: HttpRequest, cases: Sequence[ChangedCase]) -> Mapping[UUID, Case]:
    rows = find_reviewable_cases(request).filter(pk__in=[one.case for one in cases]) if cases else ()
    return {case.pk: case for case in rows}


def _share(count: int, tried: int) -> int:
    """In whole per cent, and at least one where there is any: a bar of nothing would say that nothing changes."""
    return max(round(100 * count / tried), 1) if count and tried else 0


def _build_case_row(one: ChangedCase, case: Case, names: Mapping[str, Texts]) -> CaseRow:
    return CaseRow(
        case=case,
        is_open=one.is_open,
        loses_its_procedure=one.loses_its_procedure,
        ways=[way for shift in one.shifts if shift.look == TrialLook.ROUTED for way in _build_ways(one, shift, names)],
        shifts=[_build_shift_row(shift, names) for shift in one.shifts if shift.look != TrialLook.ROUTED],
    )


def _build_shift_row(shift: Shift, names: Mapping[str, Texts]) -> ShiftRow:
    before, after = (_format(shift, value, names) for value in (shift.before, shift.after))
    return ShiftRow(str(describe_subject(shift, names)), before, after)


def _build_ways(one: ChangedCase, shift: Shift, names: Mapping[str, Texts]) -> Iterator[Route]:
    for way, rows in zip((shift.before, shift.after), one.rows, strict=True):
        version = _(" (version %(number)d)") % {"number": way["version"]} if way["procedure"] else ""
        yield Route(
            procedure=_name(f"procedure:{way['procedure']}", names) + version if way["procedure"] else "",
            bodies=[_name(f"body:{code}", names) for code in way["seats"]],
            flags=[get_flag_label(flag) for flag in way["flags"]],
            because=[str(TranslatedText(row.because)) for row in rows],
        )


def _name(key: str, names: Mapping[str, Texts]) -> str:
    return str(TranslatedText(names[key])) if key in names else key.partition(":")[2]


def _format(shift: Shift, value: Any, names: Mapping[str, Texts]) -> str:
    """One side of a difference in words."""
    if shift.look == TrialLook.REQUIRED:
        return _("missing") if value else _("not missing")
    if value is None:
        return "–"
    if shift.look == TrialLook.TIMED:
        return str(value) if isinstance(value, int) else _format_last_day(value)
    if shift.look == TrialLook.REMINDED:
        return _format_reminder(*value)
    return _format_asked(shift.what.partition(":")[0], value, names)


def _format_last_day(moment: str) -> str:
    """The last day of a term; its moment is the midnight after it."""
    return date_format(localtime(datetime.fromisoformat(moment) - _INSTANT), "SHORT_DATE_FORMAT")


def _format_reminder(at: str, audience: str, by_mail: bool, by_webhook: bool, _quiet: str | None) -> str:
    ways = [word for word, is_used in ((_("mail"), by_mail), (_("webhook"), by_webhook)) if is_used]
    moment = date_format(localtime(datetime.fromisoformat(at)), "SHORT_DATETIME_FORMAT")
    return " · ".join((moment, str(Audience(audience).label), *ways))


def _format_asked(kind: str, value: Any, names: Mapping[str, Texts]) -> str:
    match kind:
        case "seats":
            return ", ".join(_name(f"body:{code}", names) for code in value) or "–"
        case "rule":
            return format_rule(value)
        case "checks":
            return ", ".join(str(_CHECKS.get(check, check)) for check in value) or "–"
        case "threshold":
            return _("yes") if value else _("no")
        case "ground":
            return _("absolute") if value else _("not absolute")
        case "condition":
            texts, _parameters, _due, _owner, _breach, blocks = value
            words = str(TranslatedText(texts))
            return _("%(condition)s (the licence waits for it)") % {"condition": words} if blocks else words
    return str(value)
