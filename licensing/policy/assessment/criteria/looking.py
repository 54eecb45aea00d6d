"""What sets and questions of criteria may look at in a request, and on which of its fields their findings depend therefore."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from licensing.choices import ItemVerdict
from licensing.messages import Message, Text
from licensing.policy.assessment.classification import ClassifiedItem

# Each place with the fields whose change may bring other questions; the kind of a request never changes.
LOOKED_AT: Final[Mapping[str, str]] = {
    "kind": "",
    "partner_country": "partner_country",
    "cooperation_form": "cooperation_form",
    "items.control_entries": "items.*.control_entries",
    "items.mtcr": "items.*.mtcr",
    "items.condition": "items.*.condition",
    "items.origin": "items.*.origin",
    "items.foreign_content": "items.*.foreign_content",
    "parties.role": "parties.*.*.kind",
    "parties.kind": "parties.*.*.kind",
    "parties.country": "parties.*.*.country",
    "end_use.sector": "end_use.sector",
}
DEPENDED_ON: Final = tuple(dict.fromkeys(filter(None, LOOKED_AT.values())))
# The findings keep the version beside the code of its set, and the form writes both into one line.
_SIGNS: Final = ";="


def find_asking_gaps(row: Mapping[str, Any]) -> Iterator[tuple[str, Text]]:
    """What a set or a question cannot be asked by, and a version that cannot be cited; by the column."""
    for path in row["applies_if"]:
        if path not in LOOKED_AT:
            words = Message(
                "Criteria do not look at “%(path)s”: an amendment of it would leave the findings standing.", path=path
            )
            yield "applies_if", words
    if any(sign in str(row.get("version", "")) for sign in _SIGNS):
        yield "version", Message("A version has no “;” and no “=”.")


def overlay_entries(
    document: Mapping[str, Any], classified: Mapping[int, ClassifiedItem], mtcr: Mapping[str, str]
) -> dict[str, Any]:
    """A request with the control entries that the authority found, by the number of the item, as questions look at it.

    `mtcr` has the MTCR category of entries. Beside the filed one counts that of each entry; of a changed item, these alone.
    """
    items = [_overlay_item(one, classified.get(int(one["number"])), mtcr) for one in document.get("items") or ()]
    return {**document, "items": items}


def _overlay_item(item: Mapping[str, Any], found: ClassifiedItem | None, mtcr: Mapping[str, str]) -> Mapping[str, Any]:
    if found is None:
        return item
    filed = [item.get("mtcr")] if found.verdict is ItemVerdict.CONFIRMED else []
    return {**item, "control_entries": list(found.entries), "mtcr": [*filed, *_list_categories(found.entries, mtcr)]}


def _list_categories(entries: Iterable[str], mtcr: Mapping[str, str]) -> Sequence[str]:
    return [mtcr[one] for one in entries if mtcr.get(one)]
