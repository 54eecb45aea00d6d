"""What ships with Dozvil: the first release of an installation, and later a proposal, never over what was changed here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext as _

from licensing.acts.acting import database_now, to_local_day, translate_database_errors
from licensing.acts.reference.change_sets.applying import apply_lines
from licensing.acts.reference.change_sets.coverage import load_days_turned
from licensing.acts.reference.change_sets.officers import build_step, record_steps
from licensing.acts.reference.change_sets.releasing import HEAD
from licensing.acts.reference.change_sets.rows import RowReader, get_field, load_present, to_plain
from licensing.acts.reference.lists import read_lists
from licensing.acts.reference.procedures import complete_document
from licensing.acts.reference.routing import find_coverage_gaps, read_table
from licensing.choices import ChangeAction, ChangeSetState
from licensing.errors import Gap, Invalid, ProcedureInvalid
from licensing.models import ChangeLine, ChangeSet, ReleaseHead, Shipment
from licensing.models.record.event import PendingEvent
from licensing.policy.input.texts import clean_values
from licensing.policy.record.digests import compute_digest
from licensing.policy.record.event_kinds import EventKind
from licensing.policy.reference.changes import overlay_row
from licensing.policy.reference.governed import GOVERNED, Row, RowChange
from licensing.policy.reference.merging import Lists, Merge, merge_lists
from licensing.policy.signoff.procedures import KnownNames, find_procedure_gaps

Document = Mapping[str, Any]


_NOTHING: Final = Merge()


@dataclass(frozen=True, slots=True)
class ShipmentResult:
    """What became of shipped files: the release or the draft that they led to, and what was left for people to settle."""

    change_set: ChangeSet | None = None
    rows: int = 0
    merge: Merge = _NOTHING


def read_shipped_files(folder: Path, *, procedures: Mapping[str, Document], routing: Sequence[Document]) -> Lists:
    """Every governed row that ships, by list and key; `folder` holds the lists, and `procedures` are documents by their file.

    Raises Invalid or ProcedureInvalid with each place that is wrong. Nothing is stored.
    """
    read: dict[str, list[dict[str, Any]]] = {
        code: [_to_row(code, row) for row in rows] for code, rows in read_lists(folder).items()
    }
    known = KnownNames(
        bodies=frozenset(one["code"] for one in read["bodies"]), calendars=frozenset(one["code"] for one in read["calendars"])
    )
    read["procedures"] = [_read_document(name, clean_values(one), known) for name, one in procedures.items()]
    codes = [one["code"] for one in read["procedures"]]
    table = read_table(clean_values(list(routing)), procedures=codes, bodies=known.bodies)
    read["routing"] = [_to_row("routing", row) for row in table]
    return {code: {governed.build_key(row): row for row in read[code]} for code, governed in GOVERNED.items()}


def _read_document(name: str, document: Document, known: KnownNames) -> dict[str, Any]:
    if gaps := find_procedure_gaps(document, known):
        raise ProcedureInvalid(gaps=[Gap(one.code, f"{name}: {one.path}", one.message) for one in gaps])
    return complete_document(document)


def take_shipment(shipped: Lists) -> ShipmentResult:
    """Take shipped files: into an empty installation as its first release, else as a draft of what differs.

    Only what the files themselves have changed since they were shipped last is proposed, and never over a change that was made
    here. A policy officer takes the draft on. With nothing different nothing happens.
    """
    with translate_database_errors(), transaction.atomic():
        head, _is_new = ReleaseHead.objects.select_for_update(no_key=True).get_or_create(name=HEAD)
        at, last = database_now(), Shipment.objects.order_by("-pk").first()
        digests = {code: compute_digest(rows) for code, rows in shipped.items()}
        if last is not None and last.digests == digests:
            return ShipmentResult()
        present = {code: load_present(code) for code in GOVERNED}
        if last is None and head.number == 0:
            if not any(present.values()):
                return _release_first(head, shipped, digests, at)
            _release_as_found(head, present, at)
        return _propose(merge_lists(_find_base(), present, shipped), present, shipped, digests, at)


def _to_row(code: str, attributes: Mapping[str, Any]) -> dict[str, Any]:
    columns = {name: get_field(code, name).attname for name in GOVERNED[code].columns}
    row = {name: to_plain(attributes[attname]) for name, attname in columns.items() if attname in attributes}
    # An empty cell of a text is none.
    return overlay_row(GOVERNED[code], None, row)


def _release_first(head: ReleaseHead, shipped: Lists, digests: Mapping[str, str], at: datetime) -> ShipmentResult:
    lines = list(_read_whole(shipped))
    _write_first_rows(lines, at)
    change_set = _begin_releases(head, _("What was shipped with this installation."), at)
    Shipment.objects.create(taken_at=at, digests=digests, rows=shipped, change_set=change_set)
    _record_first(change_set, digests, at, rows=len(lines))
    return ShipmentResult(change_set, len(lines))


def _release_as_found(head: ReleaseHead, present: Lists, at: datetime) -> None:
    """An installation that is older than its releases begins with what is in force there."""
    change_set = _begin_releases(head, _("What was in force before there were releases."), at)
    digests = {code: compute_digest(rows) for code, rows in present.items()}
    _record_first(change_set, digests, at, rows=sum(map(len, present.values())))


def _begin_releases(head: ReleaseHead, reason: str, at: datetime) -> ChangeSet:
    head.number = 1
    head.save(update_fields=["number"])
    state = ChangeSetState.IN_FORCE
    return ChangeSet.objects.create(
        title=_("First release"), reason=reason, state=state, drafted_at=at, release=1, in_force_at=at
    )


def _record_first(change_set: ChangeSet, digests: Mapping[str, str], at: datetime, *, rows: int) -> None:
    step = build_step(EventKind.FIRST_RELEASE, change_set, release=1, rows=rows, files=dict(digests))
    record_steps(None, at, step)


def _write_first_rows(lines: Sequence[ChangeLine], at: datetime) -> None:
    today = to_local_day(at)
    apply_lines([one for one in lines if not GOVERNED[one.list].whole], on=today)
    apply_lines([one for one in lines if GOVERNED[one.list].whole], on=today)
    if gaps := find_coverage_gaps(load_days_turned((), since=today)):
        raise Invalid(_("The decision table leaves some cases without a procedure."), gaps=gaps)


def _read_whole(shipped: Lists) -> Iterable[ChangeLine]:
    """Lines that add every shipped row, with the defaults of what its file leaves out."""
    reader = RowReader({code: rows.keys() for code, rows in shipped.items()})
    for code, rows in shipped.items():
        for key, row in rows.items():
            after = dict(row) if GOVERNED[code].whole else reader.read(code, key, row)
            yield ChangeLine(list=code, key=key, action=ChangeAction.PUT, after=after)
    if reader.gaps:
        raise Invalid(gaps=reader.gaps)


def _find_base() -> Lists | None:
    """The shipped rows on which somebody has decided last: those of a draft that nobody took on are compared again."""
    undecided = (ChangeSetState.DRAFT, ChangeSetState.WITHDRAWN)
    settled = Shipment.objects.exclude(change_set__state__in=undecided).order_by("-pk").first()
    return settled.rows if settled else None


def _propose(merge: Merge, present: Lists, shipped: Lists, digests: Mapping[str, str], at: datetime) -> ShipmentResult:
    drafted = None
    events = [_withdraw_older(one, at) for one in ChangeSet.objects.filter(state=ChangeSetState.DRAFT, drafted_by=None)]
    if merge.changes or merge.conflicts:
        drafted = ChangeSet.objects.create(
            title=_("What came with a new version of Dozvil"),
            reason=_("The shipped files have changed."),
            drafted_at=at,
            conflicts=[one.as_data() for one in merge.conflicts],
        )
        lines = _build_lines(drafted, merge.changes, present, shipped)
        ChangeLine.objects.bulk_create(lines)
        rows, conflicts = len(lines), len(merge.conflicts)
        kind = EventKind.CHANGE_SET_PROPOSED
        events.append(build_step(kind, drafted, title=drafted.title, rows=rows, conflicts=conflicts))
    Shipment.objects.create(taken_at=at, digests=digests, rows=shipped, change_set=drafted)
    if events:
        record_steps(None, at, *events)
    return ShipmentResult(drafted, len(merge.changes), merge)


def _withdraw_older(change_set: ChangeSet, at: datetime) -> PendingEvent:
    """A shipped draft that nobody has taken on gives way to the next one, which has all of it."""
    change_set.state, change_set.note, change_set.settled_at = ChangeSetState.WITHDRAWN, _("A newer version was shipped."), at
    change_set.save(update_fields=["state", "note", "settled_at"])
    return build_step(EventKind.CHANGE_SET_WITHDRAWN, change_set, reason=change_set.note)


def _build_lines(change_set: ChangeSet, changes: Iterable[RowChange], present: Lists, shipped: Lists) -> list[ChangeLine]:
    reader, lines = RowReader({code: rows.keys() for code, rows in shipped.items()}), []
    for one in changes:
        before: Row | None = present[one.list].get(one.key)
        after: dict[str, Any] | None = None
        if one.action == ChangeAction.PUT:
            laid = overlay_row(GOVERNED[one.list], before, one.values)
            after = laid if GOVERNED[one.list].whole else reader.read(one.list, one.key, laid)
        lines.append(
            ChangeLine(change_set=change_set, list=one.list, key=one.key, action=one.action, before=before, after=after)
        )
    if reader.gaps:
        raise Invalid(gaps=reader.gaps)
    return lines
