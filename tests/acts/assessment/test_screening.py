"""Parties are held against the lists when a request is filed or changed; what was said holds while nothing changed."""

from __future__ import annotations

from licensing.acts.assessment.sweeping import count_unscreened, screen_due_cases
from licensing.acts.requests.amending import amend_case
from licensing.choices import HitStanding, HitStrength
from licensing.models import CaseScreening, Event, ScreeningHit
from licensing.policy.record.event_kinds import EventKind
from tests.acts.assessment.state import LISTED, STRANGER, one_hit, publish_list_of, second_case_officer
from tests.acts.assessment.test_disposing import say
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
