"""What ships with Dozvil: the first release of an installation, and later a proposal, never over what was changed here."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext as _

from licensing.acts.acting import database_now, lock_name, to_local_day, translate_database_errors
from licensing.acts.reference.change_sets.applying import apply_lines
from licensing.acts.reference.change_sets.coverage import load_days_turned
from licensing.acts.reference.change_sets.drafting import drop_change_lines, put_change_lines
from licensing.acts.reference.change_sets.officers import build_step, record_steps
from licensing.acts.reference.change_sets.rows import RowReader, get_field, load_present, to_plain
from licensing.acts.reference.lists import read_lists
from licensing.acts.reference.procedures import complete_document
from licensing.acts.reference.routing import find_coverage_gaps, read_table
from licensing.choices import ChangeAction, ChangeSetState
from licensing.errors import Gap, Invalid, NotFound, ProcedureInvalid
from licensing.messages import Message
from licensing.models import ChangeLine, ChangeSet, ReleaseHead, Shipment, User
from licensing.models.record.event import PendingEvent
from licensing.models.reference.change_sets import lock_releases
from licensing.policy.input.texts import clean_values
from licensing.policy.record.digests import compute_digest
from licensing.policy.record.event_kinds import EventKind
from licensing.policy.reference.changes import overlay_row
from licensing.policy.reference.governed import GOVERNED, Row, RowChange, build_path
from licensing.policy.reference.merging import Lists, Merge, merge_lists, renew_conflict
from licensing.policy.reference.superseding import find_free_code, fit_shipped_change
from licensing.policy.signoff.procedures.checking import KnownNames, find_procedure_gaps

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
        older = _lock_older_drafts()
        head = lock_releases()
        at, last = database_now(), Shipment.objects.select_related("change_set").order_by("-pk").first()
        digests = {code: compute_digest(rows) for code, rows in shipped.items()}
        if last is not None and last.digests == digests and not _is_given_up(last):
            return ShipmentResult()
        present = {code: load_present(code) for code in GOVERNED}
        if last is None and head.number == 0:
            if not any(present.values()):
                return _release_first(head, shipped, digests, at)
            _release_as_found(head, present, at)
        merge = merge_lists(_find_base(), present, shipped)
        events = [_withdraw_older(one, at) for one in older]
        drafted = _propose(merge, present, shipped, at, events)
        Shipment.objects.create(taken_at=at, digests=digests, rows=shipped, change_set=drafted)
        if events:
            record_steps(None, at, *events)
        return ShipmentResult(drafted, len(merge.changes), merge)


def _lock_older_drafts() -> list[ChangeSet]:
    """The shipped drafts that nobody has taken on, kept from being taken on until the transaction ends."""
    # One seed after the other, before anything else is locked: the drafts of the one before are seen by the next.
    lock_name("shipment")
    unclaimed = ChangeSet.objects.filter(state=ChangeSetState.DRAFT, drafted_by=None)
    return list(unclaimed.select_for_update(of=("self",), no_key=True).order_by("drafted_at"))


def _is_given_up(shipment: Shipment) -> bool:
    """Whether what it proposed was withdrawn or has lapsed, so that nobody has decided on it."""
    proposed = shipment.change_set
    return proposed is not None and proposed.state in (ChangeSetState.WITHDRAWN, ChangeSetState.LAPSED)


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
    # What the first release brings may have begun on any day: nothing was decided otherwise before.
    apply_lines([one for one in lines if not GOVERNED[one.list].whole], on=date.min)
    apply_lines([one for one in lines if GOVERNED[one.list].whole], on=date.min)
    today = to_local_day(at)
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
    """The shipped rows on which somebody has decided last; what was withdrawn or has lapsed was decided by nobody."""
    undecided = (ChangeSetState.DRAFT, ChangeSetState.WITHDRAWN, ChangeSetState.LAPSED)
    settled = Shipment.objects.exclude(change_set__state__in=undecided).order_by("-pk").first()
    return settled.rows if settled else None


def _propose(merge: Merge, present: Lists, shipped: Lists, at: datetime, events: list[PendingEvent]) -> ChangeSet | None:
    if not merge.changes and not merge.conflicts:
        return None
    drafted = ChangeSet.objects.create(
        title=_("What came with a new version of Dozvil"),
        reason=_("The shipped files have changed."),
        drafted_at=at,
        conflicts=[one.as_data() for one in merge.conflicts],
    )
    lines = _build_lines(drafted, merge.changes, present, shipped, to_local_day(at))
    ChangeLine.objects.bulk_create(lines)
    kind, rows, conflicts = EventKind.CHANGE_SET_PROPOSED, len(lines), len(merge.conflicts)
    events.append(build_step(kind, drafted, title=drafted.title, rows=rows, conflicts=conflicts))
    return drafted


def _withdraw_older(change_set: ChangeSet, at: datetime) -> PendingEvent:
    """A shipped draft that nobody has taken on gives way to the next one, which has all of it."""
    change_set.state, change_set.note, change_set.settled_at = ChangeSetState.WITHDRAWN, _("A newer version was shipped."), at
    change_set.save(update_fields=["state", "note", "settled_at"])
    return build_step(EventKind.CHANGE_SET_WITHDRAWN, change_set, reason=change_set.note)


def _build_lines(
    change_set: ChangeSet, merged: Sequence[RowChange], present: Lists, shipped: Lists, today: date
) -> list[ChangeLine]:
    reader, lines = RowReader({code: rows.keys() for code, rows in shipped.items()}), []
    for one in _fit_changes(merged, present, {(one.list, one.key) for one in merged}, today):
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


def _fit_changes(
    changes: Iterable[RowChange], present: Lists, taken: Collection[tuple[str, str]], today: date
) -> Iterator[RowChange]:
    """Shipped changes as the lists can take them; codes that are `taken` besides the rows that are there are given to none."""
    codes = defaultdict(set, {code: set(rows) for code, rows in present.items()})
    for code, key in taken:
        codes[code].add(key)
    for one in changes:
        find_code = partial(find_free_code, taken=codes[one.list])
        before = present[one.list].get(one.key)
        for fitted in fit_shipped_change(GOVERNED[one.list], one, before, on=today, find_code=find_code):
            # Two rows of one stem must not take each other's place.
            codes[one.list].add(fitted.key)
            yield fitted


def take_shipped_value(change_set: ChangeSet, user: User, place: int) -> None:
    """Write what is shipped into the draft, in the place of what was changed here; `place` is that among its conflicts.

    Refusals as of `put_change_lines`; Invalid too where nothing of it can be taken any more.
    """
    conflict = _find_conflict(change_set, place)
    change = _build_change(conflict, conflict["shipped_now"])
    present, taken = {change.list: load_present(change.list)}, set(change_set.lines.values_list("list", "key"))
    changes = list(_fit_changes([change], present, taken, to_local_day(database_now())))
    if not changes:
        path = build_path(change.list, change.key)
        raise Invalid(gaps=[Gap("past", path, Message("A row of a past day stays as it is."))])
    put_change_lines(change_set, user, changes)


def keep_present_value(change_set: ChangeSet, user: User, place: int) -> None:
    """Let what is here stay after all: the draft changes nothing of it any more, and what else it does to the row stays.

    `place` is that among its conflicts; refusals as of `put_change_lines`.
    """
    conflict = _find_conflict(change_set, place)
    row = conflict["list"], conflict["key"]
    if not conflict["column"]:
        drop_change_lines(change_set, user, [row])
        return
    present = load_present(row[0], {row[1]}).get(row[1])
    put_change_lines(change_set, user, [_build_change(conflict, renew_conflict(conflict, present)["present"])])


def _find_conflict(change_set: ChangeSet, place: int) -> Mapping[str, Any]:
    if not 0 <= place < len(change_set.conflicts):
        raise NotFound
    found: Mapping[str, Any] = change_set.conflicts[place]
    return found


def _build_change(conflict: Mapping[str, Any], wanted: Any) -> RowChange:
    """The change by which a row says what is wanted of what the conflict is about."""
    column = conflict["column"]
    if not column:
        action = ChangeAction.END if wanted is None else ChangeAction.PUT
        return RowChange(conflict["list"], conflict["key"], action, wanted or {})
    value = {conflict["language"]: wanted} if conflict["language"] else wanted
    return RowChange(conflict["list"], conflict["key"], ChangeAction.PUT, {column: value})
