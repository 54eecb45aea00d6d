"""Trying a rule before it is published: on imagined seats and positions, as they are written on the page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from decimal import Decimal
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.forms.models import model_to_dict
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from licensing.admin.pages.inputs import parse_whole_number
from licensing.admin.pages.rights import has_appointment
from licensing.choices import (
    Abstention,
    Office,
    PositionChoice,
    QuorumBase,
    RuleKind,
    SeatRole,
    Silence,
    StageOutcome,
    Tie,
    Veto,
)
from licensing.errors import Gap, Problem
from licensing.models import Body, Stage
from licensing.policy.exact import format_decimal
from licensing.policy.reference.texts import select_text
from licensing.policy.signoff.ballot import Tally
from licensing.policy.signoff.rules import Rule
from licensing.policy.signoff.simulation import simulate

SIMULATION_USERS = frozenset({Office.POLICY_OFFICER, Office.AUDITOR})
BLANK_ROWS = 3
MOST_ROWS = 40

_CHOICES: Mapping[str, tuple[Any, Any]] = {
    "kind": (gettext_lazy("Rule"), RuleKind),
    "tie": (gettext_lazy("A tie"), Tie),
    "silence": (gettext_lazy("Silence at the deadline"), Silence),
    "abstention": (gettext_lazy("An abstention"), Abstention),
    "quorum_base": (gettext_lazy("Quorum counted over"), QuorumBase),
}
_TEXTS: Mapping[str, tuple[Any, Any]] = {
    "numerator": (gettext_lazy("Numerator"), gettext_lazy("Qualified majority only: 2 of 2/3.")),
    "denominator": (gettext_lazy("Denominator"), gettext_lazy("Qualified majority only: 3 of 2/3.")),
    "k": (gettext_lazy("Approvals needed"), gettext_lazy("Fixed number of approvals only.")),
    "threshold": (gettext_lazy("Weight needed"), gettext_lazy("Weighted threshold only.")),
    "quorum": (gettext_lazy("Quorum"), gettext_lazy("A number of seats, or a share such as 2/3. Empty for none.")),
}
_FLAGS: Mapping[str, Any] = {
    "of_seats": gettext_lazy("A qualified majority counts the seats, not the votes cast"),
    "early_close": gettext_lazy("The round ends as soon as its outcome is settled"),
}
_SEAT_FLAGS: Mapping[str, Any] = {
    "mandatory": gettext_lazy("Must speak"),
    "explicit": gettext_lazy("Silence never counts"),
    "chair": gettext_lazy("Chair"),
    "recused": gettext_lazy("Recused"),
}


@dataclass(slots=True)
class Input:
    """One thing to fill in: its value as typed, and what is wrong with it."""

    name: str
    label: Any = ""
    value: str = ""
    options: Sequence[tuple[str, Any]] = ()
    help: Any = ""
    is_flag: bool = False
    errors: list[str] = field(default_factory=list)


@dataclass(slots=True)
class SeatRow:
    """A row of the table: a seat and the position it takes."""

    number: int
    inputs: dict[str, Input]

    @property
    def flags(self) -> list[Input]:
        return [self.inputs[name] for name in _SEAT_FLAGS]

    @property
    def is_blank(self) -> bool:
        return not self.inputs["code"].value.strip()


@dataclass(frozen=True, slots=True)
class Verdict:
    """The tally at one moment, in words and figures."""

    heading: str
    outcome: str
    tone: str
    standing: str
    explanation: str
    figures: Sequence[tuple[str, str]]


class SimulationForm:
    """A rule, seats and positions as they were written on the page."""

    def __init__(self, values: Mapping[str, str], rows: int) -> None:
        self.values = values
        self.rule = {name: self._choice_input(name) for name in _CHOICES}
        self.rule |= {name: self._text_input(name) for name in _TEXTS}
        self.rule |= {name: self._flag_input(f"rule-{name}", label) for name, label in _FLAGS.items()}
        self.seats = [self._build_seat_row(number) for number in range(rows)]
        self.absolute = Input("absolute", _("Absolute grounds that stand against it, one per line"), values.get("absolute", ""))
        lower = [("", _("None")), *((one.value, one.label) for one in StageOutcome if one != StageOutcome.PENDING)]
        self.lower = self._build_input("lower", _("What the lower stage came to"), lower)
        self.elsewhere: list[str] = []

    @property
    def filled_seats(self) -> list[SeatRow]:
        return [one for one in self.seats if not one.is_blank]

    def as_document(self) -> dict[str, Any]:
        """What is tried, in the form that the API takes."""
        seated = self.filled_seats
        return {
            "rule": {name: _input_value(one) for name, one in self.rule.items() if one.value},
            "seats": [_seat_data(one) for one in seated],
            "positions": [row for one in seated for row in _position_data(one)],
            "absolute": [line.strip() for line in self.absolute.value.splitlines() if line.strip()],
            "lower": self.lower.value or None,
        }

    def attach_errors(self, gaps: Sequence[Gap]) -> None:
        """Say each thing that is wrong beside the place it speaks of."""
        spoken = [(one, name) for one in self.filled_seats for name in _spoken_fields(one)]
        for gap in gaps:
            match gap.path.split("."):
                case ["rule", name, *_rest] if name in self.rule:
                    self.rule[name].errors.append(gap.sentence)
                case ["seats", number, name, *_rest] if is_within(number, self.filled_seats):
                    self._find_input(self.filled_seats[int(number)], name).errors.append(gap.sentence)
                case ["seats", number] if is_within(number, self.filled_seats):
                    self.filled_seats[int(number)].inputs["code"].errors.append(gap.sentence)
                case ["positions", number, name, *_rest] if is_within(number, spoken):
                    chair, kind = spoken[int(number)]
                    self._find_input(chair, kind if name in ("choice", "casting") else "code").errors.append(gap.sentence)
                case _:
                    self.elsewhere.append(gap.sentence)

    @staticmethod
    def _find_input(chair: SeatRow, name: str) -> Input:
        return chair.inputs.get(name, chair.inputs["code"])

    def _build_seat_row(self, number: int) -> SeatRow:
        def named(name: str) -> str:
            return f"seat-{number}-{name}"

        no_vote = [("", _("Silent")), *PositionChoice.choices]
        inputs = {
            "code": self._build_input(named("code"), _("Seat %(number)d: body") % {"number": number + 1}),
            "role": self._build_input(named("role"), _("Role"), SeatRole.choices),
            "weight": self._build_input(named("weight"), _("Weight"), value="1"),
            "veto": self._build_input(named("veto"), _("Veto"), Veto.choices),
            "choice": self._build_input(named("choice"), _("Position"), no_vote),
            "casting": self._build_input(
                named("casting"),
                _("Casting vote"),
                [("", "–"), ("approve", PositionChoice.APPROVE.label), ("object", PositionChoice.OBJECT.label)],
            ),
        }
        return SeatRow(number, inputs | {name: self._flag_input(named(name), label) for name, label in _SEAT_FLAGS.items()})

    def _build_input(self, name: str, label: Any, options: Sequence[tuple[str, Any]] = (), *, value: str = "") -> Input:
        first = options[0][0] if options else value
        return Input(name, label, self.values.get(name, first), options)

    def _choice_input(self, name: str) -> Input:
        label, choices = _CHOICES[name]
        default = asdict(Rule(RuleKind.MAJORITY_CAST))[name]
        return Input(f"rule-{name}", label, self.values.get(f"rule-{name}", str(default)), choices.choices)

    def _text_input(self, name: str) -> Input:
        label, told = _TEXTS[name]
        return Input(f"rule-{name}", label, self.values.get(f"rule-{name}", ""), help=told)

    def _flag_input(self, name: str, label: Any) -> Input:
        return Input(name, label, self.values.get(name, ""), is_flag=True)


def show_rule_simulation(request: HttpRequest) -> HttpResponse:
    """Try a rule: what the positions come to while the round is open, and when its deadline has passed."""
    refuse_others(request)
    verdicts: list[Verdict] = []
    status = 200
    if request.method == "POST":
        more = BLANK_ROWS if "more" in request.POST else 0
        trial = SimulationForm(request.POST.dict(), _count_rows(request.POST.get("rows", "")) + more)
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
        "bodies": Body.objects.order_by("pk"),
    }
    return render_simulation(request, "try_rule.html", context, status)


def _load_stage(stage_id: str) -> SimulationForm:
    """A trial that begins with a published stage, or with a plain majority of three."""
    rows = Stage.objects.filter(procedure__published_at__isnull=False).prefetch_related("seats")
    number = parse_whole_number(stage_id)
    stage = None if number is None else rows.filter(pk=number).first()
    if stage is None:
        return SimulationForm({}, BLANK_ROWS)
    seats = sorted(stage.seats.all(), key=lambda seat: seat.number)
    values = {f"rule-{name}": _to_input(value) for name, value in Rule.parse(stage.rule).as_data().items()}
    for number, seat in enumerate(seats):
        of_seat = model_to_dict(seat, ("role", "weight", "veto", "mandatory", "explicit", "chair"))
        values |= {f"seat-{number}-{name}": _to_input(value) for name, value in of_seat.items()}
        values[f"seat-{number}-code"] = seat.body_id
    return SimulationForm(values, len(seats) + BLANK_ROWS)


def _build_verdicts(document: Mapping[str, Any]) -> Iterator[Verdict]:
    names = {body.pk: body for body in Body.objects.filter(pk__in=[seat["code"] for seat in document["seats"]])}
    for seat in document["seats"]:
        if seat["code"] in names:
            short = names[seat["code"]].short_names
            seat |= {"name": select_text(short, "en"), "name_uk": select_text(short, "uk")}
    called = {code: body.short for code, body in names.items()}
    for heading, closed in ((_("While the round is open"), False), (_("When its deadline has passed"), True)):
        counted = simulate({**document, "closed": closed})
        yield _build_verdict(heading, counted, called)


def _build_verdict(heading: str, counted: Tally, called: Mapping[str, str]) -> Verdict:
    outcome = StageOutcome(counted.outcome)
    tones = {StageOutcome.NOT_PASSED: "bad", StageOutcome.ESCALATED: "warn", StageOutcome.ADJOURNED: "warn"}
    tone = "good" if counted.passed else tones.get(outcome, "busy")
    figures = [(str(label), value) for label, value in _figure_rows(counted, called) if value]
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


def _seat_data(chair: SeatRow) -> dict[str, Any]:
    given = chair.inputs
    flags = {name: True for name in _SEAT_FLAGS if given[name].value}
    chosen = {name: given[name].value for name in ("role", "veto")}
    return {"code": given["code"].value.strip(), "weight": _parse_number(given["weight"].value), **chosen, **flags}


def _spoken_fields(chair: SeatRow) -> list[str]:
    return [name for name in ("choice", "casting") if chair.inputs[name].value]


def _position_data(chair: SeatRow) -> Iterator[dict[str, Any]]:
    for name in _spoken_fields(chair):
        row = {"seat": chair.inputs["code"].value.strip(), "choice": chair.inputs[name].value}
        yield row | ({"casting": True} if name == "casting" else {})


def _input_value(one: Input) -> Any:
    return True if one.is_flag else _parse_number(one.value)


def _parse_number(text: str) -> Any:
    """A whole number as one; anything else stays as it was typed, and the rule says what is wrong with it."""
    number = parse_whole_number(text)
    return text.strip() if number is None else number


def _to_input(value: Any) -> str:
    if isinstance(value, bool):
        return "on" if value else ""
    return format_decimal(value) if isinstance(value, Decimal) else str(value)


def is_within(number: str, rows: Any) -> bool:
    return isinstance(rows, list) and (place := parse_whole_number(number)) is not None and place < len(rows)


def _count_rows(text: str) -> int:
    number = parse_whole_number(text)
    return BLANK_ROWS if number is None else min(number, MOST_ROWS)


def refuse_others(request: HttpRequest) -> None:
    """Policy officers try what they are going to publish; auditors read along."""
    if not has_appointment(request, SIMULATION_USERS):
        raise PermissionDenied


def render_simulation(request: HttpRequest, template: str, context: Mapping[str, Any], status: int) -> HttpResponse:
    everything = {**admin.site.each_context(request), **context}
    return TemplateResponse(request, f"admin/licensing/{template}", everything, status=status)
