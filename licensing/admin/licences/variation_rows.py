"""What a variation changes, in words: the last day and each line, from what to what."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from licensing.admin.requests.version_view import format_quantity
from licensing.messages import DayText
from licensing.models import Licence, LicenceVariation
from licensing.models.licences.variation import list_variations


def build_variation_rows(licence: Licence) -> list[dict[str, Any]]:
    """The variations of a licence with what each changes, the newest first."""
    return [{"variation": one, "changes": list_changes(one, licence)} for one in list_variations(licence)]


def list_changes(variation: LicenceVariation, licence: Licence) -> list[str]:
    """What it changes, or would change, in words; of one that was granted against the version before it."""
    lines = {line.number: line for line in licence.lines.all()}
    before, found = variation.get_before(), []
    if variation.valid_until is not None:
        was = variation.get_before_day() or licence.valid_until
        found.append(_("Last day: %(old)s → %(new)s") % {"old": DayText(was), "new": DayText(variation.valid_until)})
    for number, quantity in variation.get_quantities().items():
        old = before.get(number, lines[number].authorised)
        words = {"line": str(lines[number]), "old": format_quantity(old), "new": format_quantity(quantity)}
        found.append(_("Line %(line)s: %(old)s → %(new)s") % words)
    return found
