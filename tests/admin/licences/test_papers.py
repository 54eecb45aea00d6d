"""An officer reads the preview of a paper and issues it; others of the desk read what was issued."""

from __future__ import annotations

import pytest
from django.urls import reverse

from licensing.acts.documents.papers.issuing import issue_paper
from licensing.acts.licences.changing.variation import grant_variation
from licensing.models import Paper
from tests.admin.conftest import At, execute_act, text_of
from tests.issued_papers import issue_first_paper
from tests.suspensions import issue_suspended_licence
from tests.variations import issue_asked_licence
from tests.world import World


def test_an_officer_issues_a_paper_once_for_what_it_says(world: World, at: At) -> None:
    licence, otto = world.licence(), at(world.otto)
    form = reverse("admin:licensing_licence_act", args=[licence.pk, "issue_paper"])

    before = text_of(otto.get(form))
    done, again = execute_act(otto, form), text_of(otto.get(form))

    page = text_of(otto.get(reverse("admin:licensing_licence_change", args=[licence.pk])))
    assert "Preview of the paper (PDF)" in before
    assert done.status_code == 302
    assert Paper.objects.get().made_by == world.otto
    assert "The newest paper of this licence says all this already." in again
    assert "Paper 1, version 1 (PDF)" in page


def test_a_licence_whose_paper_is_due_waits_on_the_desk_of_officers(world: World, at: At) -> None:
    licence, heading = issue_asked_licence(world), "Papers to issue"
    desk = reverse("admin:index")

    none, of_others = text_of(at(world.otto).get(desk)), text_of(at(world.dora).get(desk))
    issue_paper(licence, world.otto)
    issued = text_of(at(world.otto).get(desk))
    grant_variation(licence, world.dora)
    varied = text_of(at(world.otto).get(desk))

    assert [heading in page for page in (none, of_others, issued, varied)] == [True, False, False, True]
    assert f"<bdi>{licence.case.title}</bdi> – no paper of it was issued yet" in none
    assert "its paper says what the licence was before it changed" in varied


@pytest.mark.walk
def test_officers_alone_preview_and_who_sees_the_licence_reads_the_paper(world: World, at: At) -> None:
    paper = issue_first_paper(world)
    assert paper.licence is not None
    preview = reverse("admin:licensing_licence_preview", args=[paper.licence.pk])
    issued = reverse("admin:licensing_licence_paper", args=[paper.licence.pk, 1])

    answers = [at(world.otto).get(preview), at(world.dora).get(preview), at(world.dora).get(issued)]
    missing = at(world.otto).get(reverse("admin:licensing_licence_paper", args=[paper.licence.pk, 2]))

    assert [one.status_code for one in (*answers, missing)] == [200, 404, 200, 404]
    assert (answers[0]["Content-Type"], answers[2]["Content-Type"]) == ("application/pdf", "application/pdf")
    assert at(world.otto).post(preview).status_code == 405
    assert at(world.otto).post(issued).status_code == 405


@pytest.mark.walk
def test_an_officer_reads_the_preview_of_a_notice_and_issues_it_once(world: World, at: At) -> None:
    licence, otto = issue_suspended_licence(world), at(world.otto)
    form = reverse("admin:licensing_licence_act", args=[licence.pk, "issue_notice"])
    preview = reverse("admin:licensing_licence_notice_preview", args=[licence.pk])

    before = [text_of(otto.get(form)), otto.get(preview)["Content-Type"], at(world.dora).get(preview).status_code]
    done, again = execute_act(otto, form), text_of(otto.get(form))

    page = text_of(otto.get(reverse("admin:licensing_licence_change", args=[licence.pk])))
    issued = at(world.dora).get(reverse("admin:licensing_licence_notice", args=[licence.pk, 1]))
    assert ("Preview of the paper (PDF)" in before[0], before[1:]) == (True, ["application/pdf", 404])
    assert (done.status_code, issued["Content-Type"]) == (302, "application/pdf")
    assert "The newest notice of this suspension says all this already." in again
    assert "Notice of suspension 1 (PDF)" in page
