"""Collective sign-off at the desk: positions, need, recusals, the casting vote, and referring a case up."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.urls import reverse

from licensing.acts.requests import amending, submission
from licensing.acts.signoff import positions
from licensing.choices import NeedVerdict, PositionChoice, RecusalReason, StageOutcome
from licensing.models import Appointment, Case, Mandate, NeedStatement, Position, Procedure, Recusal, RoutingRow, Seat, Stage
from tests.admin.conftest import At, act_of, execute_act, open_form, page_of, press, text_of, today
from tests.scenes import scene
from tests.world import ALWAYS, REQUEST, World, approve, object_to, publish


def test_state_need_keeps_the_figures(world: World, at: At) -> None:
    case = world.accepted()

    response = execute_act(
        at(world.rhea),
        act_of(case, "state_need"),
        verdict=NeedVerdict.LIMITED,
        data_on=today(),
        expires_on=today() + timedelta(days=30),
        opening_stock="120",
        reserve_floor="80.5",
    )

    stated = NeedStatement.objects.get(case=case)
    assert response.status_code == 302
    assert (stated.verdict, stated.figures) == (NeedVerdict.LIMITED, {"opening_stock": "120", "reserve_floor": "80.5"})


def test_state_need_is_closed_to_a_body_that_does_not_consolidate_it(world: World, at: At) -> None:
    case = world.accepted()

    page = text_of(at(world.mira).get(act_of(case, "state_need")))

    assert "Your body does not consolidate domestic need." in page
    assert "<form" not in page.split('class="dz-form')[1].split("</div> </div>")[0]


@pytest.mark.walk
def test_sign_refuses_an_objection_without_grounds_at_its_field(world: World, at: At) -> None:
    case = world.accepted()

    response = execute_act(at(world.mira), act_of(case, "sign"), choice=PositionChoice.OBJECT)

    assert response.status_code == 400
    assert text_of(response).count("An objection needs its grounds.") == 1


def test_sign_shows_the_version_and_its_digest(world: World, at: At) -> None:
    case = world.accepted()

    page = text_of(at(world.mira).get(act_of(case, "sign")))

    assert case.versions.get().digest in page
    assert "You sign version 1" in page


@pytest.mark.walk
def test_sign_again_replaces_the_own_position_which_is_filled_in(world: World, at: At) -> None:
    case = world.accepted()
    positions.sign_case(case, world.mira, object_to("Unsafe route."), version=1)
    url = act_of(case, "sign")

    page = text_of(at(world.mira).get(url))
    response = execute_act(at(world.mira), url, choice=PositionChoice.APPROVE)

    assert "Unsafe route." in page
    assert response.status_code == 302
    assert list(Position.objects.order_by("number").values_list("choice", flat=True)) == ["object", "approve"]


@pytest.mark.walk
def test_sign_is_refused_when_another_spoke_for_the_seat_meanwhile(world: World, at: At) -> None:
    case = world.with_need()
    client, url = at(world.greta), act_of(case, "sign")
    hidden = open_form(client, url)
    positions.sign_case(case, world.dan, object_to("We need them."), version=1)

    response = press(client, url, hidden, choice=PositionChoice.APPROVE, comment="My careful text.")

    page = text_of(response)
    assert response.status_code == 409
    assert "Dan has spoken for this seat in the meantime." in page
    assert "We need them." in page
    assert "My careful text." in page
    assert Position.objects.count() == 1
    # Having seen it, she may replace it.
    again = press(client, url, open_form(client, url), choice=PositionChoice.APPROVE)
    assert again.status_code == 302


@pytest.mark.walk
def test_sign_is_refused_when_the_file_changed_and_says_what_changed(world: World, at: At) -> None:
    """Story 23: the vote is refused with what changed, and the text is not lost."""
    case = world.accepted()
    client, url = at(world.mira), act_of(case, "sign")
    hidden = open_form(client, url)
    amending.amend_case(case, world.paula, {"end_use": REQUEST["end_use"] | {"purpose": "Training only"}}, reason="A mistake")

    response = press(client, url, hidden, choice=PositionChoice.APPROVE, comment="My careful text.")

    page = text_of(response)
    assert response.status_code == 409
    assert "The request has changed since you opened it. Your position was not recorded." in page
    assert "Border reconnaissance → Training only" in page
    assert "My careful text." in page
    assert "You sign version 2" in page
    assert not Position.objects.exists()


def test_sign_after_withdrawal_is_refused_and_keeps_the_text(world: World, at: At) -> None:
    case = world.accepted()
    client, url = at(world.mira), act_of(case, "sign")
    hidden = open_form(client, url)
    submission.withdraw_case(case, world.paula, reason="No longer needed")

    response = press(client, url, hidden, choice=PositionChoice.APPROVE, comment="My careful text.")

    page = text_of(response)
    assert response.status_code == 409
    assert "My careful text." in page
    assert "This can no longer be confirmed." in page


def test_sign_after_the_mandate_ended_is_refused(world: World, at: At) -> None:
    """A6: what holds is the mandate at the moment of the press."""
    case = world.accepted()
    client, url = at(world.mira), act_of(case, "sign")
    hidden = open_form(client, url)
    Appointment.objects.create(user=world.mira, kind="auditor", period=ALWAYS)
    Mandate.objects.filter(user=world.mira).delete()

    response = press(client, url, hidden, choice=PositionChoice.APPROVE)

    assert response.status_code == 403
    assert "You hold no mandate" in text_of(response)
    assert not Position.objects.exists()


def test_sign_before_the_need_is_stated_says_why_before_typing(world: World, at: At) -> None:
    case = world.accepted()

    page = text_of(at(world.greta).get(act_of(case, "sign")))

    assert "The statement of domestic need is missing or out of date" in page
    assert 'name="choice"' not in page


def test_sign_takes_the_seat_from_the_mandate_and_not_from_the_form(world: World, at: At) -> None:
    """A3: a body that is named by the form is not believed."""
    case = world.accepted()

    response = execute_act(at(world.mira), act_of(case, "sign"), choice=PositionChoice.APPROVE, seat="MOD", body="MOD")

    assert response.status_code == 302
    assert Position.objects.get().seat.body_id == "MFA"


def test_a_deputy_reads_how_they_speak(world: World, at: At) -> None:
    case = world.with_need()

    page = text_of(at(world.dan).get(act_of(case, "sign")))

    assert "you speak as: Deputy" in page


def test_recuse_oneself_leads_away_from_the_case(world: World, at: At) -> None:
    case = world.accepted()
    client = at(world.mira)

    response = execute_act(client, act_of(case, "recuse"), reason=RecusalReason.FAMILY, note="My brother works there.")

    assert (response.status_code, response["Location"]) == (302, reverse("admin:index"))
    assert Recusal.objects.get().imposed is False
    assert client.get(page_of(case)).status_code == 404


def test_recuse_somebody_else_is_for_the_officer(world: World, at: At) -> None:
    case = world.accepted()

    response = execute_act(at(world.otto), act_of(case, "recuse"), person=str(world.mira.pk), reason=RecusalReason.SHAREHOLDING)

    recusal = Recusal.objects.get()
    assert (response.status_code, response["Location"]) == (302, page_of(case))
    assert (recusal.person, recusal.imposed, recusal.recorded_by) == (world.mira, True, world.otto)


DESK = reverse("admin:index")


REFERS_UP = {"to": "committee", "triggers": ["split"], "within": {"amount": 5}, "default": "stands"}


def _chaired_by_defence(rule: dict[str, Any], escalation: dict[str, Any] | None = None) -> None:
    """Send every case to a procedure in which the Ministry of Defence has the chair, and a committee stands above."""
    procedure = Procedure.objects.create(
        code="chaired", version=1, names={"en": "Chaired"}, valid_from=date(2024, 1, 1), calendar_id="UA", term_amount=45
    )
    stages = [
        Stage(code="ministries", names={"en": "Ministries"}, rule=rule, term_amount=14, escalation=escalation or {}),
        Stage(
            code="committee", names={"en": "Committee"}, rule={"kind": "majority_cast"}, term_amount=11, only_when_referred=True
        ),
        Stage(code="government", names={"en": "Government"}, rule={"kind": "consensus"}, term_amount=10, government=True),
    ]
    for number, stage in enumerate(stages, 1):
        stage.procedure, stage.number = procedure, number
        stage.save()
    for stage in stages[:2]:
        for number, body in enumerate(("MOD", "GS", "MFA"), 1):
            Seat.objects.create(stage=stage, body_id=body, number=number, chair=body == "MOD" and stage is stages[0])
    publish(procedure)
    RoutingRow.objects.filter(code="tests").update(procedure_code="chaired")


@scene
def _referable(world: World) -> Case:
    """The chair has decided against the two others, and the window to refer the case up is open."""
    _chaired_by_defence({"kind": "single"}, REFERS_UP)
    case = world.with_need()
    for member, view in ((world.greta, object_to()), (world.mira, object_to()), (world.rhea, approve())):
        positions.sign_case(case, member, view, version=1)
    return case


@pytest.mark.walk
def test_the_casting_vote_is_the_chairs_alone_and_breaks_a_tie(world: World, at: At) -> None:
    _chaired_by_defence({"kind": "majority_cast", "tie": "chair"})
    case = world.with_need()
    positions.sign_case(case, world.rhea, approve(), version=1)
    positions.sign_case(case, world.greta, object_to(), version=1)

    for_chair, for_other = (text_of(at(one).get(act_of(case, "sign"))) for one in (world.rhea, world.mira))
    early = execute_act(at(world.rhea), act_of(case, "sign"), choice="approve", casting="on")
    positions.sign_case(case, world.mira, positions.PositionInput(PositionChoice.ABSTAIN), version=1)
    response = execute_act(at(world.rhea), act_of(case, "sign"), choice="approve", casting="on")

    assert ['name="casting"' in page for page in (for_chair, for_other)] == [True, False]
    assert "There is no tie that a casting vote would break." in text_of(early)
    assert response.status_code == 302
    said = Position.objects.filter(seat__round__case=case, person=world.rhea).order_by("taken_at")
    assert [(one.choice, one.casting) for one in said] == [("approve", False), ("approve", True)]
    assert case.rounds.order_by("number").first().outcome == StageOutcome.PASSED


@pytest.mark.walk
def test_a_body_that_dissented_refers_the_case_up_from_its_desk(world: World, at: At) -> None:
    case, client = _referable(world), at(world.mira)

    desk = text_of(client.get(DESK))
    response = execute_act(client, act_of(case, "escalate"), reason="A matter of principle.")

    assert act_of(case, "escalate") in desk
    assert response.status_code == 302
    assert [round.stage.code for round in case.rounds.order_by("number")] == ["ministries", "committee"]


def test_referring_up_without_a_reason_says_so_and_moves_nothing(world: World, at: At) -> None:
    case = _referable(world)

    response = execute_act(at(world.mira), act_of(case, "escalate"), reason=" ")

    assert (response.status_code, "This field is required." in text_of(response)) == (400, True)
    assert case.rounds.count() == 1


def test_the_chair_who_decided_reads_why_they_cannot_refer_up(world: World, at: At) -> None:
    case = _referable(world)

    page = text_of(at(world.rhea).get(act_of(case, "escalate")))

    assert "Your body may not refer this outcome up." in page
    assert 'name="reason"' not in page
