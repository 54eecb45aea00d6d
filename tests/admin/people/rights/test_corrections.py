"""Corrected rights at the desk: what they touch is listed for the auditor and the head of the body."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from licensing.acts.people.rights.corrections import correct_right
from licensing.models import Body, Event, Mandate, Recusal, RightCorrection, User
from licensing.policy.record.event_kinds import EventKind
from tests.admin.conftest import At, execute_act, text_of
from tests.administrators import today
from tests.world import World

LIST = reverse("admin:licensing_rightcorrection_changelist")
DAY = timedelta(days=1)


def _correct(world: World, ada: User) -> RightCorrection:
    mandate = Mandate.objects.get(user=world.mira)
    return correct_right(mandate, ada, first_on=today(), end_on=today() + DAY, reason="She was recalled.")


def _page(correction: RightCorrection, what: str = "change") -> str:
    return reverse(f"admin:licensing_rightcorrection_{what}", args=[correction.pk])


@pytest.mark.walk
def test_an_administrator_corrects_and_an_auditor_reviews(world: World, at: At, ada: User) -> None:
    case, mandate = world.before_government(), Mandate.objects.get(user=world.mira)
    url = reverse("admin:licensing_mandate_correct", args=[mandate.pk])

    days = {"first_on": today().isoformat(), "end_on": (today() + DAY).isoformat()}
    corrected = execute_act(at(ada), url, **days, reason="She was recalled.")
    correction = RightCorrection.objects.get()
    page = text_of(at(world.audra).get(_page(correction)))
    reviewed = execute_act(at(world.audra), _page(correction, "review"), note="Nothing turned on her vote.")

    correction.refresh_from_db()
    assert corrected["Location"] == reviewed["Location"] == _page(correction)
    assert "Position taken" in page
    assert str(case.reference) in page
    assert correction.reviewed_by == world.audra
    assert url in at(ada).get(reverse("admin:licensing_mandate_change", args=[mandate.pk])).content.decode()


@pytest.mark.walk
def test_whoever_has_a_conflict_reads_nothing_of_the_case_here_either(world: World, at: At, ada: User) -> None:
    case = world.before_government()
    correction = _correct(world, ada)
    Recusal.objects.create(
        case=case, person=world.audra, reason="family", recorded_by=world.otto, recorded_at=correction.corrected_at
    )

    page = text_of(at(world.audra).get(_page(correction)))

    assert str(case.reference) not in page
    assert "Position taken" not in page


@pytest.mark.walk
def test_the_head_reads_and_reviews_what_is_of_their_body_alone(world: World, at: At, ada: User) -> None:
    correction = _correct(world, ada)
    Body.objects.filter(pk="MFA").update(head=world.greta)
    Body.objects.filter(pk="MOD").update(head=world.rhea)

    own, other = at(world.greta), at(world.rhea)

    assert [own.get(url).status_code for url in (LIST, _page(correction), _page(correction, "review"))] == [200, 200, 200]
    assert [other.get(url).status_code for url in (LIST, _page(correction), _page(correction, "review"))] == [200, 404, 404]
    assert [at(ada).get(_page(correction, "review")).status_code, at(ada).post(_page(correction, "review")).status_code] == [
        403
    ] * 2
    assert [one.actor for one in Event.objects.filter(kind=EventKind.TWO_PERSONS_REFUSED)] == [ada]
    assert at(world.stella).get(_page(correction, "review")).status_code in (302, 404)
