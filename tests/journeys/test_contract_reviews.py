"""The reviews of a ten-year contract: owed from its grant, missed, recorded, and told to whoever calls off from it."""

from __future__ import annotations

from datetime import timedelta

from django.test import Client
from django.urls import reverse

from licensing.acts.acting import at_time, now
from licensing.acts.clocks.reminders import send_due_reminders
from licensing.acts.obstacles.listing import list_obstacles
from licensing.acts.plans.parents.changing import Reduction, amend_authorisation
from licensing.acts.plans.parents.reviewing import review_contract
from licensing.acts.record.verification import verify_record
from licensing.acts.requests import submission
from licensing.choices import ParentChange, ReviewResult
from licensing.models import Case, Event
from tests.parents import balance, grant_contract, measure_year, yearly
from tests.world import World


def test_the_reviews_of_a_ten_year_contract(world: World) -> None:
    contract = grant_contract(world, reviews=(380, 1100))

    with at_time(now() + timedelta(days=390)):
        # The day is over. Officers have been told, and a call-off that is filed now carries a note that stops nothing.
        send_due_reminders()
        told = set(Event.objects.filter(kind="reminder.due", case=contract).values_list("data__rule", flat=True))
        assert {"contract_review_t00", "contract_review_overdue"} <= told
        call_off = world.accepted(title="Second year", **yearly(contract, quantity="400"))
        [missed] = [one for one in list_obstacles(call_off, at=now()) if one.code == "review_missed"]
        assert (missed.is_note, missed.for_applicant is not None, measure_year(contract)) == (True, True, balance(reserved=400))

        # It is held late. The authority reads what it found, the holder that it was held.
        reason = "Our own forces need a fifth of it."
        review_contract(contract, world.otto, 1, result=ReviewResult.VARIES, reason=reason)
        [found] = [one for one in list_obstacles(call_off, at=now()) if one.code.startswith("review_")]
        assert (reason in str(found.message), found.for_applicant) == (True, None)
        holder = Client()
        holder.force_login(world.paula)
        page = holder.get(reverse("portal:case", args=[contract.pk])).content.decode()
        assert ("Review 380" in page, "Not held yet" in page, reason in page) == (True, True, False)

        # A decider varies what was granted, as far as nothing was called off yet.
        reduction = Reduction(1, 3, quantity=balance(400).reserved)
        amend_authorisation(
            Case.objects.get(pk=contract.pk), world.decider(), ParentChange.REDUCE, reason=reason, reductions=[reduction]
        )
        submission.withdraw_case(Case.objects.get(pk=call_off.pk), world.paula, reason="Another time")
        assert (measure_year(contract), verify_record().fault) == (balance(), None)
