"""The assessments of a stage are chosen: what was not touched stays, and what makes no sense is refused."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils import translation

from licensing.admin.reference.procedures.assessment_rows import AssessmentsField, build_assessments
from licensing.admin.reference.procedures.fields import FieldGroup, read_values, write_values
from licensing.policy.assessment.kinds import REQUIRED_KINDS

BODIES = [("MOD", "Ministry of Defence"), ("SSECU", "Export control"), ("GS", "General Staff")]
SEATS = [BODIES[0], BODIES[2]]
ROWS: list[dict[str, Any]] = [
    {"kind": "screening", "owner": "case_officer"},
    {"kind": "classification", "owner": "SSECU", "seats": ["GS", "MOD"], "within": {"amount": 5}, "apart": True},
    {"kind": "route", "owner": "GONE", "seats": ["GONE"], "within": {"amount": 9, "unit": "working", "roll": "next"}},
]


def _build(initial: list[dict[str, Any]] | None = None) -> AssessmentsField:
    field = AssessmentsField(bodies=BODIES, seats=SEATS, required=False)
    field.initial = initial
    return field


def _send(page: str, initial: list[dict[str, Any]] | None = None) -> list[dict[str, Any]]:
    """What a form with these fields cleans to."""
    field = _build(initial)
    return field.clean(field.widget.value_from_datadict(QueryDict(page), {}, "a"))


def test_what_was_not_touched_stays_as_it_is_written() -> None:
    group = [FieldGroup("", [build_assessments("assessments", "A", BODIES, SEATS, help_text="")])]
    piece = {"assessments": ROWS}
    shown = read_values(group, piece)
    field = _build(shown["assessments"])

    assert write_values(group, piece, {"assessments": field.clean(field.prepare_value(shown["assessments"]))}) == piece


def test_each_kind_is_chosen_and_comes_out_as_a_document_has_it() -> None:
    page = "a.route.owner=case_officer&a.route.unit=working&a.criteria.owner=GS&a.criteria.amount=7&a.criteria.unit=calendar"
    page += "&a.criteria.seats=GS&a.criteria.seats=MOD&a.criteria.apart=on&a.screening.unit=working"

    assert _send(page) == [
        {"kind": "route", "owner": "case_officer"},
        {
            "kind": "criteria",
            "owner": "GS",
            "within": {"amount": 7, "unit": "calendar"},
            "seats": ["GS", "MOD"],
            "apart": True,
        },
    ]


def test_one_that_is_taken_out_goes_and_the_others_keep_their_order_and_where_a_term_rolls() -> None:
    page = "a.classification.owner=SSECU&a.screening.owner=case_officer"
    page += "&a.route.owner=GONE&a.route.seats=GONE&a.route.amount=3&a.route.unit=working"

    assert _send(page, ROWS) == [
        ROWS[0],
        {"kind": "classification", "owner": "SSECU"},
        ROWS[2] | {"within": {"amount": 3, "unit": "working", "roll": "next"}},
    ]
    assert _send("", ROWS) == []


@pytest.mark.parametrize(
    ("page", "words"),
    [
        ("a.route.amount=3", "“Check of the route”: choose who makes it"),
        ("a.route.apart=on", "choose who makes it"),
        ("a.route.owner=NATO", "there is no body “NATO”"),
        ("a.route.owner=MOD&a.route.seats=NATO", "there is no body “NATO”"),
        *(
            (f"a.route.owner=MOD&a.route.amount={bad}", "whole number from 1 to 3650")
            for bad in ("0", "3651", "five", "²", "9" * 60)
        ),
        ("a.route.owner=MOD&a.route.amount=3&a.route.unit=years", "whole number"),
    ],
)
def test_what_makes_no_sense_is_refused_in_words_and_stands_there_again(page: str, words: str) -> None:
    field = _build()
    typed = field.widget.value_from_datadict(QueryDict(page), {}, "a")

    with pytest.raises(ValidationError, match=words):
        field.clean(typed)
    shown = str(field.widget.render("a", typed))
    assert "open" in shown
    assert all(value in shown for value in QueryDict(page).values() if value not in ("on", "years"))


@pytest.mark.parametrize("language", ["en", "uk"])
def test_every_kind_can_be_chosen_by_name_and_screening_only_by_officers(language: str) -> None:
    with translation.override(language):
        blocks = _build().widget.get_context("a", [], {})["blocks"]

    assert [one["kind"] for one in blocks] == [kind.value for kind in REQUIRED_KINDS]
    assert [one for one in blocks if str(one["label"]) == one["kind"]] == []
    makers = {one["kind"]: [code for code, _label in one["makers"]] for one in blocks}
    assert makers["screening"] == ["case_officer"]
    assert makers["route"] == ["case_officer", "MOD", "SSECU", "GS"]
