"""The assessments of a case in words, as one panel of its page shows them: what stands, and who makes what is missing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from licensing.acts.assessment.classification.releasing import UNCONTROLLED
from licensing.acts.assessment.recording import may_own
from licensing.acts.assessment.standing import Standing, list_case_standings
from licensing.acts.obstacles.assessment import name_owners
from licensing.admin.assessment.criteria.pages import get_criteria_url
from licensing.admin.requests.file_rows import NeedRow
from licensing.choices import AssessmentKind, AssessmentState, Verb
from licensing.messages import TranslatedText
from licensing.models import Assessment, Case, Round
from licensing.permissions import Actor
from licensing.policy.assessment.kinds import KINDS

_TONES: Final[Mapping[AssessmentState, str]] = {
    AssessmentState.MISSING: "warn",
    AssessmentState.DONE: "good",
    AssessmentState.LAPSED: "bad",
}
# Where on the page the records of a kind stand that has records of its own.
_ANCHORS: Final = {AssessmentKind.SCREENING: "#screening", AssessmentKind.NEED: "#need"}


@dataclass(frozen=True, slots=True)
class AssessmentRow:
    """One kind as its reader sees it. `url` leads to the form on which this person records it, `anchor` to its own records."""

    label: str
    state: str
    tone: str
    owner: str = ""
    due_on: date | None = None
    result: str = ""
    reason: str = ""
    because: Sequence[str] = ()
    record: Assessment | None = None
    sources: Sequence[str] = ()
    url: str = ""
    anchor: str = ""
    # The page of what was found by each criterion, where that was recorded.
    page: str = ""


def build_assessment_rows(
    case: Case, actor: Actor, round: Round | None, need: Sequence[NeedRow], *, now: datetime
) -> list[AssessmentRow]:
    """What the procedure of a case asks to be assessed, and what came of it, with what somebody has assessed unasked.

    What nobody asked for and nobody recorded stands there only for who may record it.
    """
    standings = list_case_standings(case, round, at=now)
    owners = name_owners(standings)
    may_record = Verb.ASSESS in case.list_available_acts(actor) if standings else False
    recorder = actor if may_record else None
    rows = [
        _build_standing_row(case, one, str(owners[one.requirement.owner]), recorder)
        for one in standings
        if one.requirement.asked or one.record or (recorder and may_own(one.requirement, recorder))
    ]
    return [*rows, *_build_need_row(round, need)] if any(one.requirement.asked for one in standings) else rows


def is_classified_uncontrolled(rows: Sequence[AssessmentRow]) -> bool:
    """Whether the newest classification among these says of every item that it is not controlled."""
    records = [one.record for one in rows if one.record is not None]
    return any(one.kind == AssessmentKind.CLASSIFICATION and one.result == UNCONTROLLED for one in records)


def get_assess_url(case: Case, kind: AssessmentKind) -> str:
    """The form on which an assessment of this kind is recorded."""
    return reverse("admin:licensing_case_assess", args=[case.pk, kind.value])


def list_source_words(record: Assessment) -> list[str]:
    """What an assessment rests on, each source in a line."""
    return [_name_source(one) for one in record.sources]


def _build_standing_row(case: Case, standing: Standing, owner: str, actor: Actor | None) -> AssessmentRow:
    kind, declared = standing.kind, KINDS[standing.kind]
    is_idle = not standing.requirement.asked and standing.record is None
    may_record = actor is not None and declared.is_recorded and may_own(standing.requirement, actor)
    return AssessmentRow(
        label=str(kind.label),
        state=pgettext("of an assessment", "Not asked for") if is_idle else str(standing.state.label),
        tone="mute" if is_idle else _TONES[standing.state],
        owner=owner,
        due_on=standing.due_on,
        result=str(declared.results.get(standing.result, standing.result)),
        reason=str(standing.reason.label) if standing.reason else "",
        because=[str(one) for one in standing.because],
        record=standing.record,
        sources=list_source_words(standing.record) if standing.record else (),
        url=get_assess_url(case, kind) if may_record else "",
        anchor=_ANCHORS.get(kind, ""),
        page=get_criteria_url(case) if standing.record and standing.record.details.get("criteria") else "",
    )


def _build_need_row(round: Round | None, need: Sequence[NeedRow]) -> Iterator[AssessmentRow]:
    """The statement of need beside the others, as the page has read it already."""
    asked = round is not None and any(seat.needs_need for seat in round.seats.all())
    newest = need[0] if need else None
    if newest is None and not asked:
        return
    state = AssessmentState.MISSING if newest is None else AssessmentState.LAPSED
    state = AssessmentState.DONE if newest is not None and newest.current else state
    label = str(AssessmentKind.NEED.label)
    verdict, owner = (newest.verdict, newest.statement.body.name) if newest else ("", "")
    yield AssessmentRow(label, str(state.label), _TONES[state], owner, result=verdict, anchor=_ANCHORS[AssessmentKind.NEED])


def _name_source(source: Mapping[str, Any]) -> str:
    if "document" in source:
        return _("Document “%(title)s”") % {"title": source["title"]}
    if "list" in source:
        words = {"code": source["list"], "number": source["version"], "day": source["as_of"]}
        return _("List %(code)s, version %(number)d, of %(day)s") % words
    named = f"{source['register']}, {source['reference']}" if source.get("reference") else str(source["register"])
    return f"{TranslatedText(source['kind_names'])}: {named}" if source.get("kind_names") else named
