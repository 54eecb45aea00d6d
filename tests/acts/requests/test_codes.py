"""Every code that a request names is looked up in its list, however deep it stands."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from licensing.acts.requests import drafting
from licensing.acts.requests.codes import CODE_LISTS
from licensing.errors import Invalid
from licensing.policy.requests.fields import Part, Record, Rows
from licensing.policy.requests.sections import REQUEST
from licensing.policy.requests.types import Code, CodeList, Codes
from tests.world import World


def code_lists(record: Record) -> Iterator[CodeList]:
    """The lists that the fields of a record name, however deep."""
    for field in record.fields:
        match field.type:
            case Part(inner) | Rows(inner):
                yield from code_lists(inner)
            case Code(code_list) | Codes(code_list):
                yield code_list


def test_every_declared_list_is_looked_up() -> None:
    checked_by_their_acts = {CodeList.KINDS, CodeList.PLANS}

    assert set(code_lists(REQUEST)) == CODE_LISTS.keys() | checked_by_their_acts


@pytest.mark.parametrize(
    ("sections", "paths"),
    [
        ({"projects": [{"title": "P", "form": "direct_sale", "unit": "ZZZ"}]}, ["projects.0.unit"]),
        ({"projects": [{"title": "P", "form": "direct_sale", "currency": "ZZZ"}]}, ["projects.0.currency"]),
        (
            {"terms": {"joint_venture": {"name": "JV", "country": "XX", "shareholders": []}}},
            ["terms.joint_venture.country"],
        ),
        (
            {"terms": {"long_term": {"term_years": 5, "unit": "ZZZ", "currency": "ZZZ"}}},
            ["terms.long_term.unit", "terms.long_term.currency"],
        ),
        (
            {"terms": {"financing": {"kind": "grant", "amount": "1", "currency": "ZZZ", "tenor_years": 1}}},
            ["terms.financing.currency"],
        ),
    ],
)
def test_an_unknown_code_is_refused_with_its_path(world: World, sections: dict[str, Any], paths: list[str]) -> None:
    case = world.draft()

    with pytest.raises(Invalid) as refused:
        drafting.edit_case(case, world.paula, sections)

    assert [(gap.code, gap.path) for gap in refused.value.gaps] == [("unknown_code", path) for path in paths]
