"""What the authority does: officers check and ask, members sign and dissent, deciders record what the government decided."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from django.core import mail
from django.test import TestCase

from licensing import tasks
from licensing.acts.acting import at_time, now, to_local_day
from licensing.acts.decisions.government import grant_case, list_obstacles
from licensing.acts.decisions.resolutions import list_proposed_conditions
from licensing.acts.requests import questions, submission
from licensing.acts.requests.drafting import attach_document, create_case
from licensing.acts.signoff.positions import PositionInput, sign_case
from licensing.acts.supply import need_statements as supply
from licensing.choices import AssessmentKind, CaseState, ClockKind, NeedVerdict, PositionChoice
from licensing.errors import ConflictOfDuties, NotPassed, OpenQuestion, SeatTaken
from licensing.management.command_output import read_toml
from licensing.management.demo.people import load_people
from licensing.models import Case, Clock, Decision, Event, Licence, Position, Requirement, Round, StandingPosition, User
from licensing.models.read_models import read_clocks
from licensing.models.read_models.reader import load_reader
from tests.acts.assessment.assessed import record
from tests.api.calling import Caller, at, code_of
from tests.races.racing import codes, race
from tests.world import REQUEST, World, approve, awaited_bodies, object_to, resolution

SEEDS = Path(__file__).resolve().parents[2] / "seeds"


def _approve(caller: Caller, case: Case, **more: object) -> int:
    return int(caller.post(at(case, "positions/"), {"choice": "approve", "version": 1, **more}).status_code)


# The road of the demo: partner, case officer, three members, decider; from a draft to a licence under the seeded procedures.


def test_three_members_carry_a_small_sale_from_draft_to_licence(db: None) -> None:
    load_people(read_toml(SEEDS / "demo" / "people.toml"))
    paula, otto, rhea, greta, mira, dora = (
        User.objects.get(email__startswith=f"{name}@") for name in ("paula", "otto", "rhea", "greta", "mira", "dora")
    )
    small = REQUEST | {"items": [one | {"quantity": "4"} for one in REQUEST["items"]]}
    case = create_case(paula, small)
    asked = Requirement.objects.filter(kind=case.kind, test="document", applies_if={})
    for kind in asked.values_list("target", flat=True):
        about = {"type": kind, "title": f"Invented {kind}"}
        attach_document(case, paula, content=f"Invented {kind}".encode(), file_name=f"{kind}.txt", about=about)
    submission.submit_case(case, paula, declared=True)
    case = submission.accept_case(case, otto)
    today = to_local_day(now())

    record(case, otto)
    record(case, otto, AssessmentKind.CRITERIA)
    record(case, otto, AssessmentKind.CERTIFICATE, result="deficient")
    supply.state_need(case, rhea, verdict=NeedVerdict.SUFFICIENT, data_on=today, expires_on=today + timedelta(days=30))
    for member in (rhea, greta, mira):
        sign_case(case, member, approve(), version=1)
    grant_case(case, dora, resolution())

    case.refresh_from_db()
    assert case.procedure is not None
    assert (case.procedure.code, case.state) == ("fast-lane", CaseState.GRANTED)
    assert [row["code"] for row in case.routing["fired"]] == ["treaty-partner-small-sale"]
    assert [line.authorised for line in Licence.objects.get(case=case).lines.order_by("number")] == [4, 4]


# 12. Accepting a complete file starts the legal clock and opens the first stage; an incomplete one goes back with a list.


def test_accepting_a_complete_file_starts_the_clock_and_opens_the_stage(world: World) -> None:
    case = world.filed()
    assert not case.clocks.filter(kind=ClockKind.LEGAL).exists()

    case = submission.accept_case(case, world.otto)

    legal = case.clocks.get(kind=ClockKind.LEGAL)
    assert (case.state, legal.started_at) == (CaseState.MINISTRY_REVIEW, case.accepted_at)
    assert awaited_bodies(case) == ["MOD", "GS", "MFA"]
    assert not case.clocks.running().filter(kind=ClockKind.COMPLETENESS).exists()


def test_an_incomplete_file_goes_back_with_a_list_and_comes_again_as_a_new_version(world: World) -> None:
    case = world.filed()

    submission.send_back_case(case, world.otto, grounds=["N01"], reason="The second page of the contract is missing.")
    again = submission.submit_case(case, world.paula, declared=True)

    told = Event.objects.get(case=case, kind="case.sent_back").data
    under = world.otto.appointments.get().pk
    assert told == {"grounds": ["N01"], "reason": "The second page of the contract is missing.", "under": under}
    assert (again.state, again.reference, again.versions.count()) == (CaseState.SUBMITTED, case.reference, 2)


def test_the_officers_queue_over_the_api_has_the_oldest_case_and_what_may_be_done(world: World) -> None:
    case, otto = world.filed(), Caller(world.otto)

    queue = otto.get("cases/?state=submitted").json()["results"]
    actions = otto.get(at(case)).json()["actions"]
    accepted = otto.post(at(case, "accept/"), if_match=otto.get(at(case))["ETag"])

    assert [one["id"] for one in queue] == [str(case.pk)]
    assert {"accept", "send_back", "ask", "take_on"} <= set(actions)
    assert [(clock["kind"], clock["days_left"]) for clock in accepted.json()["clocks"]][:1] == [("legal", 45)]


# 13. Ask: the clock stops with a reason, an owner and a maximum; an answer starts it; an overdue question warns me first.


def test_a_question_stops_the_clock_and_an_answer_starts_it_again(world: World) -> None:
    start = now()
    case = world.accepted()
    due = Clock.objects.get(case=case, kind=ClockKind.LEGAL).due_at
    with at_time(start + timedelta(days=3)):
        asked = questions.ask_question(case, world.otto, text="Which unit?", due_on=to_local_day(start) + timedelta(days=30))

    with at_time(start + timedelta(days=17)):
        stopped = read_clocks(case, load_reader(case, world.otto, at=now(), day=to_local_day(now()), language="en"))
        questions.answer_question(case, world.paula, asked.pk, text="The second one.")

    legal = next(clock for clock in stopped if clock["kind"] == "legal")
    assert legal["paused"] is not None
    assert legal["paused"]["owner"] == "applicant"
    assert legal["paused"]["at_most_until"] is not None
    assert Clock.objects.get(case=case, kind=ClockKind.LEGAL).due_at == due + timedelta(days=14)


def test_an_overdue_question_warns_the_applicant_then_the_officer_and_lets_the_clock_go_on(world: World) -> None:
    start = now()
    case = world.accepted()
    questions.ask_question(case, world.otto, text="Which unit?", due_on=to_local_day(start) + timedelta(days=5))

    for day in range(1, 16):
        with at_time(start + timedelta(days=day)):
            tasks.lapse_due_pauses()
            tasks.send_due_reminders()

    told = [
        (one.data["rule"], one.data["audience"])
        for one in Event.objects.filter(case=case, kind="reminder.due").order_by("number")
        if one.data["rule"].startswith("question")
    ]
    firsts = list(dict.fromkeys(told))
    assert firsts[:2] == [("question_t03", "applicant"), ("question_t00", "applicant")]
    assert firsts.index(("question_overdue", "applicant")) < firsts.index(("question_unanswered", "officers"))
    assert Event.objects.filter(case=case, kind="pause.lapsed").count() == 1


def test_a_question_is_asked_answered_and_accepted_over_the_api(world: World) -> None:
    case, otto, paula = world.accepted(), Caller(world.otto), Caller(world.paula)
    due_on = (to_local_day(now()) + timedelta(days=10)).isoformat()

    asked = otto.post(at(case, "questions/"), {"text": "Which unit?", "due_on": due_on})
    question = f"questions/{asked.json()['id']}/"
    part = paula.post(at(case, f"{question}answer/"), {"text": "We are looking.", "complete": False})
    whole = paula.post(at(case, f"{question}answer/"), {"text": "The second one."})
    accepted = otto.post(at(case, f"{question}accept/"))

    assert [one.status_code for one in (asked, part, whole, accepted)] == [201, 200, 200, 200]
    assert paula.get(at(case, "questions/")).json()[0]["state"] == "accepted"


def test_an_answer_that_says_nothing_is_handed_back_and_the_clock_waits_for_the_next(world: World) -> None:
    start = now()
    case = world.accepted()
    due = Clock.objects.get(case=case, kind=ClockKind.LEGAL).due_at
    with at_time(start + timedelta(days=1)):
        asked = questions.ask_question(case, world.otto, text="Which unit?", due_on=to_local_day(start) + timedelta(days=30))
    with at_time(start + timedelta(days=3)):
        questions.answer_question(case, world.paula, asked.pk, text="Received, thank you.")
    with at_time(start + timedelta(days=5)):
        questions.return_answer(case, world.otto, asked.pk, reason="Name the unit.")
        legal = next(one for one in Caller(world.paula).get(at(case)).json()["clocks"] if one["kind"] == "legal")
    with at_time(start + timedelta(days=12)):
        questions.answer_question(case, world.paula, asked.pk, text="The second one.")
        questions.accept_answer(case, world.otto, asked.pk)

    assert (legal["paused"]["reason"], legal["paused"]["owner"]) == ("question", "applicant")
    assert Clock.objects.get(case=case, kind=ClockKind.LEGAL).due_at == due + timedelta(days=2 + 7)


# 17. Approve with two conditions from the library and one of my own.


CONDITIONS = [{"code": "P01"}, {"code": "P03", "parameters": {"days": 90}}, {"text": "The crew is trained in Ukraine."}]


def test_a_member_approves_with_two_conditions_of_the_library_and_one_of_their_own(world: World) -> None:
    case = world.with_need()

    position = sign_case(case, world.rhea, PositionInput(PositionChoice.CONDITIONS, conditions=CONDITIONS), version=1)

    assert [one["code"] for one in position.conditions] == ["P01", "P03", ""]
    proposed = list_proposed_conditions(case)
    assert [one["authors"] for one in proposed] == [["MOD"]] * 3
    assert proposed[1]["words"]["en"] == "Proof of delivery is filed within 90 days of each delivery."
    assert proposed[2]["words"] == {"en": "The crew is trained in Ukraine.", "uk": "The crew is trained in Ukraine."}


def test_conditions_bind_the_licence_over_the_api(world: World) -> None:
    case = world.with_need()
    rhea, greta, mira, dora = (Caller(one) for one in (world.rhea, world.greta, world.mira, world.dora))

    signed = rhea.post(at(case, "positions/"), {"choice": "conditions", "version": 1, "conditions": CONDITIONS})
    assert [_approve(greta, case), _approve(mira, case)] == [201, 201]
    granted = dora.post(
        at(case, "grant/"),
        {"resolution_no": "417-r", "resolution_on": to_local_day(now()).isoformat()},
        if_match=dora.get(at(case))["ETag"],
    )

    assert (signed.status_code, granted.status_code) == (201, 200)
    licence = Licence.objects.get(case=case)
    assert list(licence.conditions.order_by("number").values_list("condition_id", flat=True)) == ["P01", "P03", None]


# 18. Object with grounds; my dissent is kept with the decision even if I am outvoted.


def test_dissent_is_kept_with_the_decision(world: World) -> None:
    case = world.with_need()

    objection = PositionInput(PositionChoice.OBJECT, grounds=["R02"], comment="We shall need them in spring.")
    sign_case(case, world.rhea, objection, version=1)
    sign_case(case, world.greta, approve(), version=1)
    sign_case(case, world.mira, approve(), version=1)
    decision = grant_case(case, world.dora, resolution())

    ministries = Round.objects.get(case=case, stage__code="ministries")
    assert (ministries.outcome, ministries.result["dissent"]) == ("passed", ["MOD"])
    kept = Position.objects.get(round=ministries, seat__body="MOD")
    assert (kept.grounds, kept.comment) == (["R02"], "We shall need them in spring.")
    assert Decision.objects.get(case=case) == decision


def test_an_objection_without_grounds_is_refused_over_the_api(world: World) -> None:
    case, rhea = world.with_need(), Caller(world.rhea)

    refused = rhea.post(at(case, "positions/"), {"choice": "object", "version": 1})
    taken = rhea.post(at(case, "positions/"), {"choice": "object", "version": 1, "grounds": ["R02"], "comment": "No."})

    assert (code_of(refused), refused.json()["errors"][0]["path"]) == ((400, "invalid"), "grounds")
    assert taken.status_code == 201
    assert rhea.get(at(case, "rounds/")).json()["rounds"][0]["seats"][0]["position"]["grounds"] == ["R02"]


# 19. Change my position before the round closes; both remain in the history, the last counts.


def test_a_position_may_be_changed_and_both_remain(world: World) -> None:
    case = world.with_need()

    first = sign_case(case, world.rhea, object_to(), version=1)
    second = sign_case(case, world.rhea, approve("On reflection."), version=1)

    assert list(Position.objects.order_by("number").values_list("pk", flat=True)) == [first.pk, second.pk]
    assert StandingPosition.objects.get(round__case=case).position == second
    replaced = Event.objects.get(case=case, kind="position.replaced")
    assert replaced.data["replaces"] == str(first.pk)


# 22. Two of us press the button at the same moment for the same seat: one position, one clear answer to the other.


@pytest.mark.django_db(transaction=True)
def test_two_for_one_seat_at_once_get_one_position_and_one_clear_answer(real_world: World) -> None:
    case = real_world.with_need()

    results = race(
        lambda: sign_case(case, real_world.greta, approve(), version=1),
        lambda: sign_case(case, real_world.dan, approve(), version=1),
    )

    assert codes(results) == ["ok", "seat_taken"]
    loser = next(one for one in results if isinstance(one, SeatTaken))
    assert "has spoken for this seat" in str(loser.sentence)
    assert Position.objects.filter(seat__body="GS").count() == 1


def test_the_second_for_a_seat_is_told_over_the_api(world: World) -> None:
    case = world.with_need()

    assert _approve(Caller(world.greta), case) == 201
    late = Caller(world.dan).post(at(case, "positions/"), {"choice": "object", "version": 1, "comment": "No."})

    assert code_of(late) == (409, "seat_taken")


# 24. See every stage with its dissent, record the decision; the partner hears of it within seconds.


def test_the_partner_hears_of_the_decision(world: World) -> None:
    case = world.with_need()
    sign_case(case, world.rhea, object_to(), version=1)
    sign_case(case, world.greta, approve(), version=1)
    sign_case(case, world.mira, approve(), version=1)
    dora = Caller(world.dora)
    stages = dora.get(at(case, "rounds/")).json()["rounds"]
    mail.outbox.clear()

    with TestCase.captureOnCommitCallbacks(execute=True):
        answer = dora.post(
            at(case, "grant/"),
            {"resolution_no": "417-r", "resolution_on": to_local_day(now()).isoformat()},
            if_match=dora.get(at(case))["ETag"],
        )
    tasks.fan_out()
    tasks.dispatch()

    assert [(one["stage"], one["result"].get("dissent")) for one in stages] == [("ministries", ["MOD"]), ("government", None)]
    assert answer.status_code == 200
    heard = [letter for letter in mail.outbox if letter.to == [world.paula.email]]
    assert heard
    assert str(Case.objects.get(pk=case.pk).reference) in "".join(letter.subject + str(letter.body) for letter in heard)


# 27. An open question or an unmet seat blocks the grant, with a sentence that says which.


def test_an_open_question_blocks_the_grant_and_says_so(world: World) -> None:
    case = world.before_government()
    due_on = to_local_day(now()) + timedelta(days=5)
    question = questions.ask_question(case, world.otto, text="Which unit?", due_on=due_on)

    with pytest.raises(OpenQuestion, match="A question to the applicant is not settled yet"):
        grant_case(case, world.dora, resolution())

    assert list_obstacles(case) == [
        "A question to the applicant is not settled yet. Accept the answer or withdraw the question first."
    ]
    questions.withdraw_question(case, world.otto, question.pk)
    assert grant_case(case, world.dora, resolution()).outcome == "grant"


def test_a_stage_that_has_not_spoken_blocks_the_grant(world: World) -> None:
    case = world.with_need()
    sign_case(case, world.rhea, approve(), version=1)
    dora = Caller(world.dora)

    refused = dora.post(
        at(case, "grant/"),
        {"resolution_no": "417-r", "resolution_on": to_local_day(now()).isoformat()},
        if_match=dora.get(at(case))["ETag"],
    )

    assert code_of(refused) == (409, "wrong_state")
    assert not Decision.objects.exists()


def test_an_absolute_ground_blocks_the_grant_and_is_named(world: World) -> None:
    case = world.with_need()
    sign_case(case, world.rhea, PositionInput(PositionChoice.OBJECT, grounds=["R01"], comment="An embargo."), version=1)
    sign_case(case, world.greta, approve(), version=1)
    sign_case(case, world.mira, approve(), version=1)

    with pytest.raises(NotPassed, match="R01"):
        grant_case(case, world.dora, resolution(reasons="All the same."))

    assert Case.objects.get(pk=case.pk).state == CaseState.GOVERNMENT_DECISION


# 28. The one who prepared or signed cannot decide; the form says why before I type.


def test_who_signed_cannot_decide_and_is_told_before_typing(world: World) -> None:
    world.rhea.appointments.create(kind="decider", period=("2024-01-01", None))
    case = world.before_government()

    with pytest.raises(ConflictOfDuties, match=r"Signed for a body.*Decided"):
        grant_case(case, world.rhea, resolution())

    shown = Caller(world.rhea).get(at(case)).json()
    assert "grant" not in shown["actions"]
    assert Case.objects.get(pk=case.pk).state == CaseState.GOVERNMENT_DECISION
