"""Texts of governed lists at the desk: one input, one column and one line per language of the settings."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from itertools import chain
from typing import Any

from django import forms
from django.conf import settings
from django.contrib.admin import display
from django.contrib.admin.options import BaseModelAdmin
from django.db import models
from django.http import HttpRequest
from django.utils.text import format_lazy
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminTextareaWidget, UnfoldAdminTextInputWidget

from licensing.admin.pages.inputs import LabelledInputs, TypedText
from licensing.models.reference.texts import InAlphabet, TextIn, TextsField, get_texts_fields, in_reader_language

Column = Callable[[Any], str]


class TextsInput(LabelledInputs):
    """An input for each language, under the language's name."""

    def __init__(self, inputs: dict[str, forms.Widget | type[forms.Widget]]) -> None:
        super().__init__(widgets=inputs)
        self.languages = list(inputs)
        self.labels = [label for _code, label in settings.LANGUAGES]

    def decompress(self, value: Any) -> list[str]:
        # An address may fill a new row's form in advance, with anything.
        texts = value if isinstance(value, Mapping) else {}
        return [texts.get(language, "") for language in self.languages]


class TextsInputs(forms.MultiValueField):
    """The texts of one row, by language; what is left empty is no text of that language."""

    def __init__(self, column: TextsField, **options: Any) -> None:
        draw = UnfoldAdminTextInputWidget if column.max_length else UnfoldAdminTextareaWidget
        inputs = {
            code: TypedText(
                max_length=column.max_length,
                required=column.must_have(code),
                widget=draw(),
                error_messages={"incomplete": format_lazy(_("{language}: this text is needed."), language=label)},
            )
            for code, label in settings.LANGUAGES
        }
        self.languages = list(inputs)
        widget = TextsInput({code: one.widget for code, one in inputs.items()})
        super().__init__(list(inputs.values()), require_all_fields=False, widget=widget, **options)

    def compress(self, data_list: Sequence[str]) -> dict[str, str]:
        return dict(zip(self.languages, data_list or [""] * len(self.languages), strict=True))


class TextsAdmin(BaseModelAdmin[Any]):
    """Draws texts by language wherever rows are read."""

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Texts are one line per language; they are named themselves too, so no form takes them."""
        named: tuple[Any, ...] = (*self.readonly_fields, *get_texts_fields(self.model))
        return tuple(dict.fromkeys((*named, *expand_languages(self.model, named))))

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        fixed = self.get_readonly_fields(request, obj)
        named = super().get_fields(request, obj)
        drawn = (expand_languages(self.model, [name]) if name in fixed else [name] for name in named)
        return list(dict.fromkeys(chain.from_iterable(drawn)))


def expand_languages(model: type[models.Model], names: Iterable[Any]) -> list[Any]:
    """Names of columns, where `names` of a model with such texts stands for one per language, and `name` for the reader's."""
    texts = get_texts_fields(model)
    stems = {field.stem: field for field in texts.values()}
    found: list[Any] = []
    for name in names:
        if name in texts:
            found += [_build_language_column(texts[name], language) for language in _list_languages()]
        else:
            found.append(_build_reader_column(stems[name]) if name in stems else name)
    return found


def expand_search_fields(model: type[models.Model], names: Iterable[str]) -> list[str]:
    """What a search looks at: of texts those in every language, and never the codes of the languages."""
    texts = get_texts_fields(model)
    languages = [language for language, _label in settings.LANGUAGES]
    return [path for name in names for path in ([f"{name}__{one}" for one in languages] if name in texts else [name])]


def _list_languages() -> list[str]:
    """The languages of the settings, the reader's own before the others."""
    read = (get_language() or "").partition("-")[0]
    return sorted((language for language, _label in settings.LANGUAGES), key=lambda language: language != read)


# Kept, because a form finds a line that is only read by comparing the columns themselves.
@cache
def _build_language_column(field: TextsField, language: str) -> Column:
    label = dict(settings.LANGUAGES)[language]

    @display(description=format_lazy("{} · {}", field.verbose_name, label), ordering=InAlphabet(TextIn(field.name, language)))
    def column(row: Any) -> str:
        return str(field.value_from_object(row).get(language, ""))

    column.__name__ = f"{field.name}_{language}"
    return column


@cache
def _build_reader_column(field: TextsField) -> Column:
    @display(description=field.verbose_name, ordering=InAlphabet(TextIn(field.name)))
    def column(row: Any) -> str:
        return in_reader_language(field.value_from_object(row))

    column.__name__ = field.stem
    return column
