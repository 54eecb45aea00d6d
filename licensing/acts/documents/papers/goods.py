"""The goods on the paper of a licence, line by line, with what they are worth."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from licensing.acts.documents.papers.words import keep_filled, render_sum, render_words
from licensing.messages import Message, Text, TranslatedText
from licensing.models import Licence, LicenceLine
from licensing.models.read_models.licences.shipment import GrantedRequest
from licensing.policy.documents.papers import Column, Lines, Part, Sheet, Words
from licensing.policy.exact import calculate_amount
from licensing.policy.licences.counted import count_in_unit
from licensing.policy.requests.sections import name_goods


def build_goods(licence: Licence, granted: GrantedRequest, countries: Mapping[str, str]) -> Part:
    """The lines of a licence with control entries, customs codes, quantities in words of their units, and values.

    Quantities are those that are authorised. A value is quantity times price of the request that was granted; where one has
    no price the sum says that it is of the others.
    """
    lines = list(licence.lines.select_related("unit").order_by("number"))
    rows, sums, unpriced = [], defaultdict[str, Decimal](Decimal), False
    for line in lines:
        item = granted.goods.get(line.number, {})
        value = calculate_amount(line.authorised, item.get("unit_price"))
        currency = item.get("currency") or ""
        rows.append(_build_goods_line(line, item, countries, [render_sum(value, currency)] if value is not None else ["–"]))
        if value is None:
            unpriced = True
        else:
            sums[currency] += value
    label: Text = _("In all, without goods that have no price") if unpriced else pgettext_lazy("value", "In all")
    return Part(
        title=render_words(_("Goods")),
        sheet=Sheet(_head_goods(), rows, [(render_words(label), render_sum(sums[code], code)) for code in sorted(sums)]),
    )


def _head_goods() -> list[Column]:
    return [
        Column(render_words(_("No.")), "short"),
        Column(render_words(_("Goods")), "wide"),
        Column(render_words(_("Control entry")), "short"),
        Column(render_words(_("Customs code")), "short"),
        Column(render_words(_("Quantity")), "figure"),
        Column(render_words(_("Value")), "figure"),
    ]


def _build_goods_line(
    line: LicenceLine, item: Mapping[str, Any], countries: Mapping[str, str], value: Lines
) -> Sequence[Lines]:
    named = render_words(name_goods({"name": line.name, "name_uk": item.get("name_uk")}))
    made = ", ".join(filter(None, (line.model, item.get("maker"))))
    origin = countries.get(item.get("origin") or "")
    return [
        [str(line.number)],
        keep_filled(named, made, _name_origin(origin), _name_serials(item.get("serial_numbers"))),
        keep_filled(*item.get("control_entries", ())) or ["–"],
        keep_filled(item.get("uktzed")) or ["–"],
        [render_words(count_in_unit(line.authorised, line.unit_id, TranslatedText(line.unit.names)))],
        value,
    ]


def _name_origin(country: str | None) -> Words | None:
    return render_words(Message("origin: %(country)s", country=country)) if country else None


def _name_serials(numbers: str | None) -> Words | None:
    return render_words(Message("serial numbers: %(numbers)s", numbers=numbers)) if numbers else None
