"""What a template asks of a certificate, and what the steps come to."""

from __future__ import annotations

import csv
import json
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from licensing.choices import Authenticity, AuthenticityStep, CertificateElement, StepResult
from licensing.policy.assessment.certificates.templates import Template, find_template_gaps, judge_authenticity

ROW = {"required": ["E01", "E07", "E13"], "optional": ["E15"], "confirmed_by": ["embassy"]}
SEEDS = Path(__file__).parents[4] / "seeds" / "reference" / "certificate_templates.csv"


def test_what_is_absent_unclear_or_not_looked_at_is_missing() -> None:
    template = Template(("E01", "E07", "E13", "E14"), ("E15",), ("embassy",))

    missing = template.list_missing({"E01": "present", "E07": "absent", "E13": "unclear", "E15": "absent"})

    assert missing == ["E07", "E13", "E14"]
    assert template.elements == ("E01", "E07", "E13", "E14", "E15")


def test_a_denial_outweighs_and_only_named_steps_confirm() -> None:
    for said in product([None, *StepResult.values], repeat=3):
        results = {one: result for one, result in zip(AuthenticityStep.values, said, strict=True) if result}

        found = judge_authenticity(results, ["embassy", "authority"])

        if "denies" in said:
            assert found is Authenticity.FALSE
        elif "confirms" in said[1:]:
            assert found is Authenticity.GENUINE
        else:
            assert found is Authenticity.UNCONFIRMED


@pytest.mark.parametrize(
    ("changes", "columns"),
    [
        ({}, []),
        ({"required": ["E01", "E13"]}, ["required"]),
        ({"required": ["E07"]}, ["required"]),
        ({"required": ["E01", "E07", "E21"]}, ["required"]),
        ({"required": ["E01", "E07", "E07"]}, ["required"]),
        ({"required": "E01"}, ["required", "required"]),
        ({"required": [1]}, ["required", "required"]),
        ({"optional": ["E13"]}, ["optional"]),
        ({"optional": None}, ["optional"]),
        ({"confirmed_by": []}, ["confirmed_by"]),
        ({"confirmed_by": ["rumour"]}, ["confirmed_by"]),
        ({"confirmed_by": ["embassy", "embassy"]}, ["confirmed_by"]),
    ],
)
def test_a_row_that_can_mean_nothing_is_refused_by_column(changes: dict[str, Any], columns: list[str]) -> None:
    assert [column for column, _words in find_template_gaps(ROW | changes)] == columns


def test_the_shipped_templates_are_sound_and_name_every_element() -> None:
    rows = [
        row | {name: json.loads(row[name]) for name in ("required", "optional", "confirmed_by")}
        for row in csv.DictReader(SEEDS.read_text(encoding="utf-8").splitlines())
    ]

    assert [list(find_template_gaps(row)) for row in rows] == [[]] * len(rows)
    assert {one for row in rows for one in (*row["required"], *row["optional"])} == set(CertificateElement.values)
