"""JSON Schema made from the types of answers."""

from __future__ import annotations

from datetime import date
from enum import Enum
from typing import Literal, TypedDict
from uuid import UUID

import pytest

from licensing.api.http.answers import ComponentRegistry
from licensing.api.http.pagination import Page
from licensing.choices import LicenceState


class LeafView(TypedDict):
    """A leaf."""

    day: date | None


class TreeView(TypedDict):
    id: UUID
    leaves: list[LeafView]


class BranchView(TypedDict):
    branches: list[BranchView]


@pytest.fixture
def registry() -> ComponentRegistry:
    return ComponentRegistry()


def test_a_typed_dict_is_an_open_component_without_its_view(registry: ComponentRegistry) -> None:
    schema = registry.build_schema(TreeView)

    assert schema == {"$ref": "#/components/schemas/Tree"}
    assert registry.components["Tree"] == {
        "type": "object",
        "title": "Tree",
        "properties": {
            "id": {"type": "string", "format": "uuid"},
            "leaves": {"type": "array", "items": {"$ref": "#/components/schemas/Leaf"}},
        },
        "required": ["id", "leaves"],
    }


def test_a_docstring_is_published_and_null_is_an_alternative(registry: ComponentRegistry) -> None:
    registry.build_schema(LeafView)

    leaf = registry.components["Leaf"]
    assert leaf["description"] == "A leaf."
    assert leaf["properties"]["day"] == {"anyOf": [{"type": "string", "format": "date"}, {"type": "null"}]}


def test_pages_of_two_kinds_of_row_are_two_components(registry: ComponentRegistry) -> None:
    names = [registry.build_schema(Page[kind])["$ref"].rpartition("/")[2] for kind in (LeafView, TreeView)]

    assert names == ["PageLeaf", "PageTree"]
    rows = [registry.components[name]["properties"]["results"]["items"] for name in names]
    assert rows == [{"$ref": "#/components/schemas/Leaf"}, {"$ref": "#/components/schemas/Tree"}]


def test_an_enumeration_and_a_literal_list_their_values(registry: ComponentRegistry) -> None:
    registry.build_schema(LicenceState)

    assert registry.components["LicenceState"]["x-extensible-enum"] == [state.value for state in LicenceState]
    assert registry.build_schema(Literal["a", "b"]) == {"enum": ["a", "b"]}


def test_a_type_that_contains_itself_comes_to_an_end(registry: ComponentRegistry) -> None:
    registry.build_schema(BranchView)

    assert registry.components["Branch"]["properties"]["branches"]["items"] == {"$ref": "#/components/schemas/Branch"}


def test_two_shapes_of_one_published_name_are_refused(registry: ComponentRegistry) -> None:
    registry.build_schema(LeafView)

    with pytest.raises(RuntimeError, match="published as Leaf"):
        registry.build_schema(Enum("Leaf", {"GREEN": "green"}))
