"""The measures of the state of the demo: one that was lifted, one in force, and one that waits for a second officer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from licensing.acts.acting import at_time, now, to_local_day
from licensing.acts.plans.measures.ending import confirm_end, propose_end
from licensing.acts.plans.measures.preparing import prepare_measure
from licensing.acts.plans.measures.settling import publish_measure
from licensing.acts.plans.measures.telling import tell_of_measures
from licensing.choices import InFlight, MeasureKind
from licensing.models import Measure, User
from licensing.policy.plans.measures.drafting import ExemptionDraft, MeasureDraft
from licensing.policy.plans.measures.scope import read_scope

Row = Mapping[str, Any]


def play_measures(rows: Sequence[Row]) -> None:
    """Bring the measures that the file names to where it says, at past moments; each once, whatever has become of it."""
    today = now()
    for row in rows:
        if not Measure.objects.filter(titles__en=row["title_en"]).exists():
            _play_measure(row, today)
    if rows:
        tell_of_measures()


def _play_measure(row: Row, today: datetime) -> None:
    author, second = (User.objects.get(email=row[name]) for name in ("by", "published_by"))
    with at_time(today - timedelta(days=row["prepared_days_ago"])):
        measure = prepare_measure(author, _read_draft(row, to_local_day(now())))
    if not row.get("published", True):
        return
    with at_time(today - timedelta(days=row["prepared_days_ago"] - 1)):
        measure = publish_measure(measure, second)
    if "lifted_days_ago" in row:
        with at_time(today - timedelta(days=row["lifted_days_ago"])):
            end = propose_end(measure, author, lifted_from=to_local_day(now()), **row["end"])
            confirm_end(end, second)


def _read_draft(row: Row, day: date) -> MeasureDraft:
    exemptions = [
        ExemptionDraft(_read_titles(one), one["authority"], read_scope(one["scope"])) for one in row.get("exemptions", ())
    ]
    return MeasureDraft(
        kind=MeasureKind(row["kind"]),
        titles=_read_titles(row),
        scope=read_scope(row["scope"]),
        authority=row["authority"],
        document_no=row["document_no"],
        document_on=day,
        valid_from=day + timedelta(days=row.get("begins_in_days", 1)),
        exemptions=exemptions,
        in_flight=InFlight(row["in_flight"]),
        reason=row["reason"],
    )


def _read_titles(row: Row) -> dict[str, str]:
    return {"en": row["title_en"], "uk": row["title_uk"]}
