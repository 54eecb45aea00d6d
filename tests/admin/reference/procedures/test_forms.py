"""The forms of a procedure's pieces: where a gap of the document is said."""

from __future__ import annotations

import pytest

from licensing.admin.reference.procedures.forms import Piece, StageForm, get_draft_url
from tests.change_sets import draft
from tests.world import World

pytestmark = pytest.mark.django_db

STAGE = {"code": "a", "name_en": "A", "deadline": {"amount": 5}, "rule": {"kind": "consensus"}}


@pytest.mark.parametrize(
    ("path", "field"),
    [
        ("procedures/p/stages.0.rule.quorum", "rule.quorum"),
        ("procedures/p/stages.0.escalation.triggers.0", "escalation.triggers"),
        ("procedures/p/stages.0.deadline", "deadline.amount"),
        ("procedures/p/stages.0.name_en", "name_en"),
        ("procedures/p/stages.1.code", ""),
    ],
)
def test_a_gap_is_said_at_the_field_that_it_speaks_of(world: World, path: str, field: str) -> None:
    piece = Piece(draft(world.pol), {"code": "p", "stages": [STAGE, STAGE | {"code": "b"}]}, ("stages", 0))
    form = StageForm(user=world.pol, subject=piece, back="/")

    assert form.find_field(path) == field
    assert [code for code, _name in form.fields["escalation.to"].choices] == ["", "b"]  # type: ignore[attr-defined]
    assert form.get_next_url() == get_draft_url(piece.change_set, "p")
