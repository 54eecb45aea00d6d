"""Trying a rule before it is published: on imagined seats and positions, as they are written on the page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.forms.models import model_to_dict
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from licensing.admin.pages.inputs import parse_whole_number
from licensing.admin.pages.rights import has_appointment
from licensing.admin.signoff.simulation_form import BLANK_ROWS, BLANK_TESTS, SimulationForm
from licensing.admin.signoff.trial_tests import list_typed_tests
from licensing.choices import ItemOutcome, Office, PositionChoice, StageOutcome
from licensing.errors import Problem
from licensing.models import Body, Stage
from licensing.models.reference.texts import InAlphabet, TextIn
from licensing.policy.exact import format_decimal
from licensing.policy.reference.texts import select_text
from licensing.policy.signoff.rules import Rule
from licensing.policy.signoff.several.reading import MOST_TESTS
from licensing.policy.signoff.simulation import simulate
from licensing.policy.signoff.tally_types import Tally

SIMULATION_USERS = frozenset({Office.POLICY_OFFICER, Office.AUDITOR})
MOST_ROWS = 40


@dataclass(frozen=True, slots=True)
class Verdict:
    """The tally at one moment, in words and figures."""

    heading: str
    outcome: str
    tone: str
    standing: str
    explanation: str
    figures: Sequence[tuple[str, str]]


def show_rule_simulation(request: HttpRequest) -> HttpResponse:
    """Try a rule: what the positions come to while the round is open, and when its deadline has passed."""
    refuse_others(request)
    verdicts: list[Verdict] = []
    status = 200
    if request.method == "POST":
        more = BLANK_ROWS if "more" in request.POST else 0
        tests = min(_count_rows(request.POST.get("tests", "")), MOST_TESTS) + (BLANK_TESTS if more else 0)
        trial = SimulationForm(request.POST.dict(), _count_rows(request.POST.get("rows", "")) + more, tests)
        if not more:
            try:
                verdicts = list(_build_verdicts(trial.as_document()))
            except Problem as problem:
                trial.attach_errors(problem.gaps)
                status = problem.status
    else:
        trial = _load_stage(request.GET.get("stage", ""))
    context = {
        "title": _("Try a rule"),
        "trial": trial,
        "verdicts": verdicts,
        "refused": status != 200,
        "stages": Stage.objects.filter(procedure__published_at__isnull=False)
        .select_related("procedure")
        .order_by("procedure__code", "-procedure__version", "number"),
        "chosen": request.GET.get("stage", ""),
        "bodies": Body.objects.order_by(InAlphabet(TextIn("names"))),
    }
    return render_simulation(request, "admin/licensing/signoff/try_rule.html", context, status)


def _load_stage(stage_id: str) -> SimulationForm:
    """A trial that begins with a published stage, or with a plain majority of three."""
    rows = Stage.objects.filter(procedure__published_at__isnull=False).prefetch_related("seats")
    number = parse_whole_number(stage_id)
    stage = None if number is None else rows.filter(pk=number).first()
    if stage is None:
        return SimulationForm({}, BLANK_ROWS)
    seats = sorted(stage.seats.all(), key=lambda seat: seat.number)
    rule = Rule.parse(stage.rule)
    values = {f"rule-{name}": _to_input(value) for name, value in rule.as_data().items() if not isinstance(value, list)}
    values |= list_typed_tests(rule)
    for number, seat in enumerate(seats):
        of_seat = model_to_dict(seat, ("role", "weight", "veto", "mandatory", "explicit", "chair"))
        values |= {f"seat-{number}-{name}": _to_input(value) for name, value in of_seat.items()}
        values[f"seat-{number}-code"] = seat.body_id
    return SimulationForm(values, len(seats) + BLANK_ROWS, len(rule.tests) + len(rule.quorum_tests) + BLANK_TESTS)


def _build_verdicts(document: Mapping[str, Any]) -> Iterator[Verdict]:
    names = {body.pk: body for body in Body.objects.filter(pk__in=[seat["code"] for seat in document["seats"]])}
    for seat in document["seats"]:
        if seat["code"] in names:
            short = names[seat["code"]].short_names
            seat |= {"name": select_text(short, "en"), "name_uk": select_text(short, "uk")}
    called = {code: body.short for code, body in names.items()}
    for heading, closed in ((_("While the round is open"), False), (_("When its deadline has passed"), True)):
        trial = {**document, "closed": closed}
        simulated = simulate(trial)
        yield _build_verdict(heading, simulated.tally, called, simulated.items)


def _build_verdict(heading: str, counted: Tally, called: Mapping[str, str], items: Mapping[int, ItemOutcome]) -> Verdict:
    outcome = StageOutcome(counted.outcome)
    tones = {StageOutcome.NOT_PASSED: "bad", StageOutcome.ESCALATED: "warn", StageOutcome.ADJOURNED: "warn"}
    tone = "good" if counted.passed else tones.get(outcome, "busy")
    figures = [(str(label), value) for label, value in _figure_rows(counted, called) if value]
    figures += [(_("Item %(number)d") % {"number": number}, str(one.label)) for number, one in items.items()]
    return Verdict(heading, str(outcome.label), tone, _standing_words(counted), str(counted.text), figures)


def _standing_words(counted: Tally) -> str:
    if counted.settled:
        return _("Already decided, whatever the rest say.")
    if not counted.can_pass:
        return _("It can no longer pass.")
    return _("Not decided yet: what is still to be said can turn it.")


def _figure_rows(counted: Tally, called: Mapping[str, str]) -> Iterator[tuple[Any, str]]:
    numbers = counted.numbers

    def listed(codes: Sequence[str]) -> str:
        return ", ".join(called.get(code, code) for code in codes)

    yield _("Seats with a vote"), str(numbers.seats)
    yield _("Recused"), str(numbers.recused or "")
    yield _("For"), _format_votes(numbers.votes_for, numbers.weight_for)
    yield _("Against"), _format_votes(numbers.votes_against, numbers.weight_against)
    yield _("Abstained"), str(numbers.abstentions or "")
    yield _("Not within their remit"), str(numbers.no_views or "")
    yield _("Asked to adjourn"), str(numbers.adjourns or "")
    yield _("Silent"), str(numbers.silent or "")
    yield (
        _("Needed"),
        f"{format_decimal(numbers.needed)} / {format_decimal(numbers.base)}" if numbers.needed is not None else "",
    )
    if numbers.quorum_needed is not None:
        yield _("Quorum"), f"{numbers.quorum_present} / {numbers.quorum_needed} ({numbers.quorum_base})"
    yield _("A tie"), _("yes") if numbers.tied else ""
    yield _("Casting vote"), str(PositionChoice(numbers.casting).label) if numbers.casting else ""
    yield _("Must still speak"), listed(counted.missing)
    deemed = [f"{called.get(code, code)}: {PositionChoice(choice).label}" for code, choice in counted.deemed]
    yield _("Silent, counted as"), ", ".join(deemed)
    yield _("Vetoes"), listed(counted.vetoes)
    yield _("Dissent"), listed(counted.dissent)


def _format_votes(votes: int, weight: Decimal) -> str:
    return (
        str(votes)
        if weight == votes
        else _("%(votes)d, weight %(weight)s") % {"votes": votes, "weight": format_decimal(weight)}
    )


def _to_input(value: Any) -> str:
    if isinstance(value, bool):
        return "on" if value else ""
    return format_decimal(value) if isinstance(value, Decimal) else str(value)


def _count_rows(text: str) -> int:
    number = parse_whole_number(text)
    # The page sends its own number of rows; an invented one must not make the server build millions of inputs.
    return BLANK_ROWS if number is None else min(number, MOST_ROWS)


def refuse_others(request: HttpRequest) -> None:
    """Policy officers try what they are going to publish; auditors read along."""
    if not has_appointment(request, SIMULATION_USERS):
        raise PermissionDenied


def render_simulation(request: HttpRequest, template: str, context: Mapping[str, Any], status: int) -> HttpResponse:
    """A page that tries something; `status` is that of the refusal where what was typed could not be tried."""
    everything = {**admin.site.each_context(request), **context}
    return TemplateResponse(request, template, everything, status=status)
