"""The parameters of a condition as they are filled in at the desk: typed, or chosen from a governed list."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language

from licensing.models import Condition, Unit
from licensing.policy.licences.customs.gate_rules import UNIT

UnitChoices = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Slot:
    """A parameter of a condition and what stands in it."""

    name: str
    label: str
    kind: str
    value: str = ""
    # What is chosen from, by code; nothing where it is typed.
    options: Sequence[tuple[str, str]] = ()

    @property
    def input_type(self) -> str:
        """The type of the input in HTML; numbers too are typed as text, with the reader's decimal sign."""
        return "date" if self.kind == "date" else "text"


def list_unit_choices() -> list[tuple[str, str]]:
    """The units of quantity to choose from, by code."""
    return [(one.pk, one.name) for one in Unit.objects.order_by("pk")]


def has_unit(condition: Condition) -> bool:
    """Whether a unit is chosen for one of its parameters."""
    return any(one.get("kind") == UNIT for one in condition.parameters)


def build_slot(parameter: Mapping[str, Any], given: Mapping[str, Any], units: UnitChoices) -> Slot:
    """A parameter with what was said of it before."""
    name = str(parameter["name"])
    value = given.get(name, "")
    label = parameter.get(f"label_{get_language()}") or parameter.get("label_en")
    shown = ", ".join(map(str, value)) if isinstance(value, list) else str(value)
    kind = str(parameter.get("kind", "text"))
    if kind != UNIT:
        return Slot(name, str(label or name), kind, shown)
    # What somebody wrote by its name before units were chosen is kept as it was said.
    other = [(shown, shown)] if shown and shown not in dict(units) else []
    return Slot(name, str(label or name), kind, shown, [("", "–"), *units, *other])


def parse_parameter(text: str, kind: str) -> Any:
    """What was typed as the library asks for it; what cannot be read stays as it is, and the act names it."""
    text = text.strip()
    match kind:
        case "integer":
            return int(text) if re.fullmatch(r"\d{1,9}", text) else text
        case "decimal":
            # As a reader of Ukrainian types it: 1 000,5 with a space or a no-break space, and a decimal comma.
            return text.replace("\u00a0", "").replace(" ", "").replace(",", ".")
        case "countries":
            return [part.upper() for part in re.split(r"[\s,;]+", text) if part]
    return text
