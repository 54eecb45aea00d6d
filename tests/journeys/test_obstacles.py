"""One list of what stands in the way: a case meets many kinds of it at once, and each is lifted by whoever may."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

import pytest

from licensing.acts.acting import now, to_local_day
from licensing.acts.decisions import government
from licensing.acts.obstacles.listing import list_obstacles
from licensing.acts.plans.measures.ending import confirm_end, propose_end
from licensing.acts.requests import questions
from licensing.acts.signoff import positions
from licensing.acts.supply.need_statements import state_need
from licensing.choices import MeasureKind
from licensing.errors import Invalid, NeedNotStated, Problem, StoppedByMeasure
from licensing.models import Case, Licence
from tests.acts.plans.measures.state import publish, second_officer
from tests.supply import plan_supply
from tests.world import REQUEST, World, approve, resolution


def test_everything_that_stands_in_the_way_is_in_one_list_until_each_is_lifted(world: World) -> None:
    plan_supply(world.greta)
    case = world.accepted(items=[REQUEST["items"][0] | {"quantity": "300"}])
    measure = publish(world, kind=MeasureKind.MORATORIUM)
    due_on = to_local_day(now()) + timedelta(days=5)
    question = questions.ask_question(case, world.otto, text="Which unit?", due_on=due_on)

    # Each says what it is, on what it rests, and who may lift it.
    assert _list_codes(case) == {"measure", "need_not_stated", "need_short", "open_question", "stage_open"}
    for one in list_obstacles(case, at=now()):
        assert all(str(text).strip() for text in (one.message, one.source, one.lift)), one.code

    # A measure of the state: lifted by another, by two persons.
    _refused(StoppedByMeasure, lambda: positions.sign_case(case, world.mira, approve(), version=1))
    words = {"authority": "Cabinet of Ministers", "document_no": "512", "reason": "Stocks are full."}
    confirm_end(propose_end(measure, world.pol, lifted_from=to_local_day(now()), **words), second_officer())
    assert _list_codes(case) == {"need_not_stated", "need_short", "open_question", "stage_open"}

    # The need of our own forces: stated by the seat that may, and by no other act.
    _refused(NeedNotStated, lambda: positions.sign_case(case, world.greta, approve(), version=1))
    state_need(case, world.rhea)
    questions.answer_question(case, world.paula, question.pk, text="The second one.")
    questions.accept_answer(case, world.otto, question.pk)
    for member in (world.rhea, world.greta, world.mira):
        positions.sign_case(case, member, approve(), version=1)
    case = Case.objects.get(pk=case.pk)
    assert _list_codes(case) == {"need_short"}

    # Less can be spared than is asked for: only the decider goes beyond it, by name and with a reason.
    _refused(Invalid, lambda: government.grant_case(case, world.dora, resolution()))
    government.grant_case(case, world.dora, resolution(need_override="The Staff releases its reserve."))
    assert Licence.objects.get(case=case).lines.get().authorised == Decimal(300)


def _list_codes(case: Case) -> set[str]:
    return {one.code for one in list_obstacles(Case.objects.get(pk=case.pk), at=now())}


def _refused(kind: type[Problem], act: Callable[[], object]) -> None:
    with pytest.raises(kind):
        act()
