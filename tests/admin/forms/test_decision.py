"""The government's decision at the desk: granted whole or in part, refused, adjourned, countersigned."""

from __future__ import annotations

from datetime import timedelta

import pytest

from licensing.acts.decisions.appeal import appeal_case
from licensing.acts.requests import questions
from licensing.choices import CaseState, DecisionOutcome
from licensing.models import Appointment, Decision, Licence
from tests.admin.conftest import At, act_of, execute_act, fill_in_grant, open_form, page_of, press, reload_case, text_of, today
from tests.parents import bring_contract, find_authorisation
from tests.trial import another_decider, make_case_granted_in_part
from tests.world import ALWAYS, World


def test_grant_whole_issues_the_licence(world: World, at: At) -> None:
    case = world.before_government()

    response = execute_act(at(world.dora), act_of(case, "grant"), **fill_in_grant())

    decision = Decision.objects.get(case=case)
    assert response.status_code == 302, text_of(response)
    assert (decision.outcome, decision.resolution_no) == (DecisionOutcome.GRANT, "417-r")
    assert Licence.objects.get(case=case).valid_until == today() + timedelta(days=200)


@pytest.mark.walk
def test_grant_in_part_needs_its_reasons(world: World, at: At) -> None:
    case = world.before_government()
    client, url = at(world.dora), act_of(case, "grant")

    refused = execute_act(client, url, **fill_in_grant(quantity_1="25"))
    granted = execute_act(client, url, **fill_in_grant(quantity_1="25", reasons="Our forces need the rest."))

    assert refused.status_code == 400
    assert "Say why less is granted than was asked for." in text_of(refused)
    assert granted.status_code == 302
    assert Decision.objects.get().outcome == DecisionOutcome.GRANT_IN_PART


def test_grant_of_more_than_was_asked_is_an_error_at_its_line(world: World, at: At) -> None:
    case = world.before_government()

    response = execute_act(at(world.dora), act_of(case, "grant"), **fill_in_grant(quantity_2="5"))

    assert response.status_code == 400
    assert text_of(response).count("Between 0 and 4 pieces can be granted of item 2.") == 1


def test_grant_names_its_obstacles_before_anything_is_typed(world: World, at: At) -> None:
    """Story 27."""
    case = world.before_government()
    questions.ask_question(case, world.otto, text="Which depot?", due_on=today() + timedelta(days=7))

    page = text_of(at(world.dora).get(act_of(case, "grant")))

    assert "A question to the applicant is not settled yet." in page
    assert 'name="resolution_no"' not in page


def test_grant_is_explained_to_one_who_signed_before_they_type(world: World, at: At) -> None:
    """Story 28."""
    case = world.before_government()
    Appointment.objects.create(user=world.rhea, kind="decider", period=ALWAYS)

    response = at(world.rhea).get(act_of(case, "grant"))

    assert response.status_code == 403
    assert "You already had another part in this case (Signed for a body)" in text_of(response)
    assert 'name="resolution_no"' not in text_of(response)


def test_grant_on_a_case_that_moved_says_what_happened(world: World, at: At) -> None:
    case = world.before_government()
    client, url = at(world.dora), act_of(case, "grant")
    hidden = open_form(client, url)
    question = questions.ask_question(case, world.otto, text="Which depot?", due_on=today() + timedelta(days=7))
    questions.withdraw_question(case, world.otto, question.pk)

    response = press(client, url, hidden, **fill_in_grant(reasons="Typed before."))

    page = text_of(response)
    assert response.status_code == 412
    assert "The case has changed since you opened it." in page
    assert "Question asked, <bdi>Otto</bdi>" in page
    assert "Typed before." in page
    assert not Decision.objects.exists()


@pytest.mark.walk
def test_refuse_needs_grounds_and_records_them(world: World, at: At) -> None:
    case = world.before_government()
    client, url = at(world.dora), act_of(case, "refuse")
    typed = {"resolution_no": "418-r", "resolution_on": today().isoformat()}

    without = execute_act(client, url, **typed)
    refused = execute_act(client, url, **typed, grounds=["R02"])

    assert without.status_code == 400
    assert "A refusal needs at least one ground." in text_of(without)
    assert (refused.status_code, reload_case(case).state) == (302, CaseState.REFUSED)


@pytest.mark.walk
def test_countersign_is_offered_to_a_second_decider_once(world: World, at: At) -> None:
    case, dmytro = world.granted(), world.decider()
    client, own = at(dmytro), text_of(at(world.dora).get(page_of(case)))

    offered = text_of(client.get(page_of(case)))
    countersigned = execute_act(client, act_of(case, "countersign"))
    after = text_of(client.get(page_of(case)))

    assert "You already had another part in this case (Decided)" in own
    assert act_of(case, "countersign") in offered
    assert countersigned.status_code == 302
    assert act_of(case, "countersign") not in after
    assert "<dt>Countersigned</dt><dd><bdi>Dmytro</bdi>," in after


def test_adjourn_and_resume(world: World, at: At) -> None:
    case = world.before_government()
    client = at(world.dora)
    until = today() + timedelta(days=9)

    adjourned = execute_act(client, act_of(case, "adjourn"), until=until, reason="The minister is away.")
    standing = reload_case(case)
    resumed = execute_act(client, act_of(case, "resume"))

    assert (adjourned.status_code, standing.state, standing.adjourned_until) == (302, CaseState.ADJOURNED, until)
    assert (resumed.status_code, reload_case(case).state) == (302, CaseState.GOVERNMENT_DECISION)


def test_a_second_decider_corrects_a_slip_and_the_page_shows_both(world: World, at: At) -> None:
    case, dmytro = world.granted(), world.decider()

    response = execute_act(
        at(dmytro),
        act_of(case, "correct_decision"),
        resolution_no="471-r",
        resolution_on=today().isoformat(),
        reason="Two digits were exchanged.",
    )
    page = text_of(at(world.audra).get(page_of(case)))

    assert response.status_code == 302, text_of(response)
    assert "<del>417-r</del> <ins>471-r</ins>" in page
    assert "<bdi>Dmytro</bdi>: Two digits were exchanged." in page


def test_who_recorded_a_decision_reads_that_another_corrects_it(world: World, at: At) -> None:
    case, dora = world.granted(), at(world.dora)

    assert act_of(case, "correct_decision") not in text_of(dora.get(page_of(case)))
    assert "You recorded this decision; somebody else corrects it." in text_of(dora.get(act_of(case, "correct_decision")))


def test_a_correction_that_could_not_be_recorded_is_an_error_at_its_field(world: World, at: At) -> None:
    case, dmytro = world.granted(), world.decider()
    tomorrow = (today() + timedelta(days=1)).isoformat()
    typed = {"resolution_no": "471-r", "resolution_on": tomorrow, "reason": "The day was wrong."}

    response = execute_act(at(dmytro), act_of(case, "correct_decision"), **typed)

    assert response.status_code == 400
    assert "The resolution cannot be from a later day than its record." in text_of(response)


@pytest.mark.walk
def test_an_appeal_against_a_grant_in_part_is_decided_line_by_line(world: World, at: At) -> None:
    case = appeal_case(make_case_granted_in_part(world), world.paula, reason="The shortage is over.")
    daria = at(another_decider())
    typed = {"resolution_no": "501-r", "resolution_on": today().isoformat(), "reasons": "The rest is short."}

    page = text_of(daria.get(page_of(case)))
    less = execute_act(daria, act_of(case, "decide_appeal"), **typed, quantity_1="20", quantity_2="0")
    more = execute_act(daria, act_of(case, "decide_appeal"), **typed, quantity_1="35", quantity_2="0")

    assert "What was granted stands." in page
    assert (act_of(case, "decide_appeal") in page, act_of(case, "grant") in page) == (True, False)
    assert less.status_code == 400
    assert "What was granted stands: at least 30 pieces of item 1." in text_of(less)
    assert more.status_code == 302, text_of(more)
    assert reload_case(case).state == CaseState.GRANTED


@pytest.mark.walk
def test_whoever_grants_a_contract_says_whether_its_ceilings_bind(world: World, at: At) -> None:
    contract = bring_contract(world)
    client, url = at(world.dora), act_of(contract, "grant")

    asked = text_of(client.get(url))
    response = execute_act(client, url, **fill_in_grant(quantity_1="500", ceilings="indicative"))

    assert "Volumes and values for the requests under it" in asked
    assert (response.status_code, find_authorisation(contract).binding) == (302, False)
