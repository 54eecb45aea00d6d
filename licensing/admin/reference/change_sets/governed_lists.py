"""The governed lists as the desk knows them: which table each fills, what its rows are called, and where their pages are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from django.contrib.admin.utils import quote
from django.db.models import Model
from django.urls import NoReverseMatch, reverse
from django.utils.text import capfirst

from licensing.acts.reference.lists import LISTS
from licensing.models import Procedure, RoutingRow
from licensing.policy.reference.alphabet import build_sort_key
from licensing.policy.reference.governed import GOVERNED, GovernedList

MODELS: Final[Mapping[str, type[Model]]] = {
    **{code: seed.model for code, seed in LISTS.items()},
    "procedures": Procedure,
    "routing": RoutingRow,
}
_CODES: Final[Mapping[type[Model], str]] = {model: code for code, model in MODELS.items()}


def get_list(model: type[Model]) -> GovernedList:
    """The declaration of the list that a table is."""
    return GOVERNED[_CODES[model]]


def get_list_name(code: str) -> str:
    """What one row of a list is, as the head of a line."""
    return capfirst(str(MODELS[code]._meta.verbose_name)) if code in MODELS else code


def list_pages() -> list[tuple[str, str]]:
    """The address and name of each list whose rows are proposed on its own pages; days off are proposed on their calendar."""
    found = []
    for code, model in MODELS.items():
        if not GOVERNED[code].whole and code != "routing":
            try:
                url = reverse(f"admin:licensing_{model._meta.model_name}_changelist")
            except NoReverseMatch:
                continue
            found.append((url, capfirst(str(model._meta.verbose_name_plural))))
    return sorted(found, key=lambda one: build_sort_key(one[1]))


def build_row_key(row: Model) -> str:
    """The key of a stored row in its list."""
    declared = get_list(type(row))
    return declared.build_key({name: row.serializable_value(name) for name in declared.key})


def get_row_url(code: str, key: str) -> str:
    """The page of a row, where its list has pages by its key; nothing for the others."""
    model = MODELS.get(code)
    # Only where the key of the list is that of the table does an address name a row without asking the database.
    if model is None or GOVERNED[code].key != (model._meta.pk.name,):
        return ""
    try:
        return reverse(f"admin:licensing_{model._meta.model_name}_change", args=[quote(key)])
    except NoReverseMatch:
        return ""


def get_edit_url(code: str, key: str, *, is_new: bool) -> str:
    """The page on which a row of a draft is written on once more; nothing where its list has an editor of its own."""
    model = MODELS.get(code)
    if model is None or GOVERNED[code].whole or code == "routing":
        return ""
    try:
        if is_new:
            return reverse(f"admin:licensing_{model._meta.model_name}_propose", query={"row": key})
        return f"{url}propose/" if (url := _cut_change(get_row_url(code, key))) else ""
    except NoReverseMatch:
        return ""


def _cut_change(url: str) -> str:
    return url.removesuffix("change/")


def name_row(row: Model) -> str:
    """What a row of any list is called; the lists of rules have no names, and say what they are."""
    return str(getattr(row, "name", row))


def load_names(wanted: Iterable[tuple[type[Model], Any]]) -> dict[tuple[type[Model], str], str]:
    """What the rows of other lists are called that values refer to; one statement for each list."""
    codes: dict[type[Model], set[str]] = {}
    for model, code in wanted:
        if code not in (None, ""):
            codes.setdefault(model, set()).add(str(code))
    return {
        (model, str(row.pk)): name_row(row)
        for model, some in codes.items()
        for row in model._default_manager.filter(pk__in=some)
    }
