"""Codes of governed lists whose meaning is the program's: in words wherever the desk shows or filters by them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from django.contrib.admin import AllValuesFieldListFilter
from django.utils.translation import gettext_lazy as _

from licensing.choices import Consequence, Owner

Words = Mapping[str, Any]

CRITERION_TESTS: Final[Words] = {
    "absolute": _("forbids the transfer"),
    "clear_risk": _("a clear risk refuses it"),
    "weigh": _("to be weighed"),
}
PERMITS: Final[Words] = {
    "single": _("a single permit"),
    "general": _("a general permit"),
    "open": _("an open permit"),
    "none": _("no permit"),
}
REQUIREMENT_TESTS: Final[Words] = {
    "field": _("a field is filled in"),
    "section": _("a section has rows"),
    "party": _("a party of this role is named"),
    "document": _("a document of this type is attached"),
}
OWNERS: Final[Words] = dict(Owner.choices)
BREACHES: Final[Words] = {
    # Older than the consequences that follow by themselves: it is the first of them.
    "report": Consequence.WARN.label,
    "bar": Consequence.BAR.label,
    "suspend": Consequence.SUSPEND.label,
    "revoke": _("revocation of the licence"),
}


def name_code(words: Words, code: str) -> str:
    """The words for a code in the reader's language; a code that a newer seed file brought stands for itself."""
    return str(words.get(code, code))


def build_words_filter(words: Words) -> type[AllValuesFieldListFilter]:
    """A filter of a list by such a code: its values are those of the rows, and it names them in words."""

    class WordsFilter(AllValuesFieldListFilter):
        def choices(self, changelist: Any) -> Iterator[Any]:
            for one in super().choices(changelist):
                shown = one["display"]
                yield {**one, "display": words.get(shown, shown) if isinstance(shown, str) else shown}

    return WordsFilter
