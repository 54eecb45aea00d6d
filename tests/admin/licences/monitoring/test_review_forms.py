"""A review at the desk: opened by an officer, concluded by a decider beside what was found; the holder reads neither."""

from __future__ import annotations

import pytest
from django.urls import reverse

from licensing.acts.signoff.recusal import recuse_member
from licensing.choices import LicenceState, RecusalReason
from licensing.models import CaseDuty, Licence, LicenceReview
from tests.admin.conftest import At, act_on, execute_act, open_form, press, text_of
from tests.reviews import issue_reviewed_licence
from tests.world import World


def test_an_officer_opens_it_with_what_became_known(world: World, at: At) -> None:
    subject = world.licence()
    otto = at(world.otto)

    without = execute_act(otto, act_on(subject, "open_review"), cause="visit", finding="")
    done = execute_act(otto, act_on(subject, "open_review"), cause="visit", finding="Two are missing.")
    page = text_of(otto.get(reverse("admin:licensing_licence_change", args=[subject.pk])))

    assert (without.status_code, done.status_code, LicenceReview.objects.get().cause) == (400, 302, "visit")
    assert "Two are missing." in page
    assert "To be concluded by" in page


@pytest.mark.walk
def test_a_decider_finds_it_on_the_desk_and_concludes_it(world: World, at: At) -> None:
    subject = issue_reviewed_licence(world)
    dora = at(world.dora)

    desk = text_of(dora.get(reverse("admin:index")))
    form = text_of(dora.get(act_on(subject, "conclude_review")))
    vary = execute_act(dora, act_on(subject, "conclude_review"), outcome="varied", reasons="Less.")
    done = execute_act(dora, act_on(subject, "conclude_review"), outcome="suspended", reasons="Until it is clear.")

    assert "something became known of it" in desk
    assert "An expert holds shares of the maker." in form
    assert "No variation is proposed." in form
    assert (vary.status_code, done.status_code) == (409, 302)
    assert Licence.objects.get(pk=subject.pk).state == LicenceState.SUSPENDED
    assert "something became known of it" not in text_of(dora.get(reverse("admin:index")))


def test_what_became_known_meanwhile_is_shown_before_it_is_concluded(world: World, at: At) -> None:
    subject, dora = issue_reviewed_licence(world), at(world.dora)
    hidden = open_form(dora, act_on(subject, "conclude_review"))
    signed = CaseDuty.objects.filter(case=subject.case, duty="signed").select_related("person").order_by("pk")[0]
    recuse_member(subject.case, world.otto, reason=RecusalReason.SHAREHOLDING, person=signed.person)

    refused = press(dora, act_on(subject, "conclude_review"), hidden, outcome="confirmed", reasons="No.")
    done = execute_act(dora, act_on(subject, "conclude_review"), outcome="confirmed", reasons="No.")

    assert (refused.status_code, done.status_code) == (412, 302)
    assert f"{signed.person.name} took part in the case" in text_of(refused)
    assert hidden["known"] not in text_of(refused)
