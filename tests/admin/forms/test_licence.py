"""Acts on a licence at the desk: put into force, suspended, reinstated, revoked."""

from __future__ import annotations

import pytest
from django.urls import reverse

from licensing.acts.licences.revocation import appeal_revocation
from licensing.choices import LicenceState
from licensing.models import Licence
from tests.admin.conftest import At, act_of, act_on, execute_act, fill_in_grant, text_of, today
from tests.milestones import PAID, issue_waiting_licence
from tests.trial import another_decider, make_revoked_licence
from tests.world import World


@pytest.mark.walk
def test_licence_is_suspended_reinstated_and_revoked(world: World, at: At) -> None:
    licence = world.licence()
    otto, dora = at(world.otto), at(world.dora)

    def state() -> str:
        return str(Licence.objects.get(pk=licence.pk).state)

    first = execute_act(otto, act_on(licence, "suspend"), reason="Our forces need them now.")
    suspended = state()
    confirmed = execute_act(dora, act_on(licence, "confirm_suspension"))
    proposed = execute_act(otto, act_on(licence, "propose_reinstatement"), reason="The need is met.")
    second = execute_act(dora, act_on(licence, "reinstate"), reason="")
    issued = state()
    third = execute_act(dora, act_on(licence, "revoke"), reason="A breach.")

    assert [one.status_code for one in (first, confirmed, proposed, second, third)] == [302] * 5
    assert (suspended, issued, state()) == (LicenceState.SUSPENDED, LicenceState.ISSUED, LicenceState.REVOKED)


@pytest.mark.walk
def test_licence_that_waits_for_a_condition_is_put_into_force(world: World, at: At) -> None:
    case = world.before_government()
    execute_act(
        at(world.dora),
        act_of(case, "grant"),
        **fill_in_grant(),
        conditions=["P22"],
        **{"conditions.P22.agreement": "Treaty of Tallinn"},
    )
    licence = Licence.objects.get(case=case)
    assert licence.is_dormant

    response = execute_act(at(world.otto), act_on(licence, "activate"), reason="It is in force.")

    assert response.status_code == 302
    assert Licence.objects.get(pk=licence.pk).valid_from == today()


def test_licence_act_without_a_reason_is_refused(world: World, at: At) -> None:
    licence = world.licence()

    response = execute_act(at(world.otto), act_on(licence, "suspend"), reason="")

    assert response.status_code == 400
    assert Licence.objects.get(pk=licence.pk).state == LicenceState.ISSUED


@pytest.mark.walk
def test_an_appeal_against_a_revocation_is_decided_by_who_had_no_part_in_it(world: World, at: At) -> None:
    licence, daria = make_revoked_licence(world), at(another_decider())
    page, form = reverse("admin:licensing_licence_change", args=[licence.pk]), act_on(licence, "decide_revocation")
    appeal_revocation(licence, world.paula, reason="It never left.")

    shown = [client.get(page).content.decode() for client in (at(world.dora), daria)]
    asked = daria.get(form).content.decode()
    own = execute_act(at(world.dora), form, outcome="upheld", reasons="As I said.")
    unreasoned = execute_act(daria, form, outcome="set_aside", reasons="")
    decided = execute_act(daria, form, outcome="set_aside", reasons="Found in the depot.")

    assert [form in one for one in shown] == [False, True]
    assert "It never left." in asked
    assert [own.status_code, unreasoned.status_code, decided.status_code] == [403, 400, 302]
    assert Licence.objects.get(pk=licence.pk).state == LicenceState.ISSUED
    assert "Found in the depot." in daria.get(page).content.decode()


@pytest.mark.walk
def test_a_milestone_that_deliveries_wait_for_is_recorded_as_met(world: World, at: At) -> None:
    licence, client = issue_waiting_licence(world), at(world.otto)
    page = reverse("admin:licensing_licence_change", args=[licence.pk])

    before = text_of(client.get(page))
    response = execute_act(
        client,
        act_on(licence, "record_milestone"),
        title=f"milestone:{PAID}",
        met_on=today(),
        evidence="The bank said so.",
        document_no="",
    )
    nothing_left = text_of(client.get(act_on(licence, "record_milestone")))

    assert "Deliveries wait for the milestone “Advance paid”, which is not met." in before
    assert response.status_code == 302
    assert "wait for the milestone" not in text_of(client.get(page))
    assert "No delivery under this licence waits for a milestone that is not met." in nothing_left
