"""The forms of every section of a request. Which fields they have, and in what words, is declared with the request."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from django.http import QueryDict
from django.utils.text import format_lazy

from licensing.choices import CooperationForm
from licensing.policy.requests.cooperation import SHAREHOLDER
from licensing.policy.requests.fields import Field
from licensing.policy.requests.sections import DOCUMENT, ITEM, LEG, PARTY, PROJECT, REQUEST
from licensing.portal.forms.fields import build_form_field
from licensing.portal.forms.parts import Group, PartForm, SectionForm, Typed


def _select_fields(*names: str) -> list[Field]:
    return [field for field in REQUEST.in_reading_order() if field.name in names]


class AboutForm(SectionForm):
    """What is asked for, for which country, in what form of co-operation, and how urgently."""

    declared = _select_fields("title", "partner_country", "cooperation_form", "plan", "urgency")


class ItemForm(PartForm):
    """One line of goods, software or technology."""

    declared = ITEM.in_reading_order()


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
_SHAREHOLDERS = "terms-joint_venture-shareholders"
_SHAREHOLDER = re.compile(rf"{_SHAREHOLDERS}-([0-9]+)-({'|'.join(field.name for field in SHAREHOLDER.fields)})")


class TermsForm(SectionForm):
    """The terms of the contract, and those further ones that the form of co-operation asks for."""

    declared = _select_fields("terms")

    def add_numbered_fields(self, data: Typed | None) -> None:
        """Add fields for the shareholders there are and for two more; at least three, at most twenty."""
        held = len(((self.written.get("terms") or {}).get("joint_venture") or {}).get("shareholders", ()))
        sent = {int(found[1]) + 1 for name in data or () if (found := _SHAREHOLDER.fullmatch(name))}
        # A form that is sent has at least the rows it was sent with, or what was typed in the last ones would be lost.
        for number in range(min(max(held + 2, 3, *sent), 20)):
            for field in SHAREHOLDER.fields:
                numbered = replace(field, label=format_lazy("{} {}", field.label, number + 1))
                self.fields[f"{_SHAREHOLDERS}-{number}-{field.name}"] = build_form_field(numbered)

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
    """The same answers with the empty rows between shareholders closed up, so that row and document count alike."""
    rows = sorted({int(found[1]) for name in data if (found := _SHAREHOLDER.fullmatch(name))})
    names = [field.name for field in SHAREHOLDER.fields]
    typed = [[data.get(f"{_SHAREHOLDERS}-{row}-{name}", "") for name in names] for row in rows]
    filled = [answers for answers in typed if any(answer.strip() for answer in answers)]
    copy = data.copy()
    for number, row in enumerate(rows):
        answers = filled[number] if number < len(filled) else [""] * len(names)
        for name, answer in zip(names, answers, strict=True):
            copy[f"{_SHAREHOLDERS}-{row}-{name}"] = answer
    return copy
