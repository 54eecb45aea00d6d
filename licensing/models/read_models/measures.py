"""Measures of the state in words, as everybody may read them: what each covers, what it exempts, and until when it holds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from licensing.choices import CooperationForm, InFlight, MeasureKind, PartyRole, PlaceRole
from licensing.models.plans.measures import Measure
from licensing.models.reference.case_kinds import CaseKind
from licensing.models.reference.lists import Country
from licensing.models.reference.texts import in_reader_language
from licensing.models.supply.families import ItemFamily

_LABELS: Final[Mapping[str, Any]] = {
    "kinds": gettext_lazy("Kinds of case"),
    "forms": gettext_lazy("Forms of co-operation"),
    "families": gettext_lazy("Item families"),
    "entries": gettext_lazy("Control entries"),
    "countries": gettext_lazy("Countries"),
    "roles": gettext_lazy("in these roles"),
    "parties": gettext_lazy("Parties"),
    "value_from": gettext_lazy("Value from, EUR"),
    "value_to": gettext_lazy("Value up to, EUR"),
}


@dataclass(frozen=True, slots=True)
class ExemptionView:
    """An exception: its title, whose authority it rests on, and what it frees."""

    title: str
    authority: str
    scope: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class MeasureView:
    """A measure in the language of its reader; `standing` says whether it holds today, and `tone` how a badge shows that."""

    measure: Measure
    kind: str
    scope: Sequence[tuple[str, str]]
    exemptions: Sequence[ExemptionView]
    in_flight: str
    in_force: bool
    standing: str
    tone: str


def read_measures(measures: Iterable[Measure], *, today: date) -> list[MeasureView]:
    """Measures in words, in as many statements for one as for many."""
    names = _collect_code_names()
    return [_read_measure(one, names, today) for one in measures]


def _read_measure(measure: Measure, names: Mapping[str, str], today: date) -> MeasureView:
    in_force = measure.as_policy().is_in_force(today)
    standing, tone = _describe_standing(measure, today, in_force=in_force)
    exemptions = [
        ExemptionView(in_reader_language(one["titles"]), one["authority"], _read_scope(one["scope"], names))
        for one in measure.exemptions
    ]
    return MeasureView(
        measure=measure,
        kind=str(MeasureKind(measure.kind).label),
        scope=_read_scope(measure.scope, names),
        exemptions=exemptions,
        in_flight=str(InFlight(measure.in_flight).label),
        in_force=in_force,
        standing=standing,
        tone=tone,
    )


def _describe_standing(measure: Measure, today: date, *, in_force: bool) -> tuple[str, str]:
    if in_force:
        return pgettext("of a measure", "In force"), "bad"
    return (_("Announced"), "warn") if measure.valid_from > today and measure.lifted_from is None else (_("Over"), "mute")


def _read_scope(data: Mapping[str, Any], names: Mapping[str, str]) -> list[tuple[str, str]]:
    """Each dimension that a scope names, with its codes by the names that people have for them."""
    said = []
    for name, label in _LABELS.items():
        value = data.get(name)
        if value:
            words = value if isinstance(value, str) else ", ".join(names.get(f"{name}:{code}", code) for code in value)
            said.append((str(label), words))
    return said


def _collect_code_names() -> dict[str, str]:
    named = {f"kinds:{one.pk}": one.name for one in CaseKind.objects.all()}
    named |= {f"countries:{one.pk}": one.name for one in Country.objects.all()}
    named |= {f"families:{one.pk}": one.name for one in ItemFamily.objects.all()}
    named |= {f"forms:{one.value}": str(one.label) for one in CooperationForm}
    return named | {f"roles:{one.value}": str(one.label) for choices in (PlaceRole, PartyRole) for one in choices}
