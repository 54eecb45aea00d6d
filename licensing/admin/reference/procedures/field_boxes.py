"""A field of a form in which fields of a request are ticked by name, and the piece of a procedure that it makes of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from licensing.admin.reference.procedures.fields import PieceField
from licensing.admin.reference.procedures.request_fields import BoxGroup, expand_path, join_paths, list_groups


class FieldBoxes(forms.SelectMultiple):
    """A group of boxes for each part of a request; those of which one is ticked are open.

    What a procedure that was written as a file names otherwise has a box with its own words, so that it is kept or taken out.
    """

    use_fieldset = True

    def __init__(self, groups: Sequence[BoxGroup]) -> None:
        super().__init__()
        self.groups = groups

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        chosen, groups, known = set(value or ()), list[dict[str, Any]](), set[str]()
        for number, group in enumerate(self.groups):
            rows = [(f"id_{name}_{number}_{at}", one.path, one.label, one.path in chosen) for at, one in enumerate(group.boxes)]
            known |= {one.path for one in group.boxes}
            groups.append({"label": group.label, "rows": rows, "chosen": sum(row[3] for row in rows)})
        if others := sorted(chosen - known):
            rows = [(f"id_{name}_other_{at}", path, path, True) for at, path in enumerate(others)]
            groups.append({"label": _("As a file names them"), "rows": rows, "chosen": len(rows)})
        return {"name": name, "groups": groups}

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        return render_to_string("admin/licensing/reference/inputs/field_boxes.html", self.get_context(name, value, attrs))

    def id_for_label(self, id_: str, index: str | None = None) -> str:
        return ""


class FieldsOfRequest(forms.Field):
    """Cleans to paths, each of one field or part; `one_part` refuses those that no single path stands for."""

    def __init__(self, *, one_part: bool, **options: Any) -> None:
        self.groups = list_groups()
        super().__init__(widget=FieldBoxes(self.groups), **options)
        self.one_part = one_part

    def clean(self, value: Any) -> list[str]:
        paths: list[str] = super().clean([str(one) for one in value or ()])
        kept = set(self.initial or ())
        known = {box.path for group in self.groups for box in group.boxes} | kept
        if unknown := sorted(set(paths) - known):
            raise ValidationError(_("A request has no field “%(name)s”.") % {"name": unknown[0][:60]})
        if self.one_part and set(paths) != kept and len(join_paths(paths, self.groups)) > 1:
            raise ValidationError(_("Tick fields of one part of the request. Another part is a line of its own."))
        return paths


def build_relied_fields(name: str, label: str, *, help_text: str = "") -> PieceField:
    """Any number of fields of a request, written as a list of paths."""
    return PieceField(
        name,
        lambda: FieldsOfRequest(one_part=False, required=False, label=label, help_text=help_text),
        read=_read_paths,
        write=lambda paths: join_paths(paths, list_groups()),
    )


def build_fields_of_one_part(name: str, label: str, *, help_text: str = "") -> PieceField:
    """One or more fields of one part of a request, written as one path."""
    return PieceField(
        name,
        lambda: FieldsOfRequest(one_part=True, label=label, help_text=help_text),
        read=lambda path: _read_paths([path] if path else []),
        write=lambda paths: next(iter(join_paths(paths, list_groups())), None),
    )


def _read_paths(paths: Iterable[str] | None) -> list[str]:
    """Each path alone, in the order in which the boxes come back from a form."""
    single = {one for path in paths or () for one in expand_path(path)}
    known = [box.path for group in list_groups() for box in group.boxes]
    return [*(path for path in known if path in single), *sorted(single - set(known))]
