"""Systems at the desk: proposed, settled, suspended and ended by administrators; secrets are shown once."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from licensing.models import Event, StoredAnswer, System, User
from licensing.policy.record.event_kinds import EventKind
from tests.admin.conftest import At, execute_act, open_form, press, text_of
from tests.administrators import add_administrator, today
from tests.api.calling import new_account, new_system
from tests.world import World

LIST = reverse("admin:licensing_system_changelist")


@pytest.fixture
def bea(world: World) -> User:
    return add_administrator("bea")


def _page(system: System, what: str = "change") -> str:
    return reverse(f"admin:licensing_system_{what}", args=[system.pk])


def _given(**more: Any) -> dict[str, Any]:
    return {
        "name": "Gate",
        "purpose": "Draws licences down.",
        "owner": "otto@example.org",
        "account": "cus@example.org",
        "scopes": ["usages:write"],
        "end_on": (today() + timedelta(days=300)).isoformat(),
        "reason": "The gate opens.",
        **more,
    }


@pytest.mark.walk
def test_one_proposes_and_another_confirms(world: World, at: At, ada: User, bea: User) -> None:
    url = reverse("admin:licensing_system_propose", args=["service"])

    proposed = execute_act(at(ada), url, **_given())
    system = System.objects.get(name="Gate")
    own = at(ada).get(_page(system, "confirm"))
    confirmed = execute_act(at(bea), _page(system, "confirm"))

    assert (proposed["Location"], own.status_code, confirmed.status_code) == (_page(system), 403, 302)
    assert "Gate" in text_of(at(ada).get(LIST))
    assert "Draws licences down." in text_of(at(ada).get(_page(system)))


def test_a_program_for_the_account_of_a_decider_is_refused_told_and_recorded(world: World, at: At, ada: User) -> None:
    url = reverse("admin:licensing_system_propose", args=["service"])

    refused = execute_act(at(ada), url, **_given(account="DORA@example.org"))

    assert (refused.status_code, System.objects.filter(name="Gate").count()) == (403, 0)
    assert "This is the account of a person." in text_of(refused)
    event = Event.objects.get(kind=EventKind.SYSTEM_REFUSED)
    assert (event.actor, event.data) == (ada, {"person": str(world.dora.pk)})


def test_faults_stand_at_their_fields_and_what_was_typed_stays(world: World, at: At, ada: User) -> None:
    url = reverse("admin:licensing_system_propose", args=["delegate"])

    given = _given(owner="nobody@example.org", redirect_uris="https://a.example/\nhttps://b.example/")
    refused = execute_act(at(ada), url, **given)

    assert refused.status_code == 400
    assert "Nobody has an account with this address." in text_of(refused)
    assert "b.example" in refused.content.decode()


def test_a_secret_is_shown_once_and_kept_nowhere(world: World, at: At, ada: User) -> None:
    gate = new_system(account=world.cus, owner=world.otto)
    url = _page(gate, "secret")

    page = press(at(world.otto), url, open_form(at(world.otto), url), hours="1", what="make")

    [secret] = re.findall(r"dzs_[\w-]{40,}", page.content.decode())
    assert "no-store" in page["Cache-Control"]
    assert secret not in at(world.otto).get(url).content.decode()
    assert not StoredAnswer.objects.filter(body__contains=secret).exists()
    # With a secret of their own, an administrator of people would read as the system what they may not.
    assert [at(one).get(url).status_code for one in (world.dora, ada)] == [404, 404]
    assert "no longer" not in text_of(press(at(world.otto), url, {}, hours="x", what="make"))


@pytest.mark.walk
def test_an_administrator_suspends_corrects_and_ends(world: World, at: At, ada: User) -> None:
    gate = new_system(account=world.cus, owner=world.otto, organisation=None)
    words = {"name": "New gate", "purpose": "-", "rate": "5/s", "addresses": "", "reason": "-"}

    done = [
        execute_act(at(ada), _page(gate, "suspend"), reason="A key was lost.").status_code,
        execute_act(at(ada), _page(gate, "resume"), reason="It was found.").status_code,
        execute_act(at(ada), _page(gate, "correct"), **words).status_code,
        execute_act(at(ada), _page(gate, "end"), reason="No use.").status_code,
    ]

    gate.refresh_from_db()
    assert done == [302] * 4
    assert (gate.name, gate.owner, gate.ended_at is None) == ("New gate", world.otto, False)
    assert at(world.dora).get(_page(gate, "suspend")).status_code == 404
    assert execute_act(at(ada), _page(gate, "correct"), **words).status_code == 409


@pytest.mark.walk
def test_two_settle_who_answers_for_a_system(world: World, at: At, ada: User, bea: User) -> None:
    gate = new_system(account=world.cus, owner=world.otto)

    proposed = execute_act(at(ada), _page(gate, "owner"), owner="dora@example.org", reason="Otto left.")
    pages = [text_of(at(one).get(_page(gate))) for one in (ada, bea)]
    own = at(ada).get(_page(gate, "confirm_owner"))
    confirmed = execute_act(at(bea), _page(gate, "confirm_owner"))

    gate.refresh_from_db()
    assert (proposed.status_code, own.status_code, confirmed.status_code, gate.owner) == (302, 403, 302, world.dora)
    assert ["You proposed this yourself." in page for page in pages] == [True, False]
    assert execute_act(at(bea), _page(gate, "decline_owner"), reason="No.").status_code == 409


def test_whoever_answers_for_a_system_reads_it_and_others_do_not(world: World, at: At) -> None:
    gate = new_system(account=new_account(world.partner), owner=world.rhea, name="Rhea's gate")

    assert "gate" in text_of(at(world.rhea).get(_page(gate)))
    assert at(world.mira).get(_page(gate)).status_code in (403, 404)
