"""What becomes of each condition that was appealed against, as it is chosen at the desk: upheld, changed or struck out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, MutableMapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from licensing.admin.forms.base import (
    build_date_field,
    build_line_field,
    build_radio_field,
    build_select_field,
    build_text_field,
    find_quantity_field,
)
from licensing.admin.licences.condition_slots import Slot, build_slot, list_unit_choices, parse_parameter
from licensing.choices import ConditionRuling
from licensing.messages import TranslatedText
from licensing.models import Case, Condition
from licensing.models.decisions.contested import read_open_contest


@dataclass(frozen=True, slots=True)
class ContestedRow:
    """A condition that was appealed against, with the figures that an appeal may change."""

    number: int
    before: Mapping[str, Any]
    slots: tuple[Slot, ...]

    @property
    def name(self) -> str:
        """The field in which one of the three is chosen."""
        return f"ruling_{self.number}"

    def read(self, given: Mapping[str, Any]) -> dict[str, Any]:
        """What was chosen and typed, as the act takes it; figures and words only where it is changed."""
        chosen = given.get(self.name) or ""
        if chosen != ConditionRuling.CHANGED:
            return {"ruling": chosen}
        typed = {slot.name: parse_parameter(str(given[self._place(slot)] or ""), slot.kind) for slot in self.slots}
        return {"ruling": chosen, "parameters": typed, "text": given[f"{self.name}_text"]}

    def add_fields(self, fields: MutableMapping[str, forms.Field], said: Mapping[str, Any]) -> None:
        """The fields of this condition, as they were said before or as the condition reads."""
        words = _("Condition %(number)d: %(words)s") % {
            "number": self.number,
            "words": TranslatedText(self.before["words"]),
        }
        fields[self.name] = build_radio_field(words, ConditionRuling.choices, required=False)
        fields[self.name].initial = said.get("ruling", "")
        for slot in self.slots:
            fields[self._place(slot)] = _build_slot_field(slot)
        label = _("Note to the condition") if self.before["code"] else _("The words of the condition")
        field = build_text_field(label, required=False, rows=2, help_text=_("If it is changed."))
        field.initial = said.get("text", self.before.get("text", ""))
        fields[f"{self.name}_text"] = field

    def _place(self, slot: Slot) -> str:
        return f"{self.name}_parameter_{slot.name}"


def list_contested_rows(case: Case, said: Mapping[str, Any]) -> list[ContestedRow]:
    """The conditions that the open appeal of a case is against; `said` is what was proposed before, by their numbers."""
    numbers = read_open_contest(case)
    if not numbers or case.decision is None:
        return []
    before = {number: case.decision.conditions[number - 1] for number in numbers}
    library = {row.pk: row for row in Condition.objects.filter(pk__in=[one["code"] for one in before.values()])}
    units = list_unit_choices()
    rows = []
    for number, one in before.items():
        asked = library[one["code"]].parameters if one["code"] in library else []
        given = said.get(str(number), {}).get("parameters", one["parameters"])
        rows.append(ContestedRow(number, one, tuple(build_slot(parameter, given, units) for parameter in asked)))
    return rows


def find_ruling_field(path: str) -> str:
    """The field for what an act says: it names `rulings.2.parameters.days`, and the form has `ruling_2_parameter_days`."""
    parts = path.split(".")
    if parts[0] != "rulings" or len(parts) < 2:
        return find_quantity_field(path)
    if len(parts) > 3 and parts[2] == "parameters":
        return f"ruling_{parts[1]}_parameter_{parts[3]}"
    return f"ruling_{parts[1]}_text" if parts[2:] == ["text"] else f"ruling_{parts[1]}"


def read_ruling_fields(rows: list[ContestedRow], given: Mapping[str, Any]) -> Iterator[tuple[int, dict[str, Any]]]:
    """What was chosen of each condition; one of which nothing was chosen is left out, and the act asks for it."""
    for row in rows:
        if given.get(row.name):
            yield row.number, row.read(given)


def _build_slot_field(slot: Slot) -> forms.Field:
    help_text = _("If it is changed.")
    if slot.options:
        field: forms.Field = build_select_field(slot.label, slot.options, required=False, help_text=help_text)
    elif slot.kind == "date":
        field = build_date_field(slot.label, required=False, help_text=help_text)
    else:
        field = build_line_field(slot.label, required=False, help_text=help_text, max_length=500)
    field.initial = slot.value
    return field
