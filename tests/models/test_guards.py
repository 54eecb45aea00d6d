"""What the database refuses, tried with raw SQL as the strongest role there is."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.utils import timezone

from licensing.acts.decisions import countersigning, government
from licensing.acts.licences import licence as licences
from licensing.acts.requests import questions
from licensing.acts.signoff import positions
from licensing.models import (
    Case,
    CaseDuty,
    ChainHead,
    Event,
    Licence,
    LicenceLine,
    Mandate,
    Procedure,
    Round,
    Seat,
    Stage,
    StandingPosition,
)
from tests.world import ALWAYS, World, approve, clearance, object_to, resolution

APPEND_ONLY = (
    "event",
    "position",
    "decision",
    "decisionline",
    "caseversion",
    "usage",
    "needstatement",
    "answer",
    "roundseat",
    "countersignature",
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
        positions.sign_case(case, member, approve(), version=1)
    government.grant_case(case, world.dora, resolution())
    countersigning.countersign_case(case, world.decider())
    licences.draw_down_licence(Licence.objects.get(case=case), world.cus, clearance("m1", 5))
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


@pytest.mark.parametrize("statement", ["UPDATE {0} SET {1}={1}", "DELETE FROM {0}", "TRUNCATE {0} CASCADE"])
def test_the_record_is_only_ever_added_to(full_record: None, statement: str) -> None:
    for table in APPEND_ONLY:
        with pytest.raises(DatabaseError, match="append-only"):
            run(statement.format(f"licensing_{table}", "number" if table == "event" else "id"))


def test_rounds_are_not_emptied_at_once(full_record: None) -> None:
    with pytest.raises(DatabaseError, match="a round is never deleted"):
        run("TRUNCATE licensing_round CASCADE")


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
        Stage.objects.create(procedure=stage.procedure, number=9, code="late", names={"en": "Late"}, rule={}, term_amount=1)


def test_nothing_leaves_or_joins_a_published_procedure(world: World) -> None:
    published = world.stages[0]
    draft = Procedure.objects.create(
        code="drafty", version=1, names={"en": "Draft"}, valid_from=date(2024, 1, 1), calendar_id="UA", term_amount=5
    )
    own = Stage.objects.create(procedure=draft, number=1, code="own", names={"en": "Own"}, rule={}, term_amount=1)
    own_seat = Seat.objects.create(stage=own, body_id="GS", number=1)

    for change, values in (
        ("UPDATE licensing_stage SET procedure_id = %s, number = 9 WHERE id = %s", (draft.pk, published.pk)),
        ("UPDATE licensing_stage SET procedure_id = %s, number = 9 WHERE id = %s", (published.procedure_id, own.pk)),
        ("UPDATE licensing_seat SET stage_id = %s WHERE stage_id = %s AND body_id = 'MOD'", (own.pk, published.pk)),
        ("UPDATE licensing_seat SET stage_id = %s, body_id = 'ECON' WHERE id = %s", (published.pk, own_seat.pk)),
    ):
        with pytest.raises(DatabaseError, match="published procedure never changes"):
            run(change, *values)
    run("UPDATE licensing_seat SET weight = 2 WHERE id = %s", own_seat.pk)
    run("DELETE FROM licensing_seat WHERE id = %s", own_seat.pk)


def test_what_a_round_was_opened_with_does_not_change(world: World) -> None:
    round = world.accepted().rounds.get()

    for change in (
        'rule = \'{"kind": "single"}\'',
        "number = 9",
        "opened_at = opened_at - interval '1 day'",
        "version_id = gen_random_uuid()",
        "stage_id = stage_id + 1",
        "case_id = gen_random_uuid()",
    ):
        with pytest.raises(DatabaseError, match="what a round was opened with never changes"):
            run(f"UPDATE licensing_round SET {change} WHERE id = %s", round.pk)
    with pytest.raises(DatabaseError, match="a round is never deleted"):
        run("DELETE FROM licensing_round")


@pytest.mark.parametrize(
    "change",
    ["outcome = 'not_passed'", "closed_at = now(), outcome = 'not_passed'", "result = '{}', outcome = 'adjourned'"],
)
def test_a_round_comes_to_what_an_event_tells(world: World, change: str) -> None:
    round = world.accepted().rounds.get()

    with pytest.raises(DatabaseError, match="no event tells of this change of licensing_round"):
        run(f"UPDATE licensing_round SET {change} WHERE id = %s", round.pk)


def test_a_closed_round_is_not_opened_again_without_an_event(real_world: World) -> None:
    case = real_world.before_government()

    with pytest.raises(DatabaseError, match="no event tells of this change of licensing_round"):
        run("UPDATE licensing_round SET ended_by = 'deadline' WHERE case_id = %s AND number = 1", case.pk)


@pytest.mark.parametrize(
    "change",
    [
        "DELETE FROM licensing_standingposition",
        "UPDATE licensing_standingposition SET position_id = (SELECT id FROM licensing_position WHERE choice = 'object')",
        "UPDATE licensing_standingposition SET seat_id = (SELECT id FROM licensing_roundseat WHERE body_id = 'MFA')",
        "UPDATE licensing_standingposition SET casting = true",
    ],
)
def test_a_position_stands_and_falls_as_an_event_tells(real_world: World, change: str) -> None:
    case = real_world.with_need()
    for view in (object_to(), approve()):
        positions.sign_case(case, real_world.rhea, view, version=1)

    with pytest.raises(DatabaseError, match="no event tells of this change of licensing_standingposition"):
        run(change)


def test_a_case_has_one_open_round(world: World) -> None:
    round = world.accepted().rounds.get()

    with pytest.raises(IntegrityError, match="one_open_round_per_case"), transaction.atomic():
        Round.objects.create(
            case=round.case, stage=round.stage, version=round.version, number=9, rule={}, opened_at=timezone.now()
        )


def test_a_person_speaks_for_one_seat_by_constraint_too(world: World) -> None:
    case = world.with_need()
    earlier, _now = [positions.sign_case(case, world.mira, view, version=1) for view in (object_to(), approve())]
    again = StandingPosition(seat=earlier.round.seats.get(body="GS"), round=earlier.round, person=world.mira, position=earlier)

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
