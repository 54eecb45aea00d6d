"""What happened to a case and what was filed, as its reader may know it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from django.db.models import Exists, F, Max, OuterRef, QuerySet

from licensing.models.licences.licence import Licence
from licensing.models.people.holdings import Membership
from licensing.models.read_models.reader import Reader
from licensing.models.read_models.views import ChangeSince, EventView, VersionView
from licensing.models.record.event import Event
from licensing.models.requests.case import Case, CaseVersion
from licensing.policy.record.disclosure import disclose_to_applicant
from licensing.policy.record.event_kinds import EventKind

# These are chained without an act, and leave the revision as it is.
_WITHOUT_ACT: Final = tuple(kind for kind in EventKind if not kind.declaration.changes_revision)
_MOST_CHANGES: Final = 50


def list_visible_events(case: Case, reader: Reader) -> QuerySet[Event]:
    """The events of a case that this reader may know of, oldest first."""
    events = case.events.order_by("number")
    return events.for_applicant() if reader.is_applicant(case) else events


def read_history(case: Case, events: QuerySet[Event], reader: Reader) -> list[EventView]:
    """What happened, in this reader's words; an applicant reads the names of their own people only."""
    return build_event_views(case, annotate_actors(case, events), reader)


def annotate_actors(case: Case, events: QuerySet[Event]) -> QuerySet[Any]:
    """Events with the name of whoever acted, and whether that is one of the applicant's own people."""
    colleague = Exists(Membership.objects.filter(user=OuterRef("actor"), organisation=case.organisation_id))
    return events.annotate(colleague=colleague, actor_name=F("actor__name"))


def build_event_views(case: Case, events: Iterable[Any], reader: Reader) -> list[EventView]:
    """What happened, of rows that `annotate_actors` has prepared."""
    applicant = reader.is_applicant(case)
    return [_build_event_view(event, applicant=applicant) for event in events]


def read_changes_since(subject: Case | Licence, revision: int, reader: Reader) -> list[ChangeSince]:
    """What has happened since a revision, oldest first, as far as this reader may know of it; the last fifty at most.

    Every act raises the revision by one and chains its events in one transaction, so they are the events of as many of the
    last transactions as the revision is old.
    """
    missed = subject.revision - revision
    if missed <= 0:
        return []
    case = subject if isinstance(subject, Case) else subject.case
    events = (
        Event.objects.filter(case=case, licence=None) if isinstance(subject, Case) else Event.objects.filter(licence=subject)
    )
    of_acts = events.exclude(kind__in=_WITHOUT_ACT)
    last = of_acts.values("transaction").annotate(end=Max("number")).order_by("-end")[: min(missed, _MOST_CHANGES)]
    rows = of_acts.filter(transaction__in=[row["transaction"] for row in last])
    if applicant := reader.is_applicant(case):
        rows = rows.for_applicant()
    newest = list(rows.order_by("-number")[:_MOST_CHANGES])
    return [_build_change(event, applicant=applicant) for event in reversed(newest)]


def read_version(version: CaseVersion, request: dict[str, Any]) -> VersionView:
    """A version as it was filed; `request` is its canonical text already parsed by the caller."""
    return VersionView(
        number=version.number,
        digest=version.digest,
        made_at=version.made_at,
        request=request,
        canonical=version.canonical,
    )


def _build_change(event: Event, *, applicant: bool) -> ChangeSince:
    data = (disclose_to_applicant(event.kind, event.data) if applicant else event.data) or {}
    # An edit names the sections that it replaced, an amendment the paths that it changed.
    fields = [str(name) for name in (*data.get("sections", ()), *data.get("paths", ()))]
    return ChangeSince(kind=EventKind(event.kind), title=event.kind_label, at=event.at, fields=fields)


def _build_event_view(event: Any, *, applicant: bool) -> EventView:
    data = disclose_to_applicant(event.kind, event.data) if applicant else event.data
    return EventView(
        id=event.public_id,
        kind=EventKind(event.kind),
        title=event.kind_label,
        at=event.at,
        from_state=event.from_state,
        to_state=event.to_state,
        by=event.actor_name if event.colleague or not applicant else None,
        data=data or {},
    )
