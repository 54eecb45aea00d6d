"""A6: a mandate, a membership or an appointment that is taken away while a form stands open is gone when it is sent."""

from __future__ import annotations

import pytest

from licensing.models import Appointment, Event, Mandate, Membership
from tests.abuse.walking import forms_on, signed_in
from tests.world import World


@pytest.mark.parametrize("how", ["taken away", "ended"])
def test_a_signature_sent_after_the_mandate_went_does_not_count(world: World, how: str) -> None:
    case, client = world.with_need(), signed_in(world.mira)
    url = f"/admin/licensing/case/{case.pk}/act/sign/"
    [form] = forms_on(client.get(url))
    before = Event.objects.count()

    mandate = Mandate.objects.filter(user=world.mira)
    mandate.delete() if how == "taken away" else mandate.update(period=("2020-01-01", "2020-02-01"))
    refused = client.post(url, form.values | {"choice": "approve"})

    assert refused.status_code in (403, 404)
    assert (Event.objects.count(), case.rounds.get().positions.count()) == (before, 0)


def test_a_request_sent_after_leaving_the_organisation_is_not_withdrawn(world: World) -> None:
    case, client = world.filed(), signed_in(world.paula)
    assert client.get(f"/cases/{case.pk}/withdraw/").status_code == 200

    Membership.objects.filter(user=world.paula).delete()
    refused = client.post(f"/cases/{case.pk}/withdraw/", {"reason": "Enough."})

    case.refresh_from_db()
    assert (refused.status_code, case.state) == (404, "submitted")


def test_a_decision_sent_after_the_appointment_ended_is_not_recorded(world: World) -> None:
    case, client = world.before_government(), signed_in(world.dora)
    url = f"/admin/licensing/case/{case.pk}/act/grant/"
    [form] = forms_on(client.get(url))

    Appointment.objects.filter(user=world.dora).delete()
    refused = client.post(url, form.values | {"number": "1"})

    case.refresh_from_db()
    assert (refused.status_code, case.state) == (404, "government_decision")
