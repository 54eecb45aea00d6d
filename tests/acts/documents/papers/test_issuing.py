"""The paper of a licence is issued by an officer's name, once for what it says; the one before gives way to it."""

from __future__ import annotations

import json

import pytest

from licensing.acts.documents.papers.issuing import find_issuing_refusal, issue_paper, preview_paper
from licensing.acts.licences.changing.variation import grant_variation
from licensing.acts.licences.licence import suspend_licence
from licensing.errors import NotAllowed, Stale, WrongState
from licensing.models import Event, Licence, Paper
from licensing.models.documents.papers import find_paper
from licensing.policy.record.digests import compute_digest
from tests.issued_papers import issue_first_paper
from tests.variations import issue_asked_licence
from tests.world import World


def test_what_a_paper_says_is_kept_with_its_digest_and_told(world: World) -> None:
    paper = issue_first_paper(world)

    kept, event = Paper.objects.get(), Event.objects.order_by("-number")[0]
    said = json.loads(kept.canonical)
    assert (kept.number, kept.licence_version, kept.made_by, kept.digest) == (1, 1, world.otto, compute_digest(said))
    assert (event.kind, event.data["paper"], event.data["digest"]) == ("licence.paper_issued", str(paper.pk), kept.digest)
    assert kept.token in said["check"]
    assert kept.token not in json.dumps(event.data)
    assert set(said["code"][0]) == {"0", "1"}


def test_a_paper_that_would_say_the_same_is_refused(world: World) -> None:
    licence = issue_first_paper(world).licence
    assert licence is not None
    refusal = find_issuing_refusal(licence, world.otto, at=licence.issued_at)

    with pytest.raises(WrongState, match="says all this already"):
        issue_paper(licence, world.otto)

    assert refusal is not None
    assert Paper.objects.count() == 1


def test_a_varied_licence_gets_a_paper_that_names_the_one_before(world: World) -> None:
    licence = issue_asked_licence(world)
    first = issue_paper(licence, world.otto)
    grant_variation(licence, world.dora)

    second = issue_paper(licence, world.otto)

    assert (second.number, second.licence_version) == (2, 2)
    assert find_paper(licence) == second
    assert second.token != first.token
    [_label, [replaced]] = json.loads(second.canonical)["head"][-1]
    assert replaced["en"].startswith("Paper 1 of ")


def test_others_than_officers_neither_issue_nor_preview(world: World) -> None:
    licence = world.licence()

    for person in (world.paula, world.dora, world.cus, world.rhea):
        with pytest.raises(NotAllowed):
            issue_paper(licence, person)
        with pytest.raises(NotAllowed):
            preview_paper(licence, person)
    with pytest.raises(Stale):
        issue_paper(licence, world.otto, expected=licence.revision + 1)

    assert not Paper.objects.exists()


def test_nothing_is_issued_while_the_licence_is_suspended(world: World) -> None:
    licence = suspend_licence(world.licence(), world.otto, reason="Urgent need.")

    with pytest.raises(WrongState):
        issue_paper(Licence.objects.get(pk=licence.pk), world.otto)

    assert not Paper.objects.exists()
