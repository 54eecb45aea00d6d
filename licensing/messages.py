"""What is said to people before it is known in which language: an English sentence, and the values in its places.

Policy returns these; `str()` looks the sentence up in gettext's catalogue, in the language that is active where it is read.
`manage.py makemessages` finds what is written in `Message("…")` and its kin as it finds `gettext("…")`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import TypeAlias

from django.utils.formats import date_format, number_format
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext, ngettext, pgettext


class Message:
    """One sentence of the catalogue. Parameters are written in it as `%(name)s`, and may be messages themselves."""

    __slots__ = ("params", "sentence")

    def __init__(self, sentence: str, /, **params: object) -> None:
        self.sentence = sentence
        self.params = params

    def __str__(self) -> str:
        # As everywhere in Django, a sentence without parameters is not interpolated, so that it may hold a plain "%".
        return self._translate() % self.params if self.params else self._translate()

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.sentence!r} {self.params}>"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Message) and self._identity() == other._identity()

    def __hash__(self) -> int:
        # Parameters may be lists or mappings, which have no hash; `__eq__` compares them.
        return hash(self.sentence)

    def _identity(self) -> tuple[object, ...]:
        return type(self), self.sentence, self.params

    def _translate(self) -> str:
        return gettext(self.sentence)


class MessageInContext(Message):
    """A sentence or word whose English needs another translation elsewhere; the context shows translators which is meant."""

    __slots__ = ("context",)

    def __init__(self, context: str, sentence: str, /, **params: object) -> None:
        super().__init__(sentence, **params)
        self.context = context

    def _identity(self) -> tuple[object, ...]:
        return *super()._identity(), self.context

    def _translate(self) -> str:
        return pgettext(self.context, self.sentence)


class PluralMessage(Message):
    """A sentence whose form depends on a whole number, which is written in it as `%(count)s`."""

    __slots__ = ("count", "many")

    def __init__(self, one: str, many: str, /, *, count: int, **params: object) -> None:
        # Which form a count takes is for the catalogue to say (Ukrainian has four), so it is never compared with 1 here.
        super().__init__(one, count=count, **params)
        self.many = many
        self.count = count

    def _identity(self) -> tuple[object, ...]:
        return *super()._identity(), self.many

    def _translate(self) -> str:
        return ngettext(self.sentence, self.many, self.count)


class TranslatedText:
    """Words that people wrote in each language, such as the name of a body; read in English where a language has none."""

    __slots__ = ("by_language",)

    def __init__(self, by_language: Mapping[str, str]) -> None:
        self.by_language = by_language

    def __str__(self) -> str:
        language = get_language() or "en"
        general = language.partition("-")[0]  # `uk-UA` is served by `uk`
        return self.by_language.get(language) or self.by_language.get(general) or self.by_language.get("en", "")

    def __repr__(self) -> str:
        return f"<Translated {self.by_language}>"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, TranslatedText) and self.by_language == other.by_language

    def __hash__(self) -> int:
        return hash(self.by_language.get("en"))


class FilledText:
    """Words that people wrote, with names in braces, and what stands in their places, which may be messages themselves."""

    __slots__ = ("values", "words")

    def __init__(self, words: TranslatedText, values: Mapping[str, Text]) -> None:
        self.words = words
        self.values = values

    def __str__(self) -> str:
        # Not `str.format`: the words come from the database, and `{days.__class__}` would reach into our objects.
        return re.sub(r"\{(\w+)\}", lambda slot: str(self.values.get(slot[1], slot[0])), str(self.words))

    def __repr__(self) -> str:
        return f"<Filled {self.words!r} with {self.values}>"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, FilledText) and (self.words, self.values) == (other.words, other.values)

    def __hash__(self) -> int:
        return hash(self.words)


class JoinedText:
    """Several texts after one another; empty ones are left out."""

    __slots__ = ("parts", "separator")

    def __init__(self, *parts: Text, separator: str = " ") -> None:
        self.parts = parts
        self.separator = separator

    def __str__(self) -> str:
        # A Message is always true, whatever it reads, so the parts are rendered before the empty ones are left out.
        return self.separator.join(filter(None, map(str, self.parts)))

    def __repr__(self) -> str:
        return f"<Joined {self.parts} by {self.separator!r}>"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, JoinedText) and (self.parts, self.separator) == (other.parts, other.separator)

    def __hash__(self) -> int:
        return hash(self.parts)


class Amount:
    """A sum of money with two decimals, grouped and pointed as its reader writes numbers."""

    __slots__ = ("value",)

    def __init__(self, value: Decimal) -> None:
        self.value = value.quantize(Decimal("0.01"))

    def __str__(self) -> str:
        # `force_grouping`, because otherwise the setting of the site decides and not the language of the reader.
        return number_format(self.value, decimal_pos=2, use_l10n=True, force_grouping=True)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Amount) and self.value == other.value

    def __hash__(self) -> int:
        return hash(self.value)


class Number:
    """A number without idle zeros, grouped and pointed as its reader writes numbers."""

    __slots__ = ("value",)

    def __init__(self, value: Decimal) -> None:
        self.value = value

    def __str__(self) -> str:
        plain = Decimal(format(self.value.normalize(), "f")) if self.value else Decimal()
        return number_format(plain, use_l10n=True, force_grouping=True)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Number) and self.value == other.value

    def __hash__(self) -> int:
        return hash(self.value)


class DayText:
    """A day as its reader writes one: 01.06.2026 in Ukrainian."""

    __slots__ = ("value",)

    def __init__(self, value: date) -> None:
        self.value = value

    def __str__(self) -> str:
        return date_format(self.value, "SHORT_DATE_FORMAT")

    def __eq__(self, other: object) -> bool:
        return isinstance(other, DayText) and self.value == other.value

    def __hash__(self) -> int:
        return hash(self.value)


class LongDayText(DayText):
    """A day with the name of its month: 06/01 is another day on each side of an ocean."""

    __slots__ = ()

    def __str__(self) -> str:
        return date_format(self.value, "j E Y")


class LongMomentText(DayText):
    """A moment to the minute, in the zone that it is handed in with, the day with the name of its month."""

    __slots__ = ()

    def __str__(self) -> str:
        return date_format(self.value, "j E Y, H:i")


# What can be said to a person: `str()` of it is in the language of whoever reads.
Text: TypeAlias = str | Promise | Message | TranslatedText | FilledText | JoinedText
