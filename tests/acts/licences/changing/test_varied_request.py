"""More of a line, another party and another route: held to what stops a grant, and granted a version of the request."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from licensing.acts.assessment.sweeping import screen_due_cases
from licensing.acts.decisions import government
from licensing.acts.decisions.appeal import appeal_case
from licensing.acts.licences import ledger
from licensing.acts.licences.changing.variation import ask_variation, grant_variation, refuse_variation
from licensing.acts.record.verification import verify_record
from licensing.choices import PartyRole
from licensing.errors import NotAllowed, StoppedByScreening, WrongState
from licensing.models import Case, CaseVersion, Country, Event, Item, Licence, LicenceVariation, Party
from licensing.models.read_models.licences.shipment import load_granted_request
from licensing.models.read_models.licences.variations import list_changes
from tests.acts.assessment.state import one_hit, publish_list_of, second_case_officer
from tests.acts.assessment.test_disposing import say
from tests.acts.licences.changing.test_variation import WHY, fresh, line, refusal
from tests.by_hand import by_hand
from tests.certificates import issue_certified_licence
from tests.change_sets import add_policy_officer, exclude, release
from tests.parents import grant_framework, measure_year, yearly
from tests.trial import make_case_granted_in_part
from tests.variations import DEPOT, LEG, THROUGH_LATVIA, hear_another_body_of_latvia
from tests.world import World, clearance, resolution


def ask(world: World, subject: Licence, **what: Any) -> LicenceVariation:
    return ask_variation(fresh(subject), world.paula, reason=WHY, **what)


def names(subject: Licence) -> list[str]:
    return [one["name"] for one in load_granted_request(fresh(subject)).list_parties(PartyRole.CONSIGNEE)]


def test_a_tenth_more_is_granted_and_what_was_drawn_stays_drawn(world: World) -> None:
    subject = world.licence()
    ledger.draw_down_licence(subject, world.cus, clearance("m1", 10))

    beyond = refusal(ask_variation, fresh(subject), world.paula, reason=WHY, quantities={1: Decimal(45)})
    ask(world, subject, quantities={1: Decimal(44)})
    grant_variation(fresh(subject), world.dora)
    again = refusal(ask_variation, fresh(subject), world.paula, reason=WHY, quantities={1: Decimal(48)})

    assert (beyond, again) == ([("beyond_authorised", "quantities.1")],) * 2
    assert (line(subject).authorised, line(subject).used) == (Decimal(44), Decimal(10))
    assert Item.objects.get(case=subject.case_id, number=1).quantity == 44
    assert ledger.draw_down_licence(fresh(subject), world.cus, clearance("m2", 34)).left_after == 0
    assert verify_record().fault is None


def test_another_consignee_and_route_are_a_version_of_the_request(world: World) -> None:
    subject = world.licence()
    asked = ask(world, subject, parties=[DEPOT | {"replaces": 4}], route=[LEG | {"customs_point": "Yahodyn"}])
    waiting = names(subject)

    grant_variation(fresh(subject), world.dora)

    made = LicenceVariation.objects.get()
    assert (asked.route[0]["customs_point"], waiting, names(subject)) == (
        "Yahodyn",
        ["Fictional Depot"],
        ["Fictional New Depot"],
    )
    assert made.request_version == CaseVersion.objects.get(case=subject.case_id, number=2)
    assert Party.objects.get(case=subject.case_id, role=PartyRole.CONSIGNEE).name == "Fictional New Depot"
    changes = [str(one) for one in list_changes(made, fresh(subject), [])]
    assert changes[0] == "Final consignee: Fictional Depot, Tallinn, Estonia → Fictional New Depot, Narva, Estonia"
    assert changes[1].endswith("Lviv (Ukraine) – Tallinn (Estonia), Air, Yahodyn")
    assert verify_record().fault is None


def test_what_is_granted_cites_the_release_by_which_it_was_judged(world: World) -> None:
    subject = world.licence()
    release(world.pol, add_policy_officer("petra"), exclude("LV"))
    ask(world, subject, route=[LEG])

    grant_variation(fresh(subject), world.dora)

    told = Event.objects.filter(kind__in=["case.varied", "licence.varied"])
    assert CaseVersion.objects.get(case=subject.case_id, number=2).release == 1
    assert [one.data["release"] for one in told] == [1, 1]
    assert verify_record().fault is None


def test_what_evades_the_full_procedure_is_refused(world: World) -> None:
    subject = world.licence()

    abroad = refusal(ask_variation, subject, world.paula, reason=WHY, parties=[DEPOT | {"country": "LV"}])
    unknown = refusal(ask_variation, subject, world.paula, reason=WHY, parties=[DEPOT | {"country": "XX"}])
    goods = refusal(ask_variation, subject, world.paula, reason=WHY, quantities={3: Decimal(1)})
    same = refusal(ask_variation, subject, world.paula, reason=WHY, route=world_route(subject))

    assert (abroad, unknown) == ([("other_destination", "parties.0.country")], [("unknown_code", "parties.0.country")])
    assert (goods, same) == ([("unknown", "quantities.3")], [("required", "valid_until")])
    assert not LicenceVariation.objects.exists()


def test_what_further_bodies_would_weigh_takes_a_new_request(world: World) -> None:
    subject = world.licence()
    hear_another_body_of_latvia()

    other = refusal(ask_variation, subject, world.paula, reason=WHY, route=THROUGH_LATVIA)

    assert other == [("other_procedure", "route")]


def test_more_is_not_had_by_a_variation_and_by_an_appeal_together(world: World) -> None:
    case = make_case_granted_in_part(world)
    subject = Licence.objects.get(case=case)

    with pytest.raises(WrongState, match="An appeal can still be filed"):
        ask(world, subject, quantities={1: Decimal(33)})
    appeal_case(case, world.paula, reason="The shortage is over.")
    with pytest.raises(WrongState, match="under appeal"):
        ask(world, subject, quantities={1: Decimal(33)})
    less = ask(world, subject, quantities={1: Decimal(29)})

    assert (less.quantities, line(subject).authorised) == ({"1": "29"}, Decimal(30))


def world_route(subject: Licence) -> list[dict[str, Any]]:
    rows = subject.case.route_legs.values(
        "mode", "from_place", "from_country", "to_place", "to_country", "carrier", "customs_point"
    )
    return list(rows)


def test_a_country_that_is_excluded_since_is_judged_when_it_is_granted(world: World) -> None:
    subject = world.licence()
    ask(world, subject, route=THROUGH_LATVIA)
    with by_hand():
        Country.objects.filter(pk="LV").update(tier="excluded")

    with pytest.raises(Exception, match="excluded tier"):
        grant_variation(fresh(subject), world.dora)

    assert (fresh(subject).version, CaseVersion.objects.filter(case=subject.case_id).count()) == (1, 1)


def test_a_party_that_is_asked_for_is_screened_before_anybody_grants_it(world: World) -> None:
    subject = world.licence()
    publish_list_of(world, "X-9,primary,entity,Zorvex Trading,INVENTED,EE,,")
    ask(world, subject, parties=[DEPOT | {"name": "Zorvex Trading"}])
    hit = one_hit()
    leaving = ledger.draw_down_licence(fresh(subject), world.cus, clearance("m1", 1))

    with pytest.raises(StoppedByScreening):
        grant_variation(fresh(subject), world.dora)
    screen_due_cases()
    still = one_hit().gone_at
    refuse_variation(fresh(subject), world.dora, reason="The depot is listed.")

    assert (hit.party_name, leaving.left_after, still) == ("Zorvex Trading", Decimal(39), None)
    assert (fresh(subject).version, one_hit().gone_at is None) == (1, False)
    assert verify_record().fault is None


def test_a_licence_used_in_full_drops_the_hits_of_what_was_asked(world: World) -> None:
    subject = world.licence()
    publish_list_of(world, "X-9,primary,entity,Zorvex Trading,INVENTED,EE,,")
    ask(world, subject, parties=[DEPOT | {"name": "Zorvex Trading"}])

    first = ledger.draw_down_licence(fresh(subject), world.cus, clearance("m1", 40))
    ledger.draw_down_licence(fresh(subject), world.cus, clearance("m2", 4, line=2))
    ledger.reverse_usage(fresh(subject), world.cus, first.pk, message_id="m1-r")

    assert (fresh(subject).state, LicenceVariation.objects.get().outcome) == ("issued", "ceased")
    assert one_hit().gone_at is not None


def test_what_two_have_cleared_is_granted(world: World) -> None:
    subject = world.licence()
    publish_list_of(world, "X-9,primary,entity,Zorvex Trading,INVENTED,EE,,")
    ask(world, subject, parties=[DEPOT | {"name": "Zorvex Trading"}])
    say(one_hit(), world.otto)
    say(one_hit(), second_case_officer())

    grant_variation(fresh(subject), world.dora)

    assert names(subject) == ["Fictional Depot", "Zorvex Trading"]
    assert verify_record().fault is None


def test_an_end_user_is_whom_the_certificate_names_and_it_covers_what_is_added(world: World) -> None:
    subject = issue_certified_licence(world, lines=None)
    user = DEPOT | {"role": "end_user", "name": "Fictional Border Guard"}

    other = refusal(ask_variation, subject, world.paula, reason=WHY, parties=[user])

    assert other == [("other_end_user", "parties.0.name")]


@pytest.mark.walk
def test_more_draws_on_the_framework_and_never_beyond_it(world: World) -> None:
    framework = grant_framework(world)
    case = world.before_government(title="Year 2", **yearly(framework, quantity="40"))
    government.grant_case(case, world.dora, resolution(number="418-r"))
    subject = Licence.objects.get(case=case)
    ask(world, subject, quantities={1: Decimal(44)})
    grant_variation(fresh(subject), world.dora)
    more = measure_year(framework)

    assert (more.committed, verify_record().fault) == (44, None)
    assert Event.objects.filter(kind="parent.committed").latest("number").data["lines"][0][-1] == "4"


@pytest.mark.walk
def test_what_stops_it_of_the_request_itself_is_told_and_is_no_fault(world: World) -> None:
    framework = grant_framework(world)
    case = world.before_government(title="Year 1", **yearly(framework, quantity="40", year=1, price="1000.00"))
    government.grant_case(case, world.dora, resolution(number="418-r"))
    subject = Licence.objects.get(case=case)
    ask(world, subject, quantities={1: Decimal(44)})
    with by_hand():
        Item.objects.filter(case=case).update(plan_line=7)
    of_its_item = refusal(grant_variation, fresh(subject), world.dora)
    with by_hand():
        Item.objects.filter(case=case).update(plan_line=None)
        Case.objects.filter(pk=case.pk).update(plan_year=11)
    of_its_year = refusal(grant_variation, fresh(subject), world.dora)

    assert of_its_item == [("no_line", "quantities.1")]
    assert of_its_year == [("year_unknown", "quantities")]


def test_who_may_not_ask_hears_so_before_what_is_wrong_with_it(world: World) -> None:
    with pytest.raises(NotAllowed):
        ask_variation(world.licence(), world.otto, reason=WHY, parties=[{"role": "consignee"}])
