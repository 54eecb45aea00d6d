"""A variation at the desk: proposed with what has left beside it, and decided by another."""

from __future__ import annotations

import pytest
from django.urls import reverse

from licensing.models import LicenceVariation
from tests.admin.conftest import At, act_on, execute_act, text_of
from tests.variations import DEPOT, THROUGH_LATVIA, issue_asked_licence, issue_proposed_licence
from tests.world import World


def test_an_officer_proposes_and_what_was_typed_stays_when_it_is_refused(world: World, at: At) -> None:
    subject = world.licence()
    otto, same = at(world.otto), subject.valid_until.isoformat()

    form = text_of(otto.get(act_on(subject, "propose_variation")))
    said = {"reason": "Need at home.", "valid_until": same}
    more = execute_act(otto, act_on(subject, "propose_variation"), quantity_1="45", quantity_2="4", **said)
    done = execute_act(otto, act_on(subject, "propose_variation"), quantity_1="30", quantity_2="4", **said)

    assert "0 pieces have left already." in form
    assert more.status_code == 400
    assert "a tenth more than was granted" in text_of(more)
    assert 'value="45"' in text_of(more)
    assert done.status_code == 302
    assert LicenceVariation.objects.get().quantities == {"1": "30"}


@pytest.mark.walk
def test_an_officer_proposes_another_party_and_route_as_a_holder_asks_for_them(world: World, at: At) -> None:
    subject = world.licence()
    otto, to = at(world.otto), act_on(subject, "propose_variation")
    typed = {"reason": "Need.", "valid_until": subject.valid_until.isoformat(), "quantity_1": "40", "quantity_2": "4"}
    typed |= {f"parties-0-{name}": value for name, value in DEPOT.items()} | {"parties-0-replaces": "4"}
    # The second leg stays empty; the third is where the fault was typed.
    typed |= {
        f"route-{place}-{name}": value for place, leg in zip((0, 2), THROUGH_LATVIA, strict=True) for name, value in leg.items()
    }

    form = otto.get(to)
    abroad = execute_act(
        otto, to, **typed | {"parties-0-country": "LV", "route-2-from_country": "PL", "route-2-to_country": "PL"}
    )
    done = execute_act(otto, to, **typed)

    assert [bound.value() for bound in form.context["legs"][0]["fields"]][1:3] == ["Lviv", "UA"]
    assert abroad.status_code == 400
    assert set(abroad.context["form"].errors) == {"parties-0-country", "route-2-from_country", "route-2-to_country"}
    assert 'value="Fictional New Depot"' in text_of(abroad)
    assert done.status_code == 302
    made = LicenceVariation.objects.get()
    assert (made.parties, made.quantities, made.valid_until) == ([DEPOT | {"replaces": 4}], {}, None)
    assert [leg["to_country"] for leg in made.route] == ["LV", "EE"]


@pytest.mark.walk
def test_a_decider_reads_what_changes_and_grants_it(world: World, at: At) -> None:
    subject = issue_asked_licence(world)
    dora, page = at(world.dora), reverse("admin:licensing_licence_change", args=[subject.pk])

    desk = text_of(dora.get(reverse("admin:index")))
    form = text_of(dora.get(act_on(subject, "grant_variation")))
    done = execute_act(dora, act_on(subject, "grant_variation"), reason="")

    assert "Licences that wait for a decider" in desk
    assert "Asked by Paula: The buyer takes less." in form
    assert "Line 1. Reconnaissance UAV: 40 pieces → 30 pieces" in form
    assert done.status_code == 302
    assert "version 2" in text_of(dora.get(page))
    assert "Licences that wait for a decider" not in text_of(dora.get(reverse("admin:index")))


def test_a_refusal_needs_its_reason_and_the_first_person_is_no_second(world: World, at: At) -> None:
    subject = issue_proposed_licence(world)

    without = execute_act(at(world.dora), act_on(subject, "refuse_variation"), reason="")
    own = at(world.otto).get(act_on(subject, "refuse_variation"))
    done = execute_act(at(world.dora), act_on(subject, "refuse_variation"), reason="Not now.")

    assert [one.status_code for one in (without, own, done)] == [400, 403, 302]
    assert LicenceVariation.objects.get().outcome == "refused"
