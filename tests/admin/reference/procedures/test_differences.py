"""In what two versions of a procedure differ: everything that differs is told, and nothing of it by a code or a path."""

from __future__ import annotations

import re
from collections.abc import Iterator
from copy import deepcopy
from itertools import cycle
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from licensing.acts.reference.procedures import complete_document
from licensing.admin.reference.procedures.differences import compare_procedures
from licensing.models import Body
from licensing.policy.reference.toml import parse_toml
from licensing.policy.signoff.procedures.pieces import get_piece, put_piece

pytestmark = pytest.mark.django_db

FILES = sorted((Path(__file__).resolve().parents[4] / "seeds" / "procedures").glob("*.toml"))
# What the difference is told of, and not what differs.
IDENTITY = {"code"}
NEEDED = ("stages", "seats", "thresholds", "body", "rule", "term", "deadline", "pattern", "kind", "owner", "amount")
# Not to say these and to say nothing is the same.
EMPTY: list[Any] = ["", None, [], {}]


def _load(name: str) -> dict[str, Any]:
    path = next(one for one in FILES if one.stem == name)
    return complete_document(parse_toml(path.read_text(encoding="utf-8")))


def _list_places(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """The path of everything that a document says, and of each row of its lists."""
    match value:
        case dict():
            for name, one in value.items():
                if name not in IDENTITY and name != "source":
                    yield (*path, name)
                    yield from _list_places(one, (*path, name))
        case [dict(), *_rest]:
            for place, one in enumerate(value):
                yield (*path, place)
                yield from _list_places(one, (*path, place))


def _take_out(document: Any, path: tuple[str | int, ...]) -> Any:
    *parent, last = path
    inner = deepcopy(get_piece(document, parent))
    del inner[last]
    return put_piece(document, parent, inner)


def _can_be_left_out(path: tuple[str | int, ...]) -> bool:
    """Without the lists of stages, seats and thresholds and without what names a row, there is no procedure."""
    return path[-1] not in NEEDED and not (path[-1] == "unit" and "assessments" in path)


@pytest.mark.walk
@pytest.mark.parametrize(("path", "language"), [*zip(FILES, cycle(["en", "uk"]), strict=False)], ids=str)
def test_everything_that_is_left_out_of_a_shipped_procedure_is_told_in_words(path: Path, language: str) -> None:
    document = _load(path.stem)
    codes = "|".join(Body.objects.values_list("pk", flat=True))
    raw = re.compile(rf"[][{{}}\"]|(?<!\w)'|\b(?:{codes})\b|[a-z]_[a-z]|\w\|\w|[a-z]\.[\w*]|\b(?:None|True|False)\b")
    places = [place for place in _list_places(document) if _can_be_left_out(place) and get_piece(document, place) not in EMPTY]

    untold, coded = [], set[str]()
    with override(language):
        for place in places:
            found = compare_procedures(document, _take_out(document, place))
            untold += [] if found else [place]
            coded |= {text for one in found for text in one if raw.search(text)}

    assert len(places) > 40
    assert (untold, coded) == ([], set())


def test_a_seat_is_told_by_its_body_and_a_stage_by_its_name() -> None:
    before = _load("fast-lane")
    after = put_piece(before, ("stages", 0, "seats", 0), {**before["stages"][0]["seats"][0], "veto": "absolute", "weight": 3})
    after = put_piece(after, ("stages", 0, "deadline", "amount"), 12)
    seat = "Stage “Three ministries” › Ministry of Defence of Ukraine"

    assert compare_procedures(before, after) == [
        ("Stage “Three ministries” › Deadline: days", "10", "12"),
        (f"{seat} › Weight", "1", "3"),
        (f"{seat} › Veto", "No veto", "Absolute veto"),
    ]


def test_a_new_seat_is_told_whole_and_one_that_moved_by_its_place() -> None:
    before = _load("fast-lane")
    first, second, *others = before["stages"][0]["seats"]
    after = put_piece(before, ("stages", 0, "seats"), [second, first, *others, first | {"body": "SBU", "chair": True}])

    found = compare_procedures(before, after)

    stage = "Stage “Three ministries” › "
    assert [one for one in found if "place among" in one[0]] == [
        (f"{stage}Ministry of Defence of Ukraine › place among the seats", "1", "2"),
        (f"{stage}General Staff of the Armed Forces of Ukraine › place among the seats", "2", "1"),
        (f"{stage}Security Service of Ukraine › place among the seats", "–", "4"),
    ]
    assert (f"{stage}Security Service of Ukraine › It takes the chair", "–", "yes") in found


def test_the_statements_do_not_grow_with_the_seats_that_are_new() -> None:
    document = _load("national-military")
    counts = []
    compare_procedures(document, document)
    for number in (1, 3):
        stage = document["stages"][0]
        fewer = put_piece(document, ("stages", 0, "seats"), stage["seats"][number:])
        with CaptureQueriesContext(connection) as statements:
            compare_procedures(fewer, document)
        counts.append([one["sql"][:200] for one in statements])

    assert counts[0] == counts[1]
