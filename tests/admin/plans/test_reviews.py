"""An officer records the review of a contract at the desk, where it waits for them."""

from __future__ import annotations

from datetime import timedelta

from licensing.acts.acting import at_time, now
from licensing.models import ContractReview
from tests.admin.conftest import At, act_of, execute_act, page_of, text_of
from tests.admin.requests.desk.test_my_desk import DESK
from tests.parents import grant_contract
from tests.world import World


def test_an_officer_records_a_review_that_waits_for_them(world: World, at: At) -> None:
    contract, otto = grant_contract(world, reviews=(20, 400)), at(world.otto)
    page = act_of(contract, "review_contract")
    assert "A review of the contract is due, or was missed" in text_of(otto.get(DESK))

    form = text_of(otto.get(page))
    refused = execute_act(otto, page, number="1", result="varies", reason="")
    execute_act(otto, page, number="1", result="varies", reason="Materials cost more.")

    assert ("Review 20" in form, "Review 400" in form) == (True, False)
    assert "This field is required." in text_of(refused)
    assert ContractReview.objects.get(number=1).reason == "Materials cost more."
    assert "A review of the contract is due, or was missed" not in text_of(otto.get(DESK))
    shown = text_of(otto.get(page_of(contract)))
    assert ("Materials cost more." in shown, "Not held yet" in shown, page in shown) == (True, True, False)


def test_a_missed_review_is_shown_as_missed(world: World, at: At) -> None:
    contract = grant_contract(world, reviews=(20,))
    before = text_of(at(world.otto).get(page_of(contract)))

    with at_time(now() + timedelta(days=25)):
        after = text_of(at(world.otto).get(page_of(contract)))

    assert ("Missed" in before, "Missed" in after) == (False, True)
