"""What there is to fill in of a procedure: every shipped one goes through its forms and comes out as it was."""

from __future__ import annotations

from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from licensing.acts.reference.procedures import complete_document
from licensing.admin.reference.procedures.fields import FieldGroup, read_values, write_values
from licensing.admin.reference.procedures.groups import (
    list_head_groups,
    list_seat_groups,
    list_stage_groups,
    list_threshold_groups,
)
from licensing.policy.reference.toml import parse_toml

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


@pytest.mark.parametrize("path", FILES, ids=[path.stem for path in FILES])
def test_a_shipped_procedure_goes_through_its_forms_unchanged(path: Path) -> None:
    document = complete_document(parse_toml(path.read_text(encoding="utf-8")))
    before = deepcopy(document)
    bodies = [(seat["body"], "") for stage in document["stages"] for seat in stage["seats"]]
    bodies += [(body, "") for stage in document["stages"] for body in stage["escalation"].get("by", ())]
    stages = [(stage["code"], "") for stage in document["stages"]]

    assert _type_in(list_head_groups([(document["calendar"], "")]), document) == before
    for stage in document["stages"]:
        assert _type_in(list_stage_groups(stages, bodies, is_new=False), stage) == stage
        assert [_type_in(list_seat_groups(bodies), seat) for seat in stage["seats"]] == stage["seats"]
    for row in document["thresholds"]:
        assert _type_in(list_threshold_groups(), row) == row
