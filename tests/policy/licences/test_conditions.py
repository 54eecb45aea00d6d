"""Conditions of the library: checked, put into words, and merged when several seats ask for them."""

from __future__ import annotations

from typing import Any

import pytest

from licensing.messages import TranslatedText
from licensing.policy.licences.conditions import LibraryCondition, find_gaps, mark_strictest, merge_conditions, render_condition
from licensing.policy.licences.customs.gate_rules import Terms
from tests.languages import render, render_gaps

DELIVERY = LibraryCondition(
    "delivery",
    TranslatedText({"en": "Prove delivery within {days} days.", "uk": "Підтвердьте доставку протягом {days} днів."}),
    ({"name": "days", "kind": "integer"},),
)
ROUTE = LibraryCondition(
    "route", TranslatedText({"en": "Only through {countries}."}), ({"name": "countries", "kind": "countries"},)
)
LIBRARY = {one.code: one for one in (DELIVERY, ROUTE)}


def kinds(kind: str) -> dict[str, LibraryCondition]:
    return {"any": LibraryCondition("any", TranslatedText({"en": "{it}"}), ({"name": "it", "kind": kind},))}


def found(*conditions: dict[str, Any]) -> list[tuple[str, str]]:
    return [(gap.code, gap.path) for gap in find_gaps(conditions, LIBRARY)]


def test_conditions_that_can_be_meant_have_no_gap() -> None:
    assert found({"code": "delivery", "parameters": {"days": 30}}, {"text": "Keep it dry."}) == []


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ({"text": " "}, ("required", "conditions.0.text")),
        ({"code": "secrecy"}, ("unknown_condition", "conditions.0.code")),
        ({"code": "delivery"}, ("invalid", "conditions.0.parameters.days")),
        ({"code": "delivery", "parameters": {"days": True}}, ("invalid", "conditions.0.parameters.days")),
        ({"code": "delivery", "parameters": {"days": 30, "by": "post"}}, ("unknown_field", "conditions.0.parameters.by")),
        ({"code": "route", "parameters": {"countries": ["Poland"]}}, ("invalid", "conditions.0.parameters.countries")),
    ],
)
def test_each_fault_of_a_condition_is_named_where_it_is(condition: dict[str, Any], expected: tuple[str, str]) -> None:
    assert found(condition) == [expected]


@pytest.mark.parametrize(
    ("kind", "good", "bad"),
    [
        ("integer", 0, -1),
        ("decimal", "12.5", "NaN"),
        ("date", "2026-02-28", "2026-02-30"),
        ("countries", ["PL", "EE"], []),
        ("unit", "NAR", ""),
        ("text", "in Lviv", "x" * 501),
    ],
)
def test_a_parameter_is_of_the_kind_that_the_library_asks_for(kind: str, good: object, bad: object) -> None:
    values = [find_gaps([{"code": "any", "parameters": {"it": value}}], kinds(kind)) for value in (good, bad)]

    assert [[gap.path for gap in gaps] for gaps in values] == [[], ["conditions.0.parameters.it"]]


def test_a_gap_of_a_parameter_reads_in_the_readers_language() -> None:
    [(_, _, english)] = render_gaps(find_gaps([{"code": "delivery"}], LIBRARY), "en")
    [(_, _, ukrainian)] = render_gaps(find_gaps([{"code": "delivery"}], LIBRARY), "uk")

    assert english == "Condition delivery needs a whole number for “days”."
    assert ukrainian not in ("", english)


def test_a_condition_reads_with_its_parameters_and_its_note() -> None:
    text = render_condition({"code": "delivery", "parameters": {"days": 30}, "text": "By post."}, LIBRARY)

    assert render(text, "en") == "Prove delivery within 30 days. By post."
    assert render(text, "uk") == "Підтвердьте доставку протягом 30 днів. By post."
    assert render(render_condition({"code": "route", "parameters": {"countries": ["PL", "EE"]}}, LIBRARY), "uk") == (
        "Only through PL, EE."
    )
    assert render_condition({"text": "Keep it dry."}, LIBRARY) == "Keep it dry."


def test_a_number_and_its_unit_take_the_form_that_the_number_asks_for() -> None:
    words = TranslatedText({"en": "At most {most} {measure} leave.", "uk": "Не більше ніж {most} {measure}."})
    capped = LibraryCondition("cap", words, ({"name": "most", "kind": "decimal"}, {"name": "measure", "kind": "unit"}))

    def read(most: str, measure: str) -> list[str]:
        said = {"code": "cap", "parameters": {"most": most, "measure": measure}}
        return [render(render_condition(said, {"cap": capped}), language) for language in ("en", "uk")]

    assert read("1", "NAR") == ["At most 1 piece leave.", "Не більше ніж 1 штука."]
    assert read("2", "NAR")[1] == "Не більше ніж 2 штуки."
    assert read("1200", "KGM") == ["At most 1,200 kilograms leave.", "Не більше ніж 1\u00a0200 кілограмів."]
    # As it was written before units were chosen from their list.
    assert read("10", "pieces") == ["At most 10 pieces leave.", "Не більше ніж 10 pieces."]


def test_equal_conditions_merge_and_other_figures_are_a_conflict() -> None:
    thirty = {"code": "delivery", "parameters": {"days": 30}}
    sixty = {"code": "delivery", "parameters": {"days": 60}}
    dry = {"text": " Keep it dry. "}

    merged = merge_conditions(
        [("mod", [thirty, dry]), ("gs", [thirty, thirty]), ("mfa", [sixty, {"text": "Keep it dry."}])], LIBRARY
    )

    assert [(one["code"], one["parameters"], one["authors"], one["conflict"]) for one in merged] == [
        ("delivery", {"days": 30}, ["mod", "gs"], True),
        ("", {}, ["mod", "mfa"], False),
        ("delivery", {"days": 60}, ["mfa"], True),
    ]


@pytest.mark.parametrize(
    ("kind", "first", "second", "contradict"),
    [
        ("integer", 60, 90, True),
        ("decimal", "1.5", "2", True),
        ("date", "2027-01-01", "2027-02-01", True),
        ("text", "the loan", "the treaty", False),
        ("countries", ["PL"], ["LT"], False),
        ("integer", 60, 60, False),
    ],
)
def test_one_duty_with_two_figures_is_a_contradiction(kind: str, first: Any, second: Any, contradict: bool) -> None:
    asked = [("mod", [{"code": "any", "parameters": {"it": first}}]), ("gs", [{"code": "any", "parameters": {"it": second}}])]

    assert any(one["conflict"] for one in merge_conditions(asked, kinds(kind))) is contradict


BOUND = {
    code: LibraryCondition(code, TranslatedText({"en": code}), kinds_of, terms=terms)
    for code, kinds_of, terms in (
        ("proof", [{"name": "days", "kind": "integer"}], Terms(due_rule="after_delivery+{days}d")),
        ("list", [{"name": "days", "kind": "integer"}], Terms(rule="covered", due_rule="before_shipment-{days}d")),
        (
            "cap",
            [{"name": "quantity", "kind": "decimal"}, {"name": "months", "kind": "integer"}],
            Terms(rule="cap", scope="licence", due_rule="before_shipment"),
        ),
        ("level", [{"name": "level", "kind": "integer"}], Terms(due_rule="standing")),
    )
}


@pytest.mark.parametrize(
    ("code", "asked", "strictest"),
    [
        ("proof", [{"days": 90}, {"days": 60}, {"days": 75}], [False, True, False]),
        ("list", [{"days": 3}, {"days": 10}], [False, True]),
        ("cap", [{"quantity": "10", "months": 6}, {"quantity": "9.5", "months": 6}], [False, True]),
        ("cap", [{"quantity": "10", "months": 6}, {"quantity": "10", "months": 12}], [False, True]),
        # Fewer in a shorter period: each binds where the other does not.
        ("cap", [{"quantity": "10", "months": 12}, {"quantity": "5", "months": 6}], [False, False]),
        ("level", [{"level": 1}, {"level": 2}], [False, False]),
        ("proof", [{"days": 90}], [False]),
    ],
)
def test_the_strictest_of_several_figures_is_marked(code: str, asked: list[dict[str, Any]], strictest: list[bool]) -> None:
    seats = [(str(number), [{"code": code, "parameters": one}]) for number, one in enumerate(asked)]

    marked = mark_strictest(merge_conditions(seats, BOUND), BOUND)
    assert [one["strictest"] for one in marked] == strictest
    assert [one["proposed"] for one in marked] == (strictest if any(strictest) else [True] * len(marked))
