"""The variations of a licence at the desk, each with what it changes."""

from __future__ import annotations

from typing import Any

from licensing.models import Licence
from licensing.models.licences.changing.variation import list_variations
from licensing.models.read_models.licences.variations import list_all_changes


def build_variation_rows(licence: Licence) -> list[dict[str, Any]]:
    """The variations of a licence with what each changes, the newest first; needs its lines with their units."""
    variations = list_variations(licence)
    changes = list_all_changes(variations, licence, licence.lines.all())
    return [{"variation": one, "changes": changed} for one, changed in zip(variations, changes, strict=True)]
