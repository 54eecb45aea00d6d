"""The reference lists a person chooses from, read once per page and only when the page needs them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Any

from django.db.models import Q

from licensing.acts.acting import now, to_local_day
from licensing.choices import GONE_STATES, CaseState
from licensing.models import Case, ControlEntry, Country, Currency, DocumentType, Incoterm, Unit
from licensing.models.plans.parents import CARRYING
from licensing.models.reference.texts import TextIn
from licensing.policy.reference.alphabet import build_sort_key
from licensing.policy.requests.types import CodeList

Choices = Mapping[str, str]


class Lists:
    """Reference rows as code and name, in the reader's language.

    Make one for each page: an instance keeps what it has read, in the language that was active then.
    """

    def __init__(self, case: Case | None = None) -> None:
        self._case = case

    def get_choices(self, code_list: CodeList) -> Choices:
        """The rows of one list. The kinds are offered on a page of their own, with the words of each."""
        match code_list:
            case CodeList.COUNTRIES:
                return self.countries
            case CodeList.UNITS:
                return self.units
            case CodeList.CURRENCIES:
                return self.currencies
            case CodeList.DOCUMENT_TYPES:
                return self.document_types
            case CodeList.INCOTERMS:
                return self.incoterms
            case CodeList.CONTROL_ENTRIES:
                return self.control_entries
            case CodeList.PLANS:
                return self.plans
        return {}

    @cached_property
    def countries(self) -> Choices:
        """By name, in the alphabet of the reader."""
        return self._names(Country)

    @cached_property
    def units(self) -> Choices:
        """Units of measure, such as pieces (NAR) or kilograms (KGM), by name."""
        return self._names(Unit)

    @cached_property
    def currencies(self) -> Choices:
        """By code, which is how people know them; the name follows it."""
        return {code: f"{code} · {name}" for code, name in sorted(self._names(Currency).items())}

    @cached_property
    def document_types(self) -> Choices:
        """Types of document, by name."""
        return self._names(DocumentType)

    @cached_property
    def incoterms(self) -> Choices:
        """By code, as they stand in contracts; the name follows it."""
        return {code: f"{code} · {name}" for code, name in sorted(self._names(Incoterm).items())}

    @cached_property
    def control_entries(self) -> Choices:
        """Entries of the control list that apply today, with their titles, in the order of the list."""
        present = ControlEntry.objects.exclude(valid_from__gt=to_local_day(now()))
        found = {code: f"{code} · {title}" for code, title in present.values_list("pk", TextIn("titles"))}
        return dict(sorted(found.items(), key=lambda one: _number_key(one[0])))

    @cached_property
    def plans(self) -> Choices:
        """Plans and frameworks of the applicant, newest first, that a request may belong to, and the one it names already."""
        if self._case is None:
            return {}
        filed = Case.objects.filter(CARRYING, organisation=self._case.organisation_id, reference__isnull=False)
        filed = filed.exclude(pk=self._case.pk).exclude(~Q(pk=self._case.plan_id), state__in=(CaseState.REFUSED, *GONE_STATES))
        return {str(ref): f"{ref} · {title}" for ref, title in filed.order_by("-created_at").values_list("reference", "title")}

    def _names(self, model: Any) -> Choices:
        rows = model.objects.values_list("pk", TextIn("names"))
        return dict(sorted(rows, key=lambda row: (build_sort_key(row[1]), row[0])))


def _number_key(code: str) -> tuple[str, int, str]:
    """The order of the control list, in which ML2 comes before ML10."""
    letters = code.rstrip("0123456789.abc")
    digits = "".join(char for char in code[len(letters) :] if char.isdigit())
    return letters, int(digits or 0), code
