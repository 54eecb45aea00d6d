"""Organisations at the desk: opened and corrected by administrators, by forms whose refusals stand at their fields."""

from __future__ import annotations

import pytest
from django.urls import reverse

from licensing.models import Organisation, User
from tests.admin.conftest import At, execute_act, text_of
from tests.world import World

GIVEN = {"name": "Depot", "country": "EE", "name_original": "Ladu", "register_no": "EE-1", "address": "", "reason": "New."}


@pytest.mark.walk
def test_an_administrator_opens_and_corrects_an_organisation(world: World, at: At, ada: User) -> None:
    client = at(ada)

    opened = execute_act(client, reverse("admin:licensing_organisation_open"), **GIVEN)
    depot = Organisation.objects.get(name="Depot")
    page = reverse("admin:licensing_organisation_correct", args=[depot.pk])
    refused = execute_act(client, page, **GIVEN | {"name": world.partner.name, "country": str(world.partner.country_id)})
    execute_act(client, page, **GIVEN | {"register_no": "EE-2"})

    assert opened["Location"] == reverse("admin:licensing_organisation_change", args=[depot.pk])
    assert (refused.status_code, "of this name in this country already" in text_of(refused)) == (400, True)
    assert Organisation.objects.get(pk=depot.pk).register_no == "EE-2"


def test_others_read_an_organisation_and_find_no_form(world: World, at: At) -> None:
    of_partner = [world.partner.pk]
    page = at(world.otto).get(reverse("admin:licensing_organisation_change", args=of_partner))
    forms = [reverse("admin:licensing_organisation_open"), reverse("admin:licensing_organisation_correct", args=of_partner)]

    assert (page.status_code, forms[1] in page.content.decode()) == (200, False)
    assert {at(person).get(form).status_code for person in (world.otto, world.pol) for form in forms} == {404}
