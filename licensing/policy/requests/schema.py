"""The shape of a request: one JSON Schema for the API, for `file_request` and for the portal's sections.

A draft may leave anything out but its kind; what must be there before it is filed is `completeness`. The published copy is
docs/request.schema.json, and a test holds the two together.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from jsonschema import Draft202012Validator

from licensing.errors import Gap
from licensing.policy.requests.sections import REQUEST
from licensing.policy.shapes import Schema, build_validator, find_gaps

# A request document, or some of its sections.
Doc = Mapping[str, Any]

_SHAPE: Schema = REQUEST.to_schema()
PROPERTIES: Mapping[str, Schema] = _SHAPE["properties"]
SCHEMA: Schema = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$id": "urn:dozvil:request:1",
    "title": "A request for an export permit",
    "description": "What a partner files. Quantities and money are exact decimals, written as text.",
    **_SHAPE,
}


def clean_document(document: Any) -> Any:
    """A request document, or some of its sections, with every text and code in its normal form; nothing is judged here."""
    return REQUEST.clean(document)


def find_shape_gaps(document: Any, *, partial: bool = False) -> list[Gap]:
    """Every place where a document is not of the published shape; `partial` is an edit of some sections."""
    return find_gaps(_validator(partial), document)


def leave_out_gaps(document: Doc, gaps: Iterable[Gap]) -> dict[str, Any]:
    """The document without the places that are not of its shape, so that the rest can be looked at before they are mended.

    A row of a section that is no record becomes an empty one, because the rows behind it are named by their place.
    """
    dropped = set()
    for gap in gaps:
        steps = tuple(gap.path.split("."))
        # One wrong code among several: without it the others would change their places, so none of them is looked at.
        dropped.add(steps[:-1] if len(steps) > 2 and steps[-1].isdigit() else steps)
    return dict(_leave_out(document, dropped, ()))


def _leave_out(value: Any, dropped: set[tuple[str, ...]], here: tuple[str, ...]) -> Any:
    if isinstance(value, Mapping):
        return {key: _leave_out(one, dropped, (*here, key)) for key, one in value.items() if (*here, key) not in dropped}
    if isinstance(value, list):
        places = [((*here, str(place)), one) for place, one in enumerate(value)]
        return [{} if steps in dropped else _leave_out(one, dropped, steps) for steps, one in places]
    return value


@cache
def _validator(partial: bool) -> Draft202012Validator:
    # Only at the top: a section that is sent must itself be whole.
    return build_validator({key: value for key, value in SCHEMA.items() if not (partial and key == "required")})
