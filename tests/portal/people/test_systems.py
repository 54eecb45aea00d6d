"""Systems of a partner: their administrators make the secrets, and see to those that somebody knows who has left."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from licensing.acts.acting import at_time, now
from licensing.acts.people.rights.ending import end_right
from licensing.acts.people.systems.keeping import find_secret, rotate_secret
from licensing.acts.people.systems.sweeping import settle_due_systems
from licensing.choices import MembershipRole
from licensing.models import Event, Membership, System, SystemSecret
from licensing.policy.people.secrets import digest_secret
from licensing.policy.record.event_kinds import EventKind
from tests.administrators import add_administrator
from tests.api.calling import new_account, new_system
from tests.by_hand import by_hand
from tests.portal.visiting import Visitor, text_of
from tests.world import World


def test_an_administrator_rotates_the_secret_of_their_own_system(world: World, paula: Visitor) -> None:
    erp = new_system(account=new_account(world.partner), organisation=world.partner, name="Order book", owner=world.otto)
    url = f"/systems/{erp.pk}/secrets/"

    assert "Order book" in text_of(paula.open("systems"))
    page = paula.client.post(url, {"what": "make", "hours": "24"})
    again = paula.client.post(url, {"what": "make", "hours": "24"})
    ended = paula.client.post(url, {"what": "end"})
    refused = paula.client.post(url, {"what": "make", "hours": "9999"})

    [secret] = re.findall(r"dzs_[\w-]{40,}", page.content.decode())
    assert page["Cache-Control"] == "private, no-store"
    assert SystemSecret.objects.filter(digest=digest_secret(secret)).exists()
    assert "holds until" in text_of(again)
    assert "The former secret has ended." in text_of(ended)
    assert (refused.status_code, "within 168 hours" in text_of(refused)) == (400, True)
    assert secret not in paula.client.get(url).content.decode()


def test_others_see_nothing_of_it(world: World) -> None:
    erp = new_system(account=new_account(world.partner), organisation=world.partner, name="Order book", owner=world.otto)
    rita = Visitor(world.rita)

    assert "Order book" not in text_of(rita.open("systems"))
    assert rita.client.get(f"/systems/{erp.pk}/secrets/").status_code == 404


@pytest.fixture
def left(world: World) -> System:
    """A program for which Rita answers, who may administer it, with a secret that Stella made before she left."""
    erp = new_system(account=new_account(world.partner), organisation=world.partner, name="Order book", owner=world.rita)
    with by_hand():
        Membership.objects.create(user=world.rita, organisation=world.partner, role=MembershipRole.ADMINISTRATOR)
        made = Membership.objects.create(user=world.stella, organisation=world.partner, role=MembershipRole.ADMINISTRATOR)
    rotate_secret(erp, world.stella)
    end_right(made, add_administrator("keeper"), reason="She has left.")
    assert settle_due_systems() == 1
    return erp


def test_who_administers_confirms_that_a_leaver_can_use_no_secret(world: World, paula: Visitor, left: System) -> None:
    url = f"/systems/{left.pk}/secrets/"

    page = text_of(paula.client.get(url))
    refused = paula.client.post(url, {"what": "confirm", "reason": " "})
    typed = paula.client.post(url, {"what": "confirm", "reason": "It never\u202e left."})
    done = paula.client.post(url, {"what": "confirm", "reason": "It never left the safe."})
    twice = paula.client.post(url, {"what": "confirm", "reason": "It never left the safe."})

    assert ("Stella" in page, "all its secrets end" in page, "Confirm the secrets" in page) == (True, True, True)
    assert (refused.status_code, "Say why whoever left" in text_of(refused)) == (400, True)
    assert (typed.status_code, "It never\u202e left." in typed.content.decode()) == (400, True)
    assert (done.status_code, "The secrets are confirmed." in text_of(done), "Stella" in text_of(done)) == (200, True, True)
    assert "Confirm the secrets" not in text_of(done)
    assert (twice.status_code, "Nobody has left" in text_of(twice)) == (409, True)
    [event] = Event.objects.filter(kind=EventKind.SYSTEM_SECRETS_CONFIRMED)
    assert (event.actor, event.data["leavers"]) == (world.paula, [str(world.stella.pk)])
    assert System.objects.get(pk=left.pk).left_at is None


def test_nobody_is_offered_to_confirm_while_who_answers_for_it_has_left(world: World, paula: Visitor, left: System) -> None:
    with by_hand():
        Membership.objects.filter(user=world.rita, organisation=world.partner).delete()
    url = f"/systems/{left.pk}/secrets/"

    page = text_of(paula.client.get(url))
    refused = paula.client.post(url, {"what": "confirm", "reason": "She told me so."})

    assert ("Rita" in page, "Confirm the secrets" in page) == (True, False)
    assert (refused.status_code, "hand it over first" in text_of(refused)) == (409, True)


def test_after_the_time_to_hand_it_over_no_secret_is_made_that_would_end_at_once(
    world: World, paula: Visitor, left: System
) -> None:
    with by_hand():
        Membership.objects.filter(user=world.rita, organisation=world.partner).delete()
    url = f"/systems/{left.pk}/secrets/"
    with at_time(now() + timedelta(days=15)):
        assert settle_due_systems() == 1
        listed, page = text_of(paula.open("systems")), text_of(paula.client.get(url))
        refused = paula.client.post(url, {"what": "make", "hours": "0"})

        assert all("two administrators of the authority settle that" in one for one in (listed, page))
        assert (refused.status_code, "would end at once" in text_of(refused)) == (409, True)
        with by_hand():
            System.objects.filter(pk=left.pk).update(owner=world.paula)
        made = rotate_secret(left, world.paula)
        settle_due_systems()
        assert find_secret(System.objects.get(pk=left.pk), made, at=now()) is not None
