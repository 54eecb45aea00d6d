"""Fields in which codes are chosen by name: one of a list under headings, or several, of which a long list can be searched."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from django import forms
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from licensing.admin.forms.base import build_select_field

# A list with more names than this is searched.
_LONG: Final = 12


class ManyInput(forms.CheckboxSelectMultiple):
    """Boxes with their names; above a long list stands a line that narrows it, and what is ticked always stays in sight."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        context = self.get_context(name, value, attrs)["widget"]
        rows = [option for _group, options, _index in context["optgroups"] for option in options]
        return render_to_string(
            "admin/licensing/reference/inputs/many_codes.html",
            {"name": name, "rows": rows, "is_long": len(rows) > _LONG, "id": f"id_{name}"},
        )


class ManyField(forms.MultipleChoiceField):
    """Cleans to the codes in the order of the list; where they are those that stood there, in the order in which they stood."""

    widget = ManyInput

    def clean(self, value: Any) -> list[str]:
        chosen = super().clean(value)
        before = self.initial
        if isinstance(before, list) and set(before) == set(chosen):
            return before
        return [code for code, _name in _leave_out_headings(self.choices) if code in chosen]


def build_many_field(label: Any, options: Sequence[tuple[str, str]]) -> ManyField:
    """Any number of codes, by name."""
    return ManyField(label=label, choices=options, required=False)


def build_grouped_field(
    label: Any, groups: Iterable[tuple[str, Sequence[tuple[str, str]]]], *, required: bool, empty: str
) -> forms.ChoiceField:
    """One code of several lists, each under its heading."""
    choices: list[Any] = [("", empty)]
    for heading, options in groups:
        choices += [(heading, list(options))] if heading else options
    return build_select_field(label, choices, required=required)


def keep_offered(field: forms.Field, value: Any) -> None:
    """Let a field offer what stands in its row, also where its list has that no more: it stays until somebody takes it out."""
    if not isinstance(field, forms.ChoiceField):
        return
    known = {str(code): str(name) for code, name in _leave_out_headings(field.choices)}
    here = [str(one) for one in (value if isinstance(value, list) else [value]) if one not in (None, "")]
    if missing := [one for one in here if one not in known]:
        offered: Any = field.choices
        field.choices = [*offered, *((one, name_code_of(known, one)) for one in missing)]


def name_code_of(names: Mapping[str, str], code: str) -> str:
    """A code in words; of a place with several fields of which one is enough each by its name; an unknown one as it is."""
    before, dot, fields = code.rpartition(".")
    return " | ".join(names.get(f"{before}{dot}{one}", one) for one in fields.split("|"))


def _leave_out_headings(choices: Any) -> Iterable[tuple[Any, Any]]:
    for code, name in choices:
        if isinstance(name, list | tuple):
            yield from name
        else:
            yield code, name
