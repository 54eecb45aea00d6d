"""What a change set does, in words: before and after of each column of each line, as a reader of the list knows them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from django.conf import settings
from django.db import models
from django.utils.formats import date_format, number_format, time_format
from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from licensing.admin.reference.change_sets.governed_lists import (
    MODELS,
    get_edit_url,
    get_list_name,
    get_row_url,
    load_names,
)
from licensing.admin.reference.change_sets.inputs.choosing import name_code_of
from licensing.admin.reference.change_sets.inputs.parameters import describe_parameters
from licensing.admin.reference.change_sets.inputs.request_places import (
    Place,
    describe_condition,
    list_coded_places,
    list_places,
)
from licensing.admin.reference.code_words import BREACHES, CRITERION_TESTS, OWNERS, PERMITS, REQUIREMENT_TESTS, Words, name_code
from licensing.admin.reference.coded_columns import CODED, Coded
from licensing.admin.reference.procedures.differences import compare_procedures
from licensing.admin.reference.routing_words import ConditionFormatter, get_flag_label
from licensing.choices import ChangeAction
from licensing.models import ChangeLine
from licensing.models.reference.texts import TextsField, in_reader_language
from licensing.policy.licences.duties.obligations import describe_due_rule
from licensing.policy.reference.governed import GOVERNED, Row
from licensing.policy.reference.texts import collect_texts

NOTHING: Final = "–"
# A row that is called by its sentence: so much of it tells it from the others.
_LONGEST_NAME: Final = 60
WORDS: Final[Mapping[tuple[str, str], Words]] = {
    ("case_kinds", "permit"): PERMITS,
    ("conditions", "owner"): OWNERS,
    ("conditions", "breach"): BREACHES,
    ("criteria", "test"): CRITERION_TESTS,
    ("requirements", "test"): REQUIREMENT_TESTS,
}
NEW: Final = "new"
CHANGED: Final = "changed"
ENDED: Final = "ended"
_KINDS: Final = {
    NEW: (gettext_lazy("New row"), "good"),
    CHANGED: (gettext_lazy("Changed"), "busy"),
    ENDED: (gettext_lazy("Ends"), "warn"),
}


@dataclass(frozen=True, slots=True)
class Difference:
    """One value that changes, under the name of its column."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class LineView:
    """A line of a change set as its page shows it; `gaps` say what is wrong with it now."""

    list: str
    key: str
    list_name: str
    name: str
    url: str
    kind: str
    differences: Sequence[Difference]
    gaps: Sequence[str] = ()

    @property
    def what(self) -> str:
        """What becomes of the row, in words."""
        return str(_KINDS[self.kind][0])

    @property
    def tone(self) -> str:
        return _KINDS[self.kind][1]

    @property
    def edit_url(self) -> str:
        """Where the row is written on once more."""
        return get_edit_url(self.list, self.key, is_new=self.kind == NEW)


class RowWords:
    """Values of governed rows in words. What they refer to is read once, for all rows that will be shown."""

    def __init__(self, rows: Iterable[tuple[str, Row]]) -> None:
        self._names = load_names(_list_references(rows))
        self._conditions: ConditionFormatter | None = None
        self._codes: dict[int, dict[str, str]] = {}
        self._places: Sequence[Place] = ()

    def describe(self, code: str, column: str, value: Any) -> str:
        """One value of a column of a list, in the reader's language."""
        if value in (None, "", [], {}):
            return str(EMPTY.get((code, column), NOTHING))
        if words := WORDS.get((code, column)):
            return name_code(words, str(value))
        field = find_field(code, column)
        if isinstance(field, models.ForeignKey) and isinstance(field.related_model, type):
            return self._name(field.related_model, value)
        if (code, column) == ("conditions", "due_rule"):
            return f"{describe_due_rule(str(value))} ({value})"
        if (code, column) == ("conditions", "parameters"):
            return describe_parameters(value)
        if column == "applies_if":
            self._places = self._places or (*list_places(), *list_coded_places())
            return describe_condition(value, self._places)
        if coded := CODED.get((code, column)):
            return self._describe_codes(coded, value)
        return self._describe_json(column, value) if isinstance(value, dict | list) else _describe_plain(field, value)

    def compare(self, code: str, before: Row | None, after: Row | None) -> list[Difference]:
        """The columns in which two rows differ; all that is filled in of a row that is new or is taken out."""
        return list(self._compare(code, before or {}, after or {}))

    def _compare(self, code: str, before: Row, after: Row) -> Iterator[Difference]:
        if code in GOVERNED and GOVERNED[code].whole:
            yield from (Difference(*one) for one in compare_procedures(before, after))
            return
        for column in _list_columns(code, before, after):
            old, new = before.get(column), after.get(column)
            if old == new:
                continue
            if isinstance(find_field(code, column), TextsField):
                yield from _compare_texts(code, column, old or {}, new or {})
            else:
                yield Difference(get_label(code, column), self.describe(code, column, old), self.describe(code, column, new))

    def _name(self, model: type[models.Model], value: Any) -> str:
        name = self._names.get((model, str(value)))
        return f"{name} ({value})" if name else str(value)

    def _describe_codes(self, coded: Coded, value: Any) -> str:
        """By their names, which are read once for all rows that are shown."""
        names = self._codes.setdefault(id(coded), dict(coded.list_options()))
        return ", ".join(name_code_of(names, str(one)) for one in (value if isinstance(value, list) else [value]))

    def _describe_json(self, column: str, value: Any) -> str:
        if isinstance(value, dict):
            self._conditions = self._conditions or ConditionFormatter()
            return self._conditions.format_condition(value)
        return ", ".join(get_flag_label(one) if column == "flags" else str(one) for one in value)


def build_line_views(lines: Sequence[ChangeLine], gaps: Mapping[tuple[str, str], Sequence[str]]) -> list[LineView]:
    """The lines of a change set with their differences; `gaps` are sentences by list and key."""
    words = RowWords((line.list, row) for line in lines for row in (line.before, line.after) if row)
    return [_build_line_view(line, words, gaps.get((line.list, line.key), ())) for line in lines]


def get_row_name(code: str, key: str, row: Row) -> str:
    """What a row is called: its name in the reader's language with its key, or the key where it has no name."""
    texts = next((row[name] for name in ("names", "titles", "texts", "sentences", "reasons") if row.get(name)), None)
    # A document has a text of each language by itself.
    texts = texts or collect_texts(row, "name")
    shown = _describe_key(code, key)
    return f"{Truncator(in_reader_language(texts)).chars(_LONGEST_NAME)} ({shown})" if texts else shown


def get_label(code: str, column: str) -> str:
    field = find_field(code, column)
    return capfirst(str(field.verbose_name)) if field is not None else column


def find_field(code: str, column: str) -> models.Field[Any, Any] | None:
    """The column of the table that a list is; None for what stands only in a document."""
    model = MODELS.get(code)
    if model is None:
        return None
    return next((field for field in model._meta.concrete_fields if field.name == column), None)


def _build_line_view(line: ChangeLine, words: RowWords, gaps: Sequence[str]) -> LineView:
    kind = _find_kind(line)
    name = get_row_name(line.list, line.key, line.after or line.before or {})
    url = get_row_url(line.list, line.key) if line.before else ""
    # A row that ends is shown as it was, also where only a column says that it has ended.
    differences = words.compare(line.list, line.before, None if kind == ENDED else line.after)
    return LineView(line.list, line.key, get_list_name(line.list), name, url, kind, differences, gaps)


def _find_kind(line: ChangeLine) -> str:
    if line.action == ChangeAction.END:
        return ENDED
    return CHANGED if line.before else NEW


def _list_references(rows: Iterable[tuple[str, Row]]) -> Iterator[tuple[type[models.Model], Any]]:
    for code, row in rows:
        for column, value in row.items():
            field = find_field(code, column)
            if isinstance(field, models.ForeignKey) and isinstance(field.related_model, type):
                yield field.related_model, value


def _list_columns(code: str, before: Row, after: Row) -> list[str]:
    declared = GOVERNED[code].columns if code in GOVERNED else ()
    return list(dict.fromkeys((*declared, *before, *after)))


def _compare_texts(code: str, column: str, old: Mapping[str, str], new: Mapping[str, str]) -> Iterator[Difference]:
    languages = {language: str(label) for language, label in settings.LANGUAGES}
    for language in dict.fromkeys((*languages, *old, *new)):
        if old.get(language, "") != new.get(language, ""):
            label = f"{get_label(code, column)} · {_(languages.get(language, language))}"
            yield Difference(label, old.get(language) or NOTHING, new.get(language) or NOTHING)


def _describe_key(code: str, key: str) -> str:
    """A key as one reads it: its days are written as days."""
    declared = GOVERNED.get(code)
    parts = key.split(":", len(declared.key) - 1) if declared else [key]
    return " · ".join(_describe_day(part) if name == "on" else part for name, part in zip(_key_of(code), parts, strict=False))


def _key_of(code: str) -> Sequence[str]:
    return GOVERNED[code].key if code in GOVERNED else ("",)


def _describe_plain(field: models.Field[Any, Any] | None, value: Any) -> str:
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if field is not None and field.choices:
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(field, models.DateField):
        return _describe_day(str(value))
    if isinstance(field, models.TimeField):
        return _describe_time(str(value))
    if isinstance(field, models.DecimalField):
        return _describe_number(str(value))
    return str(value)


def _describe_day(text: str) -> str:
    try:
        return date_format(date.fromisoformat(text), "j E Y")
    except ValueError:
        return text


def _describe_time(text: str) -> str:
    try:
        return time_format(time.fromisoformat(text), "H:i")
    except ValueError:
        return text


def _describe_number(text: str) -> str:
    try:
        return number_format(Decimal(text).normalize())
    except InvalidOperation:
        return text


EMPTY: Final = {("requirements", "kind"): gettext_lazy("every kind of case")}
