"""What the database keeps of a review: one is open at a time, and nobody concludes what they opened."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import Error, transaction
from django.db.models import F

from licensing.acts.acting import now
from licensing.choices import Verb
from licensing.models import LicenceReview, read_actor
from licensing.models.clocks.days import to_local_day
from licensing.models.licences.monitoring.review import find_open_review, list_reviews, list_withheld_review_acts
from licensing.models.licences.waiting import list_waiting_licences
from tests.reviews import issue_reviewed_licence
from tests.world import World


@pytest.mark.parametrize(
    "spoil",
    [
        lambda: LicenceReview.objects.update(concluded_by=F("opened_by"), concluded_at=now(), outcome="confirmed"),
        lambda: LicenceReview.objects.update(concluded_at=now()),
        lambda: LicenceReview.objects.all().delete(),
    ],
)
def test_the_database_refuses_a_conclusion_by_who_opened_it(world: World, spoil: Callable[[], int]) -> None:
    issue_reviewed_licence(world)

    with pytest.raises(Error), transaction.atomic():
        spoil()


def test_it_waits_for_whoever_did_not_open_it(world: World) -> None:
    subject = issue_reviewed_licence(world)
    actor = read_actor(world.dora, on=to_local_day(now()), case_id=subject.case_id, kind=subject.case.kind_id)

    assert list(list_waiting_licences(world.dora, at=now())) == [subject]
    assert list(list_waiting_licences(world.otto, at=now())) == []
    assert [find_open_review(subject)] == list_reviews(subject)
    assert list_withheld_review_acts(subject, actor) == {Verb.OPEN_REVIEW}
    assert list_withheld_review_acts(world.licence(title="Other"), actor) == {Verb.CONCLUDE_REVIEW}
