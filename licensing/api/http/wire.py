"""Bytes in and out: JSON read strictly, so that nothing odd gets past this module, and written in one way."""

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
# Beyond it JavaScript clients round, and RFC 8785 has no form for it: the fingerprint of a command could not be made.
MAX_SAFE_INTEGER = 2**53 - 1
# No cache keeps an answer of the API and no browser runs one. Errors carry the same headers as answers do, so that a
# header never reveals whether what was asked for exists.
HEADERS = {"Cache-Control": "no-store", "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'"}


class Malformed(Problem):
    """What came over the wire could not even be read; the sentence says what is wrong with it."""

    code, status = "malformed", 400
    title = gettext_lazy("The request could not be read.")


class TooLarge(Problem):
    """More than MAX_BODY_BYTES (RFC 9110 §15.5.14)."""

    code, status = "too_large", 413
    title = gettext_lazy("The request is too large.")


def as_json(value: Any) -> str:
    """JSON as the API writes it: times in UTC, decimals as text without exponent. Raises TypeError for other types."""
    return json.dumps(value, ensure_ascii=False, default=_serialize_value)


def read_json(raw: bytes) -> Any:
    """Strict JSON: UTF-8, no NaN, no absurd numbers, no field twice, not too deep, no NUL and no half characters.

    Raises TooLarge, Malformed for what is no such JSON, and Invalid for a text that cannot be stored.
    """
    if len(raw) > MAX_BODY_BYTES:
        raise TooLarge
    try:
        # Decoded here, because json.loads would also accept bytes in UTF-16 and UTF-32.
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
    """Raise Invalid for NUL and lone surrogates, which PostgreSQL cannot store, and Malformed for nesting too deep."""
    for path, depth, text in _iterate_texts(value):
        if depth > MAX_DEPTH:
            raise Malformed(_("The body is nested too deeply."))
        if "\x00" in text or any("\ud800" <= char <= "\udfff" for char in text):
            sentence = _("The text holds a character that cannot be stored.")
            raise Invalid(gaps=[Gap("wrong_form", path or "request", sentence)])


def _iterate_texts(value: Any) -> Iterator[tuple[str, int, str]]:
    # A stack and no recursion: a body just below the interpreter's limit would otherwise end in a RecursionError here.
    waiting: list[tuple[str, int, Any]] = [("", 0, value)]
    while waiting:
        path, depth, one = waiting.pop()
        if isinstance(one, str):
            yield path, depth, one
        elif isinstance(one, Mapping | list):
            yield path, depth, ""
            pairs = one.items() if isinstance(one, Mapping) else enumerate(one)
            for name, inner in pairs:
                # A name is a text too. Its path is that of its object: a path with NUL in it could not be answered.
                yield path, depth, str(name)
                waiting.append((f"{path}.{name}".lstrip("."), depth + 1, inner))


class StrictJSON(BaseParser):
    """The body of a command, as JSON."""

    media_type = "application/json"

    def parse(self, stream: IO[bytes], media_type: str | None = None, parser_context: Mapping[str, Any] | None = None) -> Any:
        """The body as Python values; see `read_json` for what is refused."""
        # One byte above the limit is enough to notice, whatever Content-Length said.
        return read_json(stream.read(MAX_BODY_BYTES + 1))


class FileForm(MultiPartParser):
    """A form with a file, for programs that would rather not write base64."""

    def parse(self, stream: Any, media_type: str | None = None, parser_context: Mapping[str, Any] | None = None) -> Any:
        """The fields and the file, with text read as UTF-8."""
        # Django would take the charset that the caller claims: `zip` is a codec, but decoding a text by it raises LookupError.
        return super().parse(stream, media_type, dict(parser_context or {}) | {"encoding": "utf-8"})


def parse_form(form: QueryDict) -> dict[str, Any]:
    """The same command as in JSON: the file as base64 in `content` with its `file_name`, and `original` as a boolean.

    Raises Invalid for a field or a file that is sent more than once, and for a file in another place than `file`.
    """
    _refuse_dropped_parts(form)
    command: dict[str, Any] = {}
    for name in form:
        value: Any = form[name]
        if isinstance(value, UploadedFile):
            command |= {"content": base64.b64encode(value.read()).decode(), "file_name": str(value.name)}
        else:
            command[name] = {"true": True, "false": False}.get(value, value) if name == "original" else value
    refuse_odd_text(command)
    return command


def _refuse_dropped_parts(form: QueryDict) -> None:
    # `form[name]` is the last of several values, and every file becomes `content`: the others would be dropped in silence.
    gaps = [Gap("invalid", name, _("Send this once.")) for name, values in form.lists() if len(values) > 1]
    files = [name for name, values in form.lists() if any(isinstance(one, UploadedFile) for one in values)]
    if "file" in files:
        gaps += [Gap("invalid", name, _("Send this once.")) for name in ("content", "file_name") if name in form]
    gaps += [Gap("unknown_field", name, _("Send the file in “file”.")) for name in files if name != "file"]
    if gaps:
        raise Invalid(gaps=gaps)


def _refuse_constant(name: str) -> Any:
    raise Malformed(_("%(name)s is not a number that JSON knows.") % {"name": name})


def _parse_decimal(text: str) -> Decimal:
    # The length before anything is computed: Decimal("1e999999999") is cheap to read and gigabytes to write.
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
    # int() takes quadratic time in the number of digits, and above 4300 of them it raises a ValueError.
    if len(text) > MAX_NUMBER_LENGTH or abs(int(text)) > MAX_SAFE_INTEGER:
        raise Malformed(_("The body holds a number that is too large."))
    return int(text)


def _build_object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    # Python keeps the last of two, other readers the first: a check and an act behind it could see different values.
    if len(found) < len(pairs):
        raise Malformed(_("The body names a field twice."))
    return found


def _serialize_value(value: Any) -> Any:
    match value:
        # Before date, of which datetime is a subclass.
        case datetime():
            return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
        case date():
            return value.isoformat()
        case UUID() | Promise():
            return str(value)
        case Decimal():
            return format(value, "f")
    raise TypeError(f"{type(value).__name__} has no form in an answer")
