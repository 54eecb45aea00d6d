"""Reviews of a contract: owed from its grant, reminded of, recorded once by an officer, and owed no more when it has ended."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from licensing.acts.acting import at_time, now
from licensing.acts.clocks.reminders import expire_due_authorisations, send_due_reminders
from licensing.acts.plans.parents.changing import amend_authorisation
from licensing.acts.plans.parents.reviewing import find_unreminded_reviews, review_contract
from licensing.choices import MembershipRole, ParentChange, ReviewResult
from licensing.errors import Invalid, NotAllowed, WrongState
from licensing.models import Case, ContractReview, Event, Membership, Reminder
from tests.by_hand import by_hand
from tests.parents import grant_contract, grant_framework
from tests.world import ALWAYS, World

FOUND = {"result": ReviewResult.VARIES, "reason": "Materials cost more than the path says."}


def _owed(case: Case) -> set[str]:
    return set(Reminder.objects.owed().filter(case=case, rule__clock="contract_review").values_list("about", flat=True))


def test_each_review_is_reminded_of_until_it_is_held(world: World) -> None:
    contract = grant_contract(world, reviews=(80, 400))
    first, second = sorted(_owed(contract))

    review = review_contract(contract, world.otto, 1, **FOUND)

    assert (review.result, review.held_by, _owed(contract)) == ("varies", world.otto, {second})
    [event] = Event.objects.filter(kind="contract.reviewed")
    assert (event.case, event.actor, event.data["result"], event.data["number"]) == (contract, world.otto, "varies", 1)
    assert first.endswith(":1")


def test_a_missed_review_is_told_to_officers_again_and_again(world: World) -> None:
    contract = grant_contract(world, reviews=(80,))

    with at_time(now() + timedelta(days=110)):
        send_due_reminders()
        send_due_reminders()

    rules = set(Event.objects.filter(kind="reminder.due", case=contract).values_list("data__rule", flat=True))
    assert {"contract_review_t60", "contract_review_t00", "contract_review_overdue", "contract_review_escalation"} <= rules


def test_a_review_is_recorded_once_by_an_officer_and_near_its_day(world: World) -> None:
    contract = grant_contract(world, reviews=(80, 400))

    with pytest.raises(NotAllowed):
        review_contract(contract, world.dora, 1, **FOUND)
    refused = []
    for number, reason in [(3, "Why"), (2, "Why"), (1, " ")]:
        with pytest.raises(Invalid) as one:
            review_contract(contract, world.otto, number, result=ReviewResult.CONTINUES, reason=reason)
        refused += [(gap.code, gap.path) for gap in one.value.gaps]
    assert refused == [("unknown", "number"), ("too_early", "number"), ("required", "reason")]
    review_contract(contract, world.otto, 1, **FOUND)
    with pytest.raises(WrongState, match="recorded already"):
        review_contract(Case.objects.get(pk=contract.pk), world.otto, 1, **FOUND)
    assert ContractReview.objects.exclude(result="").count() == 1


def test_nobody_reviews_the_contract_of_their_own_organisation(world: World) -> None:
    contract = grant_contract(world, reviews=(80,))
    with by_hand():
        Membership.objects.create(user=world.otto, organisation=world.partner, role=MembershipRole.READER, period=ALWAYS)

    with pytest.raises(NotAllowed, match="own organisation"):
        review_contract(contract, world.otto, 1, **FOUND)


@pytest.mark.walk
def test_a_contract_that_has_ended_owes_no_review(world: World) -> None:
    contract = grant_contract(world, reviews=(80,))
    amend_authorisation(contract, world.decider(), ParentChange.END, reason="Its goods are no longer made.")

    assert _owed(contract) == set()
    with pytest.raises(WrongState, match="no contract that holds"):
        review_contract(Case.objects.get(pk=contract.pk), world.otto, 1, **FOUND)
    with pytest.raises(WrongState):
        review_contract(world.granted(), world.otto, 1, **FOUND)


def test_reviews_that_nothing_was_scheduled_for_are_reminded_of(world: World) -> None:
    contract = grant_contract(world, reviews=(80,))
    grant_framework(world)
    before = _owed(contract)
    with by_hand():
        Reminder.objects.filter(rule__clock="contract_review").delete()

    expire_due_authorisations()
    scheduled = _owed(contract)
    expire_due_authorisations()

    assert before == scheduled == _owed(contract) != set()


def test_however_many_reviews_are_looked_at_their_calendar_is_read_once(world: World) -> None:
    contract = grant_contract(world, reviews=(80, 400))
    with by_hand():
        Reminder.objects.filter(rule__clock="contract_review").delete()

    with CaptureQueriesContext(connection) as captured:
        found = find_unreminded_reviews()

    assert found == [contract]
    assert len([one for one in captured if "licensing_holiday" in one["sql"]]) == 1
