"""Licences at the portal: lines, what is used and left, and giving one back."""

from __future__ import annotations

import pytest
from django.urls import reverse

from licensing.acts.acting import now, to_local_day
from licensing.acts.licences.consequences import lift_consequence
from licensing.acts.licences.ledger import draw_down_licence, report_clearance
from licensing.acts.licences.licence import surrender_licence, suspend_licence
from licensing.choices import LicenceState, StepResult
from licensing.models import DutyConsequence, Licence, User
from tests.acts.assessment.state import LISTED, publish_list_of
from tests.certificates import issue_certified_licence, verify
from tests.conditions import issue_overdue_licence
from tests.portal.visiting import Visitor, count_selects, summary_of, text_of
from tests.size.lengthening import fill_ledger
from tests.world import REQUEST, World, clearance


@pytest.mark.walk
def test_a_licence_shows_what_is_authorised_used_and_left(world: World, paula: Visitor) -> None:
    licence = world.licence()
    draw_down_licence(licence, world.cus, clearance("m-1", 15))

    listed = text_of(paula.open("licences"))
    shown = text_of(paula.open("licence", licence.pk))

    assert licence.number in listed
    assert "1. Reconnaissance UAV Z-40" in shown
    assert "40 pieces 15 pieces 25 pieces" in shown
    assert "D-m-1" in shown


@pytest.mark.walk
def test_goods_bear_their_ukrainian_name_for_who_reads_ukrainian(world: World, paula: Visitor) -> None:
    """Where goods are listed: to prepare, granted and licensed at the portal, granted and licensed at the desk."""
    named = REQUEST["items"][0] | {"name_uk": "Розвідувальний БпЛА"}
    draft, licence = world.draft(items=[named]), world.licence(items=[named, REQUEST["items"][1]])
    # The form of a report names the goods once its period is over.
    surrender_licence(licence, world.paula, reason="No longer needed.")
    places = [
        ("portal:table", draft.pk, "items"),
        ("portal:case", licence.case_id),
        ("portal:licence", licence.pk),
        ("portal:report", licence.pk, 1, "fact"),
        ("admin:licensing_licence_change", licence.pk),
        ("admin:licensing_case_change", licence.case_id),
    ]

    def read(language: str) -> list[str]:
        clients = {"portal": paula.client, "admin": Visitor(world.otto).client}
        User.objects.filter(pk__in=[world.paula.pk, world.otto.pk]).update(language=language)
        return [clients[name.split(":")[0]].get(reverse(name, args=args)).content.decode() for name, *args in places]

    assert ["Розвідувальний БпЛА" in page for page in read("uk")] == [True] * len(places)
    assert ["Reconnaissance UAV" in page for page in read("en")] == [True] * len(places)
    # Without a Ukrainian name the goods bear the one they have.
    assert "Ground station" in read("uk")[2]


def test_a_suspended_licence_says_why(world: World, paula: Visitor) -> None:
    licence = world.licence()
    suspend_licence(licence, world.otto, reason="Urgent need at home.")

    shown = text_of(paula.open("licence", licence.pk))

    assert "Why it is in this state Urgent need at home." in shown
    assert "Customs lets nothing pass" in shown


def test_giving_back_asks_for_a_reason_and_is_done_once(world: World, paula: Visitor) -> None:
    licence = world.licence()

    unreasoned = paula.send("surrender", licence.pk)
    page = paula.open("surrender", licence.pk)
    answers = [paula.send("surrender", licence.pk, into=page, reason="Not needed.") for _press in range(2)]

    assert summary_of(unreasoned) == ["Give the reason; it is told to the holder."]
    assert [answer.status_code for answer in answers] == [302, 302]
    assert Licence.objects.get().state == LicenceState.SURRENDERED


def test_a_licence_of_another_organisation_is_not_there(world: World, rita: Visitor) -> None:
    licence = world.licence()

    assert rita.open("licence", licence.pk).status_code == 404
    assert rita.open("surrender", licence.pk).status_code == 404
    assert licence.number not in text_of(rita.open("licences"))


@pytest.mark.walk
def test_three_licences_are_listed_in_as_many_queries_as_one(world: World, paula: Visitor) -> None:
    world.licence(title="One")
    one = count_selects(lambda: paula.open("licences"))
    world.licence(title="Two")
    world.licence(title="Three")
    three = count_selects(lambda: paula.open("licences"))

    assert (one, three) == (3, 3)


def test_a_long_ledger_is_read_page_by_page(world: World, paula: Visitor) -> None:
    licence = world.licence()
    fill_ledger(licence, world.cus, 120)

    first, last = (text_of(paula.open("licence", licence.pk, query=query)) for query in ("", "?ledger=3"))

    assert ("Lines 1–50 of 120" in first, "70 more lines" in first) == (True, True)
    assert ("Lines 101–120 of 120" in last, "Earlier lines" in last) == (True, True)


@pytest.mark.walk
def test_what_is_used_in_full_says_that_it_is_not_varied_any_more(world: World, paula: Visitor) -> None:
    licence = world.licence()
    draw_down_licence(licence, world.cus, clearance("m1", 40))
    before = text_of(paula.open("licence", licence.pk))
    draw_down_licence(licence, world.cus, clearance("m2", 4, line=2))

    shown = text_of(paula.open("licence", licence.pk))

    assert "Ask to vary the licence" in before
    assert "neither varied nor extended. More goods take a new request." in shown
    assert "Ask to vary the licence" not in shown


def test_what_was_reported_beyond_the_quantity_is_marked(world: World, paula: Visitor) -> None:
    licence = world.licence()
    report_clearance(licence, world.cus, clearance("m-1", 45, cleared_on=to_local_day(now())))

    shown = text_of(paula.open("licence", licence.pk))

    assert "40 pieces 40 pieces and 5 pieces beyond it 0 pieces" in shown
    assert "irregular: 5 pieces beyond what is authorised" in shown


@pytest.mark.walk
def test_the_holder_reads_what_follows_from_an_unmet_condition_and_why_nothing_is_filed(world: World, paula: Visitor) -> None:
    filed, licence = world.filed(title="Another"), issue_overdue_licence(world)

    before = text_of(paula.open("licence", licence.pk))
    refused = text_of(paula.open("case", filed.pk))
    lift_consequence(licence, world.otto, DutyConsequence.objects.get().duty_id, reason="The depot was evacuated.")
    after = text_of(paula.open("licence", licence.pk))

    assert "no further requests until it is met" in before
    assert "overdue" in before
    assert f"Condition 1 of the licence {licence.number} was due on" in refused
    assert "ended: a case officer lifted it (The depot was evacuated.)" in after


@pytest.mark.walk
def test_a_holder_reads_that_nothing_leaves_and_no_more_than_they_may(world: World, paula: Visitor) -> None:
    """What is found of a party is not theirs to read; what is found of their own certificate they meet at the gate anyway."""
    certified = issue_certified_licence(world)
    verify(world, certified.case, StepResult.DENIES)
    denied = text_of(paula.open("licence", certified.pk))
    verify(world, certified.case, StepResult.CONFIRMS)
    publish_list_of(world, LISTED)

    listed = text_of(paula.open("licence", certified.pk))

    assert "The authority does not rest deliveries on certificate EE-EUC-7." in denied
    assert "Nothing may leave now. The authority looks into it" in listed
    assert "None" not in listed
