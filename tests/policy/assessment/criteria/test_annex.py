"""The annex of a decision as a sheet: a line for each criterion, and no text of people is a formula."""

from __future__ import annotations

import csv
import io
from datetime import date

from licensing.policy.assessment.criteria.annex import AnnexRow, write_annex


def test_each_criterion_is_a_line_and_no_text_becomes_a_formula() -> None:
    row = AnnexRow(
        *("SP-1", "EU", "2025/779", "EU7", "Diversion", "clear_risk", "EU7.a Yes", "Clear risk", "Low", "High"),
        *("=1+1", "Report", "Otto", date(2026, 5, 4), "a-1", "d-1"),
    )

    [head, line] = csv.reader(io.StringIO(write_annex([row]).decode("utf-8-sig")))

    assert head[:4] == ["case", "set", "version", "criterion"]
    assert dict(zip(head, line, strict=True)) == {
        "case": "SP-1",
        "set": "EU",
        "version": "2025/779",
        "criterion": "EU7",
        "title": "Diversion",
        "test": "clear_risk",
        "answers": "EU7.a Yes",
        "result": "Clear risk",
        "likelihood": "Low",
        "severity": "High",
        "mitigation": "'=1+1",
        "sources": "Report",
        "recorded_by": "Otto",
        "recorded_on": "2026-05-04",
        "assessment": "a-1",
        "digest": "d-1",
    }
