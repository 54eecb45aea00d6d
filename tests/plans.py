"""How the database finds what a statement asks for: so that a cost can be held against what is due, and not what is there."""

from __future__ import annotations

import json
from typing import Any

from django.db import connection


def planned(statement: str) -> dict[str, Any]:
    """The plan by which the database has just carried out a statement."""
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (ANALYZE, FORMAT JSON) {statement}")
        found = cursor.fetchone()[0]
    plan: dict[str, Any] = (json.loads(found) if isinstance(found, str) else found)[0]["Plan"]
    return plan


def rows_read(plan: dict[str, Any]) -> int:
    """The rows that the steps of a plan gave or threw away."""
    here = int((plan["Actual Rows"] + plan.get("Rows Removed by Filter", 0)) * plan["Actual Loops"])
    return here + sum(rows_read(step) for step in plan.get("Plans", []))
