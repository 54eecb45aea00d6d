"""Which hits wait for somebody: those that lists in force give, of cases and licences that live."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, connection, transaction

from licensing.acts.requests.submission import withdraw_case
from licensing.choices import HitVerdict
from licensing.models import CaseScreening, Disposition, ScreeningHit
from tests.acts.assessment.state import LISTED, one_hit, publish_list_of
from tests.acts.assessment.test_disposing import say
from tests.world import World


@pytest.mark.walk
def test_a_hit_waits_until_it_is_settled_or_its_case_is_over(world: World) -> None:
    publish_list_of(world, LISTED)
    case = world.filed()

    waiting = [ScreeningHit.objects.waiting().count()]
    say(one_hit(), world.otto)
    waiting.append(ScreeningHit.objects.waiting().count())
    say(one_hit(), world.otto, HitVerdict.TRUE)
    waiting.append(ScreeningHit.objects.waiting().count())
    other = world.filed(title="Another")
    withdraw_case(other, world.paula, reason="Not any more.")

    assert [*waiting, ScreeningHit.objects.waiting().count()] == [1, 1, 0, 0]
    assert ScreeningHit.objects.current().count() == 2
    assert str(ScreeningHit.objects.get(case=case)) == "Invented Carrier – Invented Carrier"
    assert str(CaseScreening.objects.get(case=case)) == f"{case.pk} TRY"
    assert {str(one).split()[1] for one in Disposition.objects.all()} == {"1", "2"}


def test_no_score_is_stored_that_is_no_number_between_nothing_and_one(world: World) -> None:
    publish_list_of(world, LISTED)
    world.filed()

    for score in ("NaN", "1.001", "-0.001"):
        with pytest.raises(IntegrityError, match="score_is_between"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("UPDATE licensing_screeninghit SET score = %s::numeric", [score])

    assert one_hit().score == 1
