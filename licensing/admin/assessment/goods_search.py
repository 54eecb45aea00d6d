"""Cases searched by their goods, in either language: by the name, the model and the maker of an item, or by their title."""

from __future__ import annotations

from typing import Final

from django.db.models import Exists, OuterRef, Q

from licensing.models import Item
from licensing.policy.assessment.vocabulary import find_alternatives

_COLUMNS: Final = ("name", "name_uk", "model", "maker")


def match_goods(text: str) -> Q:
    """Cases whose title or an item of which is called like this, or by another word for the same thing."""
    words = find_alternatives(text)
    title, item = Q(pk__in=[]), Q(pk__in=[])
    for word in words:
        title |= Q(title__icontains=word)
        for column in _COLUMNS:
            item |= Q(**{f"{column}__icontains": word})
    return title | Q(Exists(Item.objects.filter(item, case=OuterRef("pk"))))
