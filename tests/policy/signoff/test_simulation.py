"""A rule tried as data, the way the API, the admin page and the command hand it over."""

from __future__ import annotations

from typing import Any

import pytest

from licensing.choices import ItemOutcome, StageOutcome
from licensing.errors import Invalid, ProcedureInvalid
from licensing.policy.signoff import simulation
from licensing.policy.signoff.simulation import parse_seats, simulate
from licensing.policy.signoff.tally import tally
from licensing.policy.signoff.tally_types import Tally
from tests.languages import render

SEATS = [
    {"code": "mod", "name": "Ministry of Defence", "name_uk": "Міністерство оборони", "chair": True},
    {"code": "gs", "name": "General Staff", "explicit": True, "weight": "2.5"},
    {"code": "mfa", "role": "consultative"},
]


def test_a_rule_with_its_seats_and_positions_is_tallied_and_explained():
    simulated = simulate(
        {
            "rule": {"kind": "majority_cast", "tie": "chair"},
            "seats": SEATS,
            "positions": [
                {"seat": "mod", "choice": "approve"},
                {"seat": "gs", "choice": "object"},
                {"seat": "mod", "choice": "conditions", "casting": True},
            ],
            "closed": True,
        },
    )

    result = simulated.tally
    assert result.outcome == StageOutcome.PASSED_WITH_CONDITIONS
    assert render(result.text, "en") == (
        "1 for, 1 against of 2 cast; more than half (2) is needed. "
        "The votes are equal; the chair's casting vote is for. Passed with conditions."
    )


def test_absolute_criteria_and_the_decision_below_are_taken_in():
    split = [{"seat": "mod", "choice": "approve"}, {"seat": "gs", "choice": "object"}]
    tied = {"rule": {"kind": "majority_cast", "tie": "lower_stands"}, "seats": SEATS, "positions": split, "closed": True}

    assert simulate({**tied, "lower": "passed"}).tally.outcome == StageOutcome.PASSED
    assert simulate({**tied, "lower": "passed", "absolute": ["EU1"]}).tally.outcome == StageOutcome.NOT_PASSED


def test_a_rule_is_counted_once_for_its_round_and_once_for_each_item(monkeypatch: pytest.MonkeyPatch) -> None:
    counted: list[object] = []

    def count(*given: Any, **more: Any) -> Tally:
        counted.append(given)
        return tally(*given, **more)

    monkeypatch.setattr(simulation, "tally", count)

    assert simulate(ADVISED).items
    assert len(counted) == 1


def test_a_seat_is_named_in_the_language_of_its_reader():
    named = {"code": "mod", "name": "Ministry of Defence", "name_uk": "Міністерство оборони", "name_pl": "Ministerstwo Obrony"}

    [ministry, unnamed], gaps = parse_seats([named, {"code": "gs", "name_pl": ""}])

    assert gaps == []
    assert [render(ministry.name, language) for language in ("en", "uk", "pl", "fr")] == [
        "Ministry of Defence",
        "Міністерство оборони",
        "Ministerstwo Obrony",
        "Ministry of Defence",
    ]
    assert render(unnamed.name, "pl") == "gs"


def test_a_seats_name_is_text_and_belongs_to_a_language():
    _, gaps = parse_seats([{"code": "mod", "name_pl": 7, "name_polish": "Ministerstwo Obrony"}])

    assert [(gap.code, gap.path) for gap in gaps] == [
        ("unknown_field", "seats.0.name_polish"),
        ("required", "seats.0.name_pl"),
    ]


def test_everything_that_is_not_of_the_form_is_named_at_once():
    with pytest.raises(Invalid) as caught:
        simulate(
            {
                "rule": {"kind": "consensus"},
                "seats": [{"code": " ", "role": "king", "weight": 1.5, "veto": "loud", "chair": 1, "hat": "red"}, "x"],
                "positions": [{"seat": "nobody", "choice": "shrug", "casting": "y"}],
                "closed": "no",
                "absolute": "EU1",
                "lower": "maybe",
                "when": "now",
            },
        )

    assert [(gap.code, gap.path) for gap in caught.value.gaps] == [
        ("unknown_field", "when"),
        ("not_a_flag", "closed"),
        ("not_a_list", "absolute"),
        ("unknown_choice", "lower"),
        ("unknown_field", "seats.0.hat"),
        ("required", "seats.0.code"),
        ("unknown_choice", "seats.0.role"),
        ("unknown_choice", "seats.0.veto"),
        ("not_a_weight", "seats.0.weight"),
        ("not_a_flag", "seats.0.chair"),
        ("required", "seats.1.code"),
        ("unknown_seat", "positions.0.seat"),
        ("unknown_choice", "positions.0.choice"),
        ("not_a_flag", "positions.0.casting"),
    ]


@pytest.mark.parametrize("weight", ["1e5000000", "-1", "1" * 10, 10**9, -1, "0.00001", " 1", "١", True])
def test_a_weight_is_a_plain_number_of_bounded_length(weight):
    with pytest.raises(Invalid) as caught:
        simulate({"rule": {"kind": "consensus"}, "seats": [{"code": "mod", "weight": weight}]})

    assert [(gap.code, gap.path) for gap in caught.value.gaps] == [("not_a_weight", "seats.0.weight")]


@pytest.mark.parametrize(
    ("positions", "expected"),
    [
        ([{"seat": "gs", "choice": "approve"}, {"seat": "gs", "choice": "object"}], "spoken_twice"),
        ([{"seat": "gs", "choice": "approve", "casting": True}], "no_casting_vote"),
        ([{"seat": "mod", "choice": "abstain", "casting": True}], "no_casting_vote"),
        ({"mod": "approve"}, "not_a_list"),
    ],
)
def test_positions_that_no_round_could_hold(positions, expected):
    with pytest.raises(Invalid) as caught:
        simulate({"rule": {"kind": "consensus"}, "seats": SEATS, "positions": positions})

    assert [gap.code for gap in caught.value.gaps] == [expected]


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ({"kind": "k_of_n"}, [("required", "rule.k")]),
        ({"kind": "k_of_n", "k": 3}, [("k_out_of_reach", "rule.k")]),
        ("majority", [("required", "rule.kind")]),
    ],
)
def test_an_unsatisfiable_rule_is_refused_with_the_reason(rule, expected):
    with pytest.raises(ProcedureInvalid) as caught:
        simulate({"rule": rule, "seats": SEATS})

    assert [(gap.code, gap.path) for gap in caught.value.gaps] == expected


ADVISED = {
    "rule": {"kind": "majority_cast"},
    "seats": [{"code": "mod"}, {"code": "gs"}, {"code": "mfa"}],
    "positions": [
        {"seat": "mod", "choice": "approve", "items": [{"item": 1, "advice": "refuse"}, {"item": 3, "advice": "not_required"}]},
        {"seat": "gs", "choice": "conditions", "items": [{"item": 1, "advice": "refuse"}, {"item": 2, "advice": "proviso"}]},
        {
            "seat": "mfa",
            "choice": "approve",
            "items": [{"item": 2, "advice": "not_required"}, {"item": 3, "advice": "approve"}],
        },
    ],
    "closed": True,
}


def test_each_item_that_somebody_speaks_of_comes_to_an_outcome_of_its_own() -> None:
    # By hand: item 1 has two refusals of three; on items 2 and 3 all agree, with a proviso beside “no licence required”.
    assert simulate(ADVISED).items == {
        1: ItemOutcome.REFUSE,
        2: ItemOutcome.CONFLICTING,
        3: ItemOutcome.CONFLICTING,
    }
    plain = [one | {"choice": "approve"} for one in ADVISED["positions"] if one["seat"] != "gs"]
    assert simulate(ADVISED | {"positions": plain}).items[3] == ItemOutcome.NOT_REQUIRED
    assert simulate(ADVISED | {"positions": []}).items == {}
    assert set(simulate(ADVISED | {"absolute": ["EU1"]}).items.values()) == {ItemOutcome.REFUSE}


@pytest.mark.parametrize(
    ("position", "path"),
    [
        ({"choice": "approve", "items": {}}, "positions.0.items"),
        ({"choice": "approve", "items": [3]}, "positions.0.items"),
        ({"choice": "approve", "items": [{"item": 0, "advice": "refuse"}]}, "positions.0.items.0.item"),
        ({"choice": "approve", "items": [{"item": 1, "advice": "perhaps"}]}, "positions.0.items.0.advice"),
        ({"choice": "approve", "items": [{"item": 1, "advice": "proviso"}]}, "positions.0.items.0.advice"),
        ({"choice": "abstain", "items": [{"item": 1, "advice": "refuse"}]}, "positions.0.items.0.advice"),
    ],
)
def test_advice_that_cannot_be_is_named_with_its_place(position: dict[str, object], path: str) -> None:
    with pytest.raises(Invalid) as refused:
        simulate(ADVISED | {"positions": [{"seat": "mod"} | position]})

    assert [one.path for one in refused.value.gaps] == [path]
