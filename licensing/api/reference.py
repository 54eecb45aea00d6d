"""Reference lists: the codes that a request may use, in both languages."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final, TypedDict

from django.urls import path, reverse

from licensing.api.http.operations import Ask, Door, Reply, reads
from licensing.errors import Unseen
from licensing.models import (
    CaseKind,
    Condition,
    ControlEntry,
    Country,
    Currency,
    DocumentType,
    Incoterm,
    RefusalGround,
    ReturnGround,
    Unit,
)
from licensing.policy.reference.texts import Texts


class ReferenceRow(TypedDict):
    """A code and its words. `more` holds what a list has beside them."""

    code: str
    en: str
    uk: str
    more: dict[str, Any]


class ListView(TypedDict):
    name: str
    href: str


Rows = Callable[[], list[ReferenceRow]]


def _rows(model: Any, column: str, *more: str, **only: Any) -> Rows:
    """How a list is read: `column` holds its texts. Languages that the shape does not name stand beside them in `more`."""

    def read() -> list[ReferenceRow]:
        rows = model._default_manager.filter(**only).order_by("pk").values("pk", column, *more)
        return [_row(row["pk"], row[column], {name: row[name] for name in more}) for row in rows]

    return read


def _row(code: str, texts: Texts, more: Mapping[str, Any]) -> ReferenceRow:
    further = {language: text for language, text in texts.items() if language not in ("en", "uk")}
    return ReferenceRow(code=code, en=texts.get("en", ""), uk=texts.get("uk", ""), more={**more, **further})


LISTS: Final[Mapping[str, Rows]] = {
    "case-kinds": _rows(CaseKind, "names", "prefix", "permit", "is_plan", active=True),
    "conditions": _rows(Condition, "texts", "parameters", "blocks_start"),
    "control-entries": _rows(ControlEntry, "titles", "list", "version", "unroca", "att", "mtcr_default"),
    "countries": _rows(Country, "names", "alpha3"),
    "currencies": _rows(Currency, "names", "decimals"),
    "document-types": _rows(DocumentType, "names", "original_required", "expires"),
    "incoterms": _rows(Incoterm, "names"),
    "refusal-grounds": _rows(RefusalGround, "texts", "absolute"),
    "return-grounds": _rows(ReturnGround, "texts"),
    "units": _rows(Unit, "names", "decimals"),
}


class ReferenceLists(Door):
    @reads(list[ListView], summary="List the reference lists")
    def get(self, ask: Ask) -> Reply:
        """Every list of codes that a request may use."""
        return Reply([ListView(name=name, href=reverse("api:reference", args=[name])) for name in LISTS])


class ReferenceList(Door):
    @reads(list[ReferenceRow], summary="Read a reference list", refuses=(Unseen,))
    def get(self, ask: Ask, name: str) -> Reply:
        """Complete, by code, without the tier of a country."""
        if name not in LISTS:
            raise Unseen
        return Reply(LISTS[name]())


PATHS: Final = (
    path("reference/", ReferenceLists.as_view(), name="references"),
    path("reference/<slug:name>/", ReferenceList.as_view(), name="reference"),
)
