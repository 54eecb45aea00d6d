"""A holder downloads the papers of their licence; of others' there are none."""

from __future__ import annotations

import pytest

from tests.issued_papers import issue_first_notice, issue_first_paper
from tests.portal.visiting import Visitor, text_of
from tests.world import World


@pytest.mark.walk
def test_a_holder_downloads_a_paper_and_a_rival_finds_none(world: World, paula: Visitor) -> None:
    paper = issue_first_paper(world)
    assert paper.licence is not None

    page = text_of(paula.open("licence", paper.licence.pk))
    file = paula.open("paper", paper.licence.pk, 1)
    missing = [paula.open("paper", paper.licence.pk, 2), Visitor(world.rita).open("paper", paper.licence.pk, 1)]

    assert "Paper 1, version 1 (PDF) Genuine" in page
    assert (file.status_code, file["Content-Type"], file.content[:5]) == (200, "application/pdf", b"%PDF-")
    assert file["Content-Disposition"] == f'attachment; filename="{paper.licence.number}-1.pdf"'
    assert [one.status_code for one in missing] == [404, 404]


def test_a_licence_without_a_paper_says_so(world: World, paula: Visitor) -> None:
    page = text_of(paula.open("licence", world.licence().pk))

    assert "The authority has not issued the paper of this licence yet." in page


@pytest.mark.walk
def test_a_holder_downloads_the_notice_of_a_suspension_and_a_rival_finds_none(world: World, paula: Visitor) -> None:
    notice = issue_first_notice(world)
    assert notice.licence is not None

    page = text_of(paula.open("licence", notice.licence.pk))
    file, missing = paula.open("notice", notice.licence.pk, 1), Visitor(world.rita).open("notice", notice.licence.pk, 1)

    assert "Notice of suspension 1 (PDF) Genuine" in page
    assert (file.status_code, file["Content-Type"], missing.status_code) == (200, "application/pdf", 404)
    assert paula.open("paper", notice.licence.pk, 1).status_code == 404
