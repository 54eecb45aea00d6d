"""Who speaks on appeal: nobody who spoke before the decision, unless a body has nobody else and the procedure writes so."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import RequestFactory
from django.utils import timezone

from licensing.acts.acting import now
from licensing.acts.decisions import appeal, government
from licensing.acts.record.verification import verify_record
from licensing.acts.signoff import positions
from licensing.admin.requests.desk.my_desk import read_person
from licensing.admin.requests.desk.waiting import Lines, Work
from licensing.choices import AssessmentKind
from licensing.errors import ConflictOfDuties
from licensing.models import Case, Mandate, Position, User
from tests.acts.assessment.assessed import ROUTE, record
from tests.trial import APPEAL, GOVERNMENT, MINISTRIES, THIRTY_DAYS, use_procedure
from tests.world import ALWAYS, World, approve, resolution

OF_BOTH = [{"body": "MOD"}, {"body": "GS"}]


def _appealed(world: World, **window: Any) -> Case:
    """A request on which the ministries spoke, refused, and appealed against: two bodies are heard again."""
    use_procedure(MINISTRIES, GOVERNMENT | {"escalation": THIRTY_DAYS | window}, APPEAL | {"seats": OF_BOTH})
    case = world.before_government()
    government.refuse_case(case, world.dora, resolution(grounds=["R10"]))
    return appeal.appeal_case(case, world.paula, reason="The shortage is over.")


def _find_obstacles(case: Case, person: User) -> list[str]:
    [*_, status] = positions.list_seat_statuses(case, person, now=timezone.now())
    return status.obstacles


def _is_asked(person: User) -> bool:
    request = RequestFactory().get("/admin/")
    request.user = person
    waiting = Lines(read_person(request).list_waiting(), now=now())
    return Work.SIGN in {line.work for line in waiting.read(0, 9)}


@pytest.mark.walk
def test_who_spoke_at_a_stage_below_speaks_no_more_for_any_body(world: World) -> None:
    case = _appealed(world)
    Mandate.objects.create(user=world.mira, body_id="GS", kind="deputy", period=ALWAYS)

    for person, body in ((world.rhea, "MOD"), (world.greta, "GS"), (world.mira, "GS")):
        with pytest.raises(ConflictOfDuties, match="You had a part in the decision that was appealed against"):
            positions.sign_case(case, person, approve(), version=1, seat=body)
        assert "You had a part in the decision" in _find_obstacles(case, person)[0]
    assert _find_obstacles(case, world.dan) == []
    positions.sign_case(case, world.dan, approve(), version=1)

    assert Position.objects.get(round__stage__code="appeal").person == world.dan


@pytest.mark.walk
def test_my_desk_asks_only_who_is_heard_on_appeal(world: World) -> None:
    case = _appealed(world)

    asked = {one.name for one in (world.rhea, world.greta, world.dan) if _is_asked(one)}
    positions.sign_case(case, world.dan, approve(), version=1)

    assert asked == {"Dan"}


@pytest.mark.walk
def test_who_assessed_before_the_decision_does_not_speak_on_appeal(world: World) -> None:
    assessed = [ROUTE | {"owner": "GS"}]
    use_procedure(MINISTRIES | {"assessments": assessed}, GOVERNMENT | {"escalation": THIRTY_DAYS}, APPEAL | {"seats": OF_BOTH})
    case = world.with_need()
    record(case, world.dan, AssessmentKind.ROUTE)
    for member in (world.rhea, world.greta, world.mira):
        positions.sign_case(case, member, approve(), version=1)
    government.refuse_case(case, world.dora, resolution(grounds=["R10"]))
    appeal.appeal_case(case, world.paula, reason="The shortage is over.")

    with pytest.raises(ConflictOfDuties, match="You had a part in the decision"):
        positions.sign_case(case, world.dan, approve(), version=1)

    assert not _is_asked(world.dan)


@pytest.mark.walk
def test_where_that_is_written_a_body_that_has_nobody_else_is_heard_by_who_spoke_before(world: World) -> None:
    case = _appealed(world, same_persons=True)

    with pytest.raises(ConflictOfDuties):
        # Dan has had no part in it and may speak for the General Staff.
        positions.sign_case(case, world.greta, approve(), version=1)
    User.objects.filter(pk=world.dan.pk).update(is_active=False)
    for person in (world.rhea, world.greta):
        positions.sign_case(case, person, approve(), version=1)

    speakers = Position.objects.filter(round__stage__code="appeal").values_list("person", flat=True)
    assert set(speakers) == {world.rhea.pk, world.greta.pk}
    assert verify_record().fault is None
