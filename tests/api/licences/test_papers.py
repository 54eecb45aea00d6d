"""Papers over the API: issued by officers, listed with whether they hold, downloaded with the digest of their bytes."""

from __future__ import annotations

import base64
import hashlib

import pytest

from tests.api.calling import Caller, code_of
from tests.api.licences.test_licences import place
from tests.issued_papers import issue_first_paper
from tests.suspensions import issue_suspended_licence
from tests.world import World


def test_officers_issue_and_everybody_who_sees_the_licence_reads_the_list(world: World) -> None:
    licence = world.licence()
    own = Caller(world.paula).post(place(licence, "issue-paper/"), {})
    issued, again = (Caller(world.otto).post(place(licence, "issue-paper/"), {}) for _ in range(2))

    [paper] = Caller(world.paula).get(place(licence, "papers/")).json()
    assert [code_of(own)[0], issued.status_code, code_of(again)] == [403, 200, (409, "wrong_state")]
    assert (paper["number"], paper["version"], paper["standing"], paper["form"]) == (1, 1, "genuine", "v1")
    assert Caller(world.rita).get(place(licence, "papers/")).status_code == 404


@pytest.mark.walk
def test_a_paper_is_downloaded_with_the_digest_of_its_bytes(world: World) -> None:
    licence = issue_first_paper(world).licence
    assert licence is not None

    file = Caller(world.paula).get(place(licence, "papers/1/"))

    digest = base64.b64encode(hashlib.sha256(file.content).digest()).decode()
    assert (file.status_code, file["Repr-Digest"]) == (200, f"sha-256=:{digest}:")
    assert code_of(Caller(world.paula).get(place(licence, "papers/2/")))[0] == 404
    assert code_of(Caller(world.rita).get(place(licence, "papers/1/")))[0] == 404


@pytest.mark.walk
def test_a_notice_of_suspension_is_issued_listed_and_downloaded(world: World) -> None:
    licence = issue_suspended_licence(world)
    own = Caller(world.paula).post(place(licence, "issue-notice/"), {})
    issued, again = (Caller(world.otto).post(place(licence, "issue-notice/"), {}) for _ in range(2))

    [notice] = Caller(world.paula).get(place(licence, "notices/")).json()
    file = Caller(world.paula).get(place(licence, "notices/1/"))
    assert [code_of(own)[0], issued.status_code, code_of(again)] == [403, 200, (409, "wrong_state")]
    assert (notice["number"], notice["standing"], file.content[:5]) == (1, "genuine", b"%PDF-")
    assert Caller(world.paula).get(place(licence, "papers/")).json() == []
    assert [code_of(Caller(world.rita).get(place(licence, rest)))[0] for rest in ("notices/", "notices/1/")] == [404, 404]
