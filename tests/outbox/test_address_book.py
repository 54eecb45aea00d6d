"""Who is owed what, by which way."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import IntegrityError
from django.utils import timezone

from licensing.acts.decisions import government
from licensing.acts.licences import licence
from licensing.acts.licences.reports.settling import settle_difference
from licensing.acts.requests import questions, submission
from licensing.acts.signoff import positions, recusal
from licensing.choices import (
    PLAN_DEADLINES,
    SYSTEM_DEADLINES,
    Audience,
    DifferenceOutcome,
    MandateKind,
    Office,
    PositionChoice,
    RecusalReason,
)
from licensing.models import Appointment, Body, Mandate, Membership, ReminderRule, User
from licensing.outbox import routes
from licensing.outbox.webhooks import sender
from licensing.policy.record.event_kinds import EventKind
from tests.acts.assessment.assessed import waiting_case
from tests.acts.plans.countries.test_deciding import submitted
from tests.outbox.post import called, create_endpoint, last, mailed, record_event, record_reminder, record_rule_reminder
from tests.reports import issue_differing_licence
from tests.trial import GOVERNMENT, MINISTRIES, use_procedure
from tests.world import ALWAYS, World, approve, object_to


def test_a_new_request_reaches_all_of_its_applicant_and_every_officer(world: World) -> None:
    colleague = User.objects.create(email="petro@example.org", name="Petro")
    Membership.objects.create(user=colleague, organisation=world.partner, role="reader")
    Appointment.objects.create(user=world.audra, kind=Office.CASE_OFFICER, period=ALWAYS)

    submitted = last(world.filed(), EventKind.CASE_SUBMITTED)

    assert mailed(submitted) == {"Paula", "Petro", "Otto", "Audra"}


def test_once_an_officer_has_the_file_only_that_one_hears(world: World) -> None:
    Appointment.objects.create(user=world.audra, kind=Office.CASE_OFFICER, period=ALWAYS)
    case = submission.take_on_case(world.filed(), world.otto)
    question = questions.ask_question(case, world.otto, text="Which?", due_on=timezone.localdate() + timedelta(days=9))

    questions.answer_question(case, world.paula, question.pk, text="The second.")

    assert mailed(last(case, EventKind.QUESTION_ANSWERED)) == {"Otto"}
    assert mailed(last(case, EventKind.QUESTION_ASKED)) == {"Paula"}


@pytest.mark.walk
def test_every_other_officer_and_decider_hears_that_a_suspension_is_proposed(world: World) -> None:
    Appointment.objects.create(user=world.audra, kind=Office.CASE_OFFICER, period=ALWAYS)
    differing = issue_differing_licence(world)

    settle_difference(
        differing, world.otto, differing.differences.get().pk, outcome=DifferenceOutcome.SUSPENSION, reason="One is missing."
    )

    assert differing.case.officer == world.otto
    assert mailed(last(differing.case, EventKind.SUSPENSION_PROPOSED)) == {"Audra", "Dora"}


def test_a_returned_answer_reaches_the_applicant(world: World) -> None:
    case = world.accepted()
    question = questions.ask_question(case, world.otto, text="Which?", due_on=timezone.localdate() + timedelta(days=9))
    questions.answer_question(case, world.paula, question.pk, text="Received, thank you.")

    questions.return_answer(case, world.otto, question.pk, reason="Name the unit.")

    assert mailed(last(case, EventKind.QUESTION_RETURNED)) == {"Paula"}


def test_an_officer_who_left_does_not_keep_the_file_from_the_others(world: World) -> None:
    case = submission.take_on_case(world.filed(), world.otto)
    Appointment.objects.filter(user=world.otto).delete()
    Appointment.objects.create(user=world.audra, kind=Office.CASE_OFFICER, period=ALWAYS)

    submission.withdraw_case(case, world.paula, reason="No longer needed.")

    assert mailed(last(case, EventKind.CASE_WITHDRAWN)) == {"Paula", "Audra"}


def test_an_opened_round_asks_holders_and_deputies_of_its_seats(world: World) -> None:
    case = world.accepted()

    assert mailed(last(case, EventKind.ROUND_OPENED)) == {"Rhea", "Greta", "Dan", "Mira"}


def test_who_is_recused_or_has_no_mandate_for_the_kind_is_not_asked(world: World) -> None:
    case = world.accepted()
    recusal.recuse_member(case, world.greta, reason=RecusalReason.FAMILY)
    Mandate.objects.filter(user=world.mira).update(scope=["country_plan"])

    assert mailed(last(case, EventKind.ROUND_OPENED)) == {"Rhea", "Dan"}


def test_reminders_of_a_stage_reach_only_the_silent_seats(world: World) -> None:
    case = world.with_need()
    positions.sign_case(case, world.greta, approve(), version=1)
    Body.objects.filter(pk="MFA").update(head=world.dora)

    assert mailed(record_reminder(case, Audience.SEATS)) == {"Rhea", "Mira"}
    assert mailed(record_reminder(case, Audience.HEADS)) == {"Dora"}
    assert mailed(record_reminder(case, Audience.DECIDERS)) == {"Dora"}
    assert mailed(record_reminder(case, Audience.APPLICANT)) == {"Paula"}


def test_a_chair_who_has_spoken_is_reminded_again_only_in_a_tie(world: World) -> None:
    chaired = [{"body": "MOD", "chair": True}, {"body": "GS"}, {"body": "MFA"}]
    use_procedure(MINISTRIES | {"rule": {"kind": "majority_cast", "tie": "chair"}, "seats": chaired}, GOVERNMENT)
    case = world.with_need()
    positions.sign_case(case, world.rhea, approve(), version=1)
    positions.sign_case(case, world.greta, object_to(), version=1)

    before = mailed(record_reminder(case, Audience.SEATS))
    positions.sign_case(case, world.mira, positions.PositionInput(PositionChoice.ABSTAIN), version=1)
    tied = mailed(record_reminder(case, Audience.SEATS))

    assert before == {"Mira"}
    assert tied == {"Rhea"}


def test_a_chair_is_reminded_of_a_tie_without_a_recused_body(world: World) -> None:
    chaired = [{"body": "MOD", "chair": True}, {"body": "GS"}, {"body": "MFA"}]
    use_procedure(MINISTRIES | {"rule": {"kind": "majority_cast", "tie": "chair"}, "seats": chaired}, GOVERNMENT)
    case = world.with_need()
    positions.sign_case(case, world.rhea, approve(), version=1)
    positions.sign_case(case, world.greta, object_to(), version=1)

    recusal.recuse_member(case, world.otto, reason=RecusalReason.FAMILY, person=world.mira)

    assert mailed(record_reminder(case, Audience.SEATS)) == {"Rhea"}


def test_a_late_reminder_is_for_the_seats_of_its_own_round_alone(world: World) -> None:
    use_procedure(MINISTRIES, MINISTRIES | {"code": "again"}, GOVERNMENT)
    case = world.with_need()
    Body.objects.update(head=world.dora)
    first = case.rounds.open().get()
    data = {"rule": "stage_t03", "deadline_at": timezone.now(), "round": str(first.pk)}
    in_time = [record_event(case, EventKind.REMINDER_DUE, audience=one, **data) for one in (Audience.HOLDERS, Audience.HEADS)]
    routes.fan_out()
    late = [record_event(case, EventKind.REMINDER_DUE, audience=one, **data) for one in (Audience.HOLDERS, Audience.HEADS)]
    for member in (world.rhea, world.greta, world.mira):
        positions.sign_case(case, member, approve(), version=1)

    routes.fan_out()

    assert case.rounds.open().get() != first
    assert [mailed(one) for one in in_time] == [{"Rhea", "Greta", "Mira"}, {"Dora"}]
    assert [mailed(one) for one in late] == [set(), set()]


def test_a_voided_position_is_sent_to_its_own_seat_alone(world: World) -> None:
    case = world.with_need()
    positions.sign_case(case, world.greta, approve(), version=1)

    recusal.recuse_member(case, world.greta, reason=RecusalReason.FAMILY)

    assert mailed(last(case, EventKind.POSITION_VOIDED)) == {"Dan"}


def test_nobody_is_mailed_about_their_own_act(world: World) -> None:
    permit = world.licence()

    licence.suspend_licence(permit, world.otto, reason="Urgent need.")

    assert mailed(last(permit.case, EventKind.LICENCE_SUSPENDED)) == {"Paula", "Dora"}


def test_systems_and_closed_accounts_get_no_mail(world: World) -> None:
    case = world.filed()
    User.objects.filter(pk=world.paula.pk).update(is_active=False)
    create_endpoint(world, "https://erp.example.org/hook")

    submitted = last(case, EventKind.CASE_SUBMITTED)

    assert mailed(submitted) == {"Otto"}
    assert called(submitted) == {"https://erp.example.org/hook"}


def test_an_endpoint_hears_what_its_owner_may_see_and_it_wants(world: World) -> None:
    case = world.filed()
    create_endpoint(world, "https://all.example.org")
    create_endpoint(world, "https://granted.example.org", kinds=[EventKind.CASE_GRANTED])
    create_endpoint(world, "https://rival.example.org", owner=world.rita)
    create_endpoint(world, "https://stranger.example.org", owner=world.stella)
    create_endpoint(world, "https://registry.example.org", owner=world.audra)
    create_endpoint(world, "https://off.example.org", disabled_at=timezone.now())
    create_endpoint(world, "https://customs.example.org", owner=world.cus)

    assert called(last(case, EventKind.CASE_SUBMITTED)) == {"https://all.example.org", "https://registry.example.org"}


@pytest.mark.walk
def test_customs_hears_of_licences(world: World) -> None:
    create_endpoint(world, "https://customs.example.org", owner=world.cus)
    permit = world.licence()

    assert called(last(permit.case, EventKind.LICENCE_ISSUED)) == {"https://customs.example.org"}
    assert called(last(permit.case, EventKind.CASE_GRANTED)) == set()


def test_an_endpoint_of_a_recused_officer_hears_nothing(world: World) -> None:
    create_endpoint(world, "https://officer.example.org", owner=world.otto)
    Appointment.objects.create(user=world.audra, kind=Office.CASE_OFFICER, period=ALWAYS)
    case = world.filed()
    recusal.recuse_member(case, world.audra, reason=RecusalReason.OTHER, person=world.otto)
    submission.withdraw_case(case, world.paula, reason="No longer needed.")

    withdrawn = last(case, EventKind.CASE_WITHDRAWN)

    assert called(withdrawn) == set()
    assert mailed(withdrawn) == {"Paula", "Audra"}


@pytest.mark.walk
def test_the_applicant_and_systems_never_hear_of_deliberation(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    careless = replace(EventKind.POSITION_TAKEN.declaration, audiences=tuple(Audience))
    monkeypatch.setattr(EventKind.POSITION_TAKEN, "declaration", careless)
    create_endpoint(world, "https://erp.example.org/hook")
    case = world.with_need()

    positions.sign_case(case, world.greta, approve(), version=1)

    taken = last(case, EventKind.POSITION_TAKEN)
    assert "Paula" not in mailed(taken)
    assert called(taken) == set()


def test_deciders_hear_when_a_case_comes_before_the_government(world: World) -> None:
    case = world.before_government()

    assert mailed(last(case, EventKind.CASE_FORWARDED)) == {"Paula", "Dora"}


def test_a_decision_reaches_the_applicant_and_the_officer(world: World) -> None:
    case = world.before_government()
    government.adjourn_case(case, world.dora, until=timezone.localdate() + timedelta(days=5), reason="A later sitting.")

    assert mailed(last(case, EventKind.CASE_ADJOURNED)) == {"Paula", "Otto"}


def test_a_deputy_named_for_another_period_is_not_asked(world: World) -> None:
    past = ALWAYS.__class__(ALWAYS.lower, timezone.localdate() - timedelta(days=1))
    Mandate.objects.filter(kind=MandateKind.DEPUTY).update(period=past)

    assert mailed(last(world.accepted(), EventKind.ROUND_OPENED)) == {"Rhea", "Greta", "Mira"}


def test_a_body_without_a_holder_has_its_deputy_asked_at_once(world: World) -> None:
    case = world.accepted()

    assert mailed(record_reminder(case, Audience.HOLDERS)) == {"Rhea", "Greta", "Mira"}
    assert mailed(record_reminder(case, Audience.DEPUTIES)) == {"Dan"}
    Mandate.objects.filter(user=world.greta).delete()
    assert mailed(record_reminder(case, Audience.HOLDERS)) == {"Rhea", "Dan", "Mira"}


@pytest.mark.walk
def test_need_is_renewed_by_its_bodies_although_they_have_signed(world: World) -> None:
    Body.objects.filter(pk="GS").update(states_need=False)
    case = world.with_need()
    positions.sign_case(case, world.rhea, approve(), version=1)

    assert mailed(record_reminder(case, Audience.NEED)) == {"Rhea"}


@pytest.mark.walk
def test_every_line_of_the_reminder_policy_reaches_somebody(world: World) -> None:
    Body.objects.update(head=world.dora)
    case = waiting_case(world)

    unheard = [
        rule.pk
        for rule in ReminderRule.objects.exclude(clock__in=SYSTEM_DEADLINES | PLAN_DEADLINES).order_by("pk")
        if rule.by_mail and not mailed(record_rule_reminder(rule, case, deadline_at=timezone.now()))
    ]

    assert unheard == []


def test_a_reminder_goes_by_the_ways_that_its_rule_names(world: World) -> None:
    create_endpoint(world, "https://erp.example.org/hook")
    case = world.filed()
    rule = ReminderRule.objects.get(pk="question_t10")
    data = {"deadline_at": timezone.now(), "about": "question:1"}

    both = record_rule_reminder(rule, case, **data)
    ReminderRule.objects.filter(pk=rule.pk).update(by_mail=False)
    by_webhook = record_rule_reminder(rule, case, **data)
    ReminderRule.objects.filter(pk=rule.pk).update(by_mail=True, by_webhook=False)
    by_mail = record_rule_reminder(rule, case, **data)

    hook = {"https://erp.example.org/hook"}
    assert [(mailed(one), called(one)) for one in (both, by_webhook, by_mail)] == [
        ({"Paula"}, hook),
        (set(), hook),
        ({"Paula"}, set()),
    ]
    assert sender.build_payload(both, number=1)["data"]["details"]["about"] == "question:1"


@pytest.mark.walk
def test_what_the_authority_is_reminded_of_never_reaches_a_system(world: World) -> None:
    officers_system = User.objects.create(email="archive@example.org", name="Archive", is_system=True)
    Appointment.objects.create(user=officers_system, kind=Office.CASE_OFFICER, period=ALWAYS)
    create_endpoint(world, "https://erp.example.org/hook")
    create_endpoint(world, "https://archive.example.org/hook", owner=officers_system)
    case = world.filed()

    inside = [record_reminder(case, audience) for audience in Audience if audience != Audience.APPLICANT]
    asked = record_rule_reminder(ReminderRule.objects.get(pk="question_t10"), case, deadline_at=timezone.now())

    assert [called(one) for one in inside] == [set()] * len(inside)
    # Not even the authority's own system hears what the applicant is reminded of: that is between the authority and them.
    assert called(asked) == {"https://erp.example.org/hook"}
    with pytest.raises(IntegrityError):
        ReminderRule.objects.filter(pk="legal_t10").update(by_webhook=True)


def test_deadlines_of_a_plan_review_reach_who_steers_the_plan_and_no_case_officer(world: World) -> None:
    version = submitted(world)
    assert version.review is not None

    # Rhea speaks for the owner of the plan, Greta and Dan for the body that leads; Mira's body has no part in it.
    assert mailed(record_reminder(version.review, Audience.OFFICERS)) == {"Rhea", "Greta", "Dan"}
    assert mailed(record_reminder(world.filed(), Audience.OFFICERS)) == {"Otto"}


def test_no_officer_hears_of_a_draft(world: World) -> None:
    case = submission.withdraw_case(world.draft(), world.paula, reason="No longer needed.")

    assert mailed(last(case, EventKind.CASE_WITHDRAWN)) == {"Paula"}
