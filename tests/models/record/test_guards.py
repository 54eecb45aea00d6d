"""What the database refuses, tried with raw SQL as the strongest role there is."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection
from django.utils import timezone

from licensing.acts.decisions import corrections, countersigning, government
from licensing.acts.licences import ledger
from licensing.acts.requests import amending, questions
from licensing.acts.signoff import positions
from licensing.choices import FindingGrade
from licensing.models import FiledFinding, Licence
from tests.models.raw_sql import execute
from tests.scenes import scene
from tests.world import REQUEST, World, approve, clearance, resolution

APPEND_ONLY = (
    "event",
    "position",
    "decision",
    "decisionline",
    "caseversion",
    "usage",
    "needstatement",
    "needlapse",
    "answer",
    "roundseat",
    "countersignature",
    "decisioncorrection",
    "filedfinding",
)


@pytest.fixture
@scene
def full_record(world: World) -> None:
    """A history with at least one row in every table that is only added to."""
    case = world.with_need()
    lapsed = world.with_need(title="Another")
    amending.amend_case(lapsed, world.paula, {"items": [REQUEST["items"][0] | {"quantity": "4000"}]}, reason="More")
    told = {"number": 1, "code": "odd", "grade": FindingGrade.NOTE, "path": "route", "texts": {"en": "Odd."}}
    FiledFinding.objects.create(version=case.versions.get(), **told)
    question = questions.ask_question(case, world.otto, text="Which unit?", due_on=timezone.localdate() + timedelta(days=9))
    questions.answer_question(case, world.paula, question.pk, text="The second.")
    questions.accept_answer(case, world.otto, question.pk)
    for member in (world.rhea, world.greta, world.mira):
        positions.sign_case(case, member, approve(), version=1)
    government.grant_case(case, world.dora, resolution())
    countersigning.countersign_case(case, world.decider())
    corrections.correct_decision(case, world.decider("daria"), resolution_no="418-r", reason="A slip.")
    ledger.draw_down_licence(Licence.objects.get(case=case), world.cus, clearance("m1", 5))
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


@pytest.mark.walk
@pytest.mark.parametrize("statement", ["UPDATE {0} SET {1}={1}", "DELETE FROM {0}", "TRUNCATE {0} CASCADE"])
def test_the_record_is_only_ever_added_to(full_record: None, statement: str) -> None:
    for table in APPEND_ONLY:
        with pytest.raises(DatabaseError, match="append-only"):
            execute(statement.format(f"licensing_{table}", "number" if table == "event" else "id"))


def test_rounds_are_not_emptied_at_once(full_record: None) -> None:
    with pytest.raises(DatabaseError, match="a round is never deleted"):
        execute("TRUNCATE licensing_round CASCADE")


def test_a_state_does_not_leave_the_graph(world: World) -> None:
    case = world.draft()

    with pytest.raises(DatabaseError, match="Invalid transition"):
        execute("UPDATE licensing_case SET state = 'granted' WHERE id = %s", case.pk)


def test_a_state_does_not_move_without_its_event(world: World) -> None:
    case = world.draft()

    with pytest.raises(DatabaseError, match="without an event"):
        execute("UPDATE licensing_case SET state = 'withdrawn' WHERE id = %s", case.pk)


def test_a_case_is_born_as_a_draft(world: World) -> None:
    case = world.draft()

    with pytest.raises(DatabaseError, match="starts as draft"):
        execute(
            "INSERT INTO licensing_case SELECT (jsonb_populate_record(c, jsonb_build_object("
            "'id', gen_random_uuid(), 'state', 'granted', 'reference', 'X/1'))).* FROM licensing_case c WHERE id = %s",
            case.pk,
        )


def test_no_setting_of_a_session_puts_the_triggers_to_sleep(full_record: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT tgname FROM pg_trigger WHERE tgrelid = 'licensing_event'::regclass AND NOT tgisinternal")
        names = ",".join(name for (name,) in cursor.fetchall())
        cursor.execute("SELECT set_config('pgtrigger.ignore', %s, true)", [f"{{{names}}}"])

    with pytest.raises(DatabaseError, match="append-only"):
        execute("UPDATE licensing_event SET kind = 'case.edited'")
