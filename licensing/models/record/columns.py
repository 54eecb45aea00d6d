"""What differs between values and the columns of a row, so that only what changed is written and told in an event."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import Model


def find_changed(row: Model, values: Mapping[str, Any]) -> dict[str, Any]:
    """Those of some values by column that are not what stands in a row. A foreign key is compared under its `…_id`."""
    return {column: value for column, value in values.items() if getattr(row, column) != value}


def write_changed(row: Model, values: Mapping[str, Any]) -> list[str]:
    """Put values into the columns of a row; the columns in which something else stood, for who holds its lock to save."""
    changed = find_changed(row, values)
    for column, value in changed.items():
        setattr(row, column, value)
    return list(changed)
