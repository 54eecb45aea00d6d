"""The shape of a request, its published copy, and the normal form of every text in it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from licensing.policy.input.texts import find_odd_character, has_visible_text
from licensing.policy.requests.fields import Field, Part, Record, Rows
from licensing.policy.requests.schema import SCHEMA, clean_document, find_shape_gaps
from licensing.policy.requests.sections import REQUEST
from licensing.policy.requests.types import Line, Prose

PUBLISHED = Path(__file__).resolve().parents[3] / "docs" / "request.schema.json"


def test_the_published_schema_is_the_one_that_is_asked() -> None:
    published = json.loads(PUBLISHED.read_text(encoding="utf-8"))

    assert published == SCHEMA


def _texts(record: Record, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Field]]:
    """Every field that people write in words, however deep, with the way that leads to it."""
    for field in record.fields:
        match field.type:
            case Part(inner):
                yield from _texts(inner, (*path, field.name))
            case Rows(inner):
                yield from _texts(inner, (*path, field.name, "0"))
            case Line() | Prose():
                yield (*path, field.name), field


TEXTS = dict(_texts(REQUEST))


def _document(path: tuple[str, ...], text: str) -> Any:
    if not path:
        return text
    inner = _document(path[1:], text)
    return [inner] if path[0] == "0" else {path[0]: inner}


def _text_at(document: Any, path: tuple[str, ...]) -> str:
    for step in path:
        document = document[0] if step == "0" else document[step]
    return str(document)


def test_there_are_texts_in_every_part_of_a_request() -> None:
    assert {path[0] for path in TEXTS} == {
        "title",
        "urgency",
        "items",
        "deliveries",
        "parties",
        "end_use",
        "route",
        "terms",
        "documents",
        "projects",
    }


@pytest.mark.parametrize("path", TEXTS, ids=".".join)
def test_no_text_of_a_request_takes_what_changes_its_reading(path: tuple[str, ...]) -> None:
    for char in "\u202e\u2066\u2028\u2029\x85\x9b\x00\ufff9":
        document = clean_document(_document(path, f"a{char}b"))

        assert ".".join(path) in [gap.path for gap in find_shape_gaps(document, partial=True)], repr(char)


@pytest.mark.parametrize("path", TEXTS, ids=".".join)
def test_every_text_of_a_request_is_kept_in_its_normal_form(path: tuple[str, ...]) -> None:
    cleaned = [_text_at(clean_document(_document(path, text)), path) for text in ("\u2800\u3164 \u200b", " e\u0301\u200b ")]

    assert cleaned == ["", "\u00e9"]


@pytest.mark.walk
@given(st.sampled_from(sorted(TEXTS)), st.text(max_size=30))
def test_what_is_taken_is_visible_and_nothing_else_is_in_it(path: tuple[str, ...], text: str) -> None:
    document = clean_document(_document(path, text))
    taken = _text_at(document, path)
    wrong = [gap for gap in find_shape_gaps(document, partial=True) if gap.path == ".".join(path)]

    if taken and not wrong:
        assert has_visible_text(taken)
        assert find_odd_character(taken) is None
    if TEXTS[path].filled and not has_visible_text(text):
        assert wrong
