"""The forms of every section of a request. Which fields they have, and in what words, is declared with the request."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.http import QueryDict
from django.utils.text import format_lazy

from licensing.choices import CooperationForm
from licensing.policy.requests.cooperation import (
    CALL_OFF,
    CONTRIBUTION,
    DISBURSEMENT,
    MILESTONE,
    PLANNED_OUTPUT,
    REVIEW,
    SHAREHOLDER,
    STAGE,
    THIRD_COUNTRY,
)
from licensing.policy.requests.fields import Field, Record
from licensing.policy.requests.sections import DELIVERY, DOCUMENT, ITEM, LEG, PARTY, PROJECT, REQUEST
from licensing.portal.forms.fields import build_form_field
from licensing.portal.forms.parts import Group, Part, PartForm, SectionForm, Typed


def _select_fields(*names: str) -> list[Field]:
    return [field for field in REQUEST.in_reading_order() if field.name in names]


class AboutForm(SectionForm):
    """What is asked for, for which country, in what form of co-operation, and how urgently."""

    declared = _select_fields("title", "partner_country", "cooperation_form", "plan", "plan_year", "urgency")


class ItemForm(PartForm):
    """One line of goods, software or technology."""

    declared = ITEM.in_reading_order()


class DeliveryForm(PartForm):
    """One period of the delivery schedule."""

    declared = DELIVERY.in_reading_order()


class PartyForm(PartForm):
    """One party of the transfer, in one role."""

    declared = PARTY.in_reading_order()


class EndUseForm(SectionForm):
    """What the end user will do with the goods, and where."""

    declared = _select_fields("end_use")


class LegForm(PartForm):
    """One leg of the route."""

    declared = LEG.in_reading_order()


class ProjectForm(PartForm):
    """One project of a country plan."""

    declared = PROJECT.in_reading_order()


class DocumentForm(PartForm):
    """What is said about a document; its file is sent beside the form."""

    declared = DOCUMENT.in_reading_order()


# Which further terms each form of co-operation asks for; a mixed form may have any of them.
_TERMS_OF: Mapping[str, tuple[str, ...]] = {
    CooperationForm.JOINT_VENTURE: ("terms-joint_venture",),
    CooperationForm.LONG_TERM: ("terms-long_term",),
    CooperationForm.FINANCING: ("terms-financing",),
    CooperationForm.MIXED: ("terms-joint_venture", "terms-long_term", "terms-financing"),
}


@dataclass(frozen=True, slots=True)
class _NumberedRows:
    """Rows that are typed on the page of their part: each field of a row bears the number of the row."""

    name: str
    record: Record
    at_least: int
    at_most: int

    @property
    def pattern(self) -> re.Pattern[str]:
        return re.compile(rf"{self.name}-([0-9]+)-({'|'.join(field.name for field in self.record.fields)})")

    def read_held(self, part: Part) -> int:
        """How many rows there are."""
        held: Any = part
        for step in self.name.split("-"):
            held = (isinstance(held, Mapping) and held.get(step)) or {}
        return len(held)

    def list_sent(self, names: Iterable[str]) -> list[int]:
        """The numbers of the rows of which a form sent something."""
        return sorted({int(found[1]) for name in names if (found := self.pattern.fullmatch(name))})


_NUMBERED = (
    _NumberedRows("terms-joint_venture-shareholders", SHAREHOLDER, 3, 20),
    _NumberedRows("terms-joint_venture-capital", CONTRIBUTION, 2, 40),
    _NumberedRows("terms-joint_venture-planned_output", PLANNED_OUTPUT, 3, 40),
    _NumberedRows("terms-joint_venture-third_countries", THIRD_COUNTRY, 2, 40),
    _NumberedRows("terms-joint_venture-stages", STAGE, 2, 40),
    _NumberedRows("terms-long_term-call_offs", CALL_OFF, 2, 100),
    _NumberedRows("terms-long_term-review_points", REVIEW, 2, 40),
    _NumberedRows("terms-financing-milestones", MILESTONE, 2, 40),
    _NumberedRows("terms-financing-disbursements", DISBURSEMENT, 2, 40),
)


class TermsForm(SectionForm):
    """The terms of the contract, and those further ones that the form of co-operation asks for."""

    declared = _select_fields("terms")

    def add_numbered_fields(self, data: Typed | None) -> None:
        """Add fields for the rows there are and for two more; of each list at least and at most so many as it says."""
        for rows in _NUMBERED:
            # A form that is sent has at least the rows it was sent with, or what was typed in the last ones would be lost.
            sent = [number + 1 for number in rows.list_sent(data or ())]
            for number in range(min(max(rows.read_held(self.written) + 2, rows.at_least, *sent), rows.at_most)):
                for field in rows.record.fields:
                    numbered = replace(field, label=format_lazy("{} {}", field.label, number + 1))
                    self.fields[f"{rows.name}-{number}-{field.name}"] = build_form_field(numbered)

    def select_groups(self) -> Sequence[Group]:
        """The parts that the form of co-operation asks for, and those in which something was written."""
        return [group for group in super().select_groups() if not self.is_spare(group.names)]

    def is_spare(self, names: Sequence[str]) -> bool:
        """Whether these fields belong to another form of co-operation, and are empty."""
        part = "-".join(names[0].split("-")[:2])
        further = _TERMS_OF[CooperationForm.MIXED]
        asked = _TERMS_OF.get(str(self.written.get("cooperation_form", "")), ())
        return part in further and part not in asked and not (self.written.get("terms") or {}).get(part.removeprefix("terms-"))


def close_up_rows(data: QueryDict) -> QueryDict:
    """The same answers with the empty rows between others closed up, so that row and document count alike."""
    copy = data.copy()
    for rows in _NUMBERED:
        numbers, names = rows.list_sent(data), [field.name for field in rows.record.fields]
        typed = [[data.get(f"{rows.name}-{number}-{name}", "") for name in names] for number in numbers]
        filled = [answers for answers in typed if any(answer.strip() for answer in answers)]
        for place, number in enumerate(numbers):
            answers = filled[place] if place < len(filled) else [""] * len(names)
            for name, answer in zip(names, answers, strict=True):
                copy[f"{rows.name}-{number}-{name}"] = answer
    return copy
