"""Procedures in a draft of changes: a new version begins from the newest published one and is written piece by piece."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from licensing.acts.acting import database_now, to_local_day
from licensing.acts.reference.change_sets.drafting import drop_change_lines, put_change_lines
from licensing.acts.reference.change_sets.rows import load_present
from licensing.choices import ChangeAction
from licensing.errors import NotFound
from licensing.models import ChangeSet, User
from licensing.policy.input.guard import guard_texts
from licensing.policy.reference.governed import RowChange

LIST: Final = "procedures"


@guard_texts()
def begin_version(change_set: ChangeSet, user: User, *, code: str, as_code: str = "") -> str:
    """Write the next version of a published procedure into a draft, or a first version of another one like it; its code.

    Raises NotFound where there is no such procedure; other refusals as of `put_change_lines`.
    """
    present = load_present(LIST, [code]).get(code)
    if present is None:
        raise NotFound
    begins = to_local_day(change_set.in_force_from or database_now()).isoformat()
    version = 1 if as_code else present["version"] + 1
    if not as_code:
        # A version that is published and has yet to begin is superseded from its own first day on.
        begins = max(begins, present["valid_from"])
    write_procedure(change_set, user, {**present, "code": as_code or code, "version": version, "valid_from": begins})
    return as_code or code


@guard_texts(shaped=("document",))
def write_procedure(change_set: ChangeSet, user: User, document: Mapping[str, Any]) -> None:
    """Write a procedure into a draft. It may not work yet: that is asked when the draft is sent."""
    put_change_lines(change_set, user, [RowChange(LIST, document["code"], ChangeAction.PUT, document)])


@guard_texts()
def drop_procedure(change_set: ChangeSet, user: User, *, code: str) -> None:
    """Take a procedure out of a draft again."""
    drop_change_lines(change_set, user, [(LIST, code)])


def find_draft(change_set: ChangeSet, code: str) -> dict[str, Any] | None:
    """A procedure as a draft has it."""
    line = change_set.lines.filter(list=LIST, key=code).first()
    return line.after if line else None
