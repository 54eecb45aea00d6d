"""A2: an id of one case under the address of another leads to nothing, although the caller may see both."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from licensing.acts.licences.ledger import draw_down_licence
from licensing.acts.requests.questions import ask_question
from tests.api.calling import Caller
from tests.world import World, clearance


def test_a_document_is_found_under_its_own_case_only(world: World) -> None:
    mine, other, paula = world.filed(), world.filed(title="Another"), Caller(world.paula)
    document = mine.documents.all()[0].pk

    assert paula.get(f"cases/{mine.pk}/documents/{document}/").status_code == 200
    assert paula.get(f"cases/{other.pk}/documents/{document}/").status_code == 404
    assert paula.delete(f"cases/{other.pk}/documents/{document}/").status_code == 404
    assert mine.documents.filter(removed_at__isnull=True, pk=document).exists()


@pytest.mark.parametrize(
    ("act", "body"), [("answer", {"text": "x"}), ("accept", {}), ("return", {"reason": "x"}), ("withdraw", {})]
)
def test_a_question_is_found_under_its_own_case_only(world: World, act: str, body: dict[str, Any]) -> None:
    mine, other = world.accepted(), world.accepted(title="Another")
    question = ask_question(mine, world.otto, text="Which?", due_on=timezone.localdate() + timedelta(days=9))
    caller = Caller(world.paula if act == "answer" else world.otto)

    assert caller.post(f"cases/{other.pk}/questions/{question.pk}/{act}/", body).status_code == 404
    question.refresh_from_db()
    assert question.state == "open"


def test_an_answer_takes_no_document_of_another_case(world: World) -> None:
    mine, other = world.accepted(), world.filed(title="Another")
    question = ask_question(mine, world.otto, text="Which?", due_on=timezone.localdate() + timedelta(days=9))
    body = {"text": "See there", "document": str(other.documents.all()[0].pk)}

    refused = Caller(world.paula).post(f"cases/{mine.pk}/questions/{question.pk}/answer/", body)

    assert (refused.status_code, refused.json()["errors"][0]["path"]) == (400, "document")


def test_an_entry_is_reversed_under_its_own_licence_only(world: World) -> None:
    mine, other = world.licence(), world.licence(title="Another")
    usage = draw_down_licence(mine, world.cus, clearance("M-1", 5))

    refused = Caller(world.cus).post(f"licences/{other.pk}/usages/{usage.pk}/reverse/", {"message_id": "M-2"})

    assert (refused.status_code, mine.lines.get(number=1).used) == (404, 5)
