"""Expressions of interest at the desk: read by who weighs them, answered and offered to by case officers."""

from __future__ import annotations

from datetime import timedelta

from django.urls import reverse

from licensing.acts.acting import now, to_local_day
from licensing.acts.plans.carrying import carry_case_over
from licensing.acts.plans.interests import file_interest, make_counter_offer
from licensing.choices import InterestState
from licensing.models import Interest, User
from tests.admin.conftest import At
from tests.interests import INTEREST, filed_interest, offer
from tests.old_plans import file_old_plan
from tests.world import World


def url(name: str, interest: Interest) -> str:
    return reverse(f"admin:licensing_interest_{name}", args=[interest.pk])


def test_it_is_answered_agreed_and_declined(world: World, at: At) -> None:
    interest, other = filed_interest(world), filed_interest(world)
    client = at(world.otto)

    assert client.post(url("answer", interest), {"text": "We look into it."}).status_code == 302
    assert client.post(url("decline", other), {"reason": "None are left."}).status_code == 302
    for one, state in ((interest, InterestState.ANSWERED), (other, InterestState.DECLINED)):
        one.refresh_from_db()
        assert one.state == state


def test_the_plan_that_it_goes_on_from_is_named_to_all_and_linked_to_who_may_open_it(world: World, at: At) -> None:
    case = carry_case_over(file_old_plan(world))
    interest = file_interest(world.paula, world.partner, INTEREST, carried_from=case.pk)
    link = reverse("admin:licensing_case_change", args=[case.pk])

    shown = {user.name: at(user).get(url("change", interest)).content.decode() for user in (world.otto, world.mira)}

    assert {name: (str(case.reference) in page, link in page) for name, page in shown.items()} == {
        "Otto": (True, True),
        "Mira": (True, False),
    }


def test_a_counter_offer_is_accepted_by_a_press(world: World, at: At) -> None:
    from_partner = filed_interest(world)
    client = at(world.otto)
    year = to_local_day(now()).year + 1
    sent = {"text": "Thirty.", "goods_0": "Vessels", "unit_0": "NAR", f"y{year}_0": "30", "cooperation": "direct_sale"}
    client.post(url("offer", from_partner), sent | {"valid_until": to_local_day(now()) + timedelta(days=20)})
    make_counter_offer(from_partner, world.paula, offer(valid_until=None))

    assert "Accept the counter-offer" in client.get(url("change", from_partner)).content.decode()
    assert client.post(url("agree", from_partner)).status_code == 302
    from_partner.refresh_from_db()
    assert from_partner.state == InterestState.AGREED


def test_members_read_and_others_find_nothing(world: World, at: At, ada: User) -> None:
    interest = filed_interest(world)
    for user, status in ((world.rhea, 200), (world.audra, 200), (ada, 403)):
        assert at(user).get(url("change", interest)).status_code == status
    assert at(world.rhea).get(url("answer", interest)).status_code == 403
