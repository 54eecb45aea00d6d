"""Tests and groups of a rule of several tests in a draft: as fields of a form, and in words on the page of the procedure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from licensing.admin.forms.base import build_line_field
from licensing.admin.pages.inputs import parse_whole_number
from licensing.admin.reference.procedure_words import RULE_LISTS, describe_rule_rows
from licensing.admin.reference.procedures.fields import (
    FieldGroup,
    PieceField,
    build_choice,
    build_choices,
    build_line,
    build_whole,
)
from licensing.admin.reference.procedures.forms import PieceForm
from licensing.choices import RuleKind, VoteBase, VoteBound, VoteCounted, VoteMeasure
from licensing.models import Body
from licensing.policy.exact import format_decimal, to_decimal
from licensing.policy.signoff.procedures.pieces import get_piece
from licensing.policy.signoff.several.reading import OF_QUORUM, OF_VOTES, read_groups, read_share

Document = Mapping[str, Any]
_ADD: Mapping[str, Any] = {
    "tests": gettext_lazy("Add a test of the votes"),
    "quorum_tests": gettext_lazy("Add a test of the quorum"),
    "groups": gettext_lazy("Add a group of seats"),
}


@dataclass(frozen=True, slots=True)
class RuleRows:
    """One of the lists of a rule on the page: each row in words with its place, and where a further one is added."""

    heading: Any
    add: Any
    rows: Sequence[tuple[str, str]]
    next_place: str


def list_rule_rows(stage: Document, place: str) -> list[RuleRows]:
    """The tests and groups of a stage, in words; none under a rule of another kind."""
    rule: Document = stage["rule"]
    if rule.get("kind") != RuleKind.TESTS:
        return []
    found = []
    named = {body for group in rule.get("groups", ()) for body in group.get("seats", ())}
    names = {body.pk: body.name for body in Body.objects.filter(pk__in=named)} if named else {}
    for name, heading in RULE_LISTS.items():
        words = list(describe_rule_rows(rule, name, lambda code: names.get(code, code)))
        rows = [(one, f"{place}.{name}.{at}") for at, one in enumerate(words)]
        found.append(RuleRows(heading, _ADD[name], rows, f"{place}.{name}.{len(words)}"))
    return found


class VoteTestForm(PieceForm):
    """A test of the votes."""

    title = gettext_lazy("A test of the votes")
    counted: tuple[VoteCounted, ...] = tuple(one for one in VoteCounted if one in OF_VOTES)
    bases: tuple[VoteBase, ...] = tuple(VoteBase)

    def list_declared(self) -> list[FieldGroup]:
        rule: Document = get_piece(self.subject.document, self.subject.path[:3]) or {}
        groups = [(one.code, str(one.name)) for one in read_groups(rule.get("groups", []), "")[0]]
        share = _("A share such as 2/3 or 55 %. Either a share or a number.")
        return [
            FieldGroup(
                _("What is counted"),
                [
                    build_choice("counted", _("Counted"), [(one.value, one.label) for one in self.counted], required=True),
                    build_choice("measure", _("In"), [("", _("as usual: seats")), *VoteMeasure.choices]),
                    build_choice("group", _("Only of the group"), [("", _("all seats")), *groups]),
                ],
            ),
            FieldGroup(
                _("What is asked for"),
                [
                    build_choice("bound", _("How much"), VoteBound.choices, required=True),
                    _build_share(_("Share"), share),
                    _build_asked_number(_("Number")),
                    build_choice(
                        "base", _("A share of"), [("", _("as usual: all who may vote")), *_list_base_choices(self.bases)]
                    ),
                ],
            ),
            FieldGroup(
                _("Its place and its name"),
                [
                    _build_way(_("Way to pass"), _("All tests of one way must be met; one way is enough.")),
                    build_line("name_en", _("Name in English"), help_text=_("Such as “blocking minority”. It may be empty.")),
                    build_line("name_uk", _("Name in Ukrainian")),
                ],
            ),
        ]

    def get_beginning(self) -> Mapping[str, Any]:
        return {"counted": self.counted[0].value, "bound": VoteBound.AT_LEAST.value}


class QuorumTestForm(VoteTestForm):
    """A test of the quorum."""

    title = gettext_lazy("A test of the quorum")
    counted = tuple(one for one in VoteCounted if one in OF_QUORUM)
    bases = (VoteBase.ALL, VoteBase.ELIGIBLE)


class GroupForm(PieceForm):
    """Seats of the stage that tests name together."""

    title = gettext_lazy("A group of seats")

    def list_declared(self) -> list[FieldGroup]:
        stage: Document = get_piece(self.subject.document, self.subject.path[:2])
        codes = [seat["body"] for seat in stage.get("seats", ())]
        names = {body.pk: body.name for body in Body.objects.filter(pk__in=codes)}
        help_text = _("Small letters, digits and -.")
        return [
            FieldGroup(
                _("The group"),
                [
                    PieceField("code", lambda: build_line_field(_("Code"), max_length=48, help_text=help_text)),
                    build_line("name_en", _("Name in English")),
                    build_line("name_uk", _("Name in Ukrainian")),
                    build_choices("seats", _("Seats"), [(one, names.get(one, one)) for one in codes], keeps_empty=True),
                ],
            )
        ]


def _list_base_choices(values: Sequence[VoteBase]) -> list[tuple[str, Any]]:
    return [(one.value, one.label) for one in values]


def _build_share(label: str, help_text: str) -> PieceField:
    def build() -> Any:
        return build_line_field(label, required=False, max_length=20, help_text=help_text)

    return PieceField("share", build, read=read_typed_share, write=lambda text: write_typed_share(text) or None)


def _build_asked_number(label: str) -> PieceField:
    def build() -> Any:
        return build_line_field(label, required=False, max_length=20)

    return PieceField("number", build, read=lambda value: "" if value is None else str(value), write=write_typed_number)


def _build_way(label: str, help_text: str) -> PieceField:
    one = build_whole("way", label, required=False)

    def build() -> Any:
        field = one.build()
        field.help_text = help_text
        return field

    return PieceField("way", build, read=lambda value: value or 1, write=lambda way: None if way in (None, 1) else way)


def read_typed_share(value: Any) -> str:
    """A share as people type it: in per cent where that has at most two decimals, otherwise as two numbers."""
    share = read_share(value)
    if share is None:
        return "" if value is None else str(value)
    hundredths = share * 10000
    if hundredths.denominator == 1:
        return f"{format_decimal(Decimal(int(hundredths)) / 100)} %"
    return f"{share.numerator}/{share.denominator}"


def write_typed_share(text: str) -> str:
    """A share as a rule has it, of one typed in per cent or as two numbers; what is neither stays, to be refused."""
    plain = text.replace("\xa0", " ").strip()
    percent = to_decimal(plain.removesuffix("%").strip().replace(",", ".")) if plain.endswith("%") else None
    if percent is None:
        return plain.replace(" ", "")
    share = Fraction(percent) / 100
    return f"{share.numerator}/{share.denominator}"


def write_typed_number(text: str) -> int | str | None:
    """A number of seats, or a weight as text; what is neither stays as it was typed."""
    whole = parse_whole_number(text)
    return (text.strip().replace(",", ".") or None) if whole is None else whole
