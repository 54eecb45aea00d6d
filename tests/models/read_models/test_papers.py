"""What the code of a paper says: it follows the licence, in one statement, also for a code that nobody drew."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from licensing.acts.acting import now, to_local_day
from licensing.acts.decisions import government
from licensing.acts.decisions.appeal import appeal_case, decide_appeal
from licensing.acts.decisions.corrections import correct_decision
from licensing.acts.documents.papers.issuing import issue_notice, issue_paper
from licensing.acts.licences.changing.suspension import confirm_suspension
from licensing.acts.licences.changing.variation import grant_variation
from licensing.acts.licences.licence import activate_licence, revoke_licence, suspend_licence
from licensing.choices import PaperStanding
from licensing.errors import WrongState
from licensing.models import Licence
from licensing.models.documents.papers import list_papers
from licensing.models.read_models.papers import judge_paper, read_paper, read_standing
from tests.issued_papers import issue_first_notice, issue_first_paper
from tests.suspensions import reinstate
from tests.trial import another_decider, make_case_granted_in_part
from tests.variations import issue_asked_licence
from tests.world import World, resolution


def test_a_code_follows_the_life_of_its_licence(world: World) -> None:
    paper, today = issue_first_paper(world), to_local_day(now())
    licence = paper.licence
    assert licence is not None

    stood = [read_standing(paper.token, today=today)]
    stood.append(read_standing(paper.token, today=licence.valid_until + timedelta(days=1)))
    suspend_licence(licence, world.otto, reason="Urgent need.")
    stood.append(read_standing(paper.token, today=today))
    revoke_licence(licence, world.dora, reason="Passed on.")
    stood.append(read_standing(paper.token, today=today))

    assert stood == [PaperStanding.GENUINE, PaperStanding.ENDED, PaperStanding.SUSPENDED, PaperStanding.ENDED]


@pytest.mark.walk
def test_a_variation_outdates_a_paper_before_the_next_is_issued(world: World) -> None:
    licence, today = issue_asked_licence(world), to_local_day(now())
    first = issue_paper(licence, world.otto)
    grant_variation(licence, world.dora)

    before = read_standing(first.token, today=today)
    second = issue_paper(licence, world.otto)

    assert (before, read_standing(first.token, today=today)) == (PaperStanding.OUTDATED, PaperStanding.SUPERSEDED)
    assert read_standing(second.token, today=today) == PaperStanding.GENUINE
    rows = list(list_papers(licence))
    assert [judge_paper(one, today=today) for one in rows] == [PaperStanding.SUPERSEDED, PaperStanding.GENUINE]
    assert (read_paper(rows[1], today=today)["number"], read_paper(rows[1], today=today)["version"]) == (2, 2)


@pytest.mark.walk
def test_a_start_outdates_the_paper_that_says_that_nothing_may_leave(world: World) -> None:
    blocking = [{"code": "P22", "parameters": {"agreement": "the loan of 2026"}}]
    government.grant_case(world.before_government(), world.dora, resolution(conditions=blocking))
    licence, today = Licence.objects.get(), to_local_day(now())
    first = issue_paper(licence, world.otto)
    stood = [read_standing(first.token, today=today)]
    activate_licence(licence, world.otto, reason="The loan agreement is in force.")
    stood.append(read_standing(first.token, today=today))

    second = issue_paper(Licence.objects.get(), world.otto)

    stood += [read_standing(one.token, today=today) for one in (first, second)]
    assert stood == [PaperStanding.DORMANT, PaperStanding.OUTDATED, PaperStanding.SUPERSEDED, PaperStanding.GENUINE]


def test_a_corrected_resolution_outdates_the_paper_that_bears_the_wrong_number(world: World) -> None:
    paper, today = issue_first_paper(world), to_local_day(now())
    daria, stood = world.decider("daria"), []

    for reasons, number in (("Own need.", None), (None, "471-r"), (None, "417-r")):
        correct_decision(paper.case, daria, reason="A slip.", reasons=reasons, resolution_no=number)
        stood.append(read_standing(paper.token, today=today))

    # The reasons are not on the paper of a licence; a number that is put back is the one that it bears.
    assert stood == [PaperStanding.GENUINE, PaperStanding.OUTDATED, PaperStanding.GENUINE]
    with pytest.raises(WrongState):
        issue_paper(Licence.objects.get(), world.otto)


@pytest.mark.walk
def test_what_an_appeal_adds_outdates_the_paper_that_lacks_it(world: World) -> None:
    case, today = make_case_granted_in_part(world), to_local_day(now())
    paper = issue_paper(Licence.objects.get(), world.otto)
    case = appeal_case(case, world.paula, reason="The rest is needed.")
    before = read_standing(paper.token, today=today)

    decide_appeal(case, another_decider(), resolution(number="501-r", quantities={1: Decimal(40)}, reasons="More is left."))

    assert (before, read_standing(paper.token, today=today)) == (PaperStanding.GENUINE, PaperStanding.OUTDATED)
    lines = Licence.objects.get().lines.count()
    second = issue_paper(Licence.objects.get(), world.otto)
    assert (second.basis["lines"], second.basis["resolution_no"]) == (lines, "501-r")


@pytest.mark.walk
def test_nobody_is_sent_for_a_newer_paper_of_what_is_suspended_or_ended(world: World) -> None:
    licence, today = issue_asked_licence(world), to_local_day(now())
    first = issue_paper(licence, world.otto)
    grant_variation(licence, world.dora)
    issue_paper(Licence.objects.get(), world.otto)

    suspend_licence(licence, world.otto, reason="Urgent need.")
    stood = [read_standing(first.token, today=today)]
    revoke_licence(licence, world.dora, reason="Passed on.")
    stood.append(read_standing(first.token, today=today))

    assert stood == [PaperStanding.SUSPENDED, PaperStanding.ENDED]


def test_a_notice_holds_while_its_licence_is_suspended_as_it_says(world: World) -> None:
    first, today = issue_first_notice(world), to_local_day(now())
    licence = first.licence
    assert licence is not None
    stood = [read_standing(first.token, today=today)]
    confirm_suspension(licence, world.dora)
    stood.append(read_standing(first.token, today=today))
    second = issue_notice(Licence.objects.get(), world.otto)
    stood += [read_standing(one.token, today=today) for one in (first, second)]
    reinstate(world, Licence.objects.get())
    stood += [read_standing(one.token, today=today) for one in (first, second)]

    names = [PaperStanding.GENUINE, PaperStanding.OUTDATED, PaperStanding.SUPERSEDED, PaperStanding.GENUINE]
    assert stood == [*names, PaperStanding.ENDED, PaperStanding.ENDED]


def test_a_notice_of_a_suspension_that_ended_says_nothing_of_the_next(world: World) -> None:
    first, today = issue_first_notice(world), to_local_day(now())
    licence = first.licence
    assert licence is not None
    confirm_suspension(licence, world.dora)
    reinstate(world, Licence.objects.get())
    suspend_licence(Licence.objects.get(), world.otto, reason="Another cause.")

    assert read_standing(first.token, today=today) == PaperStanding.OUTDATED


@pytest.mark.parametrize("token", ["", "x" * 32, "\x00", "a/b", "ї" * 32, "x" * 5000])
def test_what_nobody_drew_is_asked_like_any_other(world: World, token: str) -> None:
    paper, today = issue_first_paper(world), to_local_day(now())

    with CaptureQueriesContext(connection) as known:
        read_standing(paper.token, today=today)
    with CaptureQueriesContext(connection) as unknown:
        standing = read_standing(token, today=today)

    assert (standing, len(unknown), len(known)) == (PaperStanding.UNKNOWN, 1, 1)
