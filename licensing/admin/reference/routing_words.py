"""The decision table in words: conditions, flags, and where a row sends a case."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from licensing.choices import CooperationForm, MtcrCategory, PartnerTier
from licensing.models import Body, CaseKind, ControlEntry, Country, Procedure, RoutingRow
from licensing.policy.exact import to_decimal

FLAGS: Mapping[str, Any] = {
    "excluded_partner": gettext_lazy("the partner is excluded"),
    "excluded_transit": gettext_lazy("a country or party on the way is excluded"),
    "presumption_of_denial": gettext_lazy("refusal is presumed"),
    "large_value": gettext_lazy("a large value"),
    "technology": gettext_lazy("technology leaves the country"),
}
FACTS: Mapping[str, Any] = {
    "kind": gettext_lazy("Kind of case"),
    "tier": gettext_lazy("Partner tier"),
    "form": gettext_lazy("Form of co-operation"),
    "country": gettext_lazy("Country"),
    "destinations": gettext_lazy("Any country it goes to"),
    "transit": gettext_lazy("Any country it passes"),
    "transit_tiers": gettext_lazy("Tier of any country it passes"),
    "goods": gettext_lazy("Goods"),
    "mtcr": gettext_lazy("MTCR category"),
    "value": gettext_lazy("Value"),
}
_TESTS: Mapping[str, Any] = {
    "min": gettext_lazy("at least %(value)s"),
    "max": gettext_lazy("at most %(value)s"),
    "not": gettext_lazy("not %(value)s"),
}
_LABELS: Mapping[str, Mapping[str, Any]] = {
    "tier": dict(PartnerTier.choices),
    "transit_tiers": dict(PartnerTier.choices),
    "form": dict(CooperationForm.choices),
    "mtcr": dict(MtcrCategory.choices),
}


@dataclass(frozen=True, slots=True)
class Route:
    """Which way a case takes, and the rows that say so."""

    procedure: str
    bodies: Sequence[str]
    flags: Sequence[str]
    because: Sequence[str]


class RoutingNames:
    """Names of procedures and bodies, read once."""

    def __init__(self, procedures: Iterable[str], bodies: Iterable[str]) -> None:
        rows = Procedure.objects.filter(code__in=set(procedures), published_at__isnull=False).order_by("version")
        # Oldest version first, so that the newest published one gives the name.
        self.procedures = {row.code: row.name for row in rows}
        self.bodies = {row.pk: row.name for row in Body.objects.filter(pk__in=set(bodies))}

    @classmethod
    def from_rows(cls, rows: Iterable[RoutingRow]) -> RoutingNames:
        known = list(rows)
        return cls((row.procedure_code for row in known), (seat for row in known for seat in row.extra_seats))

    def format_procedure(self, row: RoutingRow) -> str:
        """The procedure that a row chooses, by its name; one that has none is shown by its code, and none as a dash."""
        return self.procedures.get(row.procedure_code, row.procedure_code) or "–"

    def list_additions(self, row: RoutingRow) -> list[str]:
        """The bodies and flags that a row adds."""
        return [*(self.bodies.get(code, code) for code in row.extra_seats), *map(get_flag_label, row.flags)]


def get_flag_label(flag: str) -> str:
    """A flag of the decision table in words; one that the desk has no words for is shown as its code."""
    return str(FLAGS.get(flag, flag))


class ConditionFormatter:
    """Conditions of rows as a reader says them; the names of kinds and countries are read once."""

    def __init__(self) -> None:
        named: dict[str, Mapping[str, Any]] = {"kind": {row.pk: row.name for row in CaseKind.objects.all()}}
        countries = {row.pk: row.name for row in Country.objects.all()}
        named |= dict.fromkeys(("country", "destinations", "transit"), countries)
        named["goods"] = {row.pk: f"{row.pk} {row.title}" for row in ControlEntry.objects.all()}
        self._names: Mapping[str, Mapping[str, Any]] = {**_LABELS, **named}

    def format_condition(self, when: Mapping[str, Any]) -> str:
        """The condition of a row in words, always in one order; an empty one covers every case."""
        # The database keeps no order of its own.
        paths = [*(fact for fact in FACTS if fact in when), *(path for path in when if path not in FACTS)]
        parts = [f"{FACTS.get(path, path)}: {self._format_wanted(path, when[path])}" for path in paths]
        return "; ".join(parts) or _("always")

    def _format_wanted(self, path: str, wanted: Any) -> str:
        if isinstance(wanted, Mapping):
            return ", ".join(
                str(_TESTS.get(test, f"{test} %(value)s")) % {"value": self._format_wanted(path, value)}
                for test, value in wanted.items()
            )
        if isinstance(wanted, list):
            return ", ".join(self._format_wanted(path, one) for one in wanted)
        if path == "value" and (amount := to_decimal(wanted)) is not None:
            return f"EUR {number_format(amount, use_l10n=True, force_grouping=True)}"
        return str(self._names.get(path, {}).get(str(wanted), wanted)) if wanted not in ("", None) else _("none named")
