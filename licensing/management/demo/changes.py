"""The change set of the demo: drafted and sent by one policy officer, it waits for another one of the accounts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from licensing.acts.reference.change_sets.drafting import draft_change_set, put_change_lines
from licensing.acts.reference.change_sets.settling import send_change_set
from licensing.choices import ChangeAction
from licensing.models import ChangeSet, User
from licensing.policy.reference.governed import RowChange

Row = Mapping[str, Any]


def propose_changes(rows: Sequence[Row]) -> None:
    """Let the changes wait that the file proposes; each once, whatever has become of it."""
    for row in rows:
        drafter = User.objects.get(email=row["by"])
        if ChangeSet.objects.filter(title=row["title"], drafted_by=drafter).exists():
            continue
        changes = [RowChange(one["list"], one["key"], ChangeAction.PUT, one["values"]) for one in row["rows"]]
        change_set = draft_change_set(drafter, title=row["title"], reason=row["reason"])
        send_change_set(put_change_lines(change_set, drafter, changes), drafter)
