"""Whether what decides was changed by releases alone, and whether each act cites the release that was in force."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from django.db.models import Model
from django.utils.translation import gettext as _

from licensing.acts.record.report import Fault, Report
from licensing.acts.reference.change_sets.releasing import describe_lines
from licensing.acts.reference.change_sets.rows import MODELS
from licensing.models import Change, ChangeLine, ChangeSet, Event, Procedure, ReleaseHead, Seat, Shipment, Stage
from licensing.policy.record.digests import compute_digest
from licensing.policy.record.event_kinds import EventKind
from licensing.policy.reference.trials import compute_trial_digest

_CHUNK = 2000
# Who heads a body is a right of a person.
_RIGHTS: Final = ("head_id",)


def check_releases(report: Report) -> Iterator[Fault]:
    """Releases follow one another and are what was approved, and each act cites the one after which it stands in the chain."""
    sets: Mapping[int | None, ChangeSet] = {one.release: one for one in ChangeSet.objects.in_force()}
    releasing = [kind for kind in EventKind if kind.declaration.is_release]
    citing = [kind for kind in EventKind if kind.declaration.cites_release]
    current, first = 0, None
    for event in Event.objects.filter(kind__in=[*citing, *releasing]).order_by("number").iterator(chunk_size=_CHUNK):
        where = report.look_at("releases and acts that cite them", f"event {event.number}")
        if event.kind in releasing:
            current, first = current + 1, first or event.number
            if event.data["release"] != current or not _is_as_recorded(event, sets.get(current)):
                yield Fault(where, _("The release that this event tells of is not what came into force."))
        # What is older than releases cites none.
        elif "release" in event.data and event.data["release"] != (current or None):
            yield Fault(where, _("This cites a release that was not in force then."))
    if (head := ReleaseHead.objects.first()) is None or head.number != current or len(sets) != current:
        yield Fault("releases", _("The releases are not those that the chain tells of."))
    yield from _check_sent_sets(report)
    if first is not None:
        yield from _check_governed_rows(first)


def _check_sent_sets(report: Report) -> Iterator[Fault]:
    """What was sent to a second person, approved or not, is kept whole: every row, and the trial that they have seen."""
    yield from _check_steps(report, EventKind.CHANGE_SET_SENT, _is_as_sent)
    yield from _check_steps(report, EventKind.CHANGE_SET_APPROVED, _is_as_approved)


def _check_steps(report: Report, kind: EventKind, is_kept: Callable[[Event, ChangeSet], bool]) -> Iterator[Fault]:
    sets = {str(one.pk): one for one in ChangeSet.objects.exclude(sent_at=None)}
    for event in Event.objects.filter(kind=kind).order_by("number").iterator(chunk_size=_CHUNK):
        where = report.look_at("change sets sent and approved", f"event {event.number}")
        one = sets.get(event.data["change_set"])
        if one is None or not is_kept(event, one):
            yield Fault(where, _("What this event tells of a change set is not what is kept of it."))


def _is_as_sent(event: Event, change_set: ChangeSet) -> bool:
    lines = describe_lines(ChangeLine.objects.filter(change_set=change_set))
    settled = event.data.get("settled")
    if settled and compute_digest(change_set.conflicts) != settled["digest"]:
        return False
    return bool(lines["digest"] == event.data["digest"]) and _has_trial(event, change_set.trial)


def _is_as_approved(event: Event, change_set: ChangeSet) -> bool:
    """One that waited for a second person again is kept with its last approval alone."""
    return change_set.settled_at != event.at or _has_trial(event, change_set.approved_trial)


def _has_trial(event: Event, kept: Mapping[str, Any] | None) -> bool:
    """Whether the trial that an event cites is kept; one of before digests cites none."""
    if "trial" not in event.data:
        return True
    return kept is not None and compute_trial_digest(kept["substance"]) == kept["digest"] == event.data["trial"]["digest"]


def _is_as_recorded(event: Event, change_set: ChangeSet | None) -> bool:
    if change_set is None or event.data["change_set"] != str(change_set.pk):
        return False
    if event.kind == EventKind.FIRST_RELEASE:
        shipped = Shipment.objects.filter(change_set=change_set).first()
        return shipped is None or {code: compute_digest(rows) for code, rows in shipped.rows.items()} == event.data["files"]
    lines = ChangeLine.objects.filter(change_set=change_set)
    return bool(describe_lines(lines)["digest"] == event.data["digest"]) and _has_trial(event, change_set.released_trial)


def _check_governed_rows(since: int) -> Iterator[Fault]:
    """From the first release on, governed rows change by releases and rewordings alone."""
    governed: list[type[Model]] = [*MODELS.values(), Procedure, Stage, Seat]
    tables = [one._meta.db_table for one in governed]
    kinds = [kind for kind in EventKind if kind.declaration.changes_governed]
    if found := Change.objects.find_otherwise_covered(tables, kinds, since=since, rights=_RIGHTS):
        number, table, row = found
        yield Fault(f"{table} {row}", _("Event %(n)d changed this row, which only a release may change.") % {"n": number})
