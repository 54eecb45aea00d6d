"""The parameters of a condition of the library: a name, what is filled in for it, and what people read beside it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from licensing.policy.input.texts import clean_text
from licensing.policy.licences.customs.gate_rules import UNIT
from licensing.policy.licences.library import PARAMETER_KINDS

# So many lines stand open, and at least one empty one.
_LINES: Final = 3
_KINDS: Final[Mapping[str, Any]] = {
    "text": gettext_lazy("a text"),
    "integer": gettext_lazy("a whole number"),
    "decimal": gettext_lazy("a number"),
    UNIT: gettext_lazy("a unit of quantity"),
    "date": gettext_lazy("a day"),
    "countries": gettext_lazy("countries"),
}


class ParametersInput(forms.Widget):
    """A line for each parameter."""

    use_fieldset = True

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        given = list(value) if isinstance(value, list) else []
        given += [{}] * max(1, _LINES - len(given))
        languages = [(language, _(str(label))) for language, label in settings.LANGUAGES]
        rows = [
            {
                "number": number,
                "name": one.get("name", ""),
                "kind": one.get("kind", ""),
                "labels": [(language, label, one.get(f"label_{language}", "")) for language, label in languages],
            }
            for number, one in enumerate(given, 1)
        ]
        context = {"field": name, "rows": rows, "kinds": list(_KINDS.items())}
        return render_to_string("admin/licensing/reference/inputs/condition_parameters.html", context)

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[dict[str, str]]:
        return list(_read_parameters(data, name))

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return False


class ParametersField(forms.Field):
    """Cleans to the parameters as they are kept; an empty line is none."""

    widget = ParametersInput

    def clean(self, value: Any) -> list[dict[str, str]]:
        rows = [row for row in value or () if any(row.values())]
        if wrong := [row for row in rows if row["kind"] not in PARAMETER_KINDS]:
            raise ValidationError(_("Choose what is filled in for “%(name)s”.") % {"name": wrong[0]["name"]})
        return rows


def describe_parameters(value: Sequence[Any]) -> str:
    """Parameters in words: their names, and what is filled in for each."""
    return ", ".join(_describe_parameter(one if isinstance(one, Mapping) else {"name": one}) for one in value)


def _describe_parameter(one: Mapping[str, Any]) -> str:
    name, kind = str(one.get("name", "")), _KINDS.get(one.get("kind", ""))
    return f"{name} ({kind})" if kind else name


def _read_parameters(data: Any, name: str) -> Any:
    number = 1
    while f"{name}.{number}.name" in data:
        plain = {part: clean_text(str(data.get(f"{name}.{number}.{part}", "")))[:200] for part in _list_parts()}
        yield plain
        number += 1


def _list_parts() -> list[str]:
    return ["name", "kind", *(f"label_{language}" for language, _label in settings.LANGUAGES)]
