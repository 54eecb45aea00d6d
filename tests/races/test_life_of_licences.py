"""Acts on one licence at the same moment: of two that exclude each other one alone is done. Real threads on PostgreSQL."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal
from functools import partial
from typing import Any

import pytest

from licensing.acts.acting import at_time, now
from licensing.acts.licences import ledger
from licensing.acts.licences.changing.suspension import confirm_suspension, lapse_suspension
from licensing.acts.licences.changing.variation import grant_variation
from licensing.acts.licences.licence import revoke_licence
from licensing.acts.licences.monitoring.review import conclude_review, open_review, start_review
from licensing.acts.record.verification import verify_record
from licensing.choices import LicenceState, ReviewCause, ReviewOutcome, VisitFinding
from licensing.models import Event, Licence, LicenceLine, LicenceReview, LicenceSuspension, LicenceVariation
from tests.races.racing import codes, race
from tests.reviews import issue_reviewed_licence, read_known
from tests.suspensions import issue_suspended_licence
from tests.variations import issue_asked_licence
from tests.visits import issue_visited_licence, record
from tests.world import World, clearance

TIMES = int(os.environ.get("RACES", "2"))
again = pytest.mark.parametrize("nth", range(TIMES))


def play_at(moment: datetime, act: Callable[[], Any]) -> Callable[[], Any]:
    """The act as of a moment, also in a thread of its own, which has the clock of the machine."""

    def play() -> Any:
        with at_time(moment):
            return act()

    return play


@again
def test_a_suspension_is_confirmed_or_lapses_never_both(real_world: World, nth: int) -> None:
    with at_time(now() - timedelta(days=2)):
        licence = issue_suspended_licence(real_world)
    made = LicenceSuspension.objects.select_related("licence").get()
    assert made.confirm_by is not None

    confirmed, lapsed = race(
        play_at(made.confirm_by - timedelta(seconds=1), partial(confirm_suspension, licence, real_world.dora)),
        play_at(made.confirm_by + timedelta(seconds=1), partial(lapse_suspension, made)),
    )

    found, state = LicenceSuspension.objects.get(), Licence.objects.get(pk=licence.pk).state
    assert codes([confirmed, lapsed]) == ["ok", "wrong_state"]
    if codes([confirmed]) == ["ok"]:
        assert (found.confirmed_by, found.ended_as, state) == (real_world.dora, "", LicenceState.SUSPENDED)
    else:
        assert (found.confirmed_by, found.ended_as, state) == (None, "lapsed", LicenceState.ISSUED)
    assert verify_record().fault is None


@again
def test_a_variation_is_granted_before_a_draw_or_refused_after_it(real_world: World, nth: int) -> None:
    licence = issue_asked_licence(real_world)

    drawn, granted = race(
        partial(ledger.draw_down_licence, licence, real_world.cus, clearance("m1", 35)),
        partial(grant_variation, licence, real_world.dora),
    )

    line, asked = LicenceLine.objects.get(licence=licence, number=1), LicenceVariation.objects.get()
    if codes([granted]) == ["ok"]:
        assert (codes([drawn]), line.authorised, line.used) == (["overdrawn"], Decimal(30), 0)
    else:
        assert (codes([drawn]), line.authorised, line.used, asked.outcome) == (["ok"], Decimal(40), Decimal(35), "")
    assert line.used <= line.authorised
    assert verify_record().fault is None


@again
def test_a_licence_is_revoked_once_by_its_review_or_beside_it(real_world: World, nth: int) -> None:
    licence = issue_reviewed_licence(real_world)

    results = race(
        partial(
            conclude_review,
            licence,
            real_world.dora,
            outcome=ReviewOutcome.REVOKED,
            reasons="Listed.",
            known=read_known(licence),
        ),
        partial(revoke_licence, licence, real_world.dora, reason="For cause."),
    )

    assert codes(results) == ["ok", "wrong_state"]
    assert LicenceReview.objects.get().outcome == ("revoked" if codes(results[:1]) == ["ok"] else "ceased")
    assert Event.objects.filter(kind="licence.revoked").count() == 1
    assert verify_record().fault is None


@again
def test_a_review_that_confirms_comes_before_a_revocation_or_not_at_all(real_world: World, nth: int) -> None:
    licence = issue_reviewed_licence(real_world)

    concluded, revoked = race(
        partial(
            conclude_review,
            licence,
            real_world.dora,
            outcome=ReviewOutcome.CONFIRMED,
            reasons="All is well.",
            known=read_known(licence),
        ),
        partial(revoke_licence, licence, real_world.dora, reason="For cause."),
    )

    told = list(Event.objects.filter(licence=licence).order_by("number").values_list("kind", flat=True))
    assert codes([revoked]) == ["ok"]
    if codes([concluded]) == ["ok"]:
        assert told.index("licence.review_concluded") < told.index("licence.revoked")
    else:
        assert (codes([concluded]), LicenceReview.objects.get().outcome) == (["wrong_state"], "ceased")
    assert verify_record().fault is None


@again
def test_one_review_is_opened_by_two_sweeps_and_an_officer(real_world: World, nth: int) -> None:
    licence = issue_visited_licence(real_world)
    record(real_world, licence, VisitFinding.MISSING)

    results = race(
        partial(start_review, licence),
        partial(start_review, licence),
        partial(open_review, licence, real_world.otto, cause=ReviewCause.OTHER, finding="A letter."),
    )

    assert codes(results) == ["ok", "wrong_state", "wrong_state"]
    assert LicenceReview.objects.count() == 1
    assert verify_record().fault is None
