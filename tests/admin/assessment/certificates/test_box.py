"""The box on the page of a case: nothing to who may do nothing about no certificate."""

from __future__ import annotations

from licensing.acts.acting import now, to_local_day
from licensing.admin.assessment.certificates.box import CERTIFICATE_VERBS, build_case_certificate
from licensing.models import User, read_actor
from licensing.permissions import Actor
from tests.certificates import take_up
from tests.world import World


def _actor(person: User) -> Actor:
    return read_actor(person, on=to_local_day(now()))


def test_the_officer_is_offered_what_can_be_done_and_others_read(world: World) -> None:
    case = world.filed()
    officer, member = _actor(world.otto), _actor(world.mira)

    before = build_case_certificate(case, officer, now=now())
    nothing = build_case_certificate(case, member, now=now())
    citation = take_up(world, case)
    after = build_case_certificate(case, officer, now=now())
    read = build_case_certificate(case, member, now=now())

    assert before is not None
    assert after is not None
    assert read is not None
    assert nothing is None
    assert [one.verb for one in before.buttons] == [CERTIFICATE_VERBS[0]]
    assert [one.verb for one in after.buttons] == list(CERTIFICATE_VERBS)
    assert (read.citation, list(read.buttons)) == (citation, [])
