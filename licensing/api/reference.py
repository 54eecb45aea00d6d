"""Reference lists: the codes that a request may use, in both languages."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final, TypedDict

from django.urls import path, reverse

from licensing.api.operations import Ask, Door, Reply, reads
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


def _rows(model: Any, words: str, *more: str, **only: Any) -> Rows:
    """How a list is read: `words` is the stem of its bilingual column."""

    def read() -> list[ReferenceRow]:
        columns = (f"{words}_en", f"{words}_uk")
        rows = model._default_manager.filter(**only).order_by("pk").values("pk", *columns, *more)
        return [
            ReferenceRow(code=row["pk"], en=row[columns[0]], uk=row[columns[1]], more={name: row[name] for name in more})
            for row in rows
        ]

    return read


def _incoterms() -> list[ReferenceRow]:
    rows = Incoterm.objects.order_by("pk")
    return [ReferenceRow(code=one.pk, en=one.name_en, uk="", more={}) for one in rows]


LISTS: Final[Mapping[str, Rows]] = {
    "case-kinds": _rows(CaseKind, "name", "prefix", "permit", "is_plan", active=True),
    "conditions": _rows(Condition, "text", "parameters", "blocks_start"),
    "control-entries": _rows(ControlEntry, "title", "list", "version", "unroca", "att", "mtcr_default"),
    "countries": _rows(Country, "name", "alpha3"),
    "currencies": _rows(Currency, "name", "decimals"),
    "document-types": _rows(DocumentType, "name", "original_required", "expires"),
    "incoterms": _incoterms,
    "refusal-grounds": _rows(RefusalGround, "text", "absolute"),
    "return-grounds": _rows(ReturnGround, "text"),
    "units": _rows(Unit, "name", "decimals"),
}


class ReferenceLists(Door):
    @reads(list[ListView], summary="List the reference lists")
    def get(self, ask: Ask) -> Reply:
        """Every list of codes that a request may use."""
        return Reply([ListView(name=name, href=reverse("api:reference", args=[name])) for name in LISTS])


class ReferenceList(Door):
    @reads(list[ReferenceRow], summary="Read a reference list", refuses=(Unseen,))
    def get(self, ask: Ask, name: str) -> Reply:
        """Whole, by code. The tier that our policy puts a country in is not part of it."""
        if name not in LISTS:
            raise Unseen
        return Reply(LISTS[name]())


PATHS: Final = (
    path("reference/", ReferenceLists.as_view(), name="references"),
    path("reference/<slug:name>/", ReferenceList.as_view(), name="reference"),
)
