"""“Who may what” at the desk: who finds it, what they read there, and what it says where there is nothing."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from licensing.admin.people.who import page
from licensing.models import Body, Mandate, User
from tests.admin.conftest import At, text_of
from tests.administrators import give, mandate, today
from tests.world import World

WHO = reverse("admin:licensing_who")


def test_auditors_and_administrators_read_everything_and_heads_their_own(world: World, at: At, ada: User) -> None:
    Body.objects.filter(pk="MOD").update(head=world.greta)

    for reader in (world.audra, ada):
        shown = text_of(at(reader).get(WHO))
        assert all(name in shown for name in ("Rhea", "Mira", "Dora", "Paula"))
    headed = text_of(at(world.greta).get(WHO))
    assert "Rhea" in headed
    assert not any(name in headed for name in ("Mira", "Dora", "Paula"))


@pytest.mark.walk
def test_others_find_no_such_page_and_no_way_to_it(world: World, at: At) -> None:
    right = reverse("admin:licensing_who_right", args=["mandate", Mandate.objects.get(user=world.mira).pk])

    for person in (world.otto, world.rhea, world.dora):
        client = at(person)
        assert [client.get(url).status_code for url in (WHO, right)] == [404, 404]
        assert WHO not in client.get(reverse("admin:index")).content.decode()
    assert [at(world.audra).post(url).status_code for url in (WHO, right)] == [405, 405]


def test_a_right_tells_its_proposal_its_events_and_what_it_lets_one_do(world: World, at: At, ada: User, bea: User) -> None:
    proposal = give(mandate(world.stella), ada, bea)
    right = reverse("admin:licensing_who_right", args=["mandate", Mandate.objects.get(user=world.stella).pk])
    client = at(world.audra)

    listed, single = (text_of(client.get(url)) for url in (f"{WHO}?name=stella", right))

    assert right in listed
    assert reverse("admin:licensing_rightproposal_change", args=[proposal.pk]) in listed
    assert all(words in single for words in ("Ada", "Bea", "Right proposed", "Right confirmed", "State domestic need"))


@pytest.mark.parametrize(
    ("asked", "status", "words"),
    [
        ({"name": "nobody"}, 200, "Nobody held such a right on this day."),
        ({"on": "2001-01-01", "right": "mandate"}, 200, "Nobody held such a right on this day."),
        ({"on": "2099-01-01"}, 400, "This day has not come yet"),
        ({"on": "yesterday"}, 400, "Enter a valid date"),
        ({"body": "XX"}, 400, "Select a valid choice"),
        ({"right": "mandate:king"}, 400, "Select a valid choice"),
        ({"after": "[1, 2]"}, 200, "Rhea"),
        ({"after": "nonsense"}, 200, "Rhea"),
        ({"view": "body"}, 200, "The authority itself"),
        ({"view": "right"}, 200, "Office of the authority: auditor"),
    ],
)
def test_what_is_asked_is_answered_or_refused_in_words(
    world: World, at: At, asked: dict[str, str], status: int, words: str
) -> None:
    response = at(world.audra).get(WHO, asked)

    assert (response.status_code, words in text_of(response)) == (status, True)


@pytest.mark.walk
def test_pages_are_turned_from_a_known_line(world: World, at: At, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page, "PAGE", 2)
    client, seen = at(world.audra), []
    response = client.get(WHO)
    while True:
        seen += [row.holding.key for group in response.context["groups"] for row in group.rows]
        if not response.context["further"]:
            break
        response = client.get(WHO + response.context["further"])

    assert len(seen) == 11


def test_a_past_day_is_kept_while_pages_are_turned(world: World, at: At, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page, "PAGE", 2)
    day = today() - timedelta(days=3)

    response = at(world.audra).get(WHO, {"on": str(day)})

    assert (response.context["day"], f"on={day}" in response.context["further"]) == (day, True)
