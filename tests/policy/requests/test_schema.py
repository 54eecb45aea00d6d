"""The shape of a request, and its published copy."""

import json
from pathlib import Path

from licensing.policy.requests.schema import SCHEMA, find_shape_gaps, leave_out_gaps

PUBLISHED = Path(__file__).resolve().parents[3] / "docs" / "request.schema.json"


def test_the_published_schema_is_the_one_that_is_asked() -> None:
    published = json.loads(PUBLISHED.read_text(encoding="utf-8"))

    assert published == SCHEMA


def test_what_is_left_out_keeps_the_places_of_what_stays() -> None:
    document = {"items": ["no row", {"name": "A", "quantity": "x"}, {"control_entries": ["a", "b c"]}], "title": 7}

    left = leave_out_gaps(document, find_shape_gaps(document, partial=True))

    assert left == {"items": [{}, {"name": "A"}, {}]}
