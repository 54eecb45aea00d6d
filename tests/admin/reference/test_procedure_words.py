"""A procedure as it is written down, told in words."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.utils.translation import override

from licensing.acts.reference.procedures import complete_document
from licensing.admin.reference.procedure_words import describe_procedure, format_threshold, list_stage_words
from licensing.choices import AssessmentKind
from licensing.models import Body
from licensing.policy.assessment.kinds import RECORDED_KINDS
from licensing.policy.reference.toml import parse_toml
from tests.world import World

pytestmark = pytest.mark.django_db

FAST_LANE = Path(__file__).resolve().parents[3] / "seeds" / "procedures" / "fast-lane.toml"


def test_a_procedure_is_told_by_terms_of_which_each_stands_once() -> None:
    document = complete_document(parse_toml(FAST_LANE.read_text(encoding="utf-8")))

    with override("uk"):
        told = describe_procedure(document)

    terms = dict(told)
    assert len(terms) == len(told)
    assert terms["Законний строк розгляду"] == "15 календарних днів"
    assert terms["Назва"] == document["name_uk"]
    assert "Міністерство оборони" in "".join(terms.values())


@pytest.mark.parametrize(("language", "words"), [("en", "%s (a case officer)"), ("uk", "%s (відповідальний виконавець)")])
def test_every_kind_of_assessment_that_a_stage_waits_for_is_told(world: World, language: str, words: str) -> None:
    document = complete_document(parse_toml(FAST_LANE.read_text(encoding="utf-8")))
    kinds = [*RECORDED_KINDS, AssessmentKind.SCREENING]
    stages = [document["stages"][0] | {"assessments": [{"kind": one, "owner": "case_officer"} for one in kinds]}]
    by_a_body = {"kind": "route", "owner": "SBU", "seats": ["GS"], "within": {"amount": 3, "unit": "working"}, "apart": True}

    with override(language):
        told = dict(describe_procedure(document | {"stages": stages}))
        [of_a_body] = list_stage_words(document | {"stages": [stages[0] | {"assessments": [by_a_body]}]})

        named = "; ".join(words % one.label for one in kinds)
        assert named in told.values()
        assert [name for name in ("SBU", "GS") if Body.objects.get(pk=name).name not in of_a_body.assessments] == []


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ({"more_than_percent": "5", "direction": "up"}, "upwards by more than 5 %"),
        ({"more_than_percent": "5", "direction": "down"}, "downwards by more than 5 %"),
        ({"more_than_percent": "5"}, "by more than 5 %"),
        ({"beyond": "typo"}, "more than a typing error"),
        ({}, "any change"),
    ],
)
def test_how_far_a_field_must_change_is_said(row: dict[str, str], words: str) -> None:
    assert format_threshold(row) == words


def test_a_rule_that_is_not_finished_says_what_it_lacks() -> None:
    stage = {"code": "a", "name_en": "A", "deadline": {"amount": 5}, "rule": {"kind": "k_of_n"}, "seats": [{"body": "NOBODY"}]}

    [words] = list_stage_words({"stages": [stage]})

    assert (words.rule, words.seats[0].body) == ("This rule needs a value here.", "NOBODY")
