"""The reference lists a person chooses from, read once per page and only when the page needs them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Any, Final
from unicodedata import normalize

from licensing.models import Case, ControlEntry, Country, Currency, DocumentType, Incoterm, Unit
from licensing.models.reference.texts import TextIn
from licensing.policy.requests.types import CodeList

Choices = Mapping[str, str]

# The computer's own order puts Є, І and Ї before А, and Ґ after Я.
_RANKS: Final = {letter: ord("а") + rank for rank, letter in enumerate("абвгґдеєжзиіїйклмнопрстуфхцчшщьюя")}


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
        return dict(sorted(self._names(Country).items(), key=lambda one: _alphabetical_key(one[1])))

    @cached_property
    def units(self) -> Choices:
        """Units of measure by their code, such as NAR (pieces) or KGM (kilograms)."""
        return self._names(Unit)

    @cached_property
    def currencies(self) -> Choices:
        """By code, which is how people know them; the name follows it."""
        return {code: f"{code} · {name}" for code, name in sorted(self._names(Currency).items())}

    @cached_property
    def document_types(self) -> Choices:
        return self._names(DocumentType)

    @cached_property
    def incoterms(self) -> Choices:
        return {code: f"{code} · {name}" for code, name in self._names(Incoterm).items()}

    @cached_property
    def control_entries(self) -> Choices:
        """Entries of the control list with their titles, in the order of the list."""
        found = {code: f"{code} · {title}" for code, title in ControlEntry.objects.values_list("pk", TextIn("titles"))}
        return dict(sorted(found.items(), key=lambda one: _number_key(one[0])))

    @cached_property
    def plans(self) -> Choices:
        """The country plans of the applicant that have a reference, newest first; a request may belong to one."""
        if self._case is None:
            return {}
        filed = Case.objects.filter(organisation=self._case.organisation_id, kind__is_plan=True, reference__isnull=False)
        return {str(ref): f"{ref} · {title}" for ref, title in filed.order_by("-created_at").values_list("reference", "title")}

    def _names(self, model: Any) -> Choices:
        return dict(model.objects.order_by("pk").values_list("pk", TextIn("names")))


def _alphabetical_key(name: str) -> list[int]:
    """The order in which a reader of Ukrainian or English looks a name up."""
    # A letter with an accent is found at the letter it is written with: Åland among the names with A.
    return [_RANKS.get(letter) or ord(normalize("NFKD", letter)[0]) for letter in name.casefold()]


def _number_key(code: str) -> tuple[str, int, str]:
    """The order of the control list, in which ML2 comes before ML10."""
    letters = code.rstrip("0123456789.abc")
    digits = "".join(char for char in code[len(letters) :] if char.isdigit())
    return letters, int(digits or 0), code
