"""Whether a change set can come into force: row by row, and then as a whole, applied inside a savepoint and taken back."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from typing import Any

from django.db import DataError, IntegrityError, transaction
from django.utils.translation import gettext as _

from licensing.acts.acting import to_local_day
from licensing.acts.reference.change_sets.applying import apply_lines
from licensing.acts.reference.change_sets.coverage import find_unrouted_cases, load_days_turned
from licensing.acts.reference.change_sets.rows import RowReader, load_present
from licensing.acts.reference.procedures import load_known_names
from licensing.acts.reference.routing import find_coverage_gaps
from licensing.choices import ChangeAction
from licensing.errors import Gap, Invalid, ProcedureInvalid
from licensing.models import ChangeLine, ChangeSet, Criterion
from licensing.policy.assessment.criteria.versions import find_unraised_versions
from licensing.policy.reference.changes import carry_wording, find_change_gaps, is_at_most_reworded
from licensing.policy.reference.governed import GOVERNED, RowChange, build_path
from licensing.policy.signoff.procedures.checking import find_procedure_gaps


class _TakenBack(Exception):
    """Ends a savepoint whose rows are not meant to stay."""


@contextmanager
def apply_for_trial(lines: Iterable[Any], *, on: date) -> Iterator[None]:
    """Let what is read inside see the rows as they would be; afterwards all is as it was. To be opened in a transaction."""
    try:
        with transaction.atomic():
            apply_lines(lines, on=on)
            yield
            raise _TakenBack
    except _TakenBack:
        return


def refuse_unfit_release(change_set: ChangeSet, *, on: date, since: int | None = None) -> None:
    """Raises Invalid with everything for which a change set cannot come into force on a day.

    Where there are very many cases, only those are looked at that have an event after the number `since`: the trial of the
    step has looked at the others.
    """
    if gaps := find_gaps_of(change_set, on=on, since=since):
        raise Invalid(gaps[0].sentence, gaps=gaps)


def find_gaps_of(change_set: ChangeSet, *, on: date, since: int | None = None) -> list[Gap]:
    """Why a change set cannot be in force from a day: stale rows, values that cannot be, cases left without a procedure."""
    lines = list(change_set.lines.order_by("pk"))
    if not lines:
        return [Gap("required", "lines", _("Nothing is changed yet."))]
    present = {(code, key): row for code, keys in _group_keys(lines).items() for key, row in load_present(code, keys).items()}
    stale = [one for line in lines if (one := _find_staleness(line, present.get((line.list, line.key))))]
    if stale:
        return stale
    changes = list(_read_changes(lines, present))
    drafted_on = to_local_day(change_set.drafted_at)
    gaps = [*find_change_gaps(changes, present, on=on, drafted_on=drafted_on), *find_value_gaps(changes)]
    gaps += find_unraised_versions(changes, present, dict(Criterion.objects.values_list("pk", "set_id")))
    return gaps or _find_gaps_as_a_whole(lines, on, since)


def find_value_gaps(changes: Sequence[RowChange]) -> list[Gap]:
    """What is wrong with the values of rows, each by its column; they may refer to one another."""
    added: dict[str, set[str]] = defaultdict(set)
    for one in changes:
        added[one.list].add(one.key)
    reader = RowReader(added)
    for one in changes:
        if one.action == ChangeAction.PUT and not GOVERNED[one.list].whole:
            reader.read(one.list, one.key, one.values)
    return reader.gaps


def _group_keys(lines: Iterable[ChangeLine]) -> dict[str, list[str]]:
    grouped: dict[str, list[str]] = defaultdict(list)
    for line in lines:
        grouped[line.list].append(line.key)
    return grouped


def _read_changes(lines: Iterable[ChangeLine], present: Mapping[tuple[str, str], Any]) -> Iterator[RowChange]:
    """The changes as they would be made now, without rows that came to say so already by being reworded."""
    for line in lines:
        row = present.get((line.list, line.key))
        if line.action == ChangeAction.END or line.after is None:
            yield RowChange(line.list, line.key, ChangeAction(line.action))
            continue
        after = carry_wording(GOVERNED[line.list], line.before, line.after, row)
        if after != row or line.before == row:
            yield RowChange(line.list, line.key, ChangeAction.PUT, after)


def _find_staleness(line: ChangeLine, present: Any) -> Gap | None:
    if is_at_most_reworded(GOVERNED[line.list], line.before, present):
        return None
    words = {"key": line.key}
    sentence = _("“%(key)s” was changed by another change set meanwhile. Take the row out and change it again.") % words
    return Gap("stale", build_path(line.list, line.key), sentence)


def _find_gaps_as_a_whole(lines: Sequence[ChangeLine], on: date, since: int | None) -> list[Gap]:
    try:
        with apply_for_trial([one for one in lines if not GOVERNED[one.list].whole], on=on):
            gaps = _find_document_gaps([one for one in lines if GOVERNED[one.list].whole])
        if gaps:
            return gaps
        days = load_days_turned(lines, since=on)
        with apply_for_trial(lines, on=on):
            found = _find_uncovered(days, since)
    except ProcedureInvalid as refusal:
        return list(refusal.gaps)
    except (IntegrityError, DataError) as refusal:
        return [explain_table_refusal(refusal)]
    # What was so before is no fault of the change set.
    known = set(_find_uncovered(days, since)) if found else set()
    # Of each kind and case the first day on which it would have no procedure is told.
    first: dict[tuple[str, str], Gap] = {}
    for one in found:
        if one not in known:
            first.setdefault((one.code, one.path), one)
    return list(first.values())


def _find_uncovered(days: Sequence[date], since: int | None) -> list[Gap]:
    return [*find_coverage_gaps(days), *find_unrouted_cases(days, since=since)]


def _find_document_gaps(lines: Sequence[ChangeLine]) -> list[Gap]:
    known = load_known_names()
    return [
        Gap(gap.code, build_path(line.list, line.key, gap.path), gap.message)
        for line in lines
        for gap in find_procedure_gaps(line.after, known)
    ]


def explain_table_refusal(refusal: Exception) -> Gap:
    """What the tables themselves refuse, such as a prefix that another kind of case has."""
    found = re.search(r"Key \((\w+)\)=\(([^)]*)\) already exists", str(refusal))
    if found is None:
        return Gap("invalid", "lines", _("These rows do not fit together: %(why)s") % {"why": str(refusal).splitlines()[0]})
    return Gap(
        "taken", "lines", _("Another row has “%(value)s” as its “%(column)s”.") % {"column": found[1], "value": found[2]}
    )
