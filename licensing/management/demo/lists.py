"""The invented list against which the parties of the demo are held: prepared by one officer, published by another."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial

from licensing.acts.acting import now as acting_now
from licensing.acts.acting import to_local_day
from licensing.acts.assessment.lists import ListFile, prepare_list, publish_list
from licensing.choices import ListShape
from licensing.management.demo.measures import DatedAct, Row
from licensing.models import ListVersion, User


def list_list_acts(rows: Sequence[Row], *, now: datetime) -> list[DatedAct]:
    """What brings the lists that the file names into force, at past moments, for the timeline of the stories."""
    known = set(ListVersion.objects.values_list("code", flat=True))
    return [
        DatedAct(now - timedelta(days=row["prepared_days_ago"]), partial(_publish_row, row))
        for row in rows
        if row["code"] not in known
    ]


def _publish_row(row: Row) -> None:
    author, second = (User.objects.get(email=row[name]) for name in ("by", "published_by"))
    given = ListFile(
        code=row["code"],
        title=row["title"],
        source=row["source"],
        shape=ListShape.OWN,
        as_of=to_local_day(acting_now()),
        content=row["rows"].strip().encode(),
    )
    publish_list(prepare_list(author, given), second)
