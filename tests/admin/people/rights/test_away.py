"""Who is away is seen where seats are asked: at the acceptance of a file, in a case that waits, before a sitting."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from licensing.acts.people.rights.absences import hand_over, record_absence
from licensing.admin.people.rights.away import list_away, list_before_a_sitting, list_before_a_stage, list_days_off
from licensing.models import Holiday, Mandate
from tests.admin.conftest import At, act_of, page_of, text_of
from tests.administrators import today
from tests.by_hand import by_hand
from tests.world import World

DAY = timedelta(days=1)


def test_a_seat_that_is_handed_over_names_its_deputy_and_another_says_so(world: World) -> None:
    greta, dan = (Mandate.objects.get(user=one) for one in (world.greta, world.dan))
    hand_over(world.greta, greta, dan, first_on=today(), end_on=today() + 3 * DAY)
    record_absence(world.rhea, first_on=today() + DAY, end_on=today() + 3 * DAY)
    record_absence(world.mira, first_on=today() + 90 * DAY, end_on=today() + 93 * DAY)

    gs, mod = list_away({"GS", "MOD", "MFA"}, today(), today() + 20 * DAY)

    assert ("Greta" in gs, "Dan deputises" in gs) == (True, True)
    assert ("Rhea" in mod, "not handed over" in mod) == (True, True)
    assert list_away({"MFA"}, today(), today() + 20 * DAY) == []


def test_days_off_are_named_in_one_sentence(world: World) -> None:
    with by_hand():
        Holiday.objects.update_or_create(
            calendar_id="UA", on=today() + 2 * DAY, defaults={"kind": "off", "names": {"en": "Invented feast"}}
        )

    [sentence] = list_days_off(today(), today() + 3 * DAY, "UA")

    assert "Invented feast" in sentence
    assert "Invented feast" in " ".join(list_days_off(today(), today() + 3 * DAY))


@pytest.mark.walk
def test_it_is_seen_before_seats_are_asked_and_while_they_are(world: World, at: At) -> None:
    filed = world.filed()
    record_absence(world.rhea, first_on=today() + DAY, end_on=today() + 3 * DAY)
    record_absence(world.dora, first_on=today() + DAY, end_on=today() + 3 * DAY)

    before = text_of(at(world.otto).get(act_of(filed, "accept")))
    called = text_of(at(world.dora).get(reverse("admin:licensing_sitting_call")))
    accepted = world.accepted(title="Another")

    assert "Away: Rhea" in before
    assert ("Away: Dora" in called, "Away: Rhea" in called) == (True, True)
    assert "Away: Rhea" in text_of(at(world.otto).get(page_of(accepted)))
    assert any("Rhea" in one for one in list_before_a_stage(filed, today()))
    assert any("Dora" in one for one in list_before_a_sitting(today()))
