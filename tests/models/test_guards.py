"""What the database refuses, tried with raw SQL as the strongest role there is."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.utils import timezone

from licensing.acts import decision, questions, signoff
from licensing.acts import licence as licences
from licensing.models import (
    Case,
    CaseDuty,
    ChainHead,
    Event,
    Licence,
    LicenceLine,
    Mandate,
    Position,
    Round,
    Stage,
    StandingPosition,
)
from tests.world import ALWAYS, World, approve, clearance, resolution

APPEND_ONLY = (
    "event",
    "position",
    "decision",
    "decisionline",
    "caseversion",
    "usage",
    "needstatement",
    "answer",
)


def run(statement: str, *values: object) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


@pytest.fixture
def full_record(world: World) -> None:
    """A history with at least one row in every table that is only added to."""
    case = world.with_need()
    question = questions.ask_question(case, world.otto, text="Which unit?", due_on=timezone.localdate() + timedelta(days=9))
    questions.answer_question(case, world.paula, question.pk, text="The second.")
    questions.accept_answer(case, world.otto, question.pk)
    for member in (world.rhea, world.greta, world.mira):
        signoff.sign_case(case, member, approve(), version=1)
    decision.grant_case(case, world.dora, resolution())
    licences.draw_down_licence(Licence.objects.get(case=case), world.cus, clearance("m1", 5))
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


@pytest.mark.parametrize("statement", ["UPDATE {0} SET {1}={1}", "DELETE FROM {0}", "TRUNCATE {0} CASCADE"])
def test_the_record_is_only_ever_added_to(full_record: None, statement: str) -> None:
    for table in APPEND_ONLY:
        with pytest.raises(DatabaseError, match="append-only"):
            run(statement.format(f"licensing_{table}", "number" if table == "event" else "id"))


def test_a_state_does_not_leave_the_graph(world: World) -> None:
    case = world.draft()

    with pytest.raises(DatabaseError, match="Invalid transition"):
        run("UPDATE licensing_case SET state = 'granted' WHERE id = %s", case.pk)


def test_a_state_does_not_move_without_its_event(world: World) -> None:
    case = world.draft()

    with pytest.raises(DatabaseError, match="without an event"):
        run("UPDATE licensing_case SET state = 'withdrawn' WHERE id = %s", case.pk)


def test_a_case_is_born_as_a_draft(world: World) -> None:
    case = world.draft()

    with pytest.raises(DatabaseError, match="starts as draft"):
        run(
            "INSERT INTO licensing_case SELECT (jsonb_populate_record(c, jsonb_build_object("
            "'id', gen_random_uuid(), 'state', 'granted', 'reference', 'X/1'))).* FROM licensing_case c WHERE id = %s",
            case.pk,
        )


def test_a_queryset_moves_no_state(world: World) -> None:
    case = world.draft()

    with pytest.raises(TypeError, match="only through an act"):
        Case.objects.filter(pk=case.pk).update(state="granted")
    with pytest.raises(TypeError, match="only through an act"):
        Case.objects.bulk_update([case], ["state"])
    with pytest.raises(TypeError, match="never deleted"):
        Case.objects.filter(pk=case.pk).delete()
    with pytest.raises(AttributeError):
        case.state = "granted"


def test_a_published_procedure_does_not_change(world: World) -> None:
    stage = world.stages[0]

    for change in (
        "UPDATE licensing_stage SET term_amount = 1 WHERE id = %s",
        "DELETE FROM licensing_seat WHERE stage_id = %s",
        "UPDATE licensing_procedure SET term_amount = 1 WHERE id = (SELECT procedure_id FROM licensing_stage WHERE id = %s)",
    ):
        with pytest.raises(DatabaseError, match="published procedure never changes"):
            run(change, stage.pk)
    with pytest.raises(DatabaseError, match="published procedure never changes"), transaction.atomic():
        Stage.objects.create(procedure=stage.procedure, number=9, code="late", name_en="Late", rule={}, term_amount=1)


def test_a_case_has_one_open_round(world: World) -> None:
    round = world.accepted().rounds.get()

    with pytest.raises(IntegrityError, match="one_open_round_per_case"), transaction.atomic():
        Round.objects.create(
            case=round.case, stage=round.stage, version=round.version, number=9, rule={}, opened_at=timezone.now()
        )


def test_a_person_speaks_for_one_seat_by_constraint_too(world: World) -> None:
    case = world.before_government()
    position = Position.objects.filter(round__case=case, person=world.mira).get()
    other = position.round.seats.get(body="GS")
    StandingPosition.objects.filter(seat=other).delete()
    again = StandingPosition(
        seat=other,
        round=position.round,
        person=world.mira,
        position=Position.objects.get(round=position.round, person=world.greta),
    )

    with pytest.raises(IntegrityError, match="one_seat_per_person_and_round"), transaction.atomic():
        again.save()


def test_a_person_has_one_duty_in_a_case_by_constraint_too(world: World) -> None:
    case = world.accepted()

    with pytest.raises(IntegrityError, match="one_duty_per_person_and_case"), transaction.atomic():
        CaseDuty.objects.create(case=case, person=world.otto, duty="decided", since=timezone.now())


def test_used_stays_within_authorised(world: World) -> None:
    licence = world.licence()

    for used in ("-1", "40.001"):
        with pytest.raises(IntegrityError, match="used_within_authorised"), transaction.atomic():
            LicenceLine.objects.filter(licence=licence, number=1).update(used=used)


def test_mandates_of_one_person_for_one_body_do_not_overlap(world: World) -> None:
    with pytest.raises(IntegrityError, match="mandates_of_a_person_do_not_overlap"), transaction.atomic():
        Mandate.objects.create(user=world.mira, body_id="MFA", period=ALWAYS)

    Mandate.objects.create(user=world.mira, body_id="ECON", period=ALWAYS)


def test_the_head_stands_at_the_last_event(world: World) -> None:
    world.granted()

    last = Event.objects.order_by("-number")[0]
    head = ChainHead.objects.get()
    assert (head.number, head.digest) == (last.number, last.digest)
