"""What can go wrong: codes that callers rely on, HTTP statuses, and a sentence for the person."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest
from django.utils.translation import override

from licensing import errors
from licensing.errors import Gap, Incomplete, Problem, Stale

LICENSING: Final = Path(errors.__file__).resolve().parent
# What refuses whoever comes by whatever way.
SPEAKING: Final = (
    "errors.py",
    "acts",
    "policy/assessment",
    "policy/plans",
    "policy/people",
    "policy/reference",
    "policy/signoff",
)
CALLS: Final = {"_", "gettext", "gettext_lazy", "pgettext", "ngettext", "Message", "MessageInContext", "PluralMessage"}
PLACES: Final = re.compile(r"\b(below|above|buttons?|this page|press(ed)?|click)\b", re.IGNORECASE)
# Amounts, and stages of a procedure, lie above and below each other everywhere.
OF_AMOUNTS: Final = re.compile(
    r"(above|below) (0|nought|nothing)|not below the lowest|above which|stage below|numbers above 0|below the government",
    re.IGNORECASE,
)

PROBLEMS = [one for one in vars(errors).values() if isinstance(one, type) and issubclass(one, Problem)]


def test_every_problem_has_a_code_of_its_own() -> None:
    # A special case of another one keeps its code: callers do not tell them apart.
    codes = [one.code for one in PROBLEMS if "code" in vars(one)]

    assert len(set(codes)) == len(codes)


@pytest.mark.parametrize("problem", PROBLEMS)
def test_a_problem_says_something_in_both_languages(problem: type[Problem]) -> None:
    with override("en"):
        english = str(problem.title)
    with override("uk"):
        ukrainian = str(problem.title)

    assert english
    assert ukrainian not in ("", english)


@pytest.mark.parametrize("problem", PROBLEMS)
def test_a_refusal_is_the_callers_matter_but_for_a_busy_service(problem: type[Problem]) -> None:
    assert 400 <= problem.status < 500 or problem in (errors.Busy, errors.ReadOnly)


def test_a_problem_without_a_sentence_says_its_title() -> None:
    assert Stale().sentence == Stale.title
    assert str(Stale("Look at the change.")) == "Look at the change."


def test_a_problem_keeps_its_gaps_and_what_else_is_known() -> None:
    gap = Gap("required", "items.0.quantity", "Give a quantity.")

    problem = Incomplete(gaps=[gap], reference="SP/2026/000001")

    assert (problem.gaps, problem.extra) == ((gap,), {"reference": "SP/2026/000001"})


def _list_sentences() -> Iterator[tuple[str, str]]:
    """What acts and policy say, with its place in the code."""
    for name in SPEAKING:
        path = LICENSING / name
        for file in [path] if path.suffix else sorted(path.rglob("*.py")):
            for call in (one for one in ast.walk(ast.parse(file.read_text(encoding="utf-8"))) if isinstance(one, ast.Call)):
                if ast.unparse(call.func).rpartition(".")[2] in CALLS:
                    texts = [one.value for one in call.args if isinstance(one, ast.Constant) and isinstance(one.value, str)]
                    yield from ((f"{file.relative_to(LICENSING)}:{call.lineno}", text) for text in texts)


def test_no_refusal_speaks_of_a_place_on_a_page_since_programs_read_it_too() -> None:
    sentences = list(_list_sentences())

    assert len(sentences) > 500
    assert [place for place, text in sentences if PLACES.search(OF_AMOUNTS.sub("", text))] == []
