"""Forms of acts: each calls its act and leads back, says one error where it belongs, and is answered once."""

from __future__ import annotations

import threading
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.db import connection
from django.test import Client
from django.urls import reverse

from licensing.acts.acting import at_time, now, to_local_day
from licensing.acts.requests import amending, questions, submission
from licensing.acts.signoff import positions
from licensing.choices import (
    CaseState,
    DecisionOutcome,
    LicenceState,
    NeedVerdict,
    PositionChoice,
    QuestionState,
    RecusalReason,
)
from licensing.models import Appointment, Case, Decision, Event, Licence, Mandate, NeedStatement, Position, Recusal
from licensing.policy.record.events import EventKind
from tests.admin.conftest import At, act_of, execute_act, open_form, page_of, press, text_of
from tests.world import ALWAYS, REQUEST, World, object_to


def _today() -> Any:
    return to_local_day(now())


def _fresh(case: Case) -> Case:
    return Case.objects.get(pk=case.pk)


def _licence_act(licence: Licence, verb: str) -> str:
    return reverse("admin:licensing_licence_act", args=[licence.pk, verb])


# The case officer


def test_take_on_makes_the_officer(world: World, at: At) -> None:
    case = world.filed()

    response = execute_act(at(world.otto), act_of(case, "take_on"))

    assert (response.status_code, response["Location"]) == (302, page_of(case))
    assert _fresh(case).officer == world.otto


def test_accept_starts_the_review(world: World, at: At) -> None:
    case = world.filed()

    response = execute_act(at(world.otto), act_of(case, "accept"))

    assert (response.status_code, response["Location"]) == (302, page_of(case))
    assert _fresh(case).state == CaseState.MINISTRY_REVIEW
    assert [str(one) for one in get_messages(response.wsgi_request)] == [  # type: ignore[attr-defined]
        "The file is accepted. The legal clock runs, and the first stage is open."
    ]


def test_send_back_returns_the_request_with_its_grounds(world: World, at: At) -> None:
    case = world.filed()

    response = execute_act(at(world.otto), act_of(case, "send_back"), grounds=["N01", "N04"], reason="Pay the fee.")

    assert response.status_code == 302
    assert _fresh(case).state == CaseState.RETURNED
    assert Event.objects.get(case=case, kind=EventKind.CASE_SENT_BACK).data == {
        "grounds": ["N01", "N04"],
        "reason": "Pay the fee.",
    }


def test_send_back_without_a_reason_says_so_and_keeps_the_grounds(world: World, at: At) -> None:
    case = world.filed()

    response = execute_act(at(world.otto), act_of(case, "send_back"), grounds=["N04"], reason=" ")

    page = text_of(response)
    assert response.status_code == 400
    assert "This field is required." in page
    assert 'value="N04" class="dz-check" id="id_grounds_3" checked' in page
    assert _fresh(case).state == CaseState.SUBMITTED


def test_ask_stops_the_clock(world: World, at: At) -> None:
    case = world.accepted()
    due_on = _today() + timedelta(days=7)

    response = execute_act(
        at(world.otto), act_of(case, "ask"), text="Which depot?", section="end_use", due_on=due_on, stops_clock="on"
    )

    question = case.questions.get()
    assert response.status_code == 302
    assert (question.text, question.section, question.due_on, question.stops_clock) == ("Which depot?", "end_use", due_on, True)


def test_ask_for_a_day_that_has_passed_is_an_error_at_the_day(world: World, at: At) -> None:
    case = world.accepted()

    response = execute_act(at(world.otto), act_of(case, "ask"), text="Which depot?", due_on=_today())

    page = text_of(response)
    assert response.status_code == 400
    assert "Give the applicant at least until tomorrow." in page
    assert "Which depot?" in page
    assert not case.questions.exists()


@pytest.mark.parametrize(
    ("verb", "state"), [("accept_answer", QuestionState.ACCEPTED), ("withdraw_question", QuestionState.WITHDRAWN)]
)
def test_an_answer_is_accepted_or_its_question_withdrawn(world: World, at: At, verb: str, state: QuestionState) -> None:
    case = world.accepted()
    question = questions.ask_question(case, world.otto, text="Which depot?", due_on=_today() + timedelta(days=7))
    questions.answer_question(case, world.paula, question.pk, text="The northern one.")
    url = reverse("admin:licensing_case_question", args=[case.pk, question.pk, verb])

    response = execute_act(at(world.otto), url)

    question.refresh_from_db()
    assert (response.status_code, question.state) == (302, state)


def _answered(world: World, *, due_in: int = 7) -> Any:
    question = questions.ask_question(world.accepted(), world.otto, text="Which depot?", due_on=_today() + timedelta(due_in))
    questions.answer_question(question.case, world.paula, question.pk, text="Received, thank you.")
    question.refresh_from_db()
    return question


def _question_act(question: Any, verb: str) -> str:
    return reverse("admin:licensing_case_question", args=[question.case_id, question.pk, verb])


def test_an_answer_is_returned_with_a_reason_and_the_page_shows_it(world: World, at: At) -> None:
    question, otto = _answered(world), at(world.otto)
    offered = text_of(otto.get(page_of(question.case)))

    response = execute_act(otto, _question_act(question, "return_answer"), reason="Name the depot.")

    question.refresh_from_db()
    page = text_of(otto.get(page_of(question.case)))
    assert _question_act(question, "return_answer") in offered
    assert (response.status_code, question.state) == (302, QuestionState.OPEN)
    assert "Name the depot." in page
    assert "returned the answer" in page
    assert _question_act(question, "return_answer") not in page
    assert "Name the depot." in text_of(otto.get(_question_act(question, "withdraw_question")))


def test_a_return_says_which_day_it_keeps_and_asks_for_a_new_one_once_that_has_passed(world: World, at: At) -> None:
    with at_time(now() - timedelta(days=9)):
        late = _answered(world)
    url, otto = _question_act(late, "return_answer"), at(world.otto)

    shown = text_of(otto.get(url))
    refused = execute_act(otto, url, reason="Name the depot.", due_on="")
    too_early = execute_act(otto, url, reason="Name the depot.", due_on=_today())
    given = execute_act(otto, url, reason="Name the depot.", due_on=_today() + timedelta(days=3))

    late.refresh_from_db()
    assert "The day that was given, " in shown
    assert f'value="{_today() + timedelta(days=14)}"' in shown
    assert (refused.status_code, too_early.status_code, given.status_code) == (400, 400, 302)
    assert "Give the applicant at least until tomorrow." in text_of(too_early)
    assert late.due_on == _today() + timedelta(days=3)
    assert "Leave it empty to keep" in text_of(otto.get(_question_act(_answered(world), "return_answer")))


def test_a_return_without_a_reason_is_an_error_at_the_reason(world: World, at: At) -> None:
    question = _answered(world)

    response = execute_act(at(world.otto), _question_act(question, "return_answer"), reason=" ")

    question.refresh_from_db()
    assert "This field is required." in text_of(response)
    assert (response.status_code, question.state) == (400, QuestionState.ANSWERED)


def test_a_question_that_waits_has_no_answer_to_return(world: World, at: At) -> None:
    question = questions.ask_question(world.accepted(), world.otto, text="Which?", due_on=_today() + timedelta(days=7))

    assert "This question has no full answer to return." in text_of(
        at(world.otto).get(_question_act(question, "return_answer"))
    )


def test_a_question_of_another_case_is_not_found(world: World, at: At) -> None:
    case, other = world.accepted(), world.accepted(title="Another")
    question = questions.ask_question(other, world.otto, text="Which depot?", due_on=_today() + timedelta(days=7))

    url = reverse("admin:licensing_case_question", args=[case.pk, question.pk, "withdraw_question"])

    assert at(world.otto).get(url).status_code == 404
    assert at(world.otto).post(url).status_code == 404


# Members


def test_state_need_keeps_the_figures(world: World, at: At) -> None:
    case = world.accepted()

    response = execute_act(
        at(world.rhea),
        act_of(case, "state_need"),
        verdict=NeedVerdict.LIMITED,
        data_on=_today(),
        expires_on=_today() + timedelta(days=30),
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


def test_sign_takes_conditions_from_the_library_and_in_own_words(world: World, at: At) -> None:
    case = world.accepted()

    response = execute_act(
        at(world.mira),
        act_of(case, "sign"),
        choice=PositionChoice.CONDITIONS,
        conditions=["P01", "P03"],
        **{
            "conditions.P03.days": "90",
            "conditions.P03.text": "Counted from unloading.",
            "conditions.P07.countries": "PL",
            "conditions.own": "The first batch is shown\nto our embassy.\n\nNo press.",
        },
        comment="Agreed by phone.",
    )

    position = Position.objects.get(round__case=case)
    assert response.status_code == 302, text_of(response)
    assert position.conditions == [
        {"code": "P01", "parameters": {}, "text": ""},
        {"code": "P03", "parameters": {"days": 90}, "text": "Counted from unloading."},
        {"code": "", "parameters": {}, "text": "The first batch is shown to our embassy."},
        {"code": "", "parameters": {}, "text": "No press."},
    ]


def test_sign_marks_the_condition_that_lacks_a_parameter_and_keeps_what_was_typed(world: World, at: At) -> None:
    case = world.accepted()

    response = execute_act(
        at(world.mira),
        act_of(case, "sign"),
        choice=PositionChoice.CONDITIONS,
        conditions=["P01", "P03"],
        **{"conditions.P03.days": "soon", "conditions.own": "No press."},
        comment="Do not lose me.",
    )

    page = text_of(response)
    assert response.status_code == 400
    assert page.count("Condition P03 needs a whole number for “days”.") == 1
    assert 'value="soon"' in page
    assert "No press." in page
    assert "Do not lose me." in page
    assert not Position.objects.exists()


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


def test_sign_again_replaces_the_own_position_which_is_filled_in(world: World, at: At) -> None:
    case = world.accepted()
    positions.sign_case(case, world.mira, object_to("Unsafe route."), version=1)
    url = act_of(case, "sign")

    page = text_of(at(world.mira).get(url))
    response = execute_act(at(world.mira), url, choice=PositionChoice.APPROVE)

    assert "Unsafe route." in page
    assert response.status_code == 302
    assert list(Position.objects.order_by("number").values_list("choice", flat=True)) == ["object", "approve"]


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


def test_sign_is_refused_after_the_case_was_withdrawn_and_keeps_the_text(world: World, at: At) -> None:
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


# Deciders


def _granting(case: Case, **typed: Any) -> dict[str, Any]:
    return {
        "resolution_no": "417-r",
        "resolution_on": _today().isoformat(),
        "valid_until": (_today() + timedelta(days=200)).isoformat(),
        "quantity_1": "40",
        "quantity_2": "4",
    } | typed


def test_grant_whole_issues_the_licence(world: World, at: At) -> None:
    case = world.before_government()

    response = execute_act(at(world.dora), act_of(case, "grant"), **_granting(case))

    decision = Decision.objects.get(case=case)
    assert response.status_code == 302, text_of(response)
    assert (decision.outcome, decision.resolution_no) == (DecisionOutcome.GRANT, "417-r")
    assert Licence.objects.get(case=case).valid_until == _today() + timedelta(days=200)


def test_grant_in_part_needs_its_reasons(world: World, at: At) -> None:
    case = world.before_government()
    client, url = at(world.dora), act_of(case, "grant")

    refused = execute_act(client, url, **_granting(case, quantity_1="25"))
    granted = execute_act(client, url, **_granting(case, quantity_1="25", reasons="Our forces need the rest."))

    assert refused.status_code == 400
    assert "Say why less is granted than was asked for." in text_of(refused)
    assert granted.status_code == 302
    assert Decision.objects.get().outcome == DecisionOutcome.GRANT_IN_PART


def test_grant_of_more_than_was_asked_is_an_error_at_its_line(world: World, at: At) -> None:
    case = world.before_government()

    response = execute_act(at(world.dora), act_of(case, "grant"), **_granting(case, quantity_2="5"))

    assert response.status_code == 400
    assert text_of(response).count("Between 0 and 4 NAR can be granted of item 2.") == 1


def test_grant_keeps_the_authors_of_conditions_and_owns_what_it_changes(world: World, at: At) -> None:
    case = world.with_need()
    asked = [{"code": "P03", "parameters": {"days": 90}, "text": ""}, {"code": "P01", "parameters": {}, "text": ""}]
    view = positions.PositionInput(PositionChoice.CONDITIONS, conditions=asked)
    for member in (world.rhea, world.greta, world.mira):
        positions.sign_case(case, member, view, version=1)

    response = execute_act(
        at(world.dora),
        act_of(case, "grant"),
        **_granting(case),
        conditions=["asked0", "asked1", "P06"],
        **{"conditions.asked0.days": "60", "conditions.own": "A colonel counts them."},
    )

    assert response.status_code == 302, text_of(response)
    told = [(one["code"], one["parameters"], one["authors"]) for one in Decision.objects.get().conditions]
    assert told == [
        ("P03", {"days": 60}, ["government"]),
        ("P01", {}, ["MOD", "GS", "MFA"]),
        ("P06", {}, ["government"]),
        ("", {}, ["government"]),
    ]


def test_grant_says_what_hinders_it_before_anything_is_typed(world: World, at: At) -> None:
    """Story 27."""
    case = world.before_government()
    questions.ask_question(case, world.otto, text="Which depot?", due_on=_today() + timedelta(days=7))

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


def test_grant_on_a_case_that_moved_meanwhile_is_refused_and_says_what_happened(world: World, at: At) -> None:
    case = world.before_government()
    client, url = at(world.dora), act_of(case, "grant")
    hidden = open_form(client, url)
    question = questions.ask_question(case, world.otto, text="Which depot?", due_on=_today() + timedelta(days=7))
    questions.withdraw_question(case, world.otto, question.pk)

    response = press(client, url, hidden, **_granting(case, reasons="Typed before."))

    page = text_of(response)
    assert response.status_code == 412
    assert "The case has changed since you opened it." in page
    assert "Question asked, Otto" in page
    assert "Typed before." in page
    assert not Decision.objects.exists()


def test_refuse_needs_grounds_and_records_them(world: World, at: At) -> None:
    case = world.before_government()
    client, url = at(world.dora), act_of(case, "refuse")
    typed = {"resolution_no": "418-r", "resolution_on": _today().isoformat()}

    without = execute_act(client, url, **typed)
    refused = execute_act(client, url, **typed, grounds=["R02"])

    assert without.status_code == 400
    assert "A refusal needs at least one ground." in text_of(without)
    assert (refused.status_code, _fresh(case).state) == (302, CaseState.REFUSED)


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
    assert "<dt>Countersigned</dt><dd>Dmytro," in after


def test_adjourn_and_resume(world: World, at: At) -> None:
    case = world.before_government()
    client = at(world.dora)
    until = _today() + timedelta(days=9)

    adjourned = execute_act(client, act_of(case, "adjourn"), until=until, reason="The minister is away.")
    standing = _fresh(case)
    resumed = execute_act(client, act_of(case, "resume"))

    assert (adjourned.status_code, standing.state, standing.adjourned_until) == (302, CaseState.ADJOURNED, until)
    assert (resumed.status_code, _fresh(case).state) == (302, CaseState.GOVERNMENT_DECISION)


# Licences


def test_licence_is_suspended_reinstated_and_revoked(world: World, at: At) -> None:
    licence = world.licence()
    otto, dora = at(world.otto), at(world.dora)

    def state() -> str:
        return str(Licence.objects.get(pk=licence.pk).state)

    first = execute_act(otto, _licence_act(licence, "suspend"), reason="Our forces need them now.")
    suspended = state()
    second = execute_act(otto, _licence_act(licence, "reinstate"), reason="")
    issued = state()
    third = execute_act(dora, _licence_act(licence, "revoke"), reason="A breach.")

    assert [one.status_code for one in (first, second, third)] == [302, 302, 302]
    assert (suspended, issued, state()) == (LicenceState.SUSPENDED, LicenceState.ISSUED, LicenceState.REVOKED)


def test_licence_that_waits_for_a_condition_is_put_into_force(world: World, at: At) -> None:
    case = world.before_government()
    execute_act(
        at(world.dora),
        act_of(case, "grant"),
        **_granting(case),
        conditions=["P22"],
        **{"conditions.P22.agreement": "Treaty of Tallinn"},
    )
    licence = Licence.objects.get(case=case)
    assert licence.is_dormant

    response = execute_act(at(world.otto), _licence_act(licence, "activate"), reason="It is in force.")

    assert response.status_code == 302
    assert Licence.objects.get(pk=licence.pk).valid_from == _today()


def test_licence_act_without_a_reason_is_refused(world: World, at: At) -> None:
    licence = world.licence()

    response = execute_act(at(world.otto), _licence_act(licence, "suspend"), reason="")

    assert response.status_code == 400
    assert Licence.objects.get(pk=licence.pk).state == LicenceState.ISSUED


# Every form


def test_a_second_press_of_the_same_button_is_answered_as_the_first(world: World, at: At) -> None:
    case = world.accepted()
    client, url = at(world.otto), act_of(case, "ask")
    hidden = open_form(client, url)
    typed = {"text": "Which depot?", "due_on": (_today() + timedelta(days=7)).isoformat()}

    answers = [press(client, url, hidden, **typed) for _ in range(3)]

    assert [(one.status_code, one["Location"]) for one in answers] == [(302, page_of(case))] * 3
    assert case.questions.count() == 1


def test_a_second_press_after_the_state_moved_on_is_answered_as_the_first(world: World, at: At) -> None:
    case = world.filed()
    client, url = at(world.otto), act_of(case, "accept")
    hidden = open_form(client, url)

    answers = [press(client, url, hidden) for _ in range(2)]

    assert [one.status_code for one in answers] == [302, 302]
    assert Event.objects.filter(case=case, kind=EventKind.CASE_ACCEPTED).count() == 1


def test_the_same_key_with_other_words_is_not_carried_out(world: World, at: At) -> None:
    case = world.accepted()
    client, url = at(world.otto), act_of(case, "ask")
    hidden = open_form(client, url)
    day = (_today() + timedelta(days=7)).isoformat()
    press(client, url, hidden, text="Which depot?", due_on=day)

    response = press(client, url, hidden, text="Which road?", due_on=day)

    assert response.status_code == 422
    assert "Which road?" in text_of(response)
    assert case.questions.count() == 1


def test_a_form_that_was_corrected_is_carried_out_with_its_key(world: World, at: At) -> None:
    case = world.accepted()
    client, url = at(world.otto), act_of(case, "ask")
    hidden = open_form(client, url)
    press(client, url, hidden, text="Which depot?", due_on=_today().isoformat())

    response = press(client, url, hidden, text="Which depot?", due_on=(_today() + timedelta(days=7)).isoformat())

    assert response.status_code == 302
    assert case.questions.count() == 1


@pytest.mark.parametrize(
    ("user", "verb", "status"),
    [
        ("audra", "accept", 403),
        ("pol", "accept", 403),
        ("dora", "accept", 403),
        ("mira", "accept", 404),
        ("otto", "grant", 409),
        ("dora", "grant", 409),
        ("otto", "nonsense", 404),
        ("otto", "submit", 404),
        ("otto", "close_round", 404),
    ],
)
def test_an_act_is_only_for_those_who_may_and_only_in_its_state(
    world: World, at: At, user: str, verb: str, status: int
) -> None:
    case = world.filed()
    client = at(getattr(world, user))

    answers = [client.get(act_of(case, verb)).status_code, client.post(act_of(case, verb), {}).status_code]

    assert answers[0] == status
    assert answers[1] in (status, 400, 403, 409)
    assert _fresh(case).state == CaseState.SUBMITTED


def test_a_superuser_may_do_nothing_that_others_may_not(world: World, at: At) -> None:
    case = world.filed()
    world.stella.is_staff = world.stella.is_superuser = True
    world.stella.save()
    client = at(world.stella)

    assert client.get(page_of(case)).status_code == 404
    assert client.post(act_of(case, "accept"), {}).status_code == 404


def test_an_act_needs_the_token_against_forgery(world: World) -> None:
    case = world.filed()
    client = Client(enforce_csrf_checks=True)
    client.force_login(world.otto)

    assert client.post(act_of(case, "accept"), {}).status_code == 403
    assert _fresh(case).state == CaseState.SUBMITTED


def test_get_with_values_does_not_act(world: World, at: At) -> None:
    case = world.filed()

    response = at(world.otto).get(act_of(case, "accept"), {"expected": case.revision, "confirm": "yes"})

    assert response.status_code == 200
    assert _fresh(case).state == CaseState.SUBMITTED


def test_two_presses_at_the_same_moment_act_once(real_world: World, at: At) -> None:
    world, case = real_world, real_world.accepted()
    client, url = at(world.otto), act_of(case, "ask")
    hidden = open_form(client, url)
    typed = {"text": "Which depot?", "due_on": (_today() + timedelta(days=7)).isoformat()}
    barrier, answers = threading.Barrier(2), []

    def press_once() -> None:
        own = at(world.otto)
        barrier.wait()
        answers.append(press(own, url, hidden, **typed).status_code)
        connection.close()

    threads = [threading.Thread(target=press_once) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert answers == [302, 302]
    assert case.questions.count() == 1


def test_a_deputy_is_told_how_they_speak(world: World, at: At) -> None:
    case = world.with_need()

    page = text_of(at(world.dan).get(act_of(case, "sign")))

    assert "you speak as: Deputy" in page


def test_the_chain_of_forms_carries_a_case_to_its_licence(world: World, at: At) -> None:
    case = world.filed()

    execute_act(at(world.otto), act_of(case, "accept"))
    execute_act(
        at(world.rhea),
        act_of(case, "state_need"),
        verdict="sufficient",
        data_on=_today(),
        expires_on=_today() + timedelta(days=20),
    )
    for member in (world.rhea, world.greta, world.mira):
        execute_act(at(member), act_of(case, "sign"), choice="approve")
    execute_act(at(world.dora), act_of(case, "grant"), **_granting(case))

    assert _fresh(case).state == CaseState.GRANTED
