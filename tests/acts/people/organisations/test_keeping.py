"""Organisations are opened and corrected by administrators alone, with a reason and an event; what is wrong is said at once."""

from __future__ import annotations

from dataclasses import replace

import pytest

from licensing.acts.people.organisations.keeping import OrganisationInput, correct_organisation, open_organisation
from licensing.errors import Invalid, NotAllowed
from licensing.models import Event, Organisation
from licensing.policy.record.event_kinds import EventKind
from tests.administrators import add_administrator
from tests.world import World

DEPOT = OrganisationInput(name=" Depot ", country="EE", register_no="EE-1")


def test_an_organisation_is_opened_and_corrected_with_a_reason(world: World) -> None:
    ada = add_administrator("ada")

    depot = open_organisation(ada, DEPOT, reason="It asked to.")
    correct_organisation(depot, ada, replace(DEPOT, name="Depot OÜ"), reason="Its full name.")
    correct_organisation(depot, ada, replace(DEPOT, name="Depot OÜ"), reason="Once more.")

    events = Event.objects.filter(kind=EventKind.ORGANISATION_CHANGED).order_by("number")
    assert (Organisation.objects.get(pk=depot.pk).name, Organisation.objects.get(pk=depot.pk).country_id) == ("Depot OÜ", "EE")
    assert [(one.data["changed"], one.data["reason"]) for one in events] == [
        (["opened"], "It asked to."),
        (["name"], "Its full name."),
    ]


def test_a_name_that_it_had_is_kept_until_it_takes_it_again(world: World) -> None:
    ada = add_administrator("ada")
    depot = open_organisation(ada, replace(DEPOT, name_original="Депо"), reason="It asked to.")

    had = []
    for name, original in (("Depot OÜ", "Депо"), ("Depot AS", "Депо АТ"), ("Depot AS", "Депо АТ"), ("Depot", "Депо АТ")):
        correct_organisation(
            depot, ada, replace(DEPOT, name=name, name_original=original, address="Tallinn"), reason="So it is."
        )
        had.append(Organisation.objects.get(pk=depot.pk).former_names)

    assert had == [
        ["Depot"],
        ["Depot", "Depot OÜ", "Депо"],
        ["Depot", "Depot OÜ", "Депо"],
        ["Depot OÜ", "Депо", "Depot AS"],
    ]


@pytest.mark.parametrize(
    ("change", "reason", "path"),
    [
        ({"name": " "}, "Why.", "name"),
        ({"name": "x" * 201}, "Why.", "name"),
        ({"register_no": "x" * 41}, "Why.", "register_no"),
        ({"country": "QQ"}, "Why.", "country"),
        ({}, " ", "reason"),
    ],
)
def test_what_is_wrong_is_refused_at_its_field(world: World, change: dict[str, str], reason: str, path: str) -> None:
    before = Organisation.objects.count()

    with pytest.raises(Invalid) as refused:
        open_organisation(add_administrator("ada"), replace(DEPOT, **change), reason=reason)

    assert ([gap.path for gap in refused.value.gaps], Organisation.objects.count()) == ([path], before)


def test_two_of_one_name_in_a_country_and_other_people_are_refused(world: World) -> None:
    ada, partner = add_administrator("ada"), world.partner
    same = OrganisationInput(name=partner.name, country=str(partner.country_id))

    with pytest.raises(Invalid):
        open_organisation(ada, same, reason="Twice.")
    for person in (world.otto, world.pol, world.paula):
        with pytest.raises(NotAllowed):
            correct_organisation(partner, person, same, reason="Mine.")
