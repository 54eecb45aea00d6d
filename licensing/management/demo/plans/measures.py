"""The measures of the state of the demo: one that was lifted, three in force, and one that waits for a second officer."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from licensing.acts.acting import now as acting_now
from licensing.acts.acting import to_local_day
from licensing.acts.plans.measures.ending import confirm_end, propose_end
from licensing.acts.plans.measures.preparing import prepare_measure
from licensing.acts.plans.measures.settling import publish_measure
from licensing.choices import InFlight, MeasureKind, QuotaPeriod
from licensing.models import Measure, User
from licensing.policy.exact import to_decimal
from licensing.policy.plans.measures.drafting import ExemptionDraft, MeasureDraft
from licensing.policy.plans.measures.scope import read_scope

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class DatedAct:
    """One act of the demo that is about no case, and its moment."""

    at: datetime
    carry_out: Callable[[], None]


def list_measure_acts(rows: Sequence[Row], *, now: datetime) -> list[DatedAct]:
    """What brings the measures that the file names to where it says, at past moments, for the timeline of the stories."""
    known = set(Measure.objects.values_list("titles__en", flat=True))
    return [act for row in rows if row["title_en"] not in known for act in _list_acts(row, now)]


def _list_acts(row: Row, now: datetime) -> Iterator[DatedAct]:
    author, second = (User.objects.get(email=row[name]) for name in ("by", "published_by"))

    def prepare() -> None:
        prepare_measure(author, _read_draft(row, to_local_day(acting_now())))

    def publish() -> None:
        publish_measure(_find_measure(row), second)

    def lift() -> None:
        end = propose_end(_find_measure(row), author, lifted_from=to_local_day(acting_now()), **row["end"])
        confirm_end(end, second)

    yield DatedAct(now - timedelta(days=row["prepared_days_ago"]), prepare)
    if row.get("published", True):
        yield DatedAct(now - timedelta(days=row["prepared_days_ago"] - 1), publish)
    if "lifted_days_ago" in row:
        yield DatedAct(now - timedelta(days=row["lifted_days_ago"]), lift)


def _find_measure(row: Row) -> Measure:
    return Measure.objects.get(titles__en=row["title_en"])


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
        percent=to_decimal(row.get("percent")),
        ceiling=to_decimal(row.get("ceiling")),
        unit=row.get("unit", ""),
        period=QuotaPeriod(row["period"]) if "period" in row else None,
        reason=row["reason"],
    )


def _read_titles(row: Row) -> dict[str, str]:
    return {"en": row["title_en"], "uk": row["title_uk"]}
