"""The decision table in words, and a changed one tried on the cases filed so far."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from licensing.acts.reference.routing import simulate_routing
from licensing.admin.pages.rights import find_reviewable_cases
from licensing.admin.signoff.simulate_rule import refuse_others, render_simulation
from licensing.admin.signoff.simulation_form import is_within
from licensing.choices import CooperationForm, MtcrCategory, PartnerTier
from licensing.errors import Problem
from licensing.models import Body, Case, CaseKind, Country, Procedure, RoutingRow
from licensing.policy.exact import to_decimal
from licensing.policy.reference.texts import as_fields
from licensing.policy.reference.toml import as_toml, read_toml_text
from licensing.policy.signoff.routing import Routing, RoutingDifference

# Bytes. No more of an upload is read into memory.
LARGEST_TABLE = 1_000_000

FLAGS: Mapping[str, Any] = {
    "excluded_partner": gettext_lazy("the partner is excluded"),
    "presumption_of_denial": gettext_lazy("refusal is presumed"),
    "large_value": gettext_lazy("a large value"),
    "technology": gettext_lazy("technology leaves the country"),
}
FACTS: Mapping[str, Any] = {
    "kind": gettext_lazy("Kind of case"),
    "goods": gettext_lazy("Goods"),
    "tier": gettext_lazy("Partner tier"),
    "country": gettext_lazy("Country"),
    "form": gettext_lazy("Form of co-operation"),
    "value": gettext_lazy("Value"),
    "mtcr": gettext_lazy("MTCR category"),
}
_TESTS: Mapping[str, Any] = {
    "min": gettext_lazy("at least %(value)s"),
    "max": gettext_lazy("at most %(value)s"),
    "not": gettext_lazy("not %(value)s"),
}
_LABELS: Mapping[str, Mapping[str, Any]] = {
    "tier": dict(PartnerTier.choices),
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
    def from_differences(cls, differences: Sequence[RoutingDifference]) -> RoutingNames:
        ways = [way for one in differences for way in (one.before, one.after)]
        return cls((way.procedure for way in ways), (seat for way in ways for seat in way.extra_seats))

    @classmethod
    def from_table(cls) -> RoutingNames:
        rows = list(RoutingRow.objects.all())
        return cls((row.procedure_code for row in rows), (seat for row in rows for seat in row.extra_seats))

    def build_route(self, routing: Routing) -> Route:
        """What the table says of a case, with names; what has none any more is shown by its code."""
        return Route(
            procedure=self.procedures.get(routing.procedure, routing.procedure),
            bodies=[self.bodies.get(code, code) for code in routing.extra_seats],
            flags=[get_flag_label(flag) for flag in routing.flags],
            because=[str(row.because) for row in routing.fired],
        )


def get_flag_label(flag: str) -> str:
    """A flag of the decision table in words; one that the desk has no words for is shown as its code."""
    return str(FLAGS.get(flag, flag))


class ConditionFormatter:
    """Conditions of rows as a reader says them; the names of kinds and countries are read once."""

    def __init__(self) -> None:
        named: dict[str, Mapping[str, Any]] = {"kind": {row.pk: row.name for row in CaseKind.objects.all()}}
        named["country"] = {row.pk: row.name for row in Country.objects.all()}
        self._names: Mapping[str, Mapping[str, Any]] = {**_LABELS, **named}

    def format_condition(self, when: Mapping[str, Any]) -> str:
        """The condition of a row in words; an empty one covers every case."""
        parts = [f"{FACTS.get(path, path)}: {self._format_wanted(path, wanted)}" for path, wanted in when.items()]
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


def show_routing_simulation(request: HttpRequest) -> HttpResponse:
    """Try a changed decision table: which past cases would have taken another way, and which rows would have said so."""
    refuse_others(request)
    context: dict[str, Any] = {"title": _("Try the decision table"), "written": "", "wrong": [], "tried": None}
    status = 200
    if request.method == "POST":
        context["written"], status = _simulate_into(context, request)
    elif row := RoutingRow.objects.filter(code=request.GET.get("row", "")).first():
        context["written"] = as_toml("rows", [_row_as_document(row)])
    context["rows"] = RoutingRow.objects.filter(retired_on__isnull=True).order_by("-priority", "code")
    return render_simulation(request, "try_routing.html", context, status)


def _row_as_document(row: RoutingRow) -> dict[str, Any]:
    """A row as it is written in the file of the table."""
    return {
        "code": row.code,
        "priority": row.priority,
        "procedure": row.procedure_code,
        "extra_seats": row.extra_seats,
        "flags": row.flags,
        **as_fields("because", row.reasons),
        "valid_from": row.valid_from,
        "when": row.when,
    }


def _simulate_into(context: dict[str, Any], request: HttpRequest) -> tuple[str, int]:
    written, rows = "", []
    try:
        written = _read_table(request)
        rows = read_toml_text(written).get("rows", [])
        tried, differences = simulate_routing(rows)
    except Problem as problem:
        context["wrong"] = list(dict.fromkeys(_describe_gaps(problem, rows))) or [str(problem.sentence)]
        return written, problem.status
    visible = {case.reference: case for case in _visible_cases(request, differences)}
    words = RoutingNames.from_differences(differences)
    context["tried"] = tried
    context["differing"] = len(differences)
    context["differences"] = [
        _difference_row(one, visible[one.facts.ref], words) for one in differences if one.facts.ref in visible
    ]
    return written, 200


def _read_table(request: HttpRequest) -> str:
    """What was uploaded, or else what was typed."""
    file: Any = request.FILES.get("file")
    if file is None:
        return request.POST.get("table", "").replace("\r\n", "\n")
    content: bytes = file.read(LARGEST_TABLE)
    return content.decode("utf-8", errors="replace")


def _describe_gaps(problem: Problem, rows: Any) -> Iterator[str]:
    for gap in problem.gaps:
        parts = gap.path.split(".")
        if parts[0] == "rows" and len(parts) > 1 and is_within(parts[1], rows):
            row = rows[int(parts[1])]
            code = row.get("code", "") if isinstance(row, Mapping) else ""
            place = ".".join(parts[2:])
            yield _("Row %(number)d (%(code)s) %(place)s: %(sentence)s") % {
                "number": int(parts[1]) + 1,
                "code": code or "–",
                "place": place,
                "sentence": gap.sentence,
            }
        else:
            yield gap.sentence


def _visible_cases(request: HttpRequest, differences: Sequence[RoutingDifference]) -> list[Case]:
    return list(find_reviewable_cases(request).filter(reference__in=[one.facts.ref for one in differences]))


def _difference_row(one: RoutingDifference, case: Case, words: RoutingNames) -> dict[str, Any]:
    return {
        "case": case,
        "url": reverse("admin:licensing_case_change", args=[case.pk]) + "#routing",
        "ways": (words.build_route(one.before), words.build_route(one.after)),
    }
