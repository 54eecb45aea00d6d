"""The buttons of the acts on a licence: for whom they are, and how each stands out."""

from __future__ import annotations

import pytest
from django.urls import reverse

from licensing.acts.acting import now, to_local_day
from licensing.acts.documents.papers.issuing import issue_notice
from licensing.admin.licences.acts import build_licence_buttons
from licensing.choices import Verb
from licensing.models import Licence, User, read_actor
from tests.admin.conftest import At, text_of
from tests.issued_papers import issue_first_paper
from tests.suspensions import issue_suspended_licence
from tests.world import World


def read_weights(licence: Licence, user: User) -> dict[Verb, str]:
    actor = read_actor(user, on=to_local_day(now()), case_id=licence.case_id, kind=licence.case.kind_id)
    return {one.verb: one.weight for one in build_licence_buttons(licence, actor, now())}


def test_only_what_waits_for_somebody_stands_out_and_what_stops_goods_as_grave(world: World) -> None:
    licence = world.licence()

    assert read_weights(licence, world.otto) == {
        Verb.ISSUE_PAPER: "primary",
        Verb.SUSPEND: "grave",
        Verb.PROPOSE_VARIATION: "",
        Verb.OPEN_REVIEW: "",
        Verb.PLAN_VISIT: "",
    }
    assert read_weights(licence, world.dora) == {Verb.REVOKE: "grave"}


def test_a_paper_that_nobody_waits_for_does_not_stand_out(world: World) -> None:
    stopped, paper = issue_suspended_licence(world), issue_first_paper(world)

    due = read_weights(stopped, world.otto)[Verb.ISSUE_NOTICE]
    issue_notice(stopped, world.otto)
    weights = [read_weights(stopped, world.otto)[Verb.ISSUE_NOTICE], read_weights(paper.licence, world.otto)[Verb.ISSUE_PAPER]]

    assert (due, weights) == ("primary", ["", ""])


@pytest.mark.walk
def test_licence_buttons_are_for_those_who_may(world: World, at: At) -> None:
    licence = world.licence()
    verbs = ("activate", "suspend", "reinstate", "revoke")

    page = reverse("admin:licensing_licence_change", args=[licence.pk])
    shown = {user.name: text_of(at(user).get(page)) for user in (world.otto, world.dora, world.audra)}
    offered = {
        name: [verb for verb in verbs if reverse("admin:licensing_licence_act", args=[licence.pk, verb]) in text]
        for name, text in shown.items()
    }

    assert offered == {"Otto": ["suspend"], "Dora": ["revoke"], "Audra": []}
