"""Conditions as they are written at the desk: chosen, filled in, in own words, and with their authors."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from licensing.acts.signoff import positions
from licensing.choices import PositionChoice
from licensing.models import Case, Decision, Position
from tests.admin.conftest import At, act_of, execute_act, fill_in_grant, text_of
from tests.world import REQUEST, World


def test_sign_takes_conditions_from_the_library_and_in_own_words(world: World, at: At) -> None:
    case = world.accepted()

    response = execute_act(
        at(world.mira),
        act_of(case, "sign"),
        choice=PositionChoice.CONDITIONS,
        conditions=["P01", "P03"],
        **{
            "conditions.P03.days": "90",
            "conditions.P03.text": "Counted from unloading.",
            "conditions.P07.countries": "PL",
            "conditions.own": "The first batch is shown\nto our embassy.\n\nNo press.",
        },
        comment="Agreed by phone.",
    )

    position = Position.objects.get(round__case=case)
    assert response.status_code == 302, text_of(response)
    assert position.conditions == [
        {"code": "P01", "parameters": {}, "text": ""},
        {"code": "P03", "parameters": {"days": 90}, "text": "Counted from unloading."},
        {"code": "", "parameters": {}, "text": "The first batch is shown to our embassy."},
        {"code": "", "parameters": {}, "text": "No press."},
    ]


@pytest.mark.walk
def test_sign_marks_a_condition_without_its_parameter(world: World, at: At) -> None:
    case = world.accepted()

    response = execute_act(
        at(world.mira),
        act_of(case, "sign"),
        choice=PositionChoice.CONDITIONS,
        conditions=["P01", "P03"],
        **{"conditions.P03.days": "soon", "conditions.own": "No press."},
        comment="Do not lose me.",
    )

    page = text_of(response)
    assert response.status_code == 400
    assert page.count("Condition P03 needs a whole number for “days”.") == 1
    assert 'value="soon"' in page
    assert "No press." in page
    assert "Do not lose me." in page
    assert not Position.objects.exists()


@pytest.mark.walk
def test_grant_keeps_authors_of_conditions_it_does_not_change(world: World, at: At) -> None:
    case = world.with_need()
    asked = [{"code": "P03", "parameters": {"days": 90}, "text": ""}, {"code": "P01", "parameters": {}, "text": ""}]
    view = positions.PositionInput(PositionChoice.CONDITIONS, conditions=asked)
    for member in (world.rhea, world.greta, world.mira):
        positions.sign_case(case, member, view, version=1)

    response = execute_act(
        at(world.dora),
        act_of(case, "grant"),
        **fill_in_grant(),
        conditions=["asked0", "asked1", "P06"],
        **{"conditions.asked0.days": "60", "conditions.own": "A colonel counts them."},
    )

    assert response.status_code == 302, text_of(response)
    conditions = [(one["code"], one["parameters"], one["authors"]) for one in Decision.objects.get().conditions]
    assert conditions == [
        ("P03", {"days": 60}, ["government"]),
        ("P01", {}, ["MOD", "GS", "MFA"]),
        ("P06", {}, ["government"]),
        ("", {}, ["government"]),
    ]


def _ask(world: World, code: str, *figures: dict[str, int]) -> Case:
    """A case before the government of which three seats have asked the same duty with these figures."""
    case = world.with_need()
    for member, parameters in zip((world.rhea, world.greta, world.mira), figures, strict=True):
        asked = [{"code": code, "parameters": parameters, "text": ""}, {"code": "P01", "parameters": {}, "text": ""}]
        positions.sign_case(case, member, positions.PositionInput(PositionChoice.CONDITIONS, conditions=asked), version=1)
    return case


def _read_rows(client: Client, url: str) -> tuple[list[Any], dict[str, str]]:
    rows = [row for row in client.get(url).context["form"].fields["conditions"].widget.rows if row.author_codes]
    return rows, {f"conditions.{row.key}.{slot.name}": slot.value for row in rows for slot in row.slots}


@pytest.mark.walk
def test_of_two_figures_for_one_duty_the_strictest_is_proposed_and_another_may_be_chosen(world: World, at: At) -> None:
    case, client = _ask(world, "P03", {"days": 60}, {"days": 60}, {"days": 90}), at(world.dora)
    url = act_of(case, "grant")
    rows, figures = _read_rows(client, url)
    chosen = [row.key for row in rows if row.chosen]

    both = execute_act(client, url, **fill_in_grant(), conditions=[row.key for row in rows], **figures)
    decided_with_both = Decision.objects.exists()
    as_it_opens = execute_act(client, url, **fill_in_grant(), conditions=chosen, **figures)

    assert [(row.slots[0].value, row.conflict, row.chosen) for row in rows if row.code == "P03"] == [
        ("60", True, True),
        ("90", True, False),
    ]
    assert "seats ask for different figures" in text_of(both)
    assert "of these figures it asks for the most" in text_of(both)
    assert (both.status_code, decided_with_both) == (400, False)
    assert as_it_opens.status_code == 302, text_of(as_it_opens)
    granted = [(one["code"], one["parameters"]) for one in Decision.objects.get().conditions]
    assert sorted(granted) == [("P01", {}), ("P03", {"days": 60})]


@pytest.mark.walk
def test_where_nobody_can_tell_which_figure_is_stricter_the_decider_chooses(world: World, at: At) -> None:
    case, client = _ask(world, "P10", {"level": 1}, {"level": 1}, {"level": 2}), at(world.dora)
    url = act_of(case, "grant")
    rows, figures = _read_rows(client, url)

    as_it_opens = execute_act(client, url, **fill_in_grant(), conditions=[row.key for row in rows if row.chosen], **figures)

    assert (as_it_opens.status_code, Decision.objects.exists()) == (400, False)
    assert all(row.chosen for row in rows)


LONG_TERM = {"term_years": 10, "annual_max": "500", "unit": "NAR", "currency": "EUR"}
LOAN = {
    "kind": "government_loan",
    "amount": "100",
    "currency": "EUR",
    "tenor_years": 12,
    "milestones": [
        {"title": "Plant accepted", "planned_on": "2027-06-01", "opens": "deliveries"},
        {"title": "First batch accepted", "planned_on": "2028-06-01", "opens": "deliveries"},
    ],
}


@pytest.mark.walk
def test_the_terms_of_a_request_call_for_conditions_which_a_seat_takes_up_or_leaves(world: World, at: At) -> None:
    case = world.accepted(cooperation_form="mixed", terms=REQUEST["terms"] | {"long_term": LONG_TERM, "financing": LOAN})
    client, url = at(world.mira), act_of(case, "sign")
    widget = client.get(url).context["form"].fields["conditions"].widget
    called_for = [row for row in widget.rows if row.reason]
    figures = {f"conditions.{row.key}.{slot.name}": slot.value for row in called_for for slot in row.slots}
    milestones = [row.key for row in called_for if row.code == "P16"]
    amounts = {f"conditions.{key}.amount": "50" for key in milestones}

    response = execute_act(client, url, choice=PositionChoice.CONDITIONS, conditions=milestones, **(figures | amounts))

    assert response.status_code == 302, text_of(response)
    assert [(row.code, row.chosen) for row in called_for] == [("P15", False), ("P05", False), ("P16", False), ("P16", False)]
    assert [one["parameters"]["milestone"] for one in Position.objects.get().conditions] == [
        "Plant accepted",
        "First batch accepted",
    ]
    # Whoever opens the form again finds both as they were signed, although they have one code.
    again = client.get(url).context["form"].fields["conditions"].widget.rows
    assert [row.slots[0].value for row in again if row.chosen] == ["Plant accepted", "First batch accepted"]


@pytest.mark.walk
def test_what_a_seat_asked_for_is_not_called_for_once_more(world: World, at: At) -> None:
    case = world.with_need(cooperation_form="mixed", terms=REQUEST["terms"] | {"long_term": LONG_TERM})
    asked = [{"code": "P05", "parameters": {"quantity": "500", "measure": "NAR", "months": 12}, "text": ""}]
    view = positions.PositionInput(PositionChoice.CONDITIONS, conditions=asked)
    for member in (world.rhea, world.greta, world.mira):
        positions.sign_case(case, member, view, version=1)

    rows = at(world.dora).get(act_of(case, "grant")).context["form"].fields["conditions"].widget.rows

    assert [row.code for row in rows if row.author_codes] == ["P05"]
    assert [row.code for row in rows if row.reason] == ["P15"]
