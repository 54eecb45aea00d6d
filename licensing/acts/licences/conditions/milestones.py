"""Milestones and gates of stages that deliveries wait for: recorded as met, with what shows it, so that goods may leave."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.utils.translation import gettext as _

from licensing.acts.acting import acting
from licensing.choices import MilestoneKind, Verb
from licensing.errors import Gap, Invalid
from licensing.models import Licence, MetMilestone, User
from licensing.models.requests.composition import read_filed_document
from licensing.policy.input.guard import guard_texts
from licensing.policy.licences.milestones import Key, Milestone, list_milestones
from licensing.policy.record.event_kinds import EventKind


@guard_texts()
def record_milestone(
    licence: Licence,
    user: User,
    *,
    kind: MilestoneKind,
    title: str,
    met_on: date,
    evidence: str,
    document_no: str = "",
    expected: int | None = None,
) -> MetMilestone:
    """Record that a milestone, or the gate of a stage, is met: from now on customs lets pass what waited for it alone.

    Raises Invalid for one that no delivery waits for, that is met already, or of which nothing is said that shows it.
    """
    with acting(licence, user, Verb.RECORD_MILESTONE, expected=expected) as act:
        act.perform()
        if found := _find_milestone_gaps(act.licence, (kind.value, title), met_on, evidence, today=act.today):
            raise Invalid(gaps=found)
        met = MetMilestone.objects.create(
            licence=act.licence,
            kind=kind,
            title=title,
            met_on=met_on,
            evidence=evidence.strip(),
            document_no=document_no,
            recorded_by=user,
            recorded_at=act.now,
        )
        act.record(
            EventKind.MILESTONE_MET,
            number=act.licence.number,
            kind=met.kind,
            milestone=met.title,
            met_on=met.met_on,
            evidence=met.evidence,
            document_no=met.document_no,
        )
    return met


def list_licence_milestones(licence: Licence) -> list[Milestone]:
    """What the deliveries under a licence wait for by the terms that were filed last, met or not."""
    filed = read_filed_document(licence.case) if has_milestones(licence) else None
    return list_milestones(filed) if filed else []


def has_milestones(licence: Licence) -> bool:
    """Whether the terms name anything that deliveries could wait for: a look at what is loaded, and no statement."""
    case = licence.case
    return bool((case.financing or {}).get("milestones") or any(row.get("stage") for row in case.deliveries))


def list_met(licence: Licence) -> Collection[Key]:
    """What was recorded as met under a licence."""
    return set(MetMilestone.objects.filter(licence=licence).values_list("kind", "title"))


def _find_milestone_gaps(licence: Licence, key: Key, met_on: date, evidence: str, *, today: date) -> list[Gap]:
    found = []
    if key not in {one.key for one in list_licence_milestones(licence)}:
        found.append(Gap("unknown", "title", _("No delivery under this licence waits for it. Write the name as in the terms.")))
    elif key in list_met(licence):
        found.append(Gap("met_already", "title", _("It is recorded as met already.")))
    if met_on > today:
        found.append(Gap("invalid", "met_on", _("It cannot be met on a later day than today.")))
    if not evidence.strip():
        found.append(Gap("required", "evidence", _("Say what shows that it is met.")))
    return found
