"""Versions of lists: prepared by one policy officer from a file, published or declined by another."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from licensing.acts.acting import database_now, hold_right, lock_name, to_local_day, translate_database_errors
from licensing.acts.reference.change_sets.officers import require_policy_officer
from licensing.choices import ListShape, ListVersionState
from licensing.errors import BothPersons, Gap, Invalid, WrongState
from licensing.messages import Message
from licensing.models import Event, ListVersion, User
from licensing.models.record.event import PendingEvent
from licensing.models.record.origin import require_step_up
from licensing.models.reference.change_sets import lock_releases
from licensing.policy.assessment.lists.entries import ListChanges, ListedEntry, compare_entries, read_entries, write_entries
from licensing.policy.assessment.lists.naming import find_naming_gaps
from licensing.policy.assessment.lists.reading import read_list_file
from licensing.policy.input.guard import guard_texts
from licensing.policy.people import two_persons
from licensing.policy.reasons import require_reason
from licensing.policy.record.event_kinds import EventKind

# So many faults of a file are told; the first of them as a rule make the others.
_MOST_FAULTS = 20


@dataclass(frozen=True, slots=True)
class ListFile:
    """What somebody sent as a list: what it is called, whose it is, of which day, and the file, or two of the OFAC shape."""

    code: str
    title: str
    source: str
    shape: ListShape
    as_of: date
    content: bytes
    aliases: bytes = b""


@guard_texts()
def prepare_list(user: User, given: ListFile) -> ListVersion:
    """Prepare the next version of a list from a file. Nobody is held against it before another officer has published it.

    Raises NotAllowed for whoever is no policy officer; Invalid with every broken row, and nothing is imported; WrongState
    where a version of the list waits already.
    """
    with translate_database_errors(), transaction.atomic():
        at = database_now()
        actor = require_policy_officer(user, at=at)
        if gaps := find_naming_gaps(given.code, given.title, given.source, given.as_of, today=to_local_day(at)):
            raise Invalid(gaps=gaps)
        entries = _read_list_entries(given)
        lock_name(f"list {given.code}")
        versions = ListVersion.objects.filter(code=given.code)
        if versions.filter(state=ListVersionState.PREPARED).exists():
            raise WrongState(_("A version of this list waits for a second person already."))
        content = write_entries(entries)
        last = versions.order_by("-number").values_list("number", flat=True).first() or 0
        version: ListVersion = ListVersion.objects.create(
            code=given.code,
            number=last + 1,
            title=given.title.strip(),
            source=given.source.strip(),
            shape=given.shape,
            file_digest=hashlib.sha256(given.content + given.aliases).hexdigest(),
            content=content,
            digest=hashlib.sha256(content.encode()).hexdigest(),
            as_of=given.as_of,
            entries=len(entries),
            names=sum(len(one.names) for one in entries),
            prepared_by=user,
            prepared_at=at,
        )
        data = _describe_version(version)
        data["under"] = hold_right(actor, EventKind.LIST_PREPARED, data)
        Event.objects.chain([PendingEvent(EventKind.LIST_PREPARED, data=data)], user, at=at)
    return version


def publish_list(version: ListVersion, user: User) -> ListVersion:
    """Publish what another officer prepared: from now on every case is held against it.

    Raises BothPersons for whoever prepared it, WrongState for what is settled, StepUpRequired.
    """
    with _lock_version(version, user) as (locked, at):
        if refusal := find_publisher_refusal(locked, user):
            raise BothPersons(str(refusal))
        require_step_up(user, EventKind.LIST_PUBLISHED.declaration.step_up, at=at)
        # No grant and no clearance that was judged by the former version comes behind this one in the chain.
        lock_releases()
        _settle(locked, ListVersionState.PUBLISHED, user, at)
        _record_version(EventKind.LIST_PUBLISHED, locked, user, at, digest=locked.digest)
    return locked


@guard_texts()
def decline_list(version: ListVersion, user: User, *, reason: str) -> ListVersion:
    """Decline what is prepared, with a reason; whoever prepared it may take it back like this."""
    with _lock_version(version, user) as (locked, at):
        locked.note = require_reason(reason, _("Say why this is declined."))
        _settle(locked, ListVersionState.DECLINED, user, at)
        _record_version(EventKind.LIST_DECLINED, locked, user, at, reason=locked.note)
    return locked


def find_publisher_refusal(version: ListVersion, user: User) -> Message | None:
    """Why somebody may not publish a version, before they try; None where they may."""
    return two_persons.SCREENING_LIST.find_refusal(user.pk, proposer=version.prepared_by_id)


def compare_version(version: ListVersion) -> ListChanges:
    """What a version brings over the one that was published before it."""
    published = ListVersion.objects.published().filter(code=version.code, number__lt=version.number)
    before = published.order_by("-number").values_list("content", flat=True).first()
    return compare_entries(read_entries(before) if before else [], read_entries(version.content))


def _read_list_entries(given: ListFile) -> list[ListedEntry]:
    read = read_list_file(given.shape, given.content, given.aliases)
    if read.faults:
        gaps = [Gap("broken_row", "content", one.describe()) for one in read.faults[:_MOST_FAULTS]]
        raise Invalid(_("The file has broken rows. Nothing of it was imported."), gaps=gaps)
    return list(read.entries)


@contextmanager
def _lock_version(version: ListVersion, user: User) -> Iterator[tuple[ListVersion, datetime]]:
    with translate_database_errors(), transaction.atomic():
        locked: ListVersion = ListVersion.objects.select_for_update(of=("self",), no_key=True).get(pk=version.pk)
        at = database_now()
        require_policy_officer(user, at=at)
        if locked.state != ListVersionState.PREPARED:
            raise WrongState(_("This is settled already."), state=locked.state)
        yield locked, at


def _settle(version: ListVersion, state: ListVersionState, user: User, at: datetime) -> None:
    version.state, version.settled_by, version.settled_at = state, user, at
    version.save(update_fields=["state", "settled_by", "settled_at", "note"])


def _record_version(kind: EventKind, version: ListVersion, user: User, at: datetime, **more: Any) -> None:
    data = _describe_version(version) | more
    data["under"] = hold_right(require_policy_officer(user, at=at), kind, data)
    Event.objects.chain([PendingEvent(kind, data=data)], user, at=at)


def _describe_version(version: ListVersion) -> dict[str, Any]:
    return {
        "version": str(version.pk),
        "person": str(version.prepared_by_id),
        "code": version.code,
        "number": version.number,
    }
