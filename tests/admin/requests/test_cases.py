"""The list and the page of a case: who sees what, and that looking changes nothing."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from licensing.acts.acting import at_time, now, to_local_day
from licensing.acts.documents.files import read_content
from licensing.acts.requests import drafting, questions, submission
from licensing.acts.signoff import recusal
from licensing.choices import CaseState, RecusalReason
from licensing.models import Case, Document, Event
from tests.acts.record.spoiling import behind_the_back
from tests.admin.conftest import At, act_of, page_of, text_of
from tests.world import REQUEST, World

LIST = reverse("admin:licensing_case_changelist")


def _statements(client: Any, url: str) -> int:
    client.get(url)
    with CaptureQueriesContext(connection) as seen:
        assert client.get(url).status_code == 200
    return len(seen)


def test_list_shows_filed_cases_to_the_authority_and_never_a_draft(world: World, at: At) -> None:
    filed, draft = world.filed(title="A filed one"), world.draft(title="Not filed yet")

    page = text_of(at(world.otto).get(LIST))

    assert (filed.reference or "") in page
    assert draft.title not in page


@pytest.mark.walk
def test_list_shows_a_member_only_the_cases_their_body_is_asked_about(world: World, at: At) -> None:
    asked, not_asked = world.accepted(), world.filed()

    page = text_of(at(world.mira).get(LIST))

    assert (asked.reference in page, not_asked.reference in page) == (True, False)


@pytest.mark.walk
def test_list_takes_as_many_statements_for_three_rows_as_for_one(world: World, at: At) -> None:
    world.accepted()
    client = at(world.otto)
    one = _statements(client, LIST)

    world.accepted(title="Second")
    world.filed(title="Third")

    assert _statements(client, LIST) == one
    assert one <= 12


def test_list_finds_by_reference_title_and_applicant(world: World, at: At) -> None:
    wanted, other = world.filed(title="Thermal sights"), world.filed(title="Patrol boats")
    client = at(world.otto)

    for term in (wanted.reference, "thermal"):
        page = text_of(client.get(LIST, {"q": term}))
        assert (wanted.reference in page, other.reference in page) == (True, False)
    assert wanted.reference in text_of(client.get(LIST, {"q": "Tallinn"}))


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ({"state": "open"}, True),
        ({"state": "submitted"}, True),
        ({"state": "granted"}, False),
        ({"file": "mine"}, False),
        ({"file": "nobody"}, True),
        ({"file": "others"}, False),
        ({"clock": "overdue"}, False),
        ({"clock": "still"}, False),
        ({"clock": "question"}, False),
    ],
)
def test_list_filters(world: World, at: At, filters: dict[str, str], found: bool) -> None:
    case = world.filed()

    page = text_of(at(world.otto).get(LIST, filters))

    assert (case.reference in page) is found


@pytest.mark.walk
def test_list_counts_a_paused_clock_as_paused_and_not_as_late(world: World, at: At) -> None:
    with at_time(now() - timedelta(days=60)):
        still = world.filed(title="Held")
        world.filed(title="Late")
        questions.ask_question(still, world.otto, text="?", due_on=to_local_day(now()) + timedelta(days=300))
    client = at(world.otto)

    found = {
        clock: [title for title in ("Held", "Late") if title in text_of(client.get(LIST, {"clock": clock}))]
        for clock in ("overdue", "still", "question")
    }

    assert found == {"overdue": ["Late"], "still": ["Held"], "question": ["Held"]}


def test_list_refuses_a_filter_on_what_it_does_not_show(world: World, at: At) -> None:
    world.filed()

    assert at(world.otto).get(LIST, {"rounds__positions__choice": "object"}).status_code == 400


def test_page_answers_alike_for_an_invisible_and_a_missing_case(world: World, at: At) -> None:
    case, draft = world.filed(), world.draft()
    mira = at(world.mira)

    answers = [mira.get(page_of(case)), mira.get(page_of(draft)), mira.get(page_of(Case(pk=uuid4())))]

    assert [one.status_code for one in answers] == [404, 404, 404]
    assert len({one.content for one in answers}) == 1


def test_page_is_not_for_people_of_the_applicant_even_at_the_desk(world: World, at: At) -> None:
    """Whoever belongs to the organisation that filed it would read the deliberation on their own request."""
    case = world.accepted()
    world.partner.memberships.create(user=world.otto, role="reader")

    assert at(world.otto).get(page_of(case)).status_code == 404


def test_page_is_not_for_the_recused(world: World, at: At) -> None:
    case = world.accepted()
    recusal.recuse_member(case, world.greta, reason=RecusalReason.FAMILY)

    assert at(world.greta).get(page_of(case)).status_code == 404
    assert at(world.dan).get(page_of(case)).status_code == 200


def test_page_escapes_what_an_applicant_wrote(world: World, at: At) -> None:
    case = world.filed(title="<script>alert(1)</script>")

    for url in (page_of(case), LIST, reverse("admin:index")):
        assert "<script>alert(1)" not in text_of(at(world.otto).get(url))


def test_document_is_handed_out_as_a_file_that_nothing_runs(world: World, at: At) -> None:
    case = world.filed()
    document = case.documents.order_by("pk").first()
    assert document is not None

    response = at(world.otto).get(reverse("admin:licensing_case_document", args=[case.pk, document.pk]))

    assert response.status_code == 200
    assert response.content == read_content(document)
    assert response["Content-Disposition"].startswith("attachment")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"


def test_document_is_served_only_through_its_visible_case(world: World, at: At) -> None:
    case, other = world.filed(), world.filed(title="Another")
    document = case.documents.order_by("pk")[0]

    urls = [reverse("admin:licensing_case_document", args=[one.pk, document.pk]) for one in (case, other)]

    assert at(world.otto).get(urls[1]).status_code == 404
    assert at(world.mira).get(urls[0]).status_code == 404


def test_document_that_was_altered_is_kept_back(world: World, at: At) -> None:
    case = world.filed()
    document = case.documents.order_by("pk")[0]
    with behind_the_back():
        Document.objects.filter(pk=document.pk).update(sha256="0" * 64)

    response = at(world.otto).get(reverse("admin:licensing_case_document", args=[case.pk, document.pk]))

    assert response.status_code == 409
    assert "not the one that was attached" in text_of(response)


def test_document_that_is_not_filed_is_not_handed_out(world: World, at: At) -> None:
    case = world.filed()
    submission.send_back_case(case, world.otto, grounds=[], reason="Add a letter.")
    document = drafting.attach_document(
        case, world.paula, content=b"Not filed", file_name="l.txt", about={"type": "contract", "title": "Letter"}
    )

    assert at(world.otto).get(reverse("admin:licensing_case_document", args=[case.pk, document.pk])).status_code == 404


@pytest.mark.walk
def test_looking_changes_nothing(world: World, at: At) -> None:
    """Every page and every form of an open case, opened by everybody at the desk."""
    case = world.before_government()
    before = (Event.objects.count(), Case.objects.get(pk=case.pk).revision)
    verbs = ("sign", "state_need", "grant", "refuse", "adjourn", "resume", "accept", "take_on", "ask", "send_back", "recuse")

    for user in (world.otto, world.rhea, world.dora, world.audra, world.pol):
        for url in (LIST, page_of(case), *(act_of(case, verb) for verb in verbs)):
            assert at(user).get(url).status_code in (200, 403, 409)

    assert (Event.objects.count(), Case.objects.get(pk=case.pk).revision) == before


@pytest.mark.parametrize("user", ["otto", "rhea", "dora", "audra", "pol"])
def test_no_post_to_the_page_or_list_changes_a_case(world: World, at: At, user: str) -> None:
    """A18: no inline, no edit, no bulk action, no transition by name."""
    case = world.before_government()
    client = at(getattr(world, user))
    sent = {
        "_fsm_transition_to": "granted",
        "_fsmtransition-state-grant": "Grant",
        "state": CaseState.GRANTED,
        "action": "delete_selected",
        "_selected_action": str(case.pk),
        "form-TOTAL_FORMS": "1",
        "form-INITIAL_FORMS": "1",
        "form-0-id": str(case.pk),
        "form-0-state": CaseState.GRANTED,
        "_save": "Save",
    }

    answers = [client.post(url, sent).status_code for url in (page_of(case), LIST)]

    assert answers == [405, 405]
    assert Case.objects.get(pk=case.pk).state == CaseState.GOVERNMENT_DECISION


def test_there_is_no_page_to_add_or_delete_a_case(world: World, at: At) -> None:
    case = world.filed()
    client = at(world.otto)

    for path in ("add/", f"{case.pk}/delete/", f"{case.pk}/history/"):
        assert client.get(f"/admin/licensing/case/{path}").status_code == 404


def test_signing_in_is_asked_of_strangers_and_partners(world: World, at: At) -> None:
    case = world.filed()

    answers = [at(user).get(page_of(case)) for user in (world.paula, world.stella)]

    assert {one.status_code for one in answers} == {302}
    assert all("/login/" in one["Location"] for one in answers)


def test_the_payments_of_a_loan_are_shown_and_handed_out_as_a_sheet(world: World, at: At) -> None:
    loan = {
        "kind": "fund",
        "amount": "1000.00",
        "currency": "EUR",
        "rate_percent": "6",
        "tenor_years": 2,
        "repayment": "bullet",
    }
    case = world.accepted(terms=REQUEST["terms"] | {"financing": loan})
    sheet = reverse("admin:licensing_case_schedule", args=[case.pk, "loan"])

    assert 'Interest in the first year: <span class="dz-strong">60.00</span>' in text_of(at(world.otto).get(page_of(case)))
    assert at(world.otto).get(sheet).content.decode().splitlines()[-1] == "2,2,,0,60.00,1000.00,1060.00,0.00,EUR"
    assert at(world.otto).get(reverse("admin:licensing_case_schedule", args=[case.pk, "prices"])).status_code == 404
    assert at(world.otto).post(sheet).status_code == 405
