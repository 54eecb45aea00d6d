"""What a request is compared with that does not stand in it, and what is found by it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from licensing.choices import CaseState, FindingGrade
from licensing.messages import Message, Text
from licensing.policy.findings import Finding


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
