"""What there is to fill in of a procedure: every shipped one goes through its forms and comes out as it was."""

from __future__ import annotations

import re
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from django import forms
from django.utils import translation

from licensing.acts.reference.procedures import complete_document
from licensing.admin.reference.procedures.fields import FieldGroup, read_values, write_values
from licensing.admin.reference.procedures.forms import Piece
from licensing.admin.reference.procedures.groups import (
    list_head_groups,
    list_seat_groups,
    list_stage_groups,
    list_threshold_groups,
)
from licensing.admin.reference.procedures.vote_tests import GroupForm, QuorumTestForm, VoteTestForm
from licensing.models import ChangeSet, User
from licensing.policy.reference.toml import parse_toml
from tests.world import World

pytestmark = pytest.mark.django_db

FILES = sorted((Path(__file__).resolve().parents[4] / "seeds" / "procedures").glob("*.toml"))


def _type_in(groups: list[FieldGroup], piece: dict[str, Any]) -> dict[str, Any]:
    """The piece as its form would write it when nothing was changed: each value through its own field."""
    initial = read_values(groups, piece)
    fields = {one.name: one.build() for group in groups for one in group.fields}
    for name, field in fields.items():
        field.initial = initial[name]
    typed = {name: field.clean(field.prepare_value(initial[name])) for name, field in fields.items()}
    return write_values(groups, piece, typed)


@pytest.mark.walk
@pytest.mark.parametrize("path", FILES, ids=[path.stem for path in FILES])
def test_a_shipped_procedure_goes_through_its_forms_unchanged(path: Path) -> None:
    document = complete_document(parse_toml(path.read_text(encoding="utf-8")))
    before = deepcopy(document)
    bodies = [(seat["body"], "") for stage in document["stages"] for seat in stage["seats"]]
    bodies += [(body, "") for stage in document["stages"] for body in stage["escalation"].get("by", ())]
    stages = [(stage["code"], "") for stage in document["stages"]]

    assert _type_in(list_head_groups([(document["calendar"], "")]), document) == before
    for stage in document["stages"]:
        assert _type_in(list_stage_groups(stages, bodies, bodies, is_new=False), stage) == stage
        assert [_type_in(list_seat_groups(bodies), seat) for seat in stage["seats"]] == stage["seats"]
    for row in document["thresholds"]:
        assert _type_in(list_threshold_groups(), row) == row


# What is typed in the editor of procedures, and what it is; a field without a line here is chosen.
TYPED = {
    "code": "the name of the stage or group itself",
    "source": "words of people",
    "rule.threshold": "a weight",
    "rule.quorum": "a number or a share",
    "rule.sitting_quorum": "a number or a share",
    "share": "a share",
    "number": "a number or a weight",
    "escalation.above": "an amount",
    "more_than_percent": "a figure",
}


def _list_pieces(pol: User) -> Iterator[list[FieldGroup]]:
    yield list_head_groups([])
    yield list_stage_groups([], [], [], is_new=True)
    yield list_seat_groups([])
    yield list_threshold_groups()
    document = {"code": "p", "stages": [{"rule": {"kind": "tests"}, "seats": []}]}
    for form, name in ((VoteTestForm, "tests"), (QuorumTestForm, "quorum_tests"), (GroupForm, "groups")):
        yield form(user=pol, subject=Piece(ChangeSet(), document, ("stages", 0, "rule", name, 0)), back="/").list_declared()


def test_no_field_of_the_editor_is_a_code_that_somebody_types(world: World) -> None:
    fields = {one.name: one.build() for groups in _list_pieces(world.pol) for group in groups for one in group.fields}
    typed = {name for name, field in fields.items() if isinstance(field, forms.CharField)}
    in_languages = {name for name in typed if name.startswith(("name_", "description_"))}

    assert typed - in_languages - TYPED.keys() == set()
    assert TYPED.keys() - typed == set()


def test_every_choice_of_the_editor_has_words_of_its_own(world: World) -> None:
    with translation.override("uk"):
        fields = {one.name: one.build() for groups in _list_pieces(world.pol) for group in groups for one in group.fields}
        choices = [
            (name, code, str(words))
            for name, field in fields.items()
            if isinstance(field, forms.ChoiceField)
            for code, words in field.choices
        ]

    assert [one for one in choices if one[1] == one[2] or re.search("[A-Za-z]", one[2])] == []
