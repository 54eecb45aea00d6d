"""Reference lists: the codes that a request may use, in both languages."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final, TypedDict

from django.db.models import QuerySet
from django.urls import path, reverse

from licensing.api.http.operations import ApiView, Call, Result, query
from licensing.errors import NotFound
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
    SourceKind,
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


RowReader = Callable[[], list[ReferenceRow]]


def _row_reader(model: Any, column: str, *more: str, rows: Callable[[], QuerySet[Any]] | None = None, **only: Any) -> RowReader:
    """A function that reads a list: `column` holds its texts, `more` names others; `rows` or `only` say which rows leave."""
    # Only columns that are named here leave Dozvil: a country also has a tier, which is the authority's own judgement.

    def read() -> list[ReferenceRow]:
        found = rows() if rows else model._default_manager.filter(**only)
        values = found.order_by("pk").values("pk", column, *more)
        return [_build_row(row["pk"], row[column], {name: row[name] for name in more}) for row in values]

    return read


def _build_row(code: str, texts: Texts, more: Mapping[str, Any]) -> ReferenceRow:
    # The contract promises en and uk to clients; a further language must not add a field that they do not know.
    further = {language: text for language, text in texts.items() if language not in ("en", "uk")}
    return ReferenceRow(code=code, en=texts.get("en", ""), uk=texts.get("uk", ""), more={**more, **further})


LISTS: Final[Mapping[str, RowReader]] = {
    "case-kinds": _row_reader(CaseKind, "names", "prefix", "permit", "is_plan", rows=CaseKind.objects.offered, is_plan=False),
    "conditions": _row_reader(Condition, "texts", "parameters", "blocks_start", active=True),
    "control-entries": _row_reader(ControlEntry, "titles", "list", "version", "unroca", "att", "mtcr_default", "valid_from"),
    "countries": _row_reader(Country, "names", "alpha3"),
    "currencies": _row_reader(Currency, "names", "decimals"),
    "document-types": _row_reader(DocumentType, "names", "original_required", "expires"),
    "incoterms": _row_reader(Incoterm, "names"),
    "refusal-grounds": _row_reader(RefusalGround, "texts", "absolute", active=True),
    "return-grounds": _row_reader(ReturnGround, "texts", active=True),
    "source-kinds": _row_reader(SourceKind, "names", active=True),
    "units": _row_reader(Unit, "names", "decimals"),
}


class ReferenceLists(ApiView):
    @query(list[ListView], summary="List the reference lists")
    def get(self, call: Call) -> Result:
        """Every list of codes that a request may use."""
        return Result([ListView(name=name, href=reverse("api:reference", args=[name])) for name in LISTS])


class ReferenceList(ApiView):
    @query(list[ReferenceRow], summary="Read a reference list", refuses=(NotFound,))
    def get(self, call: Call, name: str) -> Result:
        """Complete, by code, without what has ended and without the tier of a country."""
        if name not in LISTS:
            raise NotFound
        return Result(LISTS[name]())


PATHS: Final = (
    path("reference/", ReferenceLists.as_view(), name="references"),
    path("reference/<slug:name>/", ReferenceList.as_view(), name="reference"),
)
