"""The version of a set of criteria names what was asked by it: whoever changes that gives the set another version."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from licensing.choices import ChangeAction
from licensing.errors import Gap
from licensing.messages import Message
from licensing.policy.reference.changes import Present
from licensing.policy.reference.governed import GOVERNED, Row, RowChange, build_path

SETS: Final = "criterion_sets"
CRITERIA: Final = "criteria"
QUESTIONS: Final = "criterion_questions"


def find_unraised_versions(changes: Sequence[RowChange], present: Present, sets: Mapping[str, str]) -> Iterator[Gap]:
    """The sets of which criteria or questions change in a change set that leaves their version; `sets` is by criterion.

    Words alone, and a further language of a question, ask nothing else.
    """
    written = {one.key: one.values["set"] for one in changes if one.list == CRITERIA and one.values.get("set")}
    raised = {one.key for one in changes if one.list == SETS and _is_raised(one, present.get((SETS, one.key)))}
    touched = {code for one in changes for code in _list_touched(one, present.get((one.list, one.key)), {**sets, **written})}
    for code in sorted(touched - raised):
        sentence = Message("What is asked by “%(set)s” changes: give it another version in the same change set.", set=code)
        yield Gap("superseded", build_path(SETS, code, "version"), sentence)


def _is_raised(change: RowChange, before: Row | None) -> bool:
    """Whether a set gets another version, is new, or ends with all that it asks."""
    return change.action == ChangeAction.END or before is None or change.values.get("version") != before["version"]


def _list_touched(change: RowChange, before: Row | None, sets: Mapping[str, str]) -> Iterator[str]:
    if change.list not in (CRITERIA, QUESTIONS) or not _does_ask_otherwise(change, before):
        return
    for row in (before, change.values):
        if row and (code := row.get("set") or sets.get(str(row.get("criterion")))):
            yield code


def _does_ask_otherwise(change: RowChange, before: Row | None) -> bool:
    governed = GOVERNED[change.list]
    names = set(governed.decides) - set(governed.texts)
    return change.action == ChangeAction.END or before is None or any(before[one] != change.values.get(one) for one in names)
