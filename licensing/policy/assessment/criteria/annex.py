"""The findings by criterion as the annex of a decision: a line for each criterion, as a sheet (CSV)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import astuple, dataclass, fields
from datetime import date

from licensing.policy.requests.sheets.delimited import write_sheet


@dataclass(frozen=True, slots=True)
class AnnexRow:
    """One criterion with what was found by it, by whom and on which day, and the version of the set that it cites."""

    case: str
    set: str
    version: str
    criterion: str
    title: str
    test: str
    answers: str
    result: str
    likelihood: str
    severity: str
    mitigation: str
    sources: str
    recorded_by: str
    recorded_on: date
    # The record of the assessment, and the digest of what it keeps.
    assessment: str
    digest: str


def write_annex(rows: Iterable[AnnexRow]) -> bytes:
    """A line for each criterion, under the names of its fields."""
    return write_sheet([field.name for field in fields(AnnexRow)], map(astuple, rows))
