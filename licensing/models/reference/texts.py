"""The column that holds a text of a governed list in every language that the list has it in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Func
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Coalesce
from django.utils.translation import get_language

from licensing.policy.reference.alphabet import RANKS, UKRAINIAN
from licensing.policy.reference.texts import BASE, Texts, select_text


class TextsField(models.JSONField):
    """One text per language, as `{"en": "kilogram", "uk": "кілограм"}`, always with its English unless it may be blank.

    The texts live in the row that they name, so they are changed, frozen and deleted with it, a list is read with its
    names in one statement, and no process can hold an older name than the row's. `stem` is what files call the text
    before the language: `name` in `name_uk`. `max_length` is counted per text; without one the text may be a paragraph.
    `required` are the languages besides English that every row must have.
    """

    def __init__(self, *args: Any, stem: str = "", required: Sequence[str] = (), **options: Any) -> None:
        super().__init__(*args, **{"default": dict, **options})
        self.stem = stem
        self.required = tuple(required)

    def deconstruct(self) -> Any:
        """What a migration keeps of it: the stem and the languages of forms and files are no part of the column."""
        name, path, args, options = super().deconstruct()
        return name, path, args, options

    def db_check(self, connection: BaseDatabaseWrapper) -> str | None:
        """The database itself refuses a row whose text has no English."""
        if self.blank:
            return None
        # coalesce, because ->> of a missing key is null, and a check that is null passes.
        return f"coalesce({connection.ops.quote_name(self.db_column or self.attname)} ->> '{BASE}', '') <> ''"

    def must_have(self, language: str) -> bool:
        """Whether a row may not go without its text in this language."""
        return not self.blank and (language == BASE or language in self.required)

    def clean_text(self, language: str, text: str) -> str:
        """One text as it may be stored; ValidationError says what is wrong with it."""
        if not text and self.must_have(language):
            raise ValidationError(self.error_messages["blank"], code="blank")
        if self.max_length is not None:
            MaxLengthValidator(self.max_length)(text)
        return text

    def validate(self, value: Any, model_instance: models.Model | None) -> None:
        """Every text in its own length, and every language that a row must have; the first fault is raised."""
        super().validate(value, model_instance)
        for language in {*value, *((BASE, *self.required) if not self.blank else ())}:
            self.clean_text(language, value.get(language, ""))

    def merge(self, stored: Texts, given: Mapping[str, str]) -> dict[str, str]:
        """Stored texts with those that were given in some languages; an empty one is taken away, the other languages stay."""
        return {language: text for language, text in {**stored, **given}.items() if text}

    def save_form_data(self, instance: models.Model, data: Any) -> None:
        """A form shows the languages of the settings; texts in languages that it does not show are kept."""
        super().save_form_data(instance, self.merge(self.value_from_object(instance), data))


def get_texts_fields(model: type[models.Model]) -> dict[str, TextsField]:
    """The columns of a list that hold texts, by name."""
    return {field.name: field for field in model._meta.concrete_fields if isinstance(field, TextsField)}


class TextIn(Coalesce):
    """A list's text in a language, by default the reader's, or in English, as the database reads it: to sort or select by."""

    def __init__(self, name: str, language: str | None = None) -> None:
        self.name, self.language = name, language
        wanted = language or get_language() or BASE
        super().__init__(*(KeyTextTransform(one, name) for one in (wanted, wanted.partition("-")[0], BASE)))

    def resolve_expression(self, *args: Any, **options: Any) -> Any:
        """Columns of the desk are declared once for all readers, so the reader's language is asked when a query is made."""
        return Coalesce(*TextIn(self.name, self.language).get_source_expressions()).resolve_expression(*args, **options)


class InAlphabet(Func):
    """Names as the database compares them to put them in the alphabet of their readers, as `build_sort_key` does."""

    # Of the marks that accents come apart into, those that occur in European names.
    template = (
        "(regexp_replace(normalize(translate(lower(%(expressions)s), "
        f"'{UKRAINIAN}', '{RANKS}'), NFKD), '[\u0300-\u036f]', '', 'g') COLLATE \"C\")"
    )
    arity = 1
    output_field = models.TextField()


def in_reader_language(texts: Texts) -> str:
    """A list's text in the language that is active for the present request, task or mail."""
    return select_text(texts, get_language() or BASE)
