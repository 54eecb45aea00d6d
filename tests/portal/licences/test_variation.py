"""The holder asks for a variation in the portal: what is typed stays, each fault stands at its field."""

from __future__ import annotations

from decimal import Decimal

from licensing.acts.licences.changing.variation import grant_variation, propose_variation
from licensing.models import LicenceVariation
from tests.portal.visiting import Visitor, summary_of, text_of
from tests.world import World


def test_less_is_asked_for_and_more_is_refused_at_its_field(world: World, paula: Visitor) -> None:
    subject = world.licence()
    page = paula.open("vary_licence", subject.pk)

    more = paula.send("vary_licence", subject.pk, reason="More.", **{"quantity-1": "41"})
    odd = paula.send("vary_licence", subject.pk, reason="Odd.", valid_until="soon")
    typed = {"reason": "The buyer takes less.", "quantity-1": "30"}
    answers = [paula.send("vary_licence", subject.pk, into=page, **typed) for _press in range(2)]

    assert summary_of(more) == ["Line 1 is for 40 pieces. What is to be added takes a new request."]
    assert 'value="41"' in more.content.decode()
    assert summary_of(odd) == ["Write the last day as year-month-day: 2027-03-31."]
    assert [answer.status_code for answer in answers] == [302, 302]
    assert LicenceVariation.objects.get().quantities == {"1": "30"}
    shown = text_of(paula.open("licence", subject.pk))
    assert "waits for a decision" in shown
    assert "Line 1. Reconnaissance UAV: 40 pieces → 30 pieces" in shown
    assert "Withdraw what was asked" in shown
    assert paula.open("vary_licence", subject.pk).status_code == 302


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
