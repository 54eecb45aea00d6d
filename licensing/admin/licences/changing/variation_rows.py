"""The variations of a licence at the desk, each with what it changes."""

from __future__ import annotations

from typing import Any

from licensing.models import Licence
from licensing.models.licences.changing.variation import list_variations
from licensing.models.read_models.licences.variations import list_changes


def build_variation_rows(licence: Licence) -> list[dict[str, Any]]:
    """The variations of a licence with what each changes, the newest first; needs its lines with their units."""
    lines = licence.lines.all()
    return [{"variation": one, "changes": list_changes(one, licence, lines)} for one in list_variations(licence)]
