"""A case as its applicant may know it, and as the authority reads it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from licensing.acts.decisions import countersigning
from licensing.acts.requests import questions
from licensing.acts.requests.submission import send_back_case
from licensing.choices import Owner, Verb
from licensing.models import Case
from licensing.models.read_models import get_visible_revision, read_case, read_case_rows, read_standing
from tests.models.read_models.reading import read_as
from tests.world import World


def test_the_inside_of_a_case_is_for_the_authority_alone(world: World) -> None:
    case = world.with_need()

    theirs, ours = (read_case(case, read_as(user, case)) for user in (world.paula, world.otto))

    assert theirs["inside"] is None
    assert theirs["need"] is not None
    assert set(theirs["need"]) == {"verdict", "data_on", "expires_on"}
    assert ours["inside"] is not None
    assert ours["inside"]["need"] is not None
    assert ours["inside"]["procedure"] == {"code": "tests", "version": 1, "name": "Procedure of the tests"}


def test_an_applicant_has_a_revision_only_while_they_may_edit(world: World) -> None:
    case = world.accepted()
    reader = read_as(world.paula, case)

    during = get_visible_revision(case, reader)
    returned = send_back_case(case, world.otto, grounds=["N01"], reason="A page is missing.")

    assert during is None
    assert get_visible_revision(returned, reader) == returned.revision
    assert get_visible_revision(case, read_as(world.otto, case)) == case.revision


def test_a_filed_case_is_read_as_it_was_filed(world: World) -> None:
    filed, draft = world.filed(), world.draft()
    Case.objects.update(title="Changed by hand")

    titles = [
        read_case(Case.objects.get(pk=case.pk), read_as(world.paula, case))["request"]["title"] for case in (filed, draft)
    ]

    assert titles == ["Forty reconnaissance UAVs", "Changed by hand"]


def test_a_case_waits_for_its_applicant_while_a_question_is_open(world: World) -> None:
    case = world.accepted()
    reader = read_as(world.paula, case)
    before = read_standing(case, reader)["waits_for"]

    questions.ask_question(case, world.otto, text="Which unit?", due_on=timezone.localdate() + timedelta(days=9))

    assert (before, read_standing(case, reader)["waits_for"]) == (Owner.AUTHORITY, Owner.APPLICANT)


def test_a_decided_case_waits_for_nobody(world: World) -> None:
    case = world.granted()

    assert read_standing(case, read_as(world.otto, case))["waits_for"] is None


def test_a_countersignature_is_offered_once(world: World) -> None:
    case, second = world.granted(), world.decider()
    reader = read_as(second, case)
    before = read_standing(case, reader)["actions"]

    countersigning.countersign_case(case, second)

    assert Verb.COUNTERSIGN in before
    assert Verb.COUNTERSIGN not in read_standing(Case.objects.get(pk=case.pk), reader)["actions"]


@pytest.mark.parametrize("many", [1, 3])
def test_a_list_of_cases_is_read_in_one_statement(
    world: World, django_assert_num_queries: DjangoAssertNumQueries, many: int
) -> None:
    for _ in range(many):
        world.draft()

    with django_assert_num_queries(1):
        rows = read_case_rows(Case.objects.order_by("pk"))

    assert [row["organisation"]["name"] for row in rows] == ["Fictional Ministry of Tallinn"] * many
