"""What of a change set cannot be, row by row: values in, refusals out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import Any

from licensing.choices import ChangeAction
from licensing.errors import Gap
from licensing.messages import Message
from licensing.policy.reference.governed import GOVERNED, Ending, GovernedList, Row, RowChange, build_path

Present = Mapping[tuple[str, str], Row | None]


def find_change_gaps(changes: Iterable[RowChange], present: Present, *, on: date) -> Iterator[Gap]:
    """Why rows cannot be changed so from a day on; `present` has every row that is named, as it is now, or None.

    The values of a change are whole here: laid over the present row already.
    """
    changes = list(changes)
    for (list_code, key), times in Counter((one.list, one.key) for one in changes).items():
        if times > 1:
            yield Gap("twice", build_path(list_code, key), Message("“%(key)s” stands twice.", key=key))
    for one in changes:
        if one.list not in GOVERNED:
            yield Gap("unknown_list", build_path(one.list, one.key), Message("There is no list “%(name)s”.", name=one.list))
        else:
            yield from _find_row_gaps(GOVERNED[one.list], one, present.get((one.list, one.key)), on)


def find_set_gaps(*, title: str, reason: str, in_force_from: datetime | None, emergency: bool, now: datetime) -> Iterator[Gap]:
    """What is wrong with a change set itself, whatever its rows are."""
    if not title.strip():
        yield Gap("required", "title", Message("Give the change set a title."))
    if not reason.strip():
        yield Gap("required", "reason", Message("Say why this is changed."))
    if in_force_from is not None and emergency:
        yield Gap("invalid", "in_force_from", Message("An emergency is in force at once; leave the moment empty."))
    elif in_force_from is not None and in_force_from < now:
        yield Gap(
            "past",
            "in_force_from",
            Message("A change is in force from now or later. What has decided is not edited backwards."),
        )


def find_approver_refusal(*, approver: object, drafter: object) -> Message | None:
    """Why this policy officer may not settle a change set, whatever office they hold."""
    if approver == drafter:
        return Message("You drafted this change set yourself. Another policy officer must settle it.")
    return None


def overlay_row(governed: GovernedList, row: Row | None, values: Row) -> dict[str, Any]:
    """A row with some of its values changed. Texts are changed by language: an empty one is taken away, the others stay."""
    base = dict(row or {})
    for name, value in values.items():
        if name in governed.texts and isinstance(value, Mapping):
            base[name] = {language: text for language, text in {**(base.get(name) or {}), **value}.items() if text}
        else:
            base[name] = value
    return base


def find_changed_columns(governed: GovernedList, before: Row | None, after: Row) -> list[str]:
    """The columns of a row that differ, in the order of the list."""
    if governed.whole:
        return [] if before == after else list(governed.decides)
    return [name for name in governed.columns if before is None or before.get(name) != after.get(name)]


def _find_row_gaps(governed: GovernedList, change: RowChange, before: Row | None, on: date) -> Iterator[Gap]:
    if change.action == ChangeAction.END:
        yield from _find_end_gaps(governed, change, before, on)
    elif governed.whole:
        yield from _find_version_gaps(governed, change, before)
    else:
        yield from _find_column_gaps(governed, change, before)
        yield from _find_fixed_gaps(governed, change, before)
        yield from _find_day_gaps(governed, change, before, on)


def _find_version_gaps(governed: GovernedList, change: RowChange, before: Row | None) -> Iterator[Gap]:
    if before is not None and not _is_later_version(before, change.values):
        sentence = Message(
            "A published version never changes. Give the document a higher number than %(version)s.", version=before["version"]
        )
        yield Gap("superseded", build_path(governed.code, change.key, "version"), sentence)


def _find_column_gaps(governed: GovernedList, change: RowChange, before: Row | None) -> Iterator[Gap]:
    path, values = build_path(governed.code, change.key), change.values
    for name in sorted(values.keys() - set(governed.columns)):
        yield Gap("unknown_field", f"{path}/{name}", Message("This list has no column “%(name)s”.", name=name))
    if before is not None and not find_changed_columns(governed, before, values):
        yield Gap("unchanged", path, Message("This row says what it says already."))
    if governed.build_key(values) != change.key:
        sentence = Message("The key of a row never changes: end it and add another.")
        yield Gap("invalid", f"{path}/{governed.key[-1]}", sentence)
    for name, words in governed.words.items():
        if values.get(name) not in words:
            listed = ", ".join(word for word in words if word)
            yield Gap("unknown_code", f"{path}/{name}", Message("This must be one of: %(limit)s.", limit=listed))


def _find_fixed_gaps(governed: GovernedList, change: RowChange, before: Row | None) -> Iterator[Gap]:
    if before is None:
        return
    for name in governed.fixed:
        if _is_rewritten(governed, name, before, change.values):
            sentence = Message("This never changes, because others rely on it. Add another row instead.")
            yield Gap("fixed", build_path(governed.code, change.key, name), sentence)


def _find_end_gaps(governed: GovernedList, change: RowChange, before: Row | None, on: date) -> Iterator[Gap]:
    path = build_path(governed.code, change.key)
    if before is None:
        yield Gap("unknown_code", path, Message("There is no row “%(key)s”.", key=change.key))
    elif governed.ending is Ending.NEVER:
        yield Gap("never_ends", path, Message("A row of this list does not end; another one supersedes it."))
    elif _is_over(governed, before, on):
        yield Gap("over", path, Message("This row has ended already."))
    elif governed.dated and before[governed.dated] < on.isoformat():
        yield Gap("past", path, Message("A row of a past day stays as it is."))


def _is_over(governed: GovernedList, row: Row, on: date) -> bool:
    if governed.ending is Ending.ON_DAY:
        return bool(row[governed.ending_column]) and row[governed.ending_column] <= on.isoformat()
    return governed.ending is Ending.INACTIVE and not row[governed.ending_column]


def _find_day_gaps(governed: GovernedList, change: RowChange, before: Row | None, on: date) -> Iterator[Gap]:
    if governed.ending is Ending.ON_DAY:
        ends, name = change.values.get(governed.ending_column), governed.ending_column
        moved = before is None or before.get(name) != ends
        if isinstance(ends, str) and moved and ends < on.isoformat():
            path = build_path(governed.code, change.key, name)
            yield Gap("past", path, Message("A row ends on the day on which the change is in force, or later."))
    day = change.values.get(governed.dated) if governed.dated else None
    if isinstance(day, str) and day < on.isoformat() and not (governed.late and before is None):
        path = build_path(governed.code, change.key, governed.dated)
        yield Gap("past", path, Message("A row of a past day stays as it is."))


def _is_rewritten(governed: GovernedList, name: str, before: Row, after: Row) -> bool:
    """Whether a fixed column says something else; a text may get a further language."""
    if name not in governed.texts:
        return bool(before.get(name) != after.get(name))
    written = after.get(name)
    return not isinstance(written, Mapping) or any(
        written.get(language) != text for language, text in (before.get(name) or {}).items()
    )


def _is_later_version(before: Row, after: Row) -> bool:
    version = after.get("version")
    return isinstance(version, int) and version > before["version"]
