"""The page on which a rule is tried: the rule, the seats and their positions as typed, and each error beside its field."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from licensing.admin.pages.inputs import parse_whole_number
from licensing.admin.signoff.simulation_inputs import Input
from licensing.admin.signoff.trial_tests import build_trial_tests, list_filled_tests, list_test_headings, write_tests
from licensing.choices import (
    Abstention,
    ItemAdvice,
    PositionChoice,
    QuorumBase,
    RuleKind,
    SeatRole,
    Silence,
    StageOutcome,
    Tie,
    Veto,
)
from licensing.errors import Gap
from licensing.policy.signoff.rules import Rule

BLANK_ROWS = 3
BLANK_TESTS = 3
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
    "strict": gettext_lazy("A qualified majority is more than the share, not at least the share"),
    "somebody_for": gettext_lazy("A consensus needs somebody who is for it"),
    "quorum_of_spoken": gettext_lazy("Silent seats do not count towards the quorum"),
    "early_close": gettext_lazy("The round ends as soon as its outcome is settled"),
}
_SEAT_FLAGS: Mapping[str, Any] = {
    "mandatory": gettext_lazy("Must speak"),
    "explicit": gettext_lazy("Silence never counts"),
    "chair": gettext_lazy("Chair"),
    "recused": gettext_lazy("Recused"),
}
# So many items of a request a trial speaks of, each with a column.
_ITEMS = (1, 2, 3)
# What of a seat has a column of its own, in the order of the table.
_SEAT_COLUMNS = ("code", "choice", *(f"item{number}" for number in _ITEMS), "casting", "role", "weight", "veto")


@dataclass(slots=True)
class SeatRow:
    """A row of the table: a seat and the position it takes."""

    number: int
    inputs: dict[str, Input]

    @property
    def columns(self) -> list[Input]:
        return [self.inputs[name] for name in _SEAT_COLUMNS]

    @property
    def items(self) -> list[Input]:
        """What it advises on single items."""
        return [self.inputs[f"item{number}"] for number in _ITEMS]

    @property
    def advice(self) -> list[dict[str, Any]]:
        """Its advice on single items, as the API takes it."""
        chosen = zip(_ITEMS, self.items, strict=True)
        return [{"item": number, "advice": one.value} for number, one in chosen if one.value]

    @property
    def flags(self) -> list[Input]:
        return [self.inputs[name] for name in _SEAT_FLAGS]

    @property
    def is_blank(self) -> bool:
        return not self.inputs["code"].value.strip()


class SimulationForm:
    """A rule, seats and positions as they were written on the page."""

    def __init__(self, values: Mapping[str, str], rows: int, tests: int = BLANK_TESTS) -> None:
        self.values = values
        self.tests = build_trial_tests(values, tests)
        self.test_headings = list_test_headings()
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
        """Rows with a body. Gaps count these alone, so a blank row in between must not shift an error to its neighbour."""
        return [one for one in self.seats if not one.is_blank]

    def as_document(self) -> dict[str, Any]:
        """What is tried, in the form that the API takes."""
        seated = self.filled_seats
        return {
            "rule": self._write_rule(),
            "seats": [_seat_data(one) for one in seated],
            "positions": [row for one in seated for row in _position_data(one)],
            "absolute": [line.strip() for line in self.absolute.value.splitlines() if line.strip()],
            "lower": self.lower.value or None,
        }

    def _write_rule(self) -> dict[str, Any]:
        rule = {name: _input_value(one) for name, one in self.rule.items() if one.value}
        # The table of tests says nothing under another rule, where it is left as it is.
        return rule | write_tests(self.tests) if rule.get("kind") == RuleKind.TESTS else rule

    def _attach_to_test(self, list_name: str, number: str, name: str, sentence: str) -> bool:
        """Say it beside the row of a test, if it speaks of one."""
        rows = list_filled_tests(self.tests).get(list_name)
        if not rows or not is_within(number, rows):
            return False
        inputs = rows[int(number)].inputs
        inputs.get(name, inputs["seats" if name == "group" else "counted"]).errors.append(sentence)
        return True

    def attach_errors(self, gaps: Sequence[Gap]) -> None:
        """Say each thing that is wrong beside the place it speaks of."""
        spoken = [(one, name) for one in self.filled_seats for name in _spoken_fields(one)]
        for gap in gaps:
            match gap.path.split("."):
                case ["rule", listed, number, name, *_rest] if self._attach_to_test(listed, number, name, gap.sentence):
                    pass
                case ["rule", name, *_rest] if name in self.rule:
                    self.rule[name].errors.append(gap.sentence)
                case ["seats", number, name, *_rest] if is_within(number, self.filled_seats):
                    self._find_input(self.filled_seats[int(number)], name).errors.append(gap.sentence)
                case ["seats", number] if is_within(number, self.filled_seats):
                    self.filled_seats[int(number)].inputs["code"].errors.append(gap.sentence)
                case ["positions", number, "items", place, *_rest] if is_within(number, spoken):
                    _say_beside_item(spoken[int(number)][0], place, gap.sentence)
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
            "code": replace(
                self._build_input(named("code"), _("Seat %(number)d: body") % {"number": number + 1}), suggestions="bodies"
            ),
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
        as_said = [("", _("as the position")), *ItemAdvice.choices]
        inputs |= {
            f"item{item}": self._build_input(named(f"item{item}"), _("Advice on item %(number)d") % {"number": item}, as_said)
            for item in _ITEMS
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
        label, help_text = _TEXTS[name]
        return Input(f"rule-{name}", label, self.values.get(f"rule-{name}", ""), help=help_text)

    def _flag_input(self, name: str, label: Any) -> Input:
        return Input(name, label, self.values.get(name, ""), is_flag=True)


def _seat_data(chair: SeatRow) -> dict[str, Any]:
    given = chair.inputs
    flags = {name: True for name in _SEAT_FLAGS if given[name].value}
    chosen = {name: given[name].value for name in ("role", "veto")}
    return {"code": given["code"].value.strip(), "weight": _parse_number(given["weight"].value), **chosen, **flags}


def _spoken_fields(chair: SeatRow) -> list[str]:
    # Advice without a position is sent as one, so that what is missing is said beside it.
    spoken = {"choice": bool(chair.inputs["choice"].value or chair.advice), "casting": bool(chair.inputs["casting"].value)}
    return [name for name, is_said in spoken.items() if is_said]


def _say_beside_item(chair: SeatRow, place: str, sentence: str) -> None:
    """Say what is wrong with advice beside the item that it is of."""
    number = chair.advice[int(place)]["item"] if is_within(place, chair.advice) else _ITEMS[0]
    chair.inputs[f"item{number}"].errors.append(sentence)


def _position_data(chair: SeatRow) -> Iterator[dict[str, Any]]:
    for name in _spoken_fields(chair):
        row = {"seat": chair.inputs["code"].value.strip(), "choice": chair.inputs[name].value}
        advice = {"items": chair.advice} if chair.advice and name == "choice" else {}
        yield row | ({"casting": True} if name == "casting" else advice)


def _input_value(one: Input) -> Any:
    return True if one.is_flag else _parse_number(one.value)


def _parse_number(text: str) -> Any:
    """A whole number as one; anything else stays as it was typed, and the rule says what is wrong with it."""
    number = parse_whole_number(text)
    return text.strip() if number is None else number


def is_within(number: str, rows: Any) -> bool:
    """Whether the number in the path of a gap is a row that was sent; a gap may also speak of a table that is no list."""
    return isinstance(rows, list) and (place := parse_whole_number(number)) is not None and place < len(rows)
