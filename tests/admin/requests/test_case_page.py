"""What the page of a case shows, in how many statements, and which acts it offers."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from licensing.acts.acting import now, to_local_day
from licensing.acts.decisions.appeal import appeal_case
from licensing.acts.requests import drafting, questions, submission
from licensing.acts.signoff import positions
from licensing.choices import PositionChoice
from licensing.models import Case, Organisation, Question, SplittingRule
from tests.acts.requests.test_advice import ELSEWHERE, ROUTE
from tests.admin.conftest import At, page_of, text_of
from tests.by_hand import by_hand
from tests.papers import Person
from tests.size.lengthening import fill_history
from tests.trial import make_refused_case
from tests.world import REQUEST, World, approve, object_to

HEBREW = "משרד ההגנה"


def _statements(client: Any, url: str) -> int:
    client.get(url)
    with CaptureQueriesContext(connection) as seen:
        assert client.get(url).status_code == 200
    return len(seen)


@pytest.mark.walk
def test_page_shows_everything_about_a_case(world: World, at: At) -> None:
    case = world.with_need()
    positions.sign_case(case, world.mira, object_to("Unsafe route."), version=1)
    positions.sign_case(case, world.mira, positions.PositionInput(PositionChoice.APPROVE), version=1)
    question = questions.ask_question(case, world.otto, text="Which depot?", due_on=to_local_day(now()) + timedelta(days=30))
    questions.answer_question(case, world.paula, question.pk, text="The northern one.")

    page = text_of(at(world.audra).get(page_of(case)))

    expected = (
        "Reconnaissance UAV",
        "3,200,000.00 EUR",
        "Fictional Defence Depot",
        "Border reconnaissance",
        "FCA Lviv",
        "Krakovets",
        "Every case of the tests",
        "Ministry of Foreign Affairs of Ukraine",
        "1 earlier position, no longer counted",
        "Unsafe route.",
        "Has not spoken yet",
        "Which depot?",
        "The northern one.",
        "Sufficient",
        case.versions.get().digest,
        "Domestic need stated",
        "Legal time limit",
    )
    assert [one for one in expected if one not in page] == []


def test_page_shows_the_filed_version_and_not_unfiled_edits(world: World, at: At) -> None:
    case = world.filed()
    submission.send_back_case(case, world.otto, grounds=["N01"], reason="Name the depot.")
    drafting.edit_case(case, world.paula, {"end_use": {"purpose": "Something unfiled"}})

    page = text_of(at(world.otto).get(page_of(case)))

    assert "Border reconnaissance" in page
    assert "Something unfiled" not in page


@pytest.mark.walk
def test_page_takes_as_many_statements_for_three_positions_as_for_one(world: World, at: At) -> None:
    with by_hand():
        # The second sale to one end user has a sum to be explained, which is another page.
        SplittingRule.objects.update(active=False)
    few, many = world.with_need(), world.with_need(title="Another")
    positions.sign_case(few, world.rhea, positions.PositionInput(PositionChoice.APPROVE), version=1)
    positions.sign_case(many, world.rhea, positions.PositionInput(PositionChoice.APPROVE, comment="Once"), version=1)
    positions.sign_case(many, world.rhea, positions.PositionInput(PositionChoice.APPROVE, comment="Twice"), version=1)
    positions.sign_case(many, world.mira, positions.PositionInput(PositionChoice.APPROVE), version=1)
    client = at(world.otto)

    statements = _statements(client, page_of(few))

    assert _statements(client, page_of(many)) == statements
    # Which lists are in force, and which of them the case was held against, is one each.
    # What the procedure asks to be assessed is one more; whether it cites a certificate, one for its box and for the obstacles.
    # The findings by criteria are one, where they are recorded unasked one more, and goods of which refusal is presumed two.
    # What visits found of an end user is one. How the authority classified the goods is read once more for
    # the procedure to which other entries would send the case.
    assert statements <= 52


@pytest.mark.walk
def test_the_page_of_a_long_case_is_no_longer_than_of_another(world: World, at: At) -> None:
    case, otto = world.accepted(), at(world.otto)
    short = len(otto.get(page_of(case)).content)
    fill_history(case, 3_000)

    first, last = otto.get(page_of(case)), otto.get(page_of(case), {"history": "99"})

    assert len(first.content) < 2 * short
    assert "Lines 1–50 of" in text_of(first)
    assert "Request created" in text_of(last)


def test_a_signed_original_is_listed_with_its_signer(world: World, at: At) -> None:
    case = world.ready()
    signed = Person("Olena Prykladna", Person("Invented issuer")).sign(b"Contract C-1, invented.")
    about = {"type": "contract", "title": "The signed contract", "issuer": "Somebody", "number": "8"}
    drafting.attach_document(case, world.paula, content=signed, file_name="contract.p7s", about=about)
    submission.submit_case(Case.objects.get(pk=case.pk), world.paula, declared=True)

    page = text_of(at(world.otto).get(page_of(case)))

    assert "Signed by <bdi>Olena Prykladna</bdi> · Not verified" in page


@pytest.mark.walk
def test_questions_come_the_last_first_and_page_by_page(world: World, at: At) -> None:
    case, otto = world.filed(), at(world.otto)
    later = to_local_day(now()) + timedelta(days=5)
    first = questions.ask_question(case, world.otto, text="?", due_on=later)
    questions.answer_question(case, world.paula, first.pk, text="!")
    questions.return_answer(case, world.otto, first.pk, reason="Which of the two?")
    fields = {"case": case, "due_on": later, "asked_by": world.otto, "asked_at": now()}
    Question.objects.bulk_create(Question(number=number, text=f"Which {number}?", **fields) for number in range(2, 62))

    newest, oldest = otto.get(page_of(case)), otto.get(page_of(case), {"questions": "2"})

    assert ("Which 61?" in text_of(newest), "Which 5?" in text_of(newest)) == (True, False)
    assert ("Which 5?" in text_of(oldest), "Which of the two?" in text_of(oldest)) == (True, True)
    assert newest.context["d"].open_questions == 61


@pytest.mark.walk
def test_many_replaced_positions_are_shown_in_part_and_numbered(world: World, at: At) -> None:
    case = world.accepted()
    for number in range(24):
        positions.sign_case(case, world.mira, approve(f"Thought number {number}."), version=1)

    shown = text_of(at(world.otto).get(page_of(case)))

    assert "23 earlier positions, no longer counted" in shown
    assert ("Thought number 4." in shown, "Thought number 3." in shown) == (True, False)
    assert "4 older positions are named in the history." in shown


def test_what_was_appealed_against_is_still_to_be_read(world: World, at: At) -> None:
    case = appeal_case(make_refused_case(world), world.paula, reason="The shortage is over.")

    page = text_of(at(world.audra).get(page_of(case)))

    assert "The earlier decision" in page
    assert "R10" in page


@pytest.mark.walk
def test_a_licence_is_a_link_for_those_who_may_open_it_alone(world: World, at: At) -> None:
    licence = world.licence()
    link = f'href="/admin/licensing/licence/{licence.pk}/change/"'

    pages = {who: at(who).get(page_of(licence.case)).content.decode() for who in (world.otto, world.greta)}

    assert all(licence.number in page for page in pages.values())
    assert {who.name: link in page for who, page in pages.items()} == {"Otto": True, "Greta": False}


def test_the_officer_reads_what_was_found_odd_and_how_it_was_explained(world: World, at: At) -> None:
    case = drafting.edit_case(world.ready(), world.paula, {"route": ROUTE})
    submission.submit_case(case, world.paula, declared=True, explanations={ELSEWHERE: "Our depot is in Riga."})

    page = text_of(at(world.otto).get(page_of(case)))

    told = page.partition("Told before filing")[2]
    assert "The route ends in Latvia" in told
    assert '<bdi class="dz-pre">Our depot is in Riga.</bdi>' in told


@pytest.mark.walk
def test_names_that_run_from_right_to_left_stand_by_themselves(world: World, at: At) -> None:
    with by_hand():
        Organisation.objects.filter(pk=world.partner.pk).update(name=HEBREW)
    case = world.accepted(title=f"{HEBREW} 40", parties=[one | {"name": HEBREW} for one in REQUEST["parties"]])

    page = text_of(at(world.otto).get(page_of(case))).partition("<main")[2].partition("</main>")[0]

    assert page.count(f"<bdi>{HEBREW}") >= 2 + len(REQUEST["parties"])
    assert re.findall(rf".{{0,60}}(?<!<bdi>){HEBREW}(?![^<]*</title>).{{0,20}}", page) == []
