"""A policy officer drafts a change set: several rows of several lists together, until it is sent to a second person."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext as _

from licensing.acts.acting import database_now, to_local_day, translate_database_errors
from licensing.acts.reference.change_sets.officers import (
    build_step,
    lock_change_set,
    record_steps,
    require_policy_officer,
    require_state,
)
from licensing.acts.reference.change_sets.rows import RowReader, load_present
from licensing.acts.reference.procedures import complete_document
from licensing.choices import ChangeAction, ChangeSetState
from licensing.errors import Gap, Invalid, NotAllowed, ProcedureInvalid
from licensing.models import ChangeLine, ChangeSet, User
from licensing.policy.input.guard import guard_texts
from licensing.policy.input.texts import clean_values
from licensing.policy.record.event_kinds import EventKind
from licensing.policy.reference.changes import (
    build_changed_values,
    carry_wording,
    find_change_gaps,
    find_set_gaps,
    is_at_most_reworded,
    overlay_row,
)
from licensing.policy.reference.governed import GOVERNED, RowChange, build_path

MOST_LINES: Final = 5_000
# A change set that came to nothing.
OVER: Final = (ChangeSetState.DECLINED, ChangeSetState.WITHDRAWN, ChangeSetState.LAPSED)


@guard_texts()
def draft_change_set(
    user: User, *, title: str, reason: str, in_force_from: datetime | None = None, emergency: bool = False
) -> ChangeSet:
    """Begin a change set, which changes nothing before a second policy officer has approved it.

    Raises NotAllowed for whoever is no policy officer, Invalid with each thing that is wrong.
    """
    with translate_database_errors(), transaction.atomic():
        at = database_now()
        require_policy_officer(user, at=at)
        change_set = ChangeSet(drafted_by=user, drafted_at=at)
        _set_words(change_set, title, reason, in_force_from, emergency, at)
        change_set.save(force_insert=True)
        _record_draft(change_set, user, at)
    return change_set


@guard_texts()
def edit_change_set(
    change_set: ChangeSet,
    user: User,
    *,
    title: str,
    reason: str,
    in_force_from: datetime | None = None,
    emergency: bool = False,
) -> ChangeSet:
    """Change what a draft is called, why and from when it is to be in force. Refusals as of `put_change_lines`."""
    with lock_change_set(change_set) as (locked, at):
        _take_draft(locked, user, at)
        _set_words(locked, title, reason, in_force_from, emergency, at)
        locked.save(update_fields=["title", "reason", "in_force_from", "emergency", "drafted_by"])
        _record_draft(locked, user, at)
    return locked


def put_change_lines(change_set: ChangeSet, user: User, changes: Sequence[RowChange]) -> ChangeSet:
    """Write several rows into a draft, or end them; nothing is written when anything is wrong.

    What a row says already is passed over, and a row that is changed back leaves the draft. Raises NotAllowed for anybody but
    the drafter, WrongState once it is sent, Invalid with each thing that is wrong by list, row and column.
    """
    with lock_change_set(change_set) as (locked, at):
        _take_draft(locked, user, at)
        known = {(one.list, one.key): one for one in locked.lines.all()}
        lines = _read_lines(changes, known, on=to_local_day(at), drafted_on=to_local_day(locked.drafted_at))
        if len({*known, *lines}) > MOST_LINES:
            raise Invalid(gaps=[Gap("too_many", "lines", _("At most %(most)d rows at once.") % {"most": MOST_LINES})])
        _store_lines(locked, known, lines)
        locked.save(update_fields=["drafted_by"])
        _record_draft(locked, user, at)
    return locked


def draft_again(over: ChangeSet, user: User) -> ChangeSet:
    """Begin a draft with the title, reason, rows and conflicts of a change set that came to nothing; that one stays as it is.

    The rows are laid over what is in force by now: what was changed meanwhile and was no part of the set stays. Raises
    NotAllowed for whoever is no policy officer, WrongState for a set that is not over, Invalid with each row that cannot be
    changed so any more, or where nothing would change.
    """
    require_state(over, *OVER)
    with transaction.atomic():
        begins = over.in_force_from
        draft = draft_change_set(
            user,
            title=over.title,
            reason=over.reason,
            in_force_from=begins if begins and begins > database_now() else None,
            emergency=over.emergency,
        )
        put_change_lines(draft, user, [_change_again(line) for line in over.lines.order_by("pk")])
        if not draft.lines.exists():
            raise Invalid(_("Nothing is left of it to draft: every row says by now what it was to say."))
        # How each of what is shipped otherwise is settled is frozen when the new draft is sent.
        draft.conflicts = [{name: one[name] for name in one if name != "settlement"} for one in over.conflicts]
        draft.save(update_fields=["conflicts"])
    return draft


def build_lines(change_set: ChangeSet | None, changes: Sequence[RowChange]) -> list[ChangeLine]:
    """The rows of a draft, or of a new one, as they would be with further changes; nothing is written.

    Raises Invalid for the same as `put_change_lines`.
    """
    on = to_local_day(database_now())
    known = {(one.list, one.key): one for one in (change_set.lines.order_by("pk") if change_set else ())}
    drafted_on = to_local_day(change_set.drafted_at) if change_set else on
    lines = {**known, **_read_lines(changes, known, on=on, drafted_on=drafted_on)}
    return [one for one in lines.values() if one is not None]


def load_drafted_keys(drafts: Sequence[ChangeSet]) -> Mapping[str, set[str]]:
    """The rows that some drafts write or end, by list."""
    found: dict[str, set[str]] = defaultdict(set)
    for code, key in ChangeLine.objects.filter(change_set__in=drafts).values_list("list", "key") if drafts else ():
        found[code].add(key)
    return found


def find_draft_gaps(
    changes: Sequence[RowChange], drafts: Sequence[ChangeSet], *, beside: Mapping[str, Collection[str]]
) -> list[Gap]:
    """Why changes could go into none of some drafts, or into a new one, by list, row and column; nothing is written.

    `beside` are the rows that those drafts bring, as `load_drafted_keys` has them.
    """
    today = to_local_day(database_now())
    since = min((to_local_day(one.drafted_at) for one in drafts), default=today)
    try:
        _read_lines(changes, {}, on=today, drafted_on=since, beside=beside)
    except Invalid as refusal:
        return list(refusal.gaps)
    return []


@guard_texts()
def drop_change_lines(change_set: ChangeSet, user: User, rows: Sequence[tuple[str, str]]) -> ChangeSet:
    """Take rows, by list and key, out of a draft again. Refusals as of `put_change_lines`."""
    with lock_change_set(change_set) as (locked, at):
        _take_draft(locked, user, at)
        wanted = set(rows)
        gone = [one.pk for one in locked.lines.all() if (one.list, one.key) in wanted]
        if gone:
            ChangeLine.objects.filter(pk__in=gone).delete()
            locked.save(update_fields=["drafted_by"])
            _record_draft(locked, user, at)
    return locked


def _change_again(line: ChangeLine) -> RowChange:
    """What a line changes: of a row that was there only the columns in which it differed, of a document all of it."""
    if line.action == ChangeAction.END or line.after is None:
        return RowChange(line.list, line.key, ChangeAction.END)
    before = line.before or {}
    is_whole = not before or line.list not in GOVERNED or GOVERNED[line.list].whole
    values = line.after if is_whole else build_changed_values(GOVERNED[line.list], before, line.after)
    return RowChange(line.list, line.key, ChangeAction(line.action), values)


def _take_draft(change_set: ChangeSet, user: User, at: datetime) -> None:
    """Make sure that somebody may write on a draft. One that was shipped belongs to the first policy officer who does."""
    require_policy_officer(user, at=at)
    require_state(change_set, ChangeSetState.DRAFT)
    if change_set.drafted_by_id is None:
        change_set.drafted_by = user
    elif change_set.drafted_by_id != user.pk:
        raise NotAllowed(_("Only who drafted a change set writes on it."))


def _set_words(
    change_set: ChangeSet, title: str, reason: str, in_force_from: datetime | None, emergency: bool, at: datetime
) -> None:
    words: dict[str, Any] = {"title": title.strip(), "reason": reason.strip(), "in_force_from": in_force_from}
    # Title and reason may still be missing in a draft; it is not sent without them.
    gaps = [one for one in find_set_gaps(**words, emergency=emergency, now=at) if one.code != "required"]
    if gaps:
        raise Invalid(gaps[0].sentence, gaps=gaps)
    if len(words["title"]) > 200:
        raise Invalid(gaps=[Gap("too_long", "title", _("At most %(limit)s characters.") % {"limit": 200})])
    for name, value in (words | {"emergency": emergency}).items():
        setattr(change_set, name, value)


def _read_lines(
    changes: Sequence[RowChange],
    known: Mapping[tuple[str, str], ChangeLine],
    *,
    on: date,
    drafted_on: date,
    beside: Mapping[str, Collection[str]] | None = None,
) -> dict[tuple[str, str], ChangeLine | None]:
    """The lines that changes come to; None where a row says what it says already. Rows `beside` them may be referred to."""
    keys: dict[str, list[str]] = defaultdict(list)
    for one in changes:
        keys[one.list].append(one.key)
    present = {
        (code, key): row for code, wanted in keys.items() if code in GOVERNED for key, row in load_present(code, wanted).items()
    }
    added: dict[str, set[str]] = defaultdict(set, {code: set(keys) for code, keys in (beside or {}).items()})
    for code, key in [*known, *((one.list, one.key) for one in changes)]:
        added[code].add(key)
    reader = RowReader(added)
    whole = [_complete(one, known.get((one.list, one.key)), present.get((one.list, one.key)), reader) for one in changes]
    differing = [one for one in whole if one.action == ChangeAction.END or present.get((one.list, one.key)) != one.values]
    gaps = reader.gaps or list(find_change_gaps(differing, present, on=on, drafted_on=drafted_on))
    if gaps:
        raise Invalid(gaps=gaps)
    lines: dict[tuple[str, str], ChangeLine | None] = {(one.list, one.key): None for one in whole}
    for one in differing:
        before, after = present.get((one.list, one.key)), one.values if one.action == ChangeAction.PUT else None
        lines[one.list, one.key] = ChangeLine(list=one.list, key=one.key, action=one.action, before=before, after=after)
    return lines


def _complete(change: RowChange, line: ChangeLine | None, present: Any, reader: RowReader) -> RowChange:
    """A change with the whole row as its values: laid over what the draft says of it already, or over the row as it is."""
    if change.action == ChangeAction.END or change.list not in GOVERNED:
        return change
    values = clean_values(change.values)
    governed = GOVERNED[change.list]
    if governed.whole:
        return RowChange(change.list, change.key, change.action, _complete_document(change, values, reader))
    base = present
    if line is not None and line.after is not None and is_at_most_reworded(governed, line.before, present):
        base = carry_wording(governed, line.before, line.after, present)
    return RowChange(
        change.list, change.key, change.action, reader.read(change.list, change.key, overlay_row(governed, base, values))
    )


def _complete_document(change: RowChange, values: Any, reader: RowReader) -> dict[str, Any]:
    try:
        return complete_document(values)
    except ProcedureInvalid as refusal:
        reader.gaps += (Gap(one.code, build_path(change.list, change.key, one.path), one.message) for one in refusal.gaps)
        return dict(values)


def _store_lines(
    change_set: ChangeSet, known: Mapping[tuple[str, str], ChangeLine], lines: Mapping[tuple[str, str], ChangeLine | None]
) -> None:
    fresh, changed, gone = [], [], []
    for row, line in lines.items():
        stored = known.get(row)
        if line is None:
            gone += [stored.pk] if stored else []
        elif stored is None:
            line.change_set = change_set
            fresh.append(line)
        else:
            stored.action, stored.before, stored.after = line.action, line.before, line.after
            changed.append(stored)
    ChangeLine.objects.bulk_create(fresh)
    ChangeLine.objects.bulk_update(changed, ["action", "before", "after"])
    if gone:
        ChangeLine.objects.filter(pk__in=gone).delete()


def _record_draft(change_set: ChangeSet, user: User, at: datetime) -> None:
    rows = change_set.lines.count()
    record_steps(user, at, build_step(EventKind.CHANGE_SET_DRAFTED, change_set, title=change_set.title, rows=rows))
