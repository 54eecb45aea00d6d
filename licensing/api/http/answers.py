"""JSON Schema of answers, made from the types that mypy checks the code against."""

from __future__ import annotations

import types
from collections.abc import Mapping
from datetime import date, datetime
from enum import Enum
from types import GenericAlias
from typing import Any, Final, Literal, TypeVar, Union, get_args, get_origin, get_type_hints, is_typeddict
from uuid import UUID

from licensing.policy.shapes import Schema

_PLAIN: Final[Mapping[Any, Schema]] = {
    str: {"type": "string"},
    int: {"type": "integer"},
    bool: {"type": "boolean"},
    UUID: {"type": "string", "format": "uuid"},
    date: {"type": "string", "format": "date"},
    datetime: {"type": "string", "format": "date-time"},
    type(None): {"type": "null"},
    Any: {},
}


class File:
    """Marks an operation that answers with the content of a document in place of JSON."""


class ComponentRegistry:
    """Collects the components of the contract: the TypedDicts and enumerations of answers, by their published name.

    The docstring of a TypedDict is published as its description.
    """

    def __init__(self) -> None:
        self.components: dict[str, Schema] = {}
        self._kinds: dict[str, object] = {}

    def build_schema(self, kind: Any) -> Schema:
        """The schema of a type: plain, a list, a union, an enumeration, or a reference to a named shape."""
        if kind in _PLAIN:
            return dict(_PLAIN[kind])
        origin, inner = get_origin(kind), get_args(kind)
        if is_typeddict(origin or kind):
            return self._register_typed_dict(origin or kind, inner)
        if origin is list:
            return {"type": "array", "items": self.build_schema(inner[0])}
        if origin is dict:
            return {"type": "object", "additionalProperties": self.build_schema(inner[1])}
        if origin in (Union, types.UnionType):
            return {"anyOf": [self.build_schema(one) for one in inner]}
        if origin is Literal:
            return {"enum": list(inner)}
        return self._register_enum(kind)

    def _register_typed_dict(self, kind: Any, inner: tuple[Any, ...]) -> Schema:
        name = kind.__name__.removesuffix("View") + "".join(one.__name__.removesuffix("View") for one in inner)
        self._keep_name(name, (kind, inner))
        if name not in self.components:
            # Entered before its fields are looked at, so that a type that contains itself comes to an end.
            self.components[name] = {}
            given = dict(zip(vars(kind).get("__parameters__", ()), inner, strict=True))
            hints = {field: _substitute_types(hint, given) for field, hint in get_type_hints(kind).items()}
            self.components[name] = {
                "type": "object",
                "title": name,
                **({"description": str(kind.__doc__)} if kind.__doc__ else {}),
                "properties": {field: self.build_schema(hint) for field, hint in hints.items()},
                # Open, unlike what is sent to us: a field that a later release adds must not break a strict client.
                "required": list(hints),
            }
        return {"$ref": f"#/components/schemas/{name}"}

    def _register_enum(self, kind: type[Enum]) -> Schema:
        self._keep_name(kind.__name__, kind)
        self.components.setdefault(
            kind.__name__,
            # No `enum`, for the same reason: a client that is generated from one refuses every value that comes later.
            {
                "type": "string",
                "title": kind.__name__,
                "description": "One of the values listed; others may be added, so expect one that you do not know.",
                "x-extensible-enum": [one.value for one in kind],
            },
        )
        return {"$ref": f"#/components/schemas/{kind.__name__}"}

    def _keep_name(self, name: str, kind: object) -> None:
        # A view and an enumeration of one name would be published as whichever comes first, and answers break the contract.
        if self._kinds.setdefault(name, kind) != kind:
            raise RuntimeError(f"Two shapes would be published as {name}.")


def _substitute_types(hint: Any, given: Mapping[Any, Any]) -> Any:
    """A hint with its type variables replaced: in a page of cases, list[T] is list[CaseRow]."""
    if isinstance(hint, TypeVar):
        return given[hint]
    if get_origin(hint) is list:
        return GenericAlias(list, (_substitute_types(get_args(hint)[0], given),))
    return hint
