"""The holder asks for a variation in the portal: what is typed stays, each fault stands at its field."""

from __future__ import annotations

from decimal import Decimal

import pytest

from licensing.acts.licences.changing.variation import ask_variation, grant_variation, propose_variation
from licensing.models import Licence, LicenceVariation
from tests.portal.visiting import Visitor, summary_of, text_of
from tests.variations import DEPOT, THROUGH_LATVIA, hear_another_body_of_latvia
from tests.world import World


@pytest.mark.walk
def test_less_is_asked_for_and_more_is_refused_at_its_field(world: World, paula: Visitor) -> None:
    subject = world.licence()
    page = paula.open("vary_licence", subject.pk)

    more = paula.send("vary_licence", subject.pk, reason="More.", **{"quantity-1": "45"})
    odd = paula.send("vary_licence", subject.pk, reason="Odd.", valid_until="soon")
    typed = {"reason": "The buyer takes less.", "quantity-1": "30"}
    answers = [paula.send("vary_licence", subject.pk, into=page, **typed) for _press in range(2)]

    assert summary_of(more) == ["Line 1 can become 44 pieces at most: a tenth more than was granted. More takes a new request."]
    assert 'value="45"' in more.content.decode()
    assert summary_of(odd) == ["Write the last day as year-month-day: 2027-03-31."]
    assert [answer.status_code for answer in answers] == [302, 302]
    assert LicenceVariation.objects.get().quantities == {"1": "30"}
    shown = text_of(paula.open("licence", subject.pk))
    assert "waits for a decision" in shown
    assert "Line 1. Reconnaissance UAV: 40 pieces → 30 pieces" in shown
    assert "Withdraw what was asked" in shown
    assert paula.open("vary_licence", subject.pk).status_code == 302


def test_another_consignee_and_route_are_asked_for_and_faults_stand_at_their_fields(world: World, paula: Visitor) -> None:
    subject = world.licence()
    party = DEPOT | {"replaces": "4"}
    typed = {f"parties-0-{name}": value for name, value in party.items()} | {"route-0-mode": "air", "reason": "It moves."}

    abroad = paula.send("vary_licence", subject.pk, **typed | {"parties-0-country": "LV", "route-0-to_country": "LV"})
    emptied = {f"route-0-{name}": "" for name in ("mode", "from_place", "from_country", "to_place", "to_country", "carrier")}
    gone = paula.send("vary_licence", subject.pk, **emptied, **{"route-0-customs_point": "", "reason": "No route."})
    half = paula.send("vary_licence", subject.pk, **{"route-1-mode": "sea", "reason": "By sea."})
    done = paula.send("vary_licence", subject.pk, **typed)

    assert len(summary_of(abroad)) == 2
    assert "Fictional New Depot" in abroad.content.decode()
    assert summary_of(gone) == ["Say what is to change: the last day, the quantity of a line, a party or the route."]
    assert len(summary_of(half)) == 4
    assert done.status_code == 302
    shown = text_of(paula.open("licence", subject.pk))
    assert "Fictional Depot, Tallinn, Estonia → Fictional New Depot, Narva, Estonia" in shown
    assert "Lviv (Ukraine) – Tallinn (Estonia), Road, Invented Carrier, Krakovets → Lviv (Ukraine) – " in shown


def test_a_place_and_a_leg_that_no_form_offers_are_refused(world: World, paula: Visitor) -> None:
    subject = world.licence()
    typed = {f"parties-0-{name}": value for name, value in DEPOT.items()} | {"reason": "It moves."}

    answers = [
        paula.send("vary_licence", subject.pk, **typed | {"parties-0-replaces": odd}) for odd in ("x", "99", "²", "9" * 30)
    ]
    buyer = paula.send("vary_licence", subject.pk, **typed | {"parties-0-replaces": "1"})
    legs = paula.send(
        "vary_licence", subject.pk, reason="It moves.", **{"route-²-mode": "air", "route-999999999999-mode": "air"}
    )

    assert [answer.status_code for answer in answers] == [422] * 4
    assert [len(summary_of(answer)) for answer in answers] == [1] * 4
    assert summary_of(buyer) == ["Role in the transfer: Another party comes in the place of one with the same role."]
    assert legs.status_code == 422
    assert not LicenceVariation.objects.exists()


def test_what_is_wrong_with_the_whole_route_does_not_close_it(world: World, paula: Visitor) -> None:
    subject = world.licence()
    hear_another_body_of_latvia()
    legs = {f"route-{number}-{name}": value for number, leg in enumerate(THROUGH_LATVIA) for name, value in leg.items()}

    other = paula.send("vary_licence", subject.pk, **legs, reason="By Riga.")

    [sentence] = summary_of(other)
    assert sentence.startswith("With this the request belongs before other bodies")
    assert other.content.decode().count('<details class="govuk-details" open>') == 2


def test_what_was_asked_is_withdrawn_with_a_reason(world: World, paula: Visitor) -> None:
    subject = world.licence()
    paula.send("vary_licence", subject.pk, reason="Less.", **{"quantity-1": "30"})

    unreasoned = paula.send("withdraw_variation", subject.pk, reason="")
    done = paula.send("withdraw_variation", subject.pk, reason="Not needed.")

    assert summary_of(unreasoned) == ["Say why you withdraw it."]
    assert (done.status_code, LicenceVariation.objects.get().outcome) == (302, "withdrawn")
    assert paula.open("withdraw_variation", subject.pk).status_code == 302


def test_the_holder_reads_the_version_in_force(world: World, paula: Visitor) -> None:
    subject = world.licence()
    propose_variation(subject, world.otto, reason="Need at home.", quantities={1: Decimal(0)})
    grant_variation(subject, world.dora, reason="As proposed.")

    shown = text_of(paula.open("licence", subject.pk))

    assert "version 2" in shown
    assert "The authority proposed it" in shown
    assert "As proposed." in shown


def test_a_version_by_a_variation_does_not_say_that_it_was_filed(world: World, paula: Visitor) -> None:
    subject = world.licence()
    ask_variation(subject, world.paula, reason="The depot has moved.", parties=[DEPOT | {"replaces": 4}])
    grant_variation(Licence.objects.get(pk=subject.pk), world.dora)

    filed, varied = (text_of(paula.open("version", subject.case_id, number)) for number in (1, 2))

    assert "Submitted " in filed
    assert "By the variation of the licence of " in varied
    assert "Submitted " not in varied
