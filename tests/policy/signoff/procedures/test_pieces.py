"""Pieces of a procedure, found and replaced by their path, without touching the document that was there."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest

from licensing.policy.signoff.procedures.pieces import get_piece, move_piece, put_piece, remove_piece

DOCUMENT: dict[str, Any] = {"code": "p", "stages": [{"code": "a", "seats": [{"body": "GS"}]}, {"code": "b"}, {"code": "c"}]}


def _codes(document: dict[str, Any]) -> str:
    return "".join(stage["code"] for stage in document["stages"])


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ((), DOCUMENT),
        (("stages", 0, "seats", 0), {"body": "GS"}),
        (("stages", 3), None),
        (("stages", 1, "seats", 0), None),
        (("code", "x"), None),
    ],
)
def test_a_piece_is_found_by_its_path(path: tuple[str | int, ...], found: Any) -> None:
    assert get_piece(DOCUMENT, path) == found


def test_pieces_are_replaced_added_moved_and_taken_out() -> None:
    before = deepcopy(DOCUMENT)

    replaced = put_piece(DOCUMENT, ("stages", 1), {"code": "x"})
    added = put_piece(DOCUMENT, ("stages", 1, "seats", 0), {"body": "MFA"})

    assert (_codes(replaced), added["stages"][1]) == ("axc", {"code": "b", "seats": [{"body": "MFA"}]})
    assert _codes(put_piece(DOCUMENT, ("stages", 3), {"code": "d"})) == "abcd"
    assert _codes(remove_piece(DOCUMENT, ("stages", 1))) == "ac"
    assert [_codes(move_piece(DOCUMENT, ("stages", 1), by)) for by in (-1, 1, -9)] == ["bac", "acb", "bac"]
    assert before == DOCUMENT
