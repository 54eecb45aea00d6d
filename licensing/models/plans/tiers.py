"""The tiers of countries on a day: those of the list, or while a measure of the state gives them another, that one."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import BooleanField, F, Func, OuterRef, Subquery
from django.db.models.fields.json import KeyTransform
from django.db.models.functions import Coalesce

from licensing.choices import MeasureKind
from licensing.messages import Text, TranslatedText
from licensing.models.plans.measures import Measure
from licensing.models.reference.lists import Country


@dataclass(frozen=True, slots=True)
class RankedCountry:
    """A country with the tier that it has on a day. `measure` is the number of the measure that gives it, if one does."""

    name: Text
    tier: str
    measure: str = ""


def load_ranked_countries(on: date, codes: Collection[str] | None = None) -> dict[str, RankedCountry]:
    """Countries by code as they rank on a day, in one statement; all of them unless some are named.

    Of several measures that name a country the one that began last decides: the later word of the state.
    """
    names_it = Func(KeyTransform("countries", F("scope")), OuterRef("pk"), function="jsonb_exists", output_field=BooleanField())
    measured = (
        Measure.objects.in_force(on)
        .filter(names_it, kind=MeasureKind.PARTNER_TIER)
        .order_by("-valid_from", "-code", "-version")
    )
    rows = Country.objects.all() if codes is None else Country.objects.filter(pk__in=codes)
    found = rows.annotate(
        ranked=Coalesce(Subquery(measured.values("tier")[:1]), F("tier")), measure=Subquery(measured.values("code")[:1])
    )
    return {
        code: RankedCountry(TranslatedText(names), tier, measure or "")
        for code, names, tier, measure in found.values_list("pk", "names", "ranked", "measure")
    }


def list_tiers(countries: Mapping[str, RankedCountry]) -> dict[str, str]:
    """The tiers alone, by country."""
    return {code: one.tier for code, one in countries.items()}


def list_names(countries: Mapping[str, RankedCountry]) -> dict[str, Text]:
    """The names alone, by country."""
    return {code: one.name for code, one in countries.items()}
