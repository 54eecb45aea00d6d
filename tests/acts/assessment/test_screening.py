"""Parties are held against the lists when a request is filed or changed; what was said holds while nothing changed."""

from __future__ import annotations

import pytest

from licensing.acts.acting import now
from licensing.acts.assessment.sweeping import count_unscreened, screen_due_cases
from licensing.acts.obstacles.listing import list_obstacles
from licensing.acts.people.organisations.keeping import OrganisationInput, correct_organisation
from licensing.acts.requests.amending import amend_case
from licensing.choices import HitStanding, HitStrength
from licensing.models import Case, CaseScreening, Event, Organisation, ScreeningHit
from licensing.policy.record.event_kinds import EventKind
from tests.acts.assessment.state import LISTED, STRANGER, one_hit, publish_list_of, second_case_officer
from tests.acts.assessment.test_disposing import say
from tests.administrators import add_administrator
from tests.world import REQUEST, World


def test_filing_holds_every_party_against_the_lists_in_force(world: World) -> None:
    version = publish_list_of(world, LISTED, STRANGER, "X-3,primary,entity,Fictional Ministry,,,,")

    case = world.filed()

    hits = ScreeningHit.objects.order_by("party_name")
    assert [one.party_name for one in hits] == ["Fictional Ministry", "Invented Carrier"]
    assert {one.strength for one in hits} == {HitStrength.STRONG}
    assert hits[0].tokens[0].keys() == {"asked", "listed", "likeness", "way"}
    assert CaseScreening.objects.get(case=case).version == version
    assert Event.objects.get(kind=EventKind.HITS_FOUND).data == {"hits": 2, "strong": 2}


def test_without_lists_there_is_nothing_to_screen(world: World) -> None:
    world.filed()

    assert screen_due_cases() == 0
    assert not CaseScreening.objects.exists()


@pytest.mark.walk
def test_what_was_said_holds_for_an_entry_that_did_not_change(world: World) -> None:
    publish_list_of(world, LISTED)
    case = world.accepted()
    say(one_hit(), world.otto)
    say(one_hit(), second_case_officer())

    publish_list_of(world, LISTED, STRANGER)
    screen_due_cases()
    kept = one_hit()
    version = publish_list_of(world, LISTED.replace("INVENTED", "ANOTHER"))
    waiting = count_unscreened(version)
    screen_due_cases()

    former, new = ScreeningHit.objects.filter(case=case).order_by("found_at")
    assert kept.standing == HitStanding.CLEARED
    assert (former.pk, former.gone_at is None) == (kept.pk, False)
    assert (new.standing, new.gone_at) == (HitStanding.WAITING, None)
    assert (waiting, count_unscreened(version)) == (1, 0)


def test_a_changed_party_is_looked_for_again(world: World) -> None:
    publish_list_of(world, LISTED)
    case = world.filed()
    say(one_hit(), world.otto)
    route = [row | {"carrier": "Invented Carrier LLC"} for row in REQUEST["route"]]

    amend_case(case, world.paula, {"route": route}, reason="It has another form.")

    former, new = ScreeningHit.objects.order_by("found_at")
    assert former.gone_at is not None
    assert new.standing == HitStanding.WAITING


def rename(organisation: Organisation, name: str) -> None:
    given = OrganisationInput(name, str(organisation.country_id))
    correct_organisation(organisation, add_administrator("ada"), given, reason="It has another name.")


def test_a_renamed_applicant_is_looked_for_by_the_new_name_and_the_old(world: World) -> None:
    version = publish_list_of(world, f"A-1,primary,entity,{world.partner.name},,,,", "A-2,primary,entity,Kazkova Nova,,,,")
    case = world.accepted()
    say(one_hit(), world.otto)
    say(one_hit(), second_case_officer())
    former = world.partner.name

    before = count_unscreened(version)
    rename(world.partner, "Kazkova Nova")
    # At once for whoever asks, and written down by the next run of the sweep.
    stops = [one.data for one in list_obstacles(Case.objects.get(pk=case.pk), at=now()) if one.code == "screening_hit"]
    waiting = count_unscreened(version)
    screen_due_cases()

    old, new = ScreeningHit.objects.current().order_by("party_name")
    assert (before, stops, waiting, count_unscreened(version)) == (0, [{"list": "TRY", "list_version": 1}], 1, 0)
    # What was said of the old name holds, and the old name is looked for as long as there is the organisation.
    assert [(one.party_name, one.standing) for one in (old, new)] == [
        (former, HitStanding.CLEARED),
        ("Kazkova Nova", HitStanding.WAITING),
    ]
    kinds = Event.objects.order_by("number").values_list("kind", flat=True)
    assert list(kinds)[-3:] == [EventKind.ORGANISATION_CHANGED, EventKind.CASES_SCREENED, EventKind.HITS_FOUND]


def test_an_applicant_that_is_listed_later_under_a_former_name_is_found(world: World) -> None:
    world.filed()
    former = world.partner.name
    rename(world.partner, "Kazkova Nova")

    publish_list_of(world, f"A-1,primary,entity,{former},,,,")
    screen_due_cases()

    assert one_hit().party_name == former
