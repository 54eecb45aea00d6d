"""What is asked of a request: the sets that cover it, each under its version, with the criteria and questions that apply."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from licensing.messages import Text
from licensing.policy.record.digests import compute_digest
from licensing.policy.reference.filters import is_met

ABSOLUTE = "absolute"


@dataclass(frozen=True, slots=True)
class Question:
    """A question of a criterion. “Yes” speaks for a risk; it is asked where the request fits `applies_if`."""

    code: str
    text: Text
    applies_if: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Criterion:
    """A criterion with its questions. An absolute one forbids the transfer, the others are weighed."""

    code: str
    title: Text
    test: str
    questions: Sequence[Question]

    @property
    def is_absolute(self) -> bool:
        """Whether what it forbids is forbidden whatever else speaks for the transfer."""
        return self.test == ABSOLUTE


@dataclass(frozen=True, slots=True)
class CriteriaSet:
    """A set under its version, weighed in requests that fit `applies_if`."""

    code: str
    name: Text
    version: str
    applies_if: Mapping[str, Any]
    criteria: Sequence[Criterion]


def select_applicable(sets: Sequence[CriteriaSet], document: Mapping[str, Any]) -> list[CriteriaSet]:
    """What of the sets is asked of a request. A criterion of which no question applies is not weighed."""
    return [kept for one in sets if is_met(one.applies_if, document) and (kept := _narrow(one, document)).criteria]


def build_code_key(code: str) -> list[tuple[int, str]]:
    """By what codes of criteria are put in order: ATT6.1 before ATT11."""
    return [(int(part), "") if part.isdigit() else (0, part) for part in re.split(r"(\d+)", code)]


def index_criteria(sets: Sequence[CriteriaSet]) -> dict[str, tuple[CriteriaSet, Criterion]]:
    """Every criterion with its set, by its code, in the order of the sets."""
    return {criterion.code: (one, criterion) for one in sets for criterion in one.criteria}


def compute_questionnaire_digest(sets: Sequence[CriteriaSet]) -> str:
    """The digest of what was asked, so that a version can be told from another that bears its name."""
    return compute_digest({one.code: [one.version, [list(_list_codes(row)) for row in one.criteria]] for one in sets})


def _narrow(one: CriteriaSet, document: Mapping[str, Any]) -> CriteriaSet:
    asked = [(row, [two for two in row.questions if is_met(two.applies_if, document)]) for row in one.criteria]
    criteria = [Criterion(row.code, row.title, row.test, questions) for row, questions in asked if questions]
    return CriteriaSet(one.code, one.name, one.version, one.applies_if, criteria)


def _list_codes(criterion: Criterion) -> Iterator[str]:
    yield from (criterion.code, criterion.test)
    yield from (question.code for question in criterion.questions)
