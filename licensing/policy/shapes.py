"""Shapes of what is sent to us, as JSON Schema, and a sentence for every place where something is not of its shape."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext_noop
from jsonschema import Draft202012Validator, FormatChecker
from jsonschema.exceptions import ValidationError

from licensing.errors import Gap
from licensing.messages import Message
from licensing.policy.input import texts
from licensing.policy.input.codes import has_check_digit
from licensing.policy.input.moments import parse_moment
from licensing.policy.input.texts import ODD_IN_LINE, ODD_IN_PROSE

Schema = dict[str, Any]

_LINE = f"^[^{ODD_IN_LINE}]*$"
_PROSE = f"^[^{ODD_IN_PROSE}]*$"
# `[0-9]` and never `\d`, which also takes the digits of other scripts: "١٢" is no quantity.
_QUANTITY = "^[0-9]{1,15}(\\.[0-9]{1,3})?$"
# ISO 4217 has currencies of 0 to 4 decimals; which one has how many is a matter of the list, and not of shape.
_MONEY = "^[0-9]{1,16}(\\.[0-9]{1,4})?$"
_PRICE = "^[0-9]{1,16}(\\.[0-9]{1,6})?$"
_SHARE = "^[0-9]{1,9}(\\.[0-9]{1,8})?$"
_DAY = "^(19|20|21)[0-9]{2}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$"
_INSTANT = "^(19|20|21)[0-9]{2}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]{1,6})?(Z|[+-][0-9]{2}:[0-9]{2})$"

# A format of our own; other programs that read the schema pass over it, and take what its pattern takes.
VESSEL_NUMBER = "imo-number"
FLAG: Schema = {"type": "boolean"}
DATE: Schema = {"type": "string", "pattern": _DAY, "format": "date", "title": "day, YYYY-MM-DD"}
INSTANT: Schema = {"type": "string", "pattern": _INSTANT, "format": "date-time", "title": "moment with its zone, RFC 3339"}
ID: Schema = {
    "type": "string",
    "pattern": "^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$",
    "format": "uuid",
    "title": "id",
}


def as_line(longest: int, title: str = "") -> Schema:
    """Text of one line, at most `longest` characters, without controls and marks that change how it reads."""
    return {"type": "string", "maxLength": longest, "pattern": _LINE} | ({"title": title} if title else {})


def forbid_empty(schema: Schema) -> Schema:
    """The same text, but not empty."""
    return schema | {"minLength": 1}


def as_prose(longest: int = 4000) -> Schema:
    """Text of several lines; line feeds and tabs are its only control characters."""
    return {"type": "string", "maxLength": longest, "pattern": _PROSE}


def as_code(title: str, longest: int = 48) -> Schema:
    """A code of a reference list. Whether the list has it is not a matter of shape."""
    return {"type": "string", "minLength": 1, "maxLength": longest, "pattern": "^[A-Za-z0-9_./-]+$", "title": title}


def as_quantity(title: str) -> Schema:
    """An exact amount in some unit, as text: up to 15 digits and 3 decimals, never negative."""
    return _decimal_schema(_QUANTITY, title)


def as_money(title: str) -> Schema:
    """An exact sum, as text: up to 16 digits and 4 decimals, never negative."""
    return _decimal_schema(_MONEY, title)


def as_price(title: str) -> Schema:
    """What one costs, as text: finer than any sum can be paid, up to 6 decimals, never negative."""
    return _decimal_schema(_PRICE, title)


def as_share(title: str) -> Schema:
    """A percentage or a weight of a formula, as text: up to 8 decimals, never negative."""
    return _decimal_schema(_SHARE, title)


def as_whole(least: int, most: int, title: str = "") -> Schema:
    """A whole number, both bounds included."""
    return {"type": "integer", "minimum": least, "maximum": most} | ({"title": title} if title else {})


def allow_null(schema: Schema) -> Schema:
    """The same, or null."""
    return {"anyOf": [schema, {"type": "null"}]}


def choose_from(choices: Iterable[TextChoices], *, blank: bool = False) -> Schema:
    """One of the stored values of an enumeration or of some of its choices; `blank` also takes the empty text."""
    return {"type": "string", "enum": [*(str(one.value) for one in choices), *([""] if blank else [])]}


def as_record(required: Iterable[str] = (), **properties: Schema) -> Schema:
    """An object with these fields and no others."""
    return {
        "type": "object",
        "additionalProperties": False,
        "properties": properties,
        **({"required": list(required)} if required else {}),
    }


def list_of(of: Schema, most: int = 500) -> Schema:
    """A list of at most so many entries, so that no document grows without bound."""
    return {"type": "array", "items": of, "maxItems": most}


def build_validator(schema: Schema) -> Draft202012Validator:
    """A schema made ready for many documents; `format` is checked too, so that 30 February is no day."""
    return Draft202012Validator(schema, format_checker=_FORMATS)


def find_gaps(asked: Draft202012Validator, document: Any) -> list[Gap]:
    """Every place where a document is not of its shape, with what to do about it."""
    # Steps as text, because a path mixes names and numbers, which Python does not compare.
    found = sorted(asked.iter_errors(document), key=lambda error: [str(step) for step in error.path])
    return [gap for error in found for gap in _error_gaps(error)]


def _is_moment(value: object) -> bool:
    return not isinstance(value, str) or bool(parse_moment(value))


def _is_vessel_number(value: object) -> bool:
    # What is not written as a number its pattern refuses, once.
    return not (isinstance(value, str) and re.fullmatch("[0-9]{7}", value)) or has_check_digit(value)


# Without a check of ours `date-time` would pass whatever has its pattern: the library checks it only with a further one.
_FORMATS = FormatChecker()
_FORMATS.checks("date-time", raises=ValueError)(_is_moment)
_FORMATS.checks(VESSEL_NUMBER, raises=ValueError)(_is_vessel_number)


def _decimal_schema(pattern: str, title: str) -> Schema:
    return {"type": "string", "pattern": pattern, "maxLength": 24, "title": title}


def _error_gaps(error: ValidationError) -> list[Gap]:
    """A sentence a person can act on, for one violation; of alternatives, for the one that was meant."""
    path = ".".join(str(step) for step in error.absolute_path)
    match error.validator:
        case "anyOf" if error.context:
            # Of a value that may be null, only the other alternative helps: nobody meant to send null and failed.
            return [gap for one in error.context if one.schema != {"type": "null"} for gap in _error_gaps(one)]
        case "additionalProperties":
            return [_name_gap("unknown_field", path, name, _NO_FIELD) for name in _unexpected_names(error)]
        case "required":
            return [_name_gap("required", path, name, _MISSING) for name in error.validator_value if name not in error.instance]
        case "pattern" if why := texts.find_odd_character(str(error.instance)):
            return [Gap(texts.CODE, path or "request", why)]
        case "format":
            # What is not even written like a day is said to be so by its pattern, once.
            is_written = re.search(error.schema.get("pattern", ""), error.instance)
            return [_build_gap(error, path, *_FORMAT_SENTENCES.get(error.validator_value, _INVALID))] if is_written else []
    return [_build_gap(error, path, *_SENTENCES.get(str(error.validator), _INVALID))]


def _name_gap(code: str, path: str, name: str, sentence: str) -> Gap:
    """A gap at a field of the part at a path; the whole document has no path."""
    return Gap(code, f"{path}.{name}".lstrip("."), Message(sentence, name=name))


def _build_gap(error: ValidationError, path: str, code: str, sentence: str) -> Gap:
    hint = str(error.schema.get("title", "")) if isinstance(error.schema, Mapping) else ""
    limit = error.validator_value
    shown = ", ".join(map(str, limit)) if isinstance(limit, list) else str(limit)
    return Gap(code, path or "request", Message(sentence, limit=shown, hint=f" ({hint})" if hint else ""))


def _unexpected_names(error: ValidationError) -> list[str]:
    schema = error.schema if isinstance(error.schema, Mapping) else {}
    known, patterns = schema.get("properties", {}), schema.get("patternProperties", {})
    unexpected = [str(name) for name in error.instance if name not in known]
    return sorted(name for name in unexpected if not any(re.search(pattern, name) for pattern in patterns))


_NO_FIELD = gettext_noop("There is no field “%(name)s” here.")
_MISSING = gettext_noop("“%(name)s” is missing here.")
_SENTENCES: Mapping[str, tuple[str, str]] = {
    "type": ("wrong_type", gettext_noop("This must be of type %(limit)s%(hint)s.")),
    "enum": ("unknown_code", gettext_noop("This must be one of: %(limit)s.")),
    "pattern": ("wrong_form", gettext_noop("This is not written as it should be%(hint)s.")),
    "maxLength": ("too_long", gettext_noop("At most %(limit)s characters.")),
    "minLength": ("required", gettext_noop("This must not be empty.")),
    "maxItems": ("too_many", gettext_noop("At most %(limit)s entries.")),
    "minimum": ("too_small", gettext_noop("At least %(limit)s.")),
    "maximum": ("too_large", gettext_noop("At most %(limit)s.")),
}
_FORMAT_SENTENCES: Mapping[str, tuple[str, str]] = {
    "date": ("wrong_form", gettext_noop("There is no such day; write YYYY-MM-DD.")),
    "date-time": ("wrong_form", gettext_noop("There is no such moment.")),
    VESSEL_NUMBER: (
        "wrong_check_digit",
        gettext_noop("No ship has this number: its last digit does not follow from the others. Look for a slip of writing."),
    ),
}
_INVALID = ("invalid", gettext_noop("This value is not valid%(hint)s."))
