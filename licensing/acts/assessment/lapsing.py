"""What voids assessments: exactly those lapse that rested on what changed, each with the reason, and nobody's else."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from licensing.acts.acting import Act, acting, database_now, to_local_day
from licensing.acts.assessment.classification.superseding import find_superseded
from licensing.acts.assessment.reminding import build_subject, schedule_due_assessments
from licensing.acts.clocks.deadlines import cancel_reminders
from licensing.choices import OPEN_STATES, AssessmentKind, LapseReason, Verb
from licensing.errors import WrongState
from licensing.messages import Message
from licensing.models import Assessment, AssessmentLapse, Case, CaseVersion
from licensing.models.reference.stored_texts import render_in_every_language
from licensing.policy.assessment.classification import ClassifiedItem
from licensing.policy.assessment.dependence import find_voiding_changes
from licensing.policy.assessment.kinds import KINDS
from licensing.policy.assessment.superseding import find_reclassified
from licensing.policy.record.event_kinds import EventKind

_BATCH = 200


def lapse_changed_assessments(act: Act[Case], version: CaseVersion) -> None:
    """Let those lapse that were made of other fields than a version has, or of a document that it no longer encloses.

    Compared with the version that was assessed, never with the one before: small steps must not add up unseen. What lapsed
    stays so, also where a later version says the first thing again.
    """
    if version.number == 1:
        return
    unlapsed = list(act.case.assessments.unlapsed().select_related("version").order_by("recorded_at"))
    if not unlapsed:
        return
    new = json.loads(version.canonical)
    for record in unlapsed:
        if record.version_id == version.pk:
            continue
        changes = find_voiding_changes(json.loads(record.version.canonical), new, KINDS[_kind_of(record)].depends_on)
        if changes:
            _lapse_record(act, record, LapseReason.CHANGED, [render_in_every_language(one.text) for one in changes])
        elif gone := list(_list_missing_documents(record, new)):
            _lapse_record(act, record, LapseReason.DOCUMENT, [_quote(title) for title in gone])


def lapse_answered_assessments(act: Act[Case], section: str, number: int) -> None:
    """Let those lapse that depend on the section which an answered question was about; a question about none, on all."""
    said = render_in_every_language(Message("Question %(number)d was answered.", number=number))
    for record in act.case.assessments.unlapsed().order_by("recorded_at"):
        if KINDS[_kind_of(record)].does_rest_on_section(section):
            _lapse_record(act, record, LapseReason.ANSWERED, [said])


def lapse_certificate_assessments(act: Act[Case], number: str) -> None:
    """Let what was assessed of the certificate of a case lapse, because more is known of it now, or another is cited.

    Of other cases that cite it, it holds no longer from the same moment on; the sweep writes that down for each of them.
    In a case that is decided it stays, for nobody could record it again.
    """
    if not act.case.is_open:
        return
    said = render_in_every_language(Message("Certificate %(number)s", number=number))
    for record in act.case.assessments.unlapsed().filter(kind=AssessmentKind.CERTIFICATE):
        _lapse_record(act, record, LapseReason.CERTIFICATE, [said])


def find_run_out_assessments(after: Assessment | None = None) -> list[Assessment]:
    """The next batch of those whose last day has passed, or whose certificate changed, in cases under way, one of each case."""
    over = Assessment.objects.unlapsed().outdated(on=to_local_day(database_now())).filter(case__state__in=OPEN_STATES)
    rows = over.select_related("case").order_by("case", "recorded_at").distinct("case")
    return list((rows.filter(case__gt=after.case_id) if after else rows)[:_BATCH])


def lapse_reclassified_criteria(act: Act[Case], items: Sequence[ClassifiedItem]) -> None:
    """Let the findings by criterion lapse that were made of goods which the authority classifies otherwise now.

    Called by the act that records a classification; findings made of the same entries stay.
    """
    now = {str(one.number): list(one.entries) for one in items}
    for record in act.case.assessments.unlapsed().filter(kind=AssessmentKind.CRITERIA):
        if said := list(find_reclassified(record.details.get("entries_of", {}), now)):
            _lapse_record(act, record, LapseReason.CLASSIFIED, [render_in_every_language(one) for one in said])


def lapse_run_out_assessments(case: Case) -> Case:
    """Write down that assessments of a case lapsed with their last day, a certificate, or a list; called by the clock.

    The seats cannot speak from that day on, whether this has run or not. Raises WrongState where none has run out.
    """
    with acting(case, None, Verb.LAPSE_ASSESSMENT) as act:
        act.perform()
        unlapsed = act.case.assessments.unlapsed().order_by("recorded_at")
        over = list(unlapsed.outdated(on=act.today))
        superseded = list(find_superseded(list(unlapsed.exclude(pk__in=[one.pk for one in over]))))
        if not over and not superseded:
            raise WrongState(_("No assessment of this case has run out."))
        for record in over:
            is_over = record.expires_on is not None and record.expires_on < act.today
            _lapse_record(act, record, LapseReason.EXPIRED if is_over else LapseReason.CERTIFICATE, [])
        for record, said in superseded:
            _lapse_record(act, record, LapseReason.LIST, [render_in_every_language(one) for one in said])
    return act.case


def _quote(title: str) -> dict[str, str]:
    return render_in_every_language(Message("“%(title)s”", title=title))


def _kind_of(record: Assessment) -> AssessmentKind:
    return AssessmentKind(record.kind)


def _list_missing_documents(record: Assessment, document: Mapping[str, Any]) -> Iterator[str]:
    """The titles of the documents that it rests on and that a version no longer encloses."""
    enclosed = {one.get("sha256") for one in document.get("documents") or ()}
    before = {one.get("sha256") for one in json.loads(record.version.canonical).get("documents") or ()}
    for source in record.sources:
        # One that was never part of the request, such as the enclosure of an answer, is not taken out by a new version.
        if source.get("sha256") in before - enclosed:
            yield source["title"]


def _lapse_record(act: Act[Case], record: Assessment, reason: LapseReason, because: Sequence[Any]) -> None:
    AssessmentLapse.objects.create(assessment=record, reason=reason, because=list(because), lapsed_at=act.now)
    act.record(
        EventKind.ASSESSMENT_LAPSED,
        assessment=str(record.pk),
        kind=record.kind,
        reason=reason,
        because=list(because),
    )
    _remind_again(act, [record.kind])


def _remind_again(act: Act[Case], kinds: Iterable[str]) -> None:
    """No longer of the last day of what has lapsed, but of the day on which it is due again."""
    cancel_reminders(act.case, *(build_subject(one) for one in kinds), at=act.now)
    round = act.case.rounds.open().select_related("stage__procedure__calendar").first()
    if round is not None and round.stage.assessments:
        round.case = act.case
        schedule_due_assessments(act, round)
