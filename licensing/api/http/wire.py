"""Bytes in and out: JSON read strictly, so that nothing odd comes further than this page, and written in one way."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from typing import IO, Any
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework.parsers import BaseParser, MultiPartParser

from licensing.errors import Gap, Invalid, Problem

# A document of 10 MB in base64, and the words around it.
MAX_BODY_BYTES = 15 * 1024 * 1024
MAX_DEPTH = 16
MAX_NUMBER_LENGTH = 40
MAX_SAFE_INTEGER = 2**53 - 1
# Nothing that the API says is kept by a cache or run by a browser. The same on every answer, so that none tells more.
HEADERS = {"Cache-Control": "no-store", "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'"}


class Malformed(Problem):
    """What came over the wire could not even be read; the sentence says what is wrong with it."""

    code, status = "malformed", 400
    title = gettext_lazy("The request could not be read.")


class TooLarge(Problem):
    code, status = "too_large", 413
    title = gettext_lazy("The request is too large.")


def as_json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, default=_serialize_value)


def read_json(raw: bytes) -> Any:
    """Strict JSON: UTF-8, no NaN, no absurd numbers, no field twice, not too deep, no NUL and no half characters."""
    if len(raw) > MAX_BODY_BYTES:
        raise TooLarge
    try:
        value = json.loads(
            raw.decode("utf-8"),
            parse_constant=_refuse_constant,
            parse_float=_parse_decimal,
            parse_int=_parse_integer,
            object_pairs_hook=_build_object,
        )
    except UnicodeDecodeError as broken:
        raise Malformed(_("The body is not UTF-8.")) from broken
    except json.JSONDecodeError as broken:
        words = {"line": broken.lineno, "column": broken.colno}
        raise Malformed(_("The body is not JSON: line %(line)d, column %(column)d.") % words) from broken
    except RecursionError as broken:
        raise Malformed(_("The body is nested too deeply.")) from broken
    refuse_odd_text(value)
    return value


def refuse_odd_text(value: Any) -> None:
    """Refuse what no database column and no reader could take: NUL, half of a character, nesting without end."""
    for path, depth, text in _iterate_texts(value):
        if depth > MAX_DEPTH:
            raise Malformed(_("The body is nested too deeply."))
        if "\x00" in text or any("\ud800" <= char <= "\udfff" for char in text):
            sentence = _("The text holds a character that cannot be stored.")
            raise Invalid(gaps=[Gap("wrong_form", path or "request", sentence)])


def _iterate_texts(value: Any) -> Iterator[tuple[str, int, str]]:
    waiting: list[tuple[str, int, Any]] = [("", 0, value)]
    while waiting:
        path, depth, one = waiting.pop()
        if isinstance(one, str):
            yield path, depth, one
        elif isinstance(one, Mapping | list):
            yield path, depth, ""
            pairs = one.items() if isinstance(one, Mapping) else enumerate(one)
            for name, inner in pairs:
                # A name is a text too; it is told by the place that holds it.
                yield path, depth, str(name)
                waiting.append((f"{path}.{name}".lstrip("."), depth + 1, inner))


class StrictJSON(BaseParser):
    """The body of a command."""

    media_type = "application/json"

    def parse(self, stream: IO[bytes], media_type: str | None = None, parser_context: Mapping[str, Any] | None = None) -> Any:
        return read_json(stream.read(MAX_BODY_BYTES + 1))


class FileForm(MultiPartParser):
    """A form with a file, for programs that would rather not write base64. Its text is UTF-8, whatever it claims."""

    def parse(self, stream: Any, media_type: str | None = None, parser_context: Mapping[str, Any] | None = None) -> Any:
        return super().parse(stream, media_type, dict(parser_context or {}) | {"encoding": "utf-8"})


def parse_form(form: QueryDict) -> dict[str, Any]:
    """The same command as it would stand in JSON: the file in base64 under its name, yes and no as such."""
    command: dict[str, Any] = {}
    for name in form:
        value: Any = form[name]
        if isinstance(value, UploadedFile):
            command |= {"content": base64.b64encode(value.read()).decode(), "file_name": str(value.name)}
        else:
            command[name] = {"true": True, "false": False}.get(value, value) if name == "original" else value
    refuse_odd_text(command)
    return command


def _refuse_constant(name: str) -> Any:
    raise Malformed(_("%(name)s is not a number that JSON knows.") % {"name": name})


def _parse_decimal(text: str) -> Decimal:
    if len(text) > MAX_NUMBER_LENGTH:
        raise Malformed(_("The body holds a number that is too long."))
    try:
        number = Decimal(text)
    except InvalidOperation as broken:
        raise Malformed(_("The body holds a number that is too large.")) from broken
    if not -MAX_NUMBER_LENGTH < number.adjusted() < MAX_NUMBER_LENGTH:
        raise Malformed(_("The body holds a number that is too large."))
    return number


def _parse_integer(text: str) -> int:
    if len(text) > MAX_NUMBER_LENGTH or abs(int(text)) > MAX_SAFE_INTEGER:
        raise Malformed(_("The body holds a number that is too large."))
    return int(text)


def _build_object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise Malformed(_("The body names a field twice."))
    return found


def _serialize_value(value: Any) -> Any:
    match value:
        case datetime():
            return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
        case date():
            return value.isoformat()
        case UUID() | Promise():
            return str(value)
        case Decimal():
            return format(value, "f")
    raise TypeError(f"{type(value).__name__} has no place in an answer")
