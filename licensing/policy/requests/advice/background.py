"""What a request is compared with that does not stand in it, and how its parts are read whatever a draft holds in them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from licensing.choices import CaseState, FindingGrade
from licensing.messages import Message, Text
from licensing.policy.findings import Finding

Rows = list[Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Background:
    """The day, the applicant's name, its plan, and what there is to know of the currencies, countries and units named."""

    on: date
    applicant: str = ""
    plan_country: str | None = None
    plan_state: CaseState | None = None
    # Decimals by currency; one that is not known is not judged.
    decimals: Mapping[str, int] = field(default_factory=dict)
    # What people call the countries and units that the request names, by their codes.
    countries: Mapping[str, Text] = field(default_factory=dict)
    units: Mapping[str, Text] = field(default_factory=dict)

    def get_country(self, code: Any) -> Text:
        """The name of a country, or its code where it has none."""
        return self.countries.get(str(code), str(code))

    def get_unit(self, code: Any) -> Text:
        """The name of a unit, or its code where it has none."""
        return self.units.get(str(code), str(code))


def stop(code: str, path: str, message: Message) -> Finding:
    """A finding that has to be put right."""
    return Finding(code, FindingGrade.STOP, path, message)


def explain(code: str, path: str, message: Message) -> Finding:
    """A finding that the applicant explains."""
    return Finding(code, FindingGrade.EXPLAIN, path, message)


def note(code: str, path: str, message: Message) -> Finding:
    """A finding that is only told."""
    return Finding(code, FindingGrade.NOTE, path, message)


def list_rows(document: Mapping[str, Any], section: str) -> Rows:
    """The rows of a list, each at its place; a draft may hold anything, and what has no fields compares with nothing."""
    rows = document.get(section)
    return [row if isinstance(row, Mapping) else {} for row in rows] if isinstance(rows, list) else []


def get_part(document: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    """A part of a request or of its terms; empty where there is none."""
    part = document.get(name)
    return part if isinstance(part, Mapping) else {}


def get_terms(document: Mapping[str, Any]) -> Mapping[str, Any]:
    """The terms of co-operation; empty where there are none."""
    return get_part(document, "terms")


def read_day(text: Any) -> date | None:
    """A day as the document writes it, or None for anything else."""
    try:
        return date.fromisoformat(text) if isinstance(text, str) else None
    except ValueError:
        return None
