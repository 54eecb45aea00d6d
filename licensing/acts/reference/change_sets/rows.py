"""Rows of governed lists between their tables and the plain form in which change sets hold them."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date, time
from decimal import Decimal
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

from licensing.acts.reference.lists import LISTS
from licensing.acts.reference.procedures import build_procedure_document
from licensing.errors import Gap
from licensing.messages import Text
from licensing.models import Procedure, RoutingRow
from licensing.models.reference.texts import TextsField
from licensing.policy.exact import find_inexact_numbers, format_decimal
from licensing.policy.input.texts import find_odd_values
from licensing.policy.reference.governed import GOVERNED, GovernedList, Row, build_path
from licensing.policy.reference.routing_rows import check_routing_row

MODELS: Final[Mapping[str, type[models.Model]]] = {name: one.model for name, one in LISTS.items()} | {"routing": RoutingRow}
_CODE: Final = re.compile(r"[A-Za-z0-9_./-]+")
_LANGUAGE: Final = re.compile(r"[a-z]{2,3}(-[a-z0-9]{2,8})?")


def get_field(code: str, name: str) -> Any:
    """The column of a list that is stored in a table."""
    return MODELS[code]._meta.get_field(name)


def serialize_row(code: str, stored: models.Model) -> dict[str, Any]:
    """A stored row in its plain form."""
    return {name: to_plain(get_field(code, name).value_from_object(stored)) for name in GOVERNED[code].columns}


def to_plain(value: Any) -> Any:
    """A value of a column as JSON has it: exact numbers, days and times as text."""
    match value:
        case Decimal():
            return format_decimal(value)
        case date() | time():
            return value.isoformat()
        case str():
            return str(value)
    return value


def load_present(code: str, keys: Collection[str] | None = None) -> dict[str, dict[str, Any]]:
    """The rows of a list as they are now, by key; of procedures the newest published version."""
    if GOVERNED[code].whole:
        return {one.code: build_procedure_document(one) for one in _newest_procedures(keys)}
    found = (serialize_row(code, one) for one in find_stored(code, keys))
    rows = {GOVERNED[code].build_key(row): row for row in found}
    return rows if keys is None else {key: rows[key] for key in keys if key in rows}


def find_stored(code: str, keys: Collection[str] | None) -> models.QuerySet[Any]:
    """The stored rows of a list by key, in one statement. Where the key has several columns there may be more of them."""
    rows: models.QuerySet[Any] = MODELS[code]._default_manager.all()
    if keys is None:
        return rows
    first, *others = GOVERNED[code].key
    if not others:
        return rows.filter(pk__in=keys)
    named = {key.split(":")[0] for key in keys}
    wanted = models.Q(**{f"{first}__in": named - {"*"}})
    return rows.filter(wanted | models.Q(**{f"{first}__isnull": True}) if "*" in named else wanted)


def _newest_procedures(keys: Collection[str] | None) -> models.QuerySet[Procedure]:
    published = Procedure.objects.filter(published_at__isnull=False)
    if keys is not None:
        published = published.filter(code__in=keys)
    return published.order_by("code", "-version").distinct("code")


def to_columns(code: str, row: Row) -> dict[str, Any]:
    """A row in plain form as its columns take it, by attribute; one that it does not name stays at the table's default."""
    fields = {name: get_field(code, name) for name in GOVERNED[code].columns if name in row}
    return {one.attname: row[name] if one.is_relation else one.to_python(row[name]) for name, one in fields.items()}


class RowReader:
    """Rows that somebody sends, read into their plain form; what is wrong with each is noted in `gaps`."""

    def __init__(self, added: Mapping[str, Iterable[str]]) -> None:
        """`added` are rows that are not stored yet and may be referred to, by list."""
        self.gaps: list[Gap] = []
        self._added = {MODELS.get(code, Procedure): frozenset(keys) for code, keys in added.items() if code in GOVERNED}
        self._codes: dict[type[models.Model], frozenset[str]] = {}

    def read(self, code: str, key: str, values: Row) -> dict[str, Any]:
        """The whole row, with the defaults of what a new one leaves out."""
        governed, before = GOVERNED[code], len(self.gaps)
        self.gaps += (Gap(one.code, build_path(code, key, one.path), one.message) for one in find_odd_values(dict(values)))
        if len(self.gaps) > before:
            return dict(values)
        row = {name: self._read_value(governed, key, name, values) for name in governed.columns}
        if len(self.gaps) == before:
            for name, sentence in self._check(code, row):
                self.gaps.append(Gap("invalid", build_path(code, key, name), sentence))
        return row

    def _check(self, code: str, row: Row) -> Iterator[tuple[str, Text]]:
        if code == "routing":
            procedures = self._known(Procedure)
            yield from check_routing_row(row, bodies=self._known(MODELS["bodies"]), procedures=procedures)
        elif code in LISTS:
            yield from LISTS[code].check(dict(row))

    def _read_value(self, governed: GovernedList, key: str, name: str, values: Row) -> Any:
        column = get_field(governed.code, name)
        try:
            if name not in values:
                return _fill_in(column)
            value = values[name]
            if column.is_relation:
                return self._read_reference(column, value)
            _refuse_other_types(column, value)
            if name in governed.key and isinstance(value, str) and not _CODE.fullmatch(value):
                raise ValidationError(_("A code has letters, digits and the signs _ . / - alone."))
            return to_plain(column.clean(value, None))
        except ValidationError as refusal:
            self.gaps.append(Gap("invalid", build_path(governed.code, key, name), " ".join(refusal.messages)))
            return None

    def _read_reference(self, column: Any, value: Any) -> str | None:
        if value in (None, "") and column.null:
            return None
        if not isinstance(value, str) or value not in self._known(column.related_model):
            words = {"what": column.related_model._meta.verbose_name, "code": value}
            raise ValidationError(_("There is no %(what)s “%(code)s”.") % words)
        return value

    def _known(self, model: type[models.Model]) -> frozenset[str]:
        if model not in self._codes:
            rows = model._default_manager.all()
            if model is Procedure:
                rows = rows.filter(published_at__isnull=False)
            stored = rows.values_list("code" if model is Procedure else "pk", flat=True)
            self._codes[model] = frozenset(stored) | self._added.get(model, frozenset())
        return self._codes[model]


def _fill_in(column: Any) -> Any:
    if column.has_default():
        return to_plain(column.get_default())
    if column.null:
        return None
    if column.blank:
        return ""
    raise ValidationError(_("This column is missing."))


def _refuse_other_types(column: Any, value: Any) -> None:
    """Raise ValidationError for a value that the column would take for something else, such as a number for a flag."""
    match column:
        case TextsField():
            fits = isinstance(value, Mapping) and all(
                _LANGUAGE.fullmatch(str(language)) and isinstance(text, str) for language, text in value.items()
            )
        case models.JSONField():
            fits = isinstance(value, type(column.get_default())) and next(find_inexact_numbers(value), None) is None
        case models.BooleanField():
            fits = isinstance(value, bool)
        case models.IntegerField():
            fits = value is None or (isinstance(value, int) and not isinstance(value, bool))
        case models.DecimalField():
            fits = (
                (value is None and column.null)
                or isinstance(value, str | Decimal)
                or (isinstance(value, int) and not isinstance(value, bool))
            )
        case models.DateField() | models.TimeField():
            fits = value is None or isinstance(value, str | date | time)
        case _:
            fits = isinstance(value, str)
    if not fits:
        raise ValidationError(_("This value is of another kind than the column."))
