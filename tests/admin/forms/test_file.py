"""What the case officer does with a file at the desk: take it on, accept it, send it back."""

from __future__ import annotations

from django.contrib.messages import get_messages

from licensing.choices import CaseState
from licensing.models import Event
from licensing.policy.record.event_kinds import EventKind
from tests.acts.assessment.assessed import misfiled_case, uncontrolled_case
from tests.admin.conftest import At, act_of, call_sitting, execute_act, page_of, reload_case, text_of
from tests.trial import GOVERNMENT, MINISTRIES, use_procedure
from tests.world import World


def test_take_on_makes_the_officer(world: World, at: At) -> None:
    case = world.filed()

    response = execute_act(at(world.otto), act_of(case, "take_on"))

    assert (response.status_code, response["Location"]) == (302, page_of(case))
    assert reload_case(case).officer == world.otto


def test_accept_starts_the_review(world: World, at: At) -> None:
    case = world.filed()

    response = execute_act(at(world.otto), act_of(case, "accept"))

    assert (response.status_code, response["Location"]) == (302, page_of(case))
    assert reload_case(case).state == CaseState.MINISTRY_REVIEW
    assert [str(one) for one in get_messages(response.wsgi_request)] == [  # type: ignore[attr-defined]
        "The file is accepted. The legal clock runs, and the first stage is open."
    ]


def test_accept_says_which_documents_nobody_scanned_where_the_procedure_takes_none(world: World, at: At) -> None:
    case = world.filed()
    use_procedure(MINISTRIES, GOVERNMENT, requires_scan=True)

    shown = text_of(at(world.otto).get(act_of(case, "accept")))
    response = execute_act(at(world.otto), act_of(case, "accept"))

    assert "“Invented contract” was not scanned for malicious code" in shown
    assert (response.status_code, reload_case(case).state) == (422, CaseState.SUBMITTED)


def test_send_back_returns_the_request_with_its_grounds(world: World, at: At) -> None:
    case = world.filed()

    response = execute_act(at(world.otto), act_of(case, "send_back"), grounds=["N01", "N04"], reason="Pay the fee.")

    assert response.status_code == 302
    assert reload_case(case).state == CaseState.RETURNED
    assert Event.objects.get(case=case, kind=EventKind.CASE_SENT_BACK).data == {
        "grounds": ["N01", "N04"],
        "reason": "Pay the fee.",
        "under": world.otto.appointments.get().pk,
    }


def test_send_back_without_a_reason_says_so_and_keeps_the_grounds(world: World, at: At) -> None:
    case = world.filed()

    response = execute_act(at(world.otto), act_of(case, "send_back"), grounds=["N04"], reason=" ")

    page = text_of(response)
    assert response.status_code == 400
    assert "This field is required." in page
    assert 'value="N04" class="dz-check" id="id_grounds_3" checked' in page
    assert reload_case(case).state == CaseState.SUBMITTED


def test_send_back_from_the_government_tells_first_what_it_costs(world: World, at: At) -> None:
    case = world.before_government()
    call_sitting(world, case)

    page = text_of(at(world.otto).get(act_of(case, "send_back")))

    assert "3 positions stand. When the file is accepted again, they count unless what they rest on has changed." in page
    assert "The case is on the agenda of a sitting, which will not be able to decide it." in page
    assert reload_case(case).state == "government_decision"


def test_the_officer_ends_it_with_the_reason_that_the_applicant_reads(world: World, at: At) -> None:
    case = uncontrolled_case(world)

    response = execute_act(at(world.otto), act_of(case, "release_goods"), reason="Toys, by their data sheet.")

    assert (response.status_code, response["Location"]) == (302, page_of(case))
    assert reload_case(case).state == CaseState.NOT_REQUIRED


def test_the_form_says_what_is_missing_while_goods_are_controlled(world: World, at: At) -> None:
    case = world.accepted()

    shown = text_of(at(world.otto).get(act_of(case, "release_goods")))

    assert "A licence is required until a classification that holds says of every item that it is not controlled." in shown


def test_it_is_offered_only_of_goods_that_were_classified_so(world: World, at: At) -> None:
    controlled, uncontrolled = world.accepted(), uncontrolled_case(world)

    offered = [
        act_of(one, "release_goods") in at(world.otto).get(page_of(one)).content.decode() for one in (controlled, uncontrolled)
    ]

    assert offered == [False, True]


def test_another_way_is_offered_only_where_it_follows_and_says_what_it_costs(world: World, at: At) -> None:
    misfiled, other = misfiled_case(world), world.accepted(title="Another one")

    offered = [act_of(one, "reroute") in at(world.otto).get(page_of(one)).content.decode() for one in (misfiled, other)]
    shown = text_of(at(world.otto).get(act_of(misfiled, "reroute")))
    response = execute_act(at(world.otto), act_of(misfiled, "reroute"), reason="It is a rocket.")

    assert offered == [True, False]
    assert "Another procedure follows: Military goods: national procedure (sample)." in shown
    assert "All that was signed is asked again." in shown
    assert (response.status_code, reload_case(misfiled).routing["procedure"]) == (302, "national-military")
