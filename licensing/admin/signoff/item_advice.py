"""Advice per item at the desk: what is chosen in the form of a position, and how it reads."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any, Final

from django import forms
from django.utils.translation import gettext as _

from licensing.admin.forms.base import build_select_field
from licensing.choices import ItemAdvice, ItemOutcome, PositionChoice
from licensing.models import Case, Item, Position, Round
from licensing.policy.signoff.advice import AdvisedRound, read_advice
from licensing.policy.signoff.tally_types import SeatPosition

# Longer requests are advised on over the API: nobody reads a form of a thousand choices.
MOST_ITEMS: Final = 60
# What is granted of an item where its advice stands: nothing.
WITHOUT_LICENCE: Final = frozenset({ItemOutcome.REFUSE, ItemOutcome.NOT_REQUIRED})
_PREFIX = "item_"


def build_advice_fields(case: Case, said: Position | None) -> dict[str, forms.Field]:
    """A choice for each item; what is not chosen there is said by the position."""
    items = list(case.items.order_by("number")[: MOST_ITEMS + 1])
    if len(items) > MOST_ITEMS:
        return {}
    before = read_advice(said.items) if said else {}
    fields: dict[str, forms.Field] = {}
    for item in items:
        choices = [("", _("as the position above")), *ItemAdvice.choices]
        field = build_select_field(_("Item %(number)s: %(name)s") % _words(item), choices, required=False)
        field.initial = before.get(item.number, "")
        fields[f"{_PREFIX}{item.number}"] = field
    return fields


def read_chosen_advice(given: Mapping[str, Any]) -> list[dict[str, Any]]:
    """What was chosen for single items, in the form in which an act takes it."""
    chosen = [(name, one) for name, one in given.items() if name.startswith(_PREFIX) and one]
    return [{"item": int(name.removeprefix(_PREFIX)), "advice": one} for name, one in chosen]


def find_advice_field(path: str, advice: Sequence[Mapping[str, Any]]) -> str:
    """The field that a gap of the advice speaks of, or none."""
    _items, _dot, rest = path.partition("items.")
    place = rest.partition(".")[0]
    return f"{_PREFIX}{advice[int(place)]['item']}" if place.isdecimal() and int(place) < len(advice) else ""


def list_advice_words(position: Position) -> list[str]:
    """What a position advises on single items, a line each."""
    return [
        _("Item %(number)s: %(advice)s") % {"number": number, "advice": one.label}
        for number, one in read_advice(position.items).items()
    ]


def list_outcome_words(outcomes: Mapping[int, ItemOutcome]) -> list[str]:
    """What a stage came to on each item, a line each."""
    return [_("Item %(number)s: %(advice)s") % {"number": number, "advice": one.label} for number, one in outcomes.items()]


def list_round_words(round: Round, recused: Collection[str]) -> list[str]:
    """What a round whose seats and standing positions were read along comes to on the items that somebody spoke of."""
    standing = list(round.standing.all())
    advice = {one.seat.body_id: read_advice(one.position.items) for one in standing if one.position.items}
    advised = AdvisedRound(
        round.parse_rule(),
        [seat.for_tally(recused=seat.body_id in recused) for seat in round.seats.all()],
        [SeatPosition(one.seat.body_id, PositionChoice(one.position.choice), casting=one.position.casting) for one in standing],
        advice,
        closed=not round.is_open,
    )
    numbers = sorted({number for one in advice.values() for number in one})
    return list_outcome_words({number: advised.find_outcome(number) for number in numbers})


def _words(item: Item) -> dict[str, Any]:
    return {"number": item.number, "name": item.called}
