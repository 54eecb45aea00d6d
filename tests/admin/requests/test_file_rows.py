"""Documents, statements of need and questions of a case, row by row."""

from __future__ import annotations

from datetime import timedelta

from licensing.acts.acting import now, to_local_day
from licensing.acts.requests import amending, questions
from licensing.admin.requests.file_rows import list_need_rows, read_questions
from licensing.choices import NeedVerdict
from tests.world import REQUEST, World


def test_only_the_newest_statement_of_need_is_current_until_its_day(world: World) -> None:
    case = world.with_need()
    world.state_need(case, NeedVerdict.LIMITED)

    rows = list(list_need_rows(case, now=now()))
    later = list(list_need_rows(case, now=now() + timedelta(days=40)))

    assert [(row.statement.verdict, row.current) for row in rows] == [("limited", True), ("sufficient", False)]
    assert not any(row.current for row in later)


def test_a_statement_that_an_amendment_let_lapse_is_not_current(world: World) -> None:
    case = world.with_need()
    amending.amend_case(case, world.paula, {"items": [REQUEST["items"][0] | {"quantity": "4000"}]}, reason="More")

    assert [row.current for row in list_need_rows(case, now=now())] == [False]


def test_a_question_is_overdue_after_its_day(world: World) -> None:
    case = world.accepted()
    questions.ask_question(case, world.otto, text="Which depot?", due_on=to_local_day(now()) + timedelta(days=5))

    [row] = read_questions(case, {}, now=now()).rows
    [later] = read_questions(case, {}, now=now() + timedelta(days=7), buttons=lambda question: [question.number]).rows

    assert (row.overdue, row.buttons) == (False, ())
    assert (later.overdue, later.buttons) == (True, [1])
