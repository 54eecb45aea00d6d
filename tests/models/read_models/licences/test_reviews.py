"""The authority reads the reviews of a licence, customs that it is under review, and its holder nothing of them."""

from __future__ import annotations

from licensing.acts.acting import now
from licensing.models import User
from licensing.models.clocks.days import to_local_day
from licensing.models.read_models import read_licence
from licensing.models.read_models.licences.reviews import find_review_start, read_reviews, select_reviews
from licensing.models.read_models.reader import Reader, load_reader
from licensing.models.read_models.views import LicenceView
from tests.reviews import issue_reviewed_licence
from tests.world import World


def test_each_side_is_told_what_it_may_know(world: World) -> None:
    subject = issue_reviewed_licence(world)

    def load(person: User) -> Reader:
        return load_reader(subject, person, at=now(), day=to_local_day(now()), language="en")

    def read(person: User) -> LicenceView:
        return read_licence(subject, load(person))

    otto, customs, paula = read(world.otto), read(world.cus), read(world.paula)
    [review] = otto["reviews"]

    assert (review["cause"], review["outcome"], review["finding"]) == ("conflict", None, "An expert holds shares of the maker.")
    assert (otto["under_review"], customs["under_review"]) == (review["opened_at"], review["opened_at"])
    assert (customs["state"], customs["reviews"]) == ("issued", [])
    assert (paula["under_review"], paula["reviews"]) == (None, [])
    assert read_reviews(subject, load(world.dora)) == [review]
    assert select_reviews(subject, load(world.paula)) == []
    assert find_review_start(world.licence(title="Other"), load(world.otto)) is None
