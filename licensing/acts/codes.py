"""The codes that a request names: countries, units, currencies, control entries; and amounts as their unit is counted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from licensing.errors import Gap, Invalid
from licensing.models import ControlEntry, Country, Currency, DocumentType, Incoterm, Unit
from licensing.policy.exact import decimals
from licensing.policy.request import Doc


def refuse_unknown_codes(document: Doc, *, under: str = "") -> None:
    """Check every code that a document names, in as many statements as there are kinds of code."""
    items = list(enumerate(document.get("items", ())))
    found = [
        *_strange(Country, _("country"), _countries(document)),
        *_strange(Unit, _("unit"), [(f"items.{n}.unit", one["unit"]) for n, one in items]),
        *_strange(Currency, _("currency"), [(f"items.{n}.currency", one.get("currency")) for n, one in items]),
        *_strange(
            ControlEntry,
            _("control entry"),
            [
                (f"items.{n}.control_entries.{k}", code)
                for n, one in items
                for k, code in enumerate(one.get("control_entries", ()))
            ],
        ),
        *_strange(Incoterm, _("delivery term"), [("terms.incoterm", document.get("terms", {}).get("incoterm"))]),
        *_strange(
            DocumentType,
            _("document type"),
            [(f"documents.{n}.type", one["type"]) for n, one in enumerate(document.get("documents", ()))],
        ),
        *_quantity_gaps(items),
    ]
    if found:
        raise Invalid(gaps=[replace(gap, path=gap.path.removeprefix(under)) for gap in found])


def unknown(path: str, what: str, code: Any) -> Gap:
    """A code that stands for nothing here."""
    return Gap("unknown_code", path, _("There is no %(what)s “%(code)s”.") % {"what": what, "code": code})


def _strange(model: Any, what: str, named: Sequence[tuple[str, Any]]) -> list[Gap]:
    wanted = {code for _path, code in named if code}
    known = set(model.objects.filter(pk__in=wanted).values_list("pk", flat=True)) if wanted else set()
    return [unknown(path, what, code) for path, code in named if code and code not in known]


def _quantity_gaps(items: Sequence[tuple[int, Doc]]) -> list[Gap]:
    counted = dict(Unit.objects.filter(pk__in={one["unit"] for _n, one in items}).values_list("pk", "decimals"))
    found = []
    for number, one in items:
        quantity, most = Decimal(one["quantity"]), counted.get(one["unit"], 3)
        if quantity <= 0:
            found.append(Gap("too_small", f"items.{number}.quantity", _("The quantity must be more than nothing.")))
        elif decimals(quantity) > most:
            sentence = _("%(unit)s is counted with at most %(decimals)d decimals.")
            words = {"unit": one["unit"], "decimals": most}
            found.append(Gap("too_precise", f"items.{number}.quantity", sentence % words))
        if one.get("unit_price") is not None and not one.get("currency"):
            found.append(Gap("required", f"items.{number}.currency", _("Say in which currency the price is.")))
    return found


def _countries(document: Doc) -> list[tuple[str, Any]]:
    terms = document.get("terms", {})
    return [
        ("partner_country", document.get("partner_country")),
        *((f"items.{n}.origin", one.get("origin")) for n, one in enumerate(document.get("items", ()))),
        *((f"parties.{n}.country", one["country"]) for n, one in enumerate(document.get("parties", ()))),
        *(
            (f"route.{n}.{end}", one[end])
            for n, one in enumerate(document.get("route", ()))
            for end in ("from_country", "to_country")
        ),
        ("terms.joint_venture.country", (terms.get("joint_venture") or {}).get("country")),
    ]
