"""What waits is all that waits: compared with a plain walk through every case, whatever the number of cases and of pages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from itertools import product
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import RequestFactory
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from licensing.acts.acting import at_time, now, to_local_day
from licensing.acts.decisions import government
from licensing.acts.requests import amending, questions
from licensing.acts.signoff import positions
from licensing.acts.signoff.windows import list_own_referring_bodies, match_referring_bodies
from licensing.admin.requests.desk import my_desk
from licensing.admin.requests.desk.waiting import Line, Lines, Work
from licensing.choices import CaseState, MandateKind, QuestionState
from licensing.models import Case, Clock, Mandate, Round, Stage, User
from tests.admin.conftest import At, text_of
from tests.by_hand import by_hand
from tests.size.crowd import copy_case
from tests.trial import GOVERNMENT, MINISTRIES, use_procedure
from tests.world import REQUEST, World, approve, object_to

# Of which kinds a desk is made, for each of the people who stand at one.
_PEOPLE = ("otto", "mira", "greta", "rhea", "dora", "pol", "audra")
MORE = [REQUEST["items"][0] | {"quantity": "4000"}]
_MEMBERS = {"mira": "MFA", "greta": "GS", "rhea": "MOD"}


def _day(days: int) -> Any:
    return to_local_day(now()) + timedelta(days=days)


def _make_cases(world: World) -> list[Case]:
    """A case in each situation that a line of a desk speaks of, and some that nobody is to do anything about."""
    asked, overdue, answered, own = (world.filed(title=one) for one in ("Asked", "Overdue", "Answered", "Own"))
    questions.ask_question(asked, world.otto, text="?", due_on=_day(5))
    question = questions.ask_question(answered, world.otto, text="?", due_on=_day(5))
    questions.answer_question(answered, world.paula, question.pk, text="!")
    with at_time(now() - timedelta(days=9)):
        questions.ask_question(overdue, world.otto, text="?", due_on=_day(2))
        late = world.filed(title="Late")
    Case.objects.filter(pk=own.pk).update(officer=world.mira)
    signed, hindered, adjourned = world.accepted(), world.before_government(), world.before_government()
    positions.sign_case(signed, world.mira, approve(), version=1)
    questions.ask_question(hindered, world.otto, text="?", due_on=_day(5))
    government.adjourn_case(adjourned, world.dora, until=_day(5), reason="Wait")
    decided, amended = world.before_government(), world.with_need()
    amending.amend_case(amended, world.paula, {"items": MORE}, reason="More")
    made = [world.draft(), world.filed(), world.accepted(), world.with_need(), world.before_government(), world.licence().case]
    return [asked, overdue, answered, own, late, signed, hindered, adjourned, decided, amended, *made]


def _walk(name: str, user: User, case: Case) -> Iterator[Work]:
    """What one case gives one person to do or to know, said once more and without any query of the desk."""
    questioned = {one.state for one in case.questions.all()}
    overdue = any(one.state == QuestionState.OPEN and one.due_on < _day(0) for one in case.questions.all())
    roles = set(case.duties.filter(person=user).values_list("duty", flat=True))
    if name == "otto" and case.officer_id in (None, user.pk) and roles <= {"handled"}:
        yield from _walk_officer(user, case, questioned, overdue=overdue)
    if name in _MEMBERS and case.state in ("ministry_review", "government_decision") and roles <= {"signed"}:
        yield from _walk_member(_MEMBERS[name], case)
    if name == "dora" and roles <= {"decided"}:
        yield from _walk_decider(case, questioned)
    if name == "pol" and case.state == CaseState.SUBMITTED and case.procedure is None:
        yield Work.FIND_PROCEDURE


def _walk_officer(user: User, case: Case, questioned: set[str], *, overdue: bool) -> Iterator[Work]:
    if case.state not in ("submitted", "ministry_review", "government_decision", "adjourned"):
        return
    if QuestionState.ANSWERED in questioned:
        yield Work.READ_ANSWER
    elif overdue:
        yield Work.CHASE_QUESTION
    elif case.state == CaseState.SUBMITTED and QuestionState.OPEN not in questioned:
        yield Work.CHECK_FILE
    elif case.officer_id == user.pk:
        yield Work.OWN_FILE


def _walk_member(body: str, case: Case) -> Iterator[Work]:
    open_round = case.rounds.filter(closed_at=None).first()
    stands = any(one.expires_on >= _day(0) and not hasattr(one, "lapse") for one in case.need_statements.all())
    seats = list(open_round.seats.all()) if open_round else []
    for seat in (one for one in seats if one.body_id == body):
        spoken = seat.standing.filter(casting=False).exists()
        yield Work.SPOKEN if spoken else Work.LACKS_NEED if seat.needs_need and not stands else Work.SIGN
    if body == "MOD" and any(one.needs_need for one in seats) and not stands:
        yield Work.STATE_NEED


def _walk_decider(case: Case, questioned: set[str]) -> Iterator[Work]:
    if case.state == CaseState.ADJOURNED and case.adjourned_until is not None:
        yield Work.RESUME if case.adjourned_until <= _day(0) else Work.UNDECIDED
    if case.state == CaseState.GOVERNMENT_DECISION:
        hindered = questioned & {QuestionState.OPEN, QuestionState.ANSWERED}
        yield Work.UNDECIDED if hindered else Work.DECIDE


def _read_all(lines: Lines, size: int) -> list[Line]:
    """Every page of a list, one after the other."""
    found = [lines.read(start, size) for start in range(0, lines.count() + 1, size)]
    return [line for page in found for line in page]


def _stand(user: User) -> tuple[Lines, Lines]:
    request = RequestFactory().get("/admin/")
    request.user = user
    person = my_desk.read_person(request)
    return Lines(person.list_waiting(), now=now()), Lines(person.list_under_way(), now=now())


@pytest.mark.walk
def test_the_desk_holds_what_a_walk_through_all_cases_finds(world: World) -> None:
    cases = _make_cases(world)

    @settings(max_examples=5, deadline=None, suppress_health_check=list(HealthCheck))
    @given(
        copies=st.lists(st.integers(0, 3), min_size=len(cases), max_size=len(cases)),
        size=st.integers(1, 7),
        name=st.sampled_from(_PEOPLE),
    )
    def compare(copies: list[int], size: int, name: str) -> None:
        user = getattr(world, name)
        with _undone():
            for case, times in zip(cases, copies, strict=True):
                copy_case(case, times)
            found = Counter((line.work, line.case) for lines in _stand(user) for line in _read_all(lines, size))
            known = Case.objects.exclude(state=CaseState.DRAFT).select_related("procedure")
            assert found == Counter((work, case.pk) for case in known for work in _walk(name, user, case))

    compare()


@pytest.mark.walk
def test_a_statement_that_an_amendment_let_lapse_is_asked_for_again(world: World) -> None:
    case = world.with_need()
    amending.amend_case(case, world.paula, {"items": MORE}, reason="More")

    def works(user: User) -> set[Work]:
        return {line.work for lines in _stand(user) for line in lines.read(0, 9)}

    lapsed = works(world.rhea), works(world.greta)
    world.state_need(Case.objects.get(pk=case.pk))

    assert lapsed == ({Work.STATE_NEED, Work.SIGN}, {Work.LACKS_NEED})
    assert (works(world.rhea), works(world.greta)) == ({Work.SIGN}, {Work.SIGN})


@pytest.mark.walk
def test_a_chair_who_owes_the_casting_vote_is_not_one_who_has_spoken(world: World) -> None:
    chaired = [{"body": "MOD", "chair": True}, {"body": "GS"}]
    use_procedure(MINISTRIES | {"rule": {"kind": "majority_cast", "tie": "chair"}, "seats": chaired}, GOVERNMENT)
    case = world.accepted()
    positions.sign_case(case, world.rhea, approve(), version=1)
    positions.sign_case(case, world.greta, object_to(), version=1)

    waiting, under_way = _stand(world.rhea)

    assert [line.work for line in (*waiting.read(0, 9), *under_way.read(0, 9))] == [Work.BREAK_TIE]
    assert [line.work for line in _stand(world.greta)[1].read(0, 9)] == [Work.SPOKEN]


@pytest.mark.parametrize(("scope", "works"), [(["other"], []), (["export"], [Work.STATE_NEED, Work.SIGN])])
def test_a_mandate_for_other_kinds_of_case_gives_no_work(world: World, scope: list[str], works: list[Work]) -> None:
    case = world.accepted()
    with by_hand():
        Mandate.objects.filter(user=world.rhea).update(scope=[case.kind_id if one == "export" else one for one in scope])

    assert {line.work for line in _stand(world.rhea)[0].read(0, 9)} == set(works)


@pytest.mark.walk
def test_an_outcome_is_referred_up_by_a_mandate_for_its_kind(world: World) -> None:
    window = {"to": "heads", "triggers": ["split"], "within": {"amount": 5}, "default": "stands"}
    heads = MINISTRIES | {"code": "heads", "name_en": "Heads", "name_uk": "Керівники", "only_when_referred": True}
    use_procedure(MINISTRIES | {"escalation": window}, heads, GOVERNMENT)
    case = world.accepted()
    for member, view in ((world.rhea, approve()), (world.greta, approve()), (world.mira, object_to())):
        positions.sign_case(case, member, view, version=1)
    before = [line.work for line in _stand(world.mira)[0].read(0, 9)]

    with by_hand():
        Mandate.objects.filter(user=world.mira).update(scope=["other"])

    assert (before, _stand(world.mira)[0].count()) == ([Work.REFER_UP], 0)


@contextmanager
def _undone() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def test_what_is_due_first_comes_first_on_every_page(world: World) -> None:
    copy_case(world.filed(), 20)
    waiting, _under_way = _stand(world.otto)

    lines = _read_all(waiting, 3)

    due = {one.case_id: one.due_at for one in Clock.objects.order_by("-due_at")}
    assert [due[line.case] for line in lines] == sorted(due.values())
    assert waiting.count_late() == sum(1 for at in due.values() if at <= waiting.now)


@pytest.mark.walk
def test_more_than_a_page_is_told_with_its_number_and_a_way_there(world: World, at: At) -> None:
    copy_case(world.filed(), my_desk.PAGE + 12)
    desk = at(world.otto)

    first, second = desk.get(reverse("admin:index")), desk.get(reverse("admin:index"), {"waiting": "2"})

    assert (first.context["waiting_number"], len(first.context["waiting"])) == (113, 100)
    assert "13 more lines" in text_of(first)
    assert 'href="?waiting=2"' in text_of(first)
    cases = [one.case.pk for one in (*first.context["waiting"], *second.context["waiting"])]
    assert len(set(cases)) == len(cases) == 113
    assert "Earlier lines" in text_of(second)


@pytest.mark.parametrize("asked", ["0", "-1", "9", "99999999999999999999", "x", "²"])
def test_a_page_that_is_not_there_is_the_nearest(world: World, at: At, asked: str) -> None:
    world.filed()

    page = at(world.otto).get(reverse("admin:index"), {"waiting": asked})

    assert (page.status_code, len(page.context["waiting"])) == (200, 1)


_FURTHER: list[dict[str, Any]] = [{}, {"only_dissent": True}, {"only_dissent": False}, {"rank": "holder"}, {"rank": "any"}]
_BY = (None, [], ["MOD"], ["MFA", "GS"])


@pytest.mark.walk
def test_rounds_to_refer_up_are_found_as_one_is_asked(world: World) -> None:
    case = world.with_need()
    for person, position in ((world.mira, object_to()), (world.rhea, approve()), (world.greta, approve())):
        positions.sign_case(case, person, position, version=1)

    with _undone(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        for by, further in product(_BY, _FURTHER):
            escalation = further if by is None else {"by": by, **further}
            Stage.objects.update(escalation=escalation)
            for body, kind in product(("MFA", "GS", "MOD"), MandateKind):
                found = set(Round.objects.filter(match_referring_bodies({body: kind})))
                asked = Round.objects.select_related("stage")
                expected = {round for round in asked if list_own_referring_bodies(round, {body: kind})}
                assert found == expected, (escalation, body, kind)
