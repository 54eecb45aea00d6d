"""Proposed rights at the desk: proposed by one administrator, settled by another, read by those they concern."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse
from django.utils.formats import date_format
from pytest_django import Settings

from licensing.acts.people.rights.ending import end_right
from licensing.acts.people.rights.giving import propose_right
from licensing.admin.tags import format_day
from licensing.choices import ProposalState, RightKind
from licensing.models import Appointment, Body, Mandate, Membership, RightProposal, User
from tests.admin.conftest import At, execute_act, open_form, press, text_of
from tests.administrators import mandate, office, today
from tests.world import World

LIST = reverse("admin:licensing_rightproposal_changelist")
WHY = "She joined the ministry."


def _propose(kind: RightKind) -> str:
    return reverse("admin:licensing_rightproposal_propose", args=[kind])


def _page(proposal: RightProposal, what: str = "change") -> str:
    return reverse(f"admin:licensing_rightproposal_{what}", args=[proposal.pk])


def _given(world: World, kind: RightKind) -> dict[str, Any]:
    more: dict[RightKind, dict[str, Any]] = {
        RightKind.MANDATE: {"body": "MFA", "role": "deputy", "order": "2", "scope": ["single_permit"]},
        RightKind.APPOINTMENT: {"role": "auditor"},
        RightKind.MEMBERSHIP: {"organisation": str(world.partner.pk), "role": "reader"},
        RightKind.HEAD: {"body": "MFA"},
    }
    return {"email": "STELLA@example.org", "first_on": today().isoformat(), "reason": WHY} | more[kind]


@pytest.mark.parametrize("kind", RightKind)
def test_one_administrator_proposes_and_another_confirms(
    world: World, at: At, ada: User, bea: User, kind: RightKind, settings: Settings
) -> None:
    proposed = execute_act(at(ada), _propose(kind), **_given(world, kind), emergency="on")
    proposal = RightProposal.objects.get()
    page = text_of(at(bea).get(_page(proposal)))

    confirmed = execute_act(at(bea), _page(proposal, "confirm"))

    rows = [Mandate.objects, Appointment.objects, Membership.objects]
    found = [model.filter(user=world.stella).count() for model in rows] + [Body.objects.filter(head=world.stella).count()]
    assert (proposed.status_code, proposed["Location"]) == (302, _page(proposal))
    assert (confirmed.status_code, sum(found)) == (302, 1)
    # One form of a day on the whole page, as everywhere at the desk.
    assert (format_day(today()) in page, date_format(today()) in page) == (True, False)
    assert found[list(RightKind).index(kind)] == 1


def test_the_page_says_from_when_a_right_will_hold(world: World, at: At, ada: User, settings: Settings) -> None:
    usual = text_of(at(ada).get(_propose(RightKind.HEAD)))
    settings.RIGHTS_DELAY *= 0
    trying = text_of(at(ada).get(_propose(RightKind.HEAD)))

    assert "from the first day that begins 24 hours later" in usual
    assert "For trying, a confirmed right holds at once here." in trying


def test_nobody_proposes_for_themselves_and_what_was_typed_stays(world: World, at: At, ada: User) -> None:
    given = _given(world, RightKind.APPOINTMENT) | {"email": ada.email, "role": "decider"}

    refused = execute_act(at(ada), _propose(RightKind.APPOINTMENT), **given)

    assert (refused.status_code, RightProposal.objects.count()) == (403, 0)
    assert "Nobody gives a right to themselves." in text_of(refused)
    assert WHY in refused.content.decode()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"email": "nobody@example.org"}, "Nobody has an account with this address."),
        ({"email": "mira@example.org"}, "This person has this right in a part of that time already."),
        ({"first_on": "2026-01-01"}, "The past is corrected by an act of its own."),
        ({"email": "cus@example.org"}, "A program does not hold such a right."),
    ],
)
def test_a_refusal_stands_at_its_field(world: World, at: At, ada: User, change: dict[str, Any], said: str) -> None:
    refused = execute_act(at(ada), _propose(RightKind.MANDATE), **_given(world, RightKind.MANDATE) | change)

    assert (refused.status_code, RightProposal.objects.count()) == (400, 0)
    assert said in text_of(refused)


@pytest.mark.parametrize("what", ["confirm", "decline"])
def test_the_proposer_reads_why_they_cannot_settle_it(world: World, at: At, ada: User, what: str) -> None:
    proposal = propose_right(ada, mandate(world.stella), reason=WHY)
    client = at(ada)

    pages = [
        client.get(_page(proposal)),
        client.get(_page(proposal, what)),
        client.post(_page(proposal, what), {"reason": "x"}),
    ]

    proposal.refresh_from_db()
    assert [page.status_code for page in pages] == [200, 403, 403]
    assert all("You proposed this right yourself." in text_of(page) for page in pages)
    assert proposal.state == ProposalState.PENDING


def test_another_administrator_declines_with_a_reason(world: World, at: At, ada: User, bea: User) -> None:
    proposal = propose_right(ada, mandate(world.stella), reason=WHY)
    hidden = open_form(at(bea), _page(proposal, "decline"))

    refused = press(at(bea), _page(proposal, "decline"), hidden, reason="")
    done = press(at(bea), _page(proposal, "decline"), hidden, reason="She did not join it.")

    proposal.refresh_from_db()
    assert (refused.status_code, done.status_code) == (400, 302)
    assert (proposal.state, proposal.note) == (ProposalState.DECLINED, "She did not join it.")


def test_the_head_of_a_body_reads_what_is_proposed_for_it_and_nothing_else(world: World, at: At, ada: User) -> None:
    Body.objects.filter(pk="MFA").update(head=world.greta)
    own = propose_right(ada, mandate(world.stella), reason=WHY)
    other = propose_right(ada, office(world.stella), reason=WHY)
    client = at(world.greta)

    answers = [client.get(url).status_code for url in (LIST, _page(own), _page(other), _page(own, "confirm"))]

    assert answers == [200, 200, 404, 404]
    assert at(world.rhea).get(LIST).status_code == 403


def test_officers_read_proposals_and_make_none(world: World, at: At, ada: User) -> None:
    proposal = propose_right(ada, mandate(world.stella), reason=WHY)
    client = at(world.otto)

    urls = [_propose(RightKind.MANDATE), _page(proposal, "confirm"), _page(proposal, "decline")]

    assert [client.get(url).status_code for url in (LIST, _page(proposal))] == [200, 200]
    assert [client.post(url, {"reason": "x"}).status_code for url in urls] == [404, 404, 404]
    assert at(ada).get(_propose(RightKind.HEAD).replace("head", "crown")).status_code == 404


def test_a_second_person_reads_that_the_proposer_has_left_office(world: World, at: At, ada: User, bea: User) -> None:
    proposal = propose_right(ada, mandate(world.stella), reason=WHY)
    before = [text_of(at(bea).get(_page(proposal, what))) for what in ("change", "confirm")]
    end_right(Appointment.objects.get(user=ada), bea, reason="She leaves.")

    after = [text_of(at(bea).get(_page(proposal, what))) for what in ("change", "confirm")]

    assert ["holds no office any more" in page for page in before + after] == [False, False, True, True]
