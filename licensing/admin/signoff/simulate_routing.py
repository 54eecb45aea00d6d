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

from licensing.acts.reference.procedures import simulate_routing
from licensing.admin.pages.rights import cases_at_the_desk
from licensing.admin.signoff.simulate_rule import refuse_others, tried_page, within
from licensing.choices import CooperationForm, MtcrCategory, PartnerTier
from licensing.errors import Problem
from licensing.models import Body, Case, CaseKind, Country, Procedure, RoutingRow
from licensing.policy.exact import to_decimal
from licensing.policy.reference.texts import as_fields
from licensing.policy.reference.toml import as_toml, read_toml_text
from licensing.policy.signoff.routing import Routing, RoutingDifference

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
class Way:
    """Which way a case takes, and the rows that say so."""

    procedure: str
    bodies: Sequence[str]
    flags: Sequence[str]
    because: Sequence[str]


class Words:
    """Names of procedures and bodies, read once."""

    def __init__(self, procedures: Iterable[str], bodies: Iterable[str]) -> None:
        rows = Procedure.objects.filter(code__in=set(procedures), published_at__isnull=False).order_by("version")
        self.procedures = {row.code: row.name for row in rows}
        self.bodies = {row.pk: row.name for row in Body.objects.filter(pk__in=set(bodies))}

    @classmethod
    def of(cls, differences: Sequence[RoutingDifference]) -> Words:
        ways = [way for one in differences for way in (one.before, one.after)]
        return cls((way.procedure for way in ways), (seat for way in ways for seat in way.extra_seats))

    @classmethod
    def of_table(cls) -> Words:
        rows = list(RoutingRow.objects.all())
        return cls((row.procedure_code for row in rows), (seat for row in rows for seat in row.extra_seats))

    def way(self, routing: Routing) -> Way:
        return Way(
            procedure=self.procedures.get(routing.procedure, routing.procedure),
            bodies=[self.bodies.get(code, code) for code in routing.extra_seats],
            flags=[flag_in_words(flag) for flag in routing.flags],
            because=[str(row.because) for row in routing.fired],
        )


def flag_in_words(flag: str) -> str:
    return str(FLAGS.get(flag, flag))


class Conditions:
    """Conditions of rows as a reader says them; the names of kinds and countries are read once."""

    def __init__(self) -> None:
        named: dict[str, Mapping[str, Any]] = {"kind": {row.pk: row.name for row in CaseKind.objects.all()}}
        named["country"] = {row.pk: row.name for row in Country.objects.all()}
        self._names: Mapping[str, Mapping[str, Any]] = {**_LABELS, **named}

    def in_words(self, when: Mapping[str, Any]) -> str:
        parts = [f"{FACTS.get(path, path)}: {self._wanted(path, wanted)}" for path, wanted in when.items()]
        return "; ".join(parts) or _("always")

    def _wanted(self, path: str, wanted: Any) -> str:
        if isinstance(wanted, Mapping):
            return ", ".join(
                str(_TESTS.get(test, f"{test} %(value)s")) % {"value": self._wanted(path, value)}
                for test, value in wanted.items()
            )
        if isinstance(wanted, list):
            return ", ".join(self._wanted(path, one) for one in wanted)
        if path == "value" and (amount := to_decimal(wanted)) is not None:
            return f"EUR {number_format(amount, use_l10n=True, force_grouping=True)}"
        return str(self._names.get(path, {}).get(str(wanted), wanted)) if wanted not in ("", None) else _("none named")


def routing_page(request: HttpRequest) -> HttpResponse:
    """Try a changed decision table: which past cases would have taken another way, and which rows would have said so."""
    refuse_others(request)
    context: dict[str, Any] = {"title": _("Try the decision table"), "written": "", "wrong": [], "tried": None}
    status = 200
    if request.method == "POST":
        context["written"], status = _tried_into(context, request)
    elif row := RoutingRow.objects.filter(code=request.GET.get("row", "")).first():
        context["written"] = as_toml("rows", [_document_of(row)])
    context["rows"] = RoutingRow.objects.filter(retired_on__isnull=True).order_by("-priority", "code")
    return tried_page(request, "try_routing.html", context, status)


def _document_of(row: RoutingRow) -> dict[str, Any]:
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


def _tried_into(context: dict[str, Any], request: HttpRequest) -> tuple[str, int]:
    written, rows = "", []
    try:
        written = _written(request)
        rows = read_toml_text(written).get("rows", [])
        tried, differences = simulate_routing(rows)
    except Problem as problem:
        context["wrong"] = list(dict.fromkeys(_wrong_rows(problem, rows))) or [str(problem.sentence)]
        return written, problem.status
    seen = {case.reference: case for case in _seen(request, differences)}
    words = Words.of(differences)
    context["tried"] = tried
    context["differing"] = len(differences)
    context["differences"] = [_difference(one, seen[one.facts.ref], words) for one in differences if one.facts.ref in seen]
    return written, 200


def _written(request: HttpRequest) -> str:
    """What was uploaded, or else what was typed."""
    file: Any = request.FILES.get("file")
    if file is None:
        return request.POST.get("table", "").replace("\r\n", "\n")
    content: bytes = file.read(LARGEST_TABLE)
    return content.decode("utf-8", errors="replace")


def _wrong_rows(problem: Problem, rows: Any) -> Iterator[str]:
    for gap in problem.gaps:
        parts = gap.path.split(".")
        if parts[0] == "rows" and len(parts) > 1 and within(parts[1], rows):
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


def _seen(request: HttpRequest, differences: Sequence[RoutingDifference]) -> list[Case]:
    return list(cases_at_the_desk(request).filter(reference__in=[one.facts.ref for one in differences]))


def _difference(one: RoutingDifference, case: Case, words: Words) -> dict[str, Any]:
    return {
        "case": case,
        "url": reverse("admin:licensing_case_change", args=[case.pk]) + "#routing",
        "ways": (words.way(one.before), words.way(one.after)),
    }
