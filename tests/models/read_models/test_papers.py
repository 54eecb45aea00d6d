"""What the code of a paper says: it follows the licence, in one statement, also for a code that nobody drew."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from licensing.acts.acting import now, to_local_day
from licensing.acts.documents.papers.issuing import issue_paper
from licensing.acts.licences.changing.variation import grant_variation
from licensing.acts.licences.licence import revoke_licence, suspend_licence
from licensing.choices import PaperStanding
from licensing.models.documents.papers import list_papers
from licensing.models.read_models.papers import judge_paper, read_paper, read_standing
from tests.issued_papers import issue_first_paper
from tests.variations import issue_asked_licence
from tests.world import World


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


def test_a_variation_supersedes_a_paper_before_the_next_is_issued(world: World) -> None:
    licence, today = issue_asked_licence(world), to_local_day(now())
    first = issue_paper(licence, world.otto)
    grant_variation(licence, world.dora)

    before = read_standing(first.token, today=today)
    second = issue_paper(licence, world.otto)

    assert (before, read_standing(first.token, today=today)) == (PaperStanding.SUPERSEDED, PaperStanding.SUPERSEDED)
    assert read_standing(second.token, today=today) == PaperStanding.GENUINE
    rows = list(list_papers(licence))
    assert [judge_paper(one, today=today) for one in rows] == [PaperStanding.SUPERSEDED, PaperStanding.GENUINE]
    assert (read_paper(rows[1], today=today)["number"], read_paper(rows[1], today=today)["version"]) == (2, 2)


@pytest.mark.parametrize("token", ["", "x" * 32, "\x00", "a/b", "ї" * 32, "x" * 5000])
def test_what_nobody_drew_is_asked_like_any_other(world: World, token: str) -> None:
    paper, today = issue_first_paper(world), to_local_day(now())

    with CaptureQueriesContext(connection) as known:
        read_standing(paper.token, today=today)
    with CaptureQueriesContext(connection) as unknown:
        standing = read_standing(token, today=today)

    assert (standing, len(unknown), len(known)) == (PaperStanding.UNKNOWN, 1, 1)
