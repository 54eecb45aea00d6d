"""Pages on which a role changes, somebody leaves, and their requests go to a colleague."""

from __future__ import annotations

import pytest
from django.urls import reverse

from licensing.models import Case, Membership
from tests.portal.visiting import Visitor, summary_of, text_of
from tests.world import World


def _of(world: World, name: str) -> Membership:
    return Membership.objects.get(user__email=f"{name}@example.org", organisation=world.partner, ended_at=None)


@pytest.mark.walk
def test_the_list_of_what_goes_on_is_read_before_somebody_is_removed(world: World, paula: Visitor, pavlo: Visitor) -> None:
    pavlo.client.post("/cases/new/", {"kind": "single_permit", "title": "Begun by Pavlo"})
    pavlo_member = _of(world, "pavlo")

    page = paula.open("remove_colleague", pavlo_member.pk)
    refused = paula.send("remove_colleague", pavlo_member.pk, reason="He left.")
    removed = paula.send("remove_colleague", pavlo_member.pk, reason="He left.", successor=str(world.paula.pk))

    assert "1 draft Begun by Pavlo" in text_of(page)
    assert summary_of(refused) == ["Say who goes on with their requests; one who drafts or submits."]
    assert (removed.status_code, Case.objects.get().keeper) == (302, world.paula)
    assert "Looked after by Paula" in text_of(paula.open("draft", Case.objects.get().pk))
    # The sign-in ends with the membership; a new one shows nothing of the organisation.
    assert pavlo.open("home").status_code == 302
    assert "Begun by Pavlo" not in text_of(Visitor(pavlo_member.user).open("home"))


def test_the_last_administrator_reads_why_they_cannot_leave(world: World, paula: Visitor) -> None:
    page = paula.open("remove_colleague", _of(world, "paula").pk)
    sent = paula.client.post(reverse("portal:remove_colleague", args=[_of(world, "paula").pk]), {"reason": "Bye."})

    assert "The last administrator of an organisation stays" in text_of(page)
    assert sent.status_code == 409


def test_a_role_is_changed_by_an_administrator_alone(world: World, paula: Visitor, dario: Visitor, pavlo: Visitor) -> None:
    member = _of(world, "dario")

    changed = paula.send("edit_role", member.pk, role="reader", reason="He reads.")

    assert (changed.status_code, _of(world, "dario").role) == (302, "reader")
    assert pavlo.open("edit_role", _of(world, "dario").pk).status_code == 404
    assert paula.open("edit_role", member.pk).status_code == 404


@pytest.mark.parametrize("page", ["edit_role", "remove_colleague"])
def test_nobody_of_another_organisation_finds_the_pages(world: World, rita: Visitor, dario: Visitor, page: str) -> None:
    assert rita.open(page, _of(world, "dario").pk).status_code == 404
    assert rita.open("hand_over", world.partner.pk, world.paula.pk).status_code == 404
