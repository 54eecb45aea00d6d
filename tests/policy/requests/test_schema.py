"""The shape of a request, and its published copy."""

import json
from pathlib import Path

from licensing.policy.requests.schema import SCHEMA

PUBLISHED = Path(__file__).resolve().parents[3] / "docs" / "request.schema.json"


def test_the_published_schema_is_the_one_that_is_asked() -> None:
    published = json.loads(PUBLISHED.read_text(encoding="utf-8"))

    assert published == SCHEMA
