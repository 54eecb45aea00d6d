"""The types that a field of a request can have: its published shape, how its column holds it, and when two values are the same.

Types know the values of a column only; which column it is, the field says.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from django.db.models import TextChoices
from django_stubs_ext import StrOrPromise

from licensing.policy import shapes
from licensing.policy.exact import format_decimal, to_decimal
from licensing.policy.input.codes import clean_tariff_code, clean_vessel_number
from licensing.policy.input.texts import clean_text, clean_values, fold_text
from licensing.policy.shapes import Schema

# A heading has 4 digits and a subheading 6; the national codes have 8 or 10. Nothing lies between.
_UKTZED = "^([0-9]{4}|[0-9]{6}|[0-9]{8}|[0-9]{10})?$"

_VESSEL_NUMBER = "^([0-9]{7})?$"


class CodeList(StrEnum):
    """A reference list whose codes a request may name."""

    KINDS = "kinds"
    PLANS = "plans"
    COUNTRIES = "countries"
    UNITS = "units"
    CURRENCIES = "currencies"
    CONTROL_ENTRIES = "control_entries"
    INCOTERMS = "incoterms"
    DOCUMENT_TYPES = "document_types"


@dataclass(frozen=True, slots=True)
class ValueType:
    """What a field holds. Where a type says nothing else, column and document write the value alike."""

    def to_schema(self) -> Schema:
        """The published shape of a value."""
        raise NotImplementedError

    def serialize(self, value: Any) -> Any:
        """A column's value, as the request document writes it."""
        return value

    def deserialize(self, value: Any) -> Any:
        """A value of the document, as its column holds it."""
        return value

    def clean(self, value: Any) -> Any:
        """A value as it was sent, in its normal form; what is of another type stays as it is, for the shape to refuse."""
        return clean_text(value) if isinstance(value, str) else value

    def to_comparable(self, value: Any) -> Any:
        """Two values mean the same when these are equal. A value of another type is compared as it is."""
        return value


@dataclass(frozen=True, slots=True)
class _Text(ValueType):
    """What people read, and is compared as they read it."""

    def to_comparable(self, value: Any) -> Any:
        return fold_text(value) if isinstance(value, str) else value


@dataclass(frozen=True, slots=True)
class Line(_Text):
    """Text of one line. `offered` are values to choose from where another one may be written too."""

    length: int
    offered: type[TextChoices] | None = None

    def to_schema(self) -> Schema:
        return shapes.as_line(self.length)


@dataclass(frozen=True, slots=True)
class Prose(_Text):
    """Text of several lines."""

    length: int

    def to_schema(self) -> Schema:
        return shapes.as_prose(self.length)


@dataclass(frozen=True, slots=True)
class TariffCode(ValueType):
    """A code of the Ukrainian tariff (UKTZED): 4, 6, 8 or 10 digits, or nothing."""

    length: int = 10

    def to_schema(self) -> Schema:
        return {"type": "string", "pattern": _UKTZED, "maxLength": self.length}

    def clean(self, value: Any) -> Any:
        # As tariffs print it: 8806 22 90 00, or 8806.22.
        return clean_tariff_code(value) if isinstance(value, str) else value

    def to_comparable(self, value: Any) -> Any:
        return self.clean(value)


@dataclass(frozen=True, slots=True)
class VesselNumber(ValueType):
    """The number that a ship keeps under whatever name and flag (IMO): 7 digits, of which the last checks the others."""

    length: int = 7

    def to_schema(self) -> Schema:
        return {
            "type": "string",
            "pattern": _VESSEL_NUMBER,
            "format": shapes.VESSEL_NUMBER,
            "maxLength": self.length,
            "title": "IMO number: 7 digits, the last of them a check digit",
        }

    def clean(self, value: Any) -> Any:
        return clean_vessel_number(value) if isinstance(value, str) else value

    def to_comparable(self, value: Any) -> Any:
        return self.clean(value)


@dataclass(frozen=True, slots=True)
class Identifier(ValueType):
    """The key that Dozvil gives a row."""

    length: int = 36

    def to_schema(self) -> Schema:
        return {"type": "string", "maxLength": self.length, "title": "set by the service"}

    def serialize(self, value: Any) -> Any:
        return str(value)


@dataclass(frozen=True, slots=True)
class Digest(ValueType):
    """The SHA-256 of a file, by which a document that is attached already is named."""

    length: int = 64

    def to_schema(self) -> Schema:
        return {"type": "string", "pattern": "^[0-9a-f]{64}$", "title": "digest of a file that is already attached"}


@dataclass(frozen=True, slots=True)
class FileContent(ValueType):
    """A file, in base64."""

    length: int

    def to_schema(self) -> Schema:
        title = "the file itself, base64; only when it is first attached"
        return {"type": "string", "contentEncoding": "base64", "maxLength": self.length, "title": title}


@dataclass(frozen=True, slots=True)
class NumberType(ValueType):
    """A number that is written as text, so that it stays exact. 40 and 40.00 are the same."""

    title: str

    def deserialize(self, value: Any) -> Any:
        return None if value is None else Decimal(value)

    def to_comparable(self, value: Any) -> Any:
        # What is no number is compared as it was written: a draft may hold it, and comparing must not fail.
        number = to_decimal(value)
        return value if number is None else number


@dataclass(frozen=True, slots=True)
class Quantity(NumberType):
    """How much, in some unit."""

    def to_schema(self) -> Schema:
        return shapes.as_quantity(self.title)

    def serialize(self, value: Any) -> Any:
        return None if value is None else format_decimal(value)


@dataclass(frozen=True, slots=True)
class Money(NumberType):
    """An amount in some currency, always written with two decimals or more."""

    def to_schema(self) -> Schema:
        return shapes.as_money(self.title)

    def serialize(self, value: Any) -> Any:
        if value is None:
            return None
        whole, _point, rest = format_decimal(value).partition(".")
        return f"{whole}.{rest:0<2}"


@dataclass(frozen=True, slots=True)
class Price(Money):
    """What one costs: it may be finer than the currency (a cartridge at 0.1425), as only its sum is ever paid."""

    def to_schema(self) -> Schema:
        return shapes.as_price(self.title)


@dataclass(frozen=True, slots=True)
class Percent(NumberType):
    """A share, in per cent or as a weight."""

    def to_schema(self) -> Schema:
        return shapes.as_share(self.title)


@dataclass(frozen=True, slots=True)
class Whole(ValueType):
    """A whole number within bounds."""

    least: int
    most: int
    title: str = ""

    def to_schema(self) -> Schema:
        return shapes.as_whole(self.least, self.most, self.title)

    def to_comparable(self, value: Any) -> Any:
        number = to_decimal(value)
        return value if number is None else number


@dataclass(frozen=True, slots=True)
class Day(ValueType):
    """A day of the calendar."""

    def to_schema(self) -> Schema:
        return shapes.DATE

    def serialize(self, value: Any) -> Any:
        return value.isoformat() if value else None

    def deserialize(self, value: Any) -> Any:
        return date.fromisoformat(value) if value else None


@dataclass(frozen=True, slots=True)
class Flag(ValueType):
    """Yes or no."""

    def to_schema(self) -> Schema:
        return shapes.FLAG


@dataclass(frozen=True, slots=True)
class Choice(ValueType):
    """One of a closed list. `blank`: a draft may leave it open by an empty text."""

    options: type[TextChoices]
    blank: bool = False

    def to_schema(self) -> Schema:
        return shapes.choose_from(self.options, blank=self.blank)


@dataclass(frozen=True, slots=True)
class Code(ValueType):
    """One row of a reference list. Whether there is such a row is checked wherever a field is declared as a code."""

    of: CodeList
    length: int
    title: str

    def to_schema(self) -> Schema:
        return shapes.as_code(self.title, self.length)


@dataclass(frozen=True, slots=True)
class Codes(ValueType):
    """Several rows of a reference list; their order says nothing."""

    of: CodeList
    length: int
    title: str
    most: int

    def to_schema(self) -> Schema:
        return shapes.list_of(shapes.as_code(self.title, self.length), self.most)

    def clean(self, value: Any) -> Any:
        return clean_values(value)

    def serialize(self, value: Any) -> Any:
        # Rows of a many-to-many table come in any order, and the document is signed byte by byte.
        return sorted(value)

    def to_comparable(self, value: Any) -> Any:
        return sorted(map(str, value)) if isinstance(value, list) else value


@dataclass(frozen=True, slots=True)
class Lines(ValueType):
    """Several texts of one line; their order says nothing."""

    length: int
    most: int

    def to_schema(self) -> Schema:
        return shapes.list_of(shapes.as_line(self.length), self.most)

    def clean(self, value: Any) -> Any:
        return clean_values(value)

    def to_comparable(self, value: Any) -> Any:
        return sorted(fold_text(str(one)) for one in value) if isinstance(value, list) else value


def get_label(options: type[TextChoices], value: Any) -> StrOrPromise:
    """The words for one of a closed list; a value that is not in it stands for itself."""
    return options(value).label if value in options.values else str(value or "")
