"""Measures of the state in words, as everybody may read them: what each covers, what it exempts, and until when it holds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from licensing.choices import (
    CooperationForm,
    InFlight,
    MeasureKind,
    MeasureStanding,
    MeasureState,
    PartnerTier,
    PartyRole,
    PlaceRole,
    QuotaPeriod,
)
from licensing.models.plans.measures import Measure, MeasureEnd
from licensing.models.reference.case_kinds import CaseKind
from licensing.models.reference.lists import Country, Unit
from licensing.models.reference.texts import in_reader_language
from licensing.models.supply.families import ItemFamily
from licensing.policy.exact import format_decimal
from licensing.policy.plans.measures.quotas import describe_amount

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
    """A measure in the language of its reader. `terms` are what a duty, a quota or a tier says beside its scope.

    `tone` is how a badge shows where it stands today.
    """

    measure: Measure
    kind: str
    terms: Sequence[tuple[str, str]]
    scope: Sequence[tuple[str, str]]
    exemptions: Sequence[ExemptionView]
    in_flight: str
    standing: MeasureStanding
    tone: str


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """A step in the life of a measure that everybody may know, on whose authority, and the days that it set."""

    at: datetime
    what: str
    days: Sequence[tuple[str, date]]
    authority: str
    document_no: str


def read_history(measure: Measure) -> list[HistoryLine]:
    """The published versions of a measure and their ends, the oldest step first; who took them stays in the record."""
    versions = Measure.objects.published().filter(code=measure.code)
    ends = MeasureEnd.objects.filter(measure__code=measure.code, state=MeasureState.PUBLISHED).select_related("measure")
    lines = [*map(_describe_publication, versions), *map(_describe_end, ends)]
    return sorted(lines, key=lambda one: one.at)


def _describe_publication(measure: Measure) -> HistoryLine:
    days = [(_("Holds from"), measure.valid_from)]
    if measure.valid_until is not None:
        days.append((_("Last day"), measure.valid_until))
    what = _("Version %(version)d was published.") if measure.supersedes_id is None else _SUPERSEDED
    assert measure.settled_at is not None  # which publishing wrote
    return HistoryLine(
        measure.settled_at, str(what) % {"version": measure.version}, days, measure.authority, measure.document_no
    )


def _describe_end(end: MeasureEnd) -> HistoryLine:
    what = _("The end of version %(version)d was published.") % {"version": end.measure.version}
    assert end.settled_at is not None  # which confirming wrote
    return HistoryLine(end.settled_at, what, [(_("Ended from"), end.lifted_from)], end.authority, end.document_no)


_SUPERSEDED: Final = gettext_lazy("Version %(version)d was published and took the place of the one before.")


def read_measures(measures: Iterable[Measure], *, today: date) -> list[MeasureView]:
    """Measures in words, in as many statements for one as for many."""
    names = _collect_code_names()
    return [_read_measure(one, names, today) for one in measures]


def _read_measure(measure: Measure, names: Mapping[str, str], today: date) -> MeasureView:
    standing = measure.as_policy().get_standing(today)
    exemptions = [
        ExemptionView(in_reader_language(one["titles"]), one["authority"], _read_scope(one["scope"], names))
        for one in measure.exemptions
    ]
    return MeasureView(
        measure=measure,
        kind=str(MeasureKind(measure.kind).label),
        terms=list(_read_terms(measure, names)),
        scope=_read_scope(measure.scope, names),
        exemptions=exemptions,
        in_flight=str(InFlight(measure.in_flight).label),
        standing=standing,
        tone=get_standing_tone(standing),
    )


def get_standing_tone(standing: MeasureStanding) -> str:
    """How a badge shows where a measure stands."""
    return {MeasureStanding.IN_FORCE: "bad", MeasureStanding.ANNOUNCED: "warn"}.get(standing, "mute")


def _read_terms(measure: Measure, names: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    if measure.percent is not None:
        yield _("Duty"), _("%(percent)s %% of the value") % {"percent": format_decimal(measure.percent)}
    if measure.ceiling is not None:
        unit = names.get(f"units:{measure.unit}", measure.unit)
        amount = describe_amount(measure.ceiling, measure.unit, unit)
        yield _("At most"), f"{amount} ({QuotaPeriod(measure.period).label})"
    if measure.tier:
        yield _("Its countries count as"), str(PartnerTier(measure.tier).label)


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
    named |= {f"units:{one.pk}": one.name for one in Unit.objects.all()}
    named |= {f"forms:{one.value}": str(one.label) for one in CooperationForm}
    return named | {f"roles:{one.value}": str(one.label) for choices in (PlaceRole, PartyRole) for one in choices}
