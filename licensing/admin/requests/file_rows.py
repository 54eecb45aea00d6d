"""What belongs to the file of a case besides the request itself, row by row: documents, statements of need, questions.

The page of a case shows it, and so does the form on which a member signs.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Prefetch, Q
from django.utils.translation import gettext as _

from licensing.acts.acting import to_local_day
from licensing.admin.requests.version_view import VersionView
from licensing.admin.signoff.need_figures import FIGURES
from licensing.admin.supply.words import SpareRow, list_spare_rows
from licensing.choices import NeedVerdict, QuestionState, Section
from licensing.models import Answer, Case, Document, Event, NeedStatement, Question
from licensing.models.read_models.excerpts import Excerpt, read_excerpt
from licensing.policy.record.event_kinds import EventKind


@dataclass(frozen=True, slots=True)
class QuestionRow:
    """A question with its answers and what may be done about it now."""

    question: Question
    state: str
    tone: str
    section: str
    overdue: bool
    answers: Sequence[Answer]
    returned: Sequence[Event]
    buttons: Sequence[Any] = ()


@dataclass(frozen=True, slots=True)
class NeedRow:
    """A statement of need; only the newest can be `current`, until its last day ends or an amendment lets it lapse."""

    statement: NeedStatement
    verdict: str
    tone: str
    figures: Sequence[tuple[str, Any]]
    spare: Sequence[SpareRow]
    current: bool
    # Less can be spared by now, so that it lapsed by itself.
    has_worsened: bool


def read_documents(case: Case, current: VersionView, asked: Mapping[str, str]) -> Excerpt[tuple[Document, str]]:
    """The documents of the filed version, and those that came with an answer; never what is attached but not filed."""
    answered = Answer.objects.filter(question__case=case, document__isnull=False).values("document")
    rows = case.documents.filter(Q(pk__in=current.attached) | Q(pk__in=answered)).select_related("type")
    found = read_excerpt(rows.order_by("attached_at", "pk"), asked, "documents")
    return found.convert([(row, "" if str(row.pk) in current.attached else _("came with an answer")) for row in found.rows])


def list_need_rows(case: Case, filed: VersionView | None = None, *, now: datetime) -> Iterator[NeedRow]:
    """The statements of need, newest first, counted in the units of the filed version."""
    units = {item["number"]: item["unit"] for item in filed.document.get("items", ())} if filed else {}
    tones = {NeedVerdict.SUFFICIENT: "good", NeedVerdict.LIMITED: "warn", NeedVerdict.INSUFFICIENT: "bad"}
    rows = case.need_statements.select_related("body", "stated_by", "lapse").order_by("-stated_at")
    for number, row in enumerate(rows):
        verdict = NeedVerdict(row.verdict)
        figures = [(str(FIGURES.get(name, name)), value) for name, value in row.figures.items()]
        current = number == 0 and row.is_good_on(to_local_day(now))
        worsened = hasattr(row, "lapse") and row.lapse.version_id is None
        yield NeedRow(row, str(verdict.label), tones[verdict], figures, list_spare_rows(row.computed, units), current, worsened)


def read_questions(
    case: Case,
    asked: Mapping[str, str],
    *,
    now: datetime,
    buttons: Callable[[Question], Iterable[Any]] | None = None,
) -> Excerpt[QuestionRow]:
    """The questions to the applicant, the last one first; `buttons` says what may be done about one."""
    answers = Prefetch("answers", Answer.objects.select_related("answered_by", "document").order_by("answered_at"))
    rows = case.questions.select_related("asked_by").prefetch_related(answers).order_by("-number")
    found = read_excerpt(rows, asked, "questions")
    returned = _load_returns(case, [row.number for row in found.rows])
    tones = {QuestionState.OPEN: "warn", QuestionState.ANSWERED: "busy", QuestionState.ACCEPTED: "good"}
    return found.convert(
        [
            QuestionRow(
                question=row,
                state=str(QuestionState(row.state).label),
                tone=tones.get(QuestionState(row.state), "mute"),
                section=str(Section(row.section).label) if row.section else "",
                overdue=row.is_open and row.due_on < to_local_day(now),
                answers=list(row.answers.all()),
                returned=returned[row.number],
                buttons=list(buttons(row)) if buttons else (),
            )
            for row in found.rows
        ]
    )


def _load_returns(case: Case, numbers: Sequence[int]) -> Mapping[int, list[Event]]:
    """The answers that were returned as not sufficient, by the number of their question, oldest first."""
    found: dict[int, list[Event]] = defaultdict(list)
    if numbers:
        returned = Event.objects.filter(case=case, kind=EventKind.QUESTION_RETURNED, data__number__in=numbers)
        for event in returned.select_related("actor").order_by("number"):
            found[event.data["number"]].append(event)
    return found
