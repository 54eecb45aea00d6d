"""Who owns the assessments that open stages wait for, as the address book asks it for a batch of events."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final
from uuid import UUID

from licensing.choices import Audience
from licensing.models import Event, Round
from licensing.policy.assessment.requirements import Requirement, parse_requirements
from licensing.policy.record.event_kinds import EventKind

# How the reminders of an assessment say what they are about.
_ABOUT: Final = "assessment:"


def load_owners(events: Sequence[Event]) -> dict[UUID, list[Requirement]]:
    """What the open stages of cases wait for, read only where an event is for those who own it."""
    cases = {event.case_id for event in events if event.case_id and _is_for_assessors(event)}
    rounds = Round.objects.open().filter(case__in=cases).select_related("stage") if cases else ()
    return {one.case_id: parse_requirements(one.stage.assessments) for one in rounds}


def select_owners(event: Event, requirements: Iterable[Requirement]) -> list[Requirement]:
    """What an event is about among that: the kind that it names, or that its reminder is about; else all of it."""
    kind = event.data.get("kind") or str(event.data.get("about", "")).removeprefix(_ABOUT)
    return [one for one in requirements if kind in ("", one.kind)]


def _is_for_assessors(event: Event) -> bool:
    return event.kind == EventKind.ASSESSMENT_LAPSED or event.data.get("audience") == Audience.ASSESSORS
