"""What of a change set cannot be, row by row: values in, refusals out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from licensing.choices import ChangeAction
from licensing.errors import Gap
from licensing.messages import DayText, Message
from licensing.policy.people import two_persons
from licensing.policy.reference.governed import GOVERNED, Ending, GovernedList, Row, RowChange, build_path

Present = Mapping[tuple[str, str], Row | None]


def find_change_gaps(
    changes: Iterable[RowChange], present: Present, *, on: date, drafted_on: date | None = None
) -> Iterator[Gap]:
    """Why rows cannot be changed so from a day on; `present` has every row that is named, as it is now, or None.

    The values of a change are whole here: laid over the present row already. A first day that comes between `drafted_on` and
    the day itself is no past: the row was written in time, and begins with the release.
    """
    changes, since = list(changes), min(on, drafted_on or on)
    for (list_code, key), times in Counter((one.list, one.key) for one in changes).items():
        if times > 1:
            yield Gap("twice", build_path(list_code, key), Message("“%(key)s” stands twice.", key=key))
    for one in changes:
        if one.list not in GOVERNED:
            yield Gap("unknown_list", build_path(one.list, one.key), Message("There is no list “%(name)s”.", name=one.list))
        else:
            yield from _find_row_gaps(GOVERNED[one.list], one, present.get((one.list, one.key)), on, since)


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


def find_approver_refusal(*, approver: UUID, drafter: UUID | None) -> Message | None:
    """Why this policy officer may not settle a change set, whatever office they hold."""
    return two_persons.CHANGE_SET.find_refusal(approver, proposer=drafter)


def overlay_row(governed: GovernedList, row: Row | None, values: Row) -> dict[str, Any]:
    """A row with some of its values changed. Texts are changed by language: an empty one is taken away, the others stay."""
    base = dict(row or {})
    for name, value in values.items():
        if name in governed.texts and isinstance(value, Mapping):
            base[name] = {language: text for language, text in {**(base.get(name) or {}), **value}.items() if text}
        else:
            base[name] = value
    return base


def build_changed_values(governed: GovernedList, before: Row, after: Row) -> dict[str, Any]:
    """What makes one state of a row the other, as `overlay_row` lays it over: of texts only the languages that differ."""
    changed = {name: value for name, value in after.items() if before.get(name) != value}
    for name in changed.keys() & set(governed.texts):
        former, text = before.get(name) or {}, changed[name] or {}
        changed[name] = {key: text.get(key, "") for key in {*former, *text} if text.get(key) != former.get(key)}
    return changed


def find_changed_columns(governed: GovernedList, before: Row | None, after: Row) -> list[str]:
    """The columns of a row that differ, in the order of the list."""
    if governed.whole:
        return [] if before == after else list(governed.decides)
    return [name for name in governed.columns if before is None or before.get(name) != after.get(name)]


def is_at_most_reworded(governed: GovernedList, one: Row | None, other: Row | None) -> bool:
    """Whether two states of a row differ in words alone, if at all. Words decide nothing, so no draft is voided by them.

    Nor by a column that its list did not have when the draft was written.
    """
    if one is None or other is None or governed.whole:
        return one == other
    known = (name for name in governed.columns if name not in governed.wording and name in one and name in other)
    return all(one[name] == other[name] for name in known)


def carry_wording(governed: GovernedList, before: Row | None, after: Row, present: Row | None) -> Row:
    """A drafted row in the words that it has by now: those that the draft changes itself are the draft's, by language."""
    if before is None or present is None or governed.whole:
        return after
    return {**after, **{name: _carry_words(before[name], after[name], present[name]) for name in governed.wording}}


def _carry_words(before: Any, after: Any, present: Any) -> Any:
    if not all(isinstance(one, Mapping) for one in (before, after, present)):
        return present if after == before else after
    kept = {key: text for key, text in present.items() if key in after or key not in before}
    return kept | {key: text for key, text in after.items() if text != before.get(key)}


def list_untried_columns(changes: Iterable[tuple[str, Row | None, Row | None]]) -> list[tuple[str, str]]:
    """The columns, each with its list, that rows change and in which no trial looks; a row as list, before and after."""
    found = {
        (code, name)
        for code, before, after in changes
        for name in GOVERNED[code].untried
        if (before or {}).get(name) != (after or {}).get(name)
    }
    return sorted(found)


def _find_row_gaps(governed: GovernedList, change: RowChange, before: Row | None, on: date, since: date) -> Iterator[Gap]:
    if change.action == ChangeAction.END:
        yield from _find_end_gaps(governed, change, before, on)
        return
    if governed.whole:
        yield from _find_version_gaps(governed, change, before)
    else:
        yield from _find_column_gaps(governed, change, before)
        yield from _find_fixed_gaps(governed, change, before)
        yield from _find_day_gaps(governed, change, before, on)
        yield from _find_rewriting_gaps(governed, change, before, on)
    yield from _find_beginning_gaps(governed, change, before, on, since)


def _find_version_gaps(governed: GovernedList, change: RowChange, before: Row | None) -> Iterator[Gap]:
    if before is None:
        return
    path = build_path(governed.code, change.key)
    if not _is_later_version(before, change.values):
        sentence = Message(
            "A published version never changes. Give the document a higher number than %(version)s.", version=before["version"]
        )
        yield Gap("superseded", f"{path}/version", sentence)
    begins, earliest = change.values.get(governed.begins), before.get(governed.begins)
    # Of the versions that are valid, the one that begins last is taken: a later one that began earlier would never be.
    if isinstance(begins, str) and earliest and begins < earliest:
        words = {"version": before["version"], "day": DayText(date.fromisoformat(earliest))}
        sentence = Message(
            "Version %(version)s is valid from %(day)s; a higher one is valid from that day or a later one.", **words
        )
        yield Gap("out_of_order", f"{path}/{governed.begins}", sentence)


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
    elif governed.is_over(before, on):
        yield Gap("over", path, Message("This row has ended already."))
    elif governed.dated and before[governed.dated] < on.isoformat():
        yield Gap("past", path, Message("A row of a past day stays as it is."))


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


def _find_rewriting_gaps(governed: GovernedList, change: RowChange, before: Row | None, on: date) -> Iterator[Gap]:
    """A row that has begun may be ended, or its end be moved; what it decided by stays as it was."""
    if before is None or not governed.superseded or not governed.has_begun(before, on):
        return
    path, values = build_path(governed.code, change.key), change.values
    if governed.is_over(before, on):
        yield Gap("over", path, Message("This row has ended and stays as it was. Add another row instead."))
        return
    for name in governed.decides:
        if name not in (governed.begins, governed.ending_column) and values.get(name) != before.get(name):
            sentence = Message("This row is in force, and cases were decided by it. End it, and add another in its place.")
            yield Gap("in_force", f"{path}/{name}", sentence)
    if before[governed.ending_column] and not values.get(governed.ending_column):
        sentence = Message("An end that is set is moved, not taken away. Add another row that begins on that day.")
        yield Gap("ending", f"{path}/{governed.ending_column}", sentence)


def _find_beginning_gaps(governed: GovernedList, change: RowChange, before: Row | None, on: date, since: date) -> Iterator[Gap]:
    if not governed.begins:
        return
    path, begins = build_path(governed.code, change.key, governed.begins), change.values.get(governed.begins)
    if before is not None and not governed.whole:
        if begins == before.get(governed.begins):
            return
        if governed.has_begun(before, on):
            yield Gap("in_force", path, Message("This row has begun. The first day of a row that has begun never changes."))
            return
    # To begin on no day is to have begun always, which a row that is there already cannot come to do.
    is_past = begins < since.isoformat() if isinstance(begins, str) else before is not None
    if is_past:
        yield Gap("past", path, Message("A row begins on the day on which the change is in force, or later."))


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
