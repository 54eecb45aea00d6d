"""Who is owed what, by which way."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from licensing.acts.decisions import government
from licensing.acts.licences import licence
from licensing.acts.requests import questions, submission
from licensing.acts.signoff import positions, recusal
from licensing.choices import Audience, Channel, DeliveryState, MandateKind, Office, PositionChoice, RecusalReason
from licensing.models import (
    Appointment,
    Body,
    Bookmark,
    Case,
    Delivery,
    Event,
    Mandate,
    Membership,
    QuietHours,
    ReminderRule,
    UnsentEvent,
    User,
)
from licensing.outbox import routes
from licensing.outbox.webhooks import sender
from licensing.policy.record.events import EventKind
from tests.outbox.post import Clock, create_endpoint, record_event
from tests.trial import GOVERNMENT, MINISTRIES, use_procedure
from tests.world import ALWAYS, World, approve, object_to


def mailed(event: Event) -> set[str]:
    """The first names of those who are owed a mail about an event."""
    return set(event.deliveries.filter(channel=Channel.MAIL).values_list("person__name", flat=True))


def called(event: Event) -> set[str]:
    return set(event.deliveries.filter(channel=Channel.WEBHOOK).values_list("endpoint__url", flat=True))


def last(case: Case, kind: EventKind) -> Event:
    routes.fan_out()
    return Event.objects.filter(case=case, kind=kind).latest("number")


def reminder(case: Case, audience: Audience) -> Event:
    event = record_event(case, EventKind.REMINDER_DUE, rule="legal_t10", audience=audience, deadline_at=timezone.now())
    routes.fan_out()
    return event


def test_everybody_of_the_applicant_gets_a_receipt_and_every_officer_is_told_while_nobody_has_the_file(world: World) -> None:
    colleague = User.objects.create(email="petro@example.org", name="Petro")
    Membership.objects.create(user=colleague, organisation=world.partner, role="reader")
    Appointment.objects.create(user=world.audra, kind=Office.CASE_OFFICER, period=ALWAYS)

    submitted = last(world.filed(), EventKind.CASE_SUBMITTED)

    assert mailed(submitted) == {"Paula", "Petro", "Otto", "Audra"}


def test_once_an_officer_has_the_file_only_that_one_is_told(world: World) -> None:
    Appointment.objects.create(user=world.audra, kind=Office.CASE_OFFICER, period=ALWAYS)
    case = submission.take_on_case(world.filed(), world.otto)
    question = questions.ask_question(case, world.otto, text="Which?", due_on=timezone.localdate() + timedelta(days=9))

    questions.answer_question(case, world.paula, question.pk, text="The second.")

    assert mailed(last(case, EventKind.QUESTION_ANSWERED)) == {"Otto"}
    assert mailed(last(case, EventKind.QUESTION_ASKED)) == {"Paula"}


def test_an_officer_who_left_does_not_keep_the_file_from_the_others(world: World) -> None:
    case = submission.take_on_case(world.filed(), world.otto)
    Appointment.objects.filter(user=world.otto).delete()
    Appointment.objects.create(user=world.audra, kind=Office.CASE_OFFICER, period=ALWAYS)

    submission.withdraw_case(case, world.paula, reason="No longer needed.")

    assert mailed(last(case, EventKind.CASE_WITHDRAWN)) == {"Paula", "Audra"}


def test_an_opened_round_asks_holders_and_deputies_of_its_seats(world: World) -> None:
    case = world.accepted()

    assert mailed(last(case, EventKind.ROUND_OPENED)) == {"Rhea", "Greta", "Dan", "Mira"}


def test_who_is_recused_or_without_a_mandate_for_this_kind_is_not_asked(world: World) -> None:
    case = world.accepted()
    recusal.recuse_member(case, world.greta, reason=RecusalReason.FAMILY)
    Mandate.objects.filter(user=world.mira).update(scope=["country_plan"])

    assert mailed(last(case, EventKind.ROUND_OPENED)) == {"Rhea", "Dan"}


def test_reminders_of_a_stage_reach_only_the_seats_that_are_still_silent(world: World) -> None:
    case = world.with_need()
    positions.sign_case(case, world.greta, approve(), version=1)
    Body.objects.filter(pk="MFA").update(head=world.dora)

    assert mailed(reminder(case, Audience.SEATS)) == {"Rhea", "Mira"}
    assert mailed(reminder(case, Audience.HEADS)) == {"Dora"}
    assert mailed(reminder(case, Audience.DECIDERS)) == {"Dora"}
    assert mailed(reminder(case, Audience.APPLICANT)) == {"Paula"}


def test_a_chair_who_has_spoken_is_reminded_again_of_the_casting_vote_and_only_in_a_tie(world: World) -> None:
    chaired = [{"body": "MOD", "chair": True}, {"body": "GS"}, {"body": "MFA"}]
    use_procedure(MINISTRIES | {"rule": {"kind": "majority_cast", "tie": "chair"}, "seats": chaired}, GOVERNMENT)
    case = world.with_need()
    positions.sign_case(case, world.rhea, approve(), version=1)
    positions.sign_case(case, world.greta, object_to(), version=1)

    before = mailed(reminder(case, Audience.SEATS))
    positions.sign_case(case, world.mira, positions.PositionInput(PositionChoice.ABSTAIN), version=1)
    tied = mailed(reminder(case, Audience.SEATS))

    assert before == {"Mira"}
    assert tied == {"Rhea"}


def test_a_chair_is_reminded_of_a_tie_that_a_recused_body_takes_no_part_in(world: World) -> None:
    chaired = [{"body": "MOD", "chair": True}, {"body": "GS"}, {"body": "MFA"}]
    use_procedure(MINISTRIES | {"rule": {"kind": "majority_cast", "tie": "chair"}, "seats": chaired}, GOVERNMENT)
    case = world.with_need()
    positions.sign_case(case, world.rhea, approve(), version=1)
    positions.sign_case(case, world.greta, object_to(), version=1)

    recusal.recuse_member(case, world.otto, reason=RecusalReason.FAMILY, person=world.mira)

    assert mailed(reminder(case, Audience.SEATS)) == {"Rhea"}


def test_a_reminder_that_is_read_late_is_for_the_seats_of_its_own_round_and_for_no_others(world: World) -> None:
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


def test_a_voided_position_is_told_to_its_own_seat_alone(world: World) -> None:
    case = world.with_need()
    positions.sign_case(case, world.greta, approve(), version=1)

    recusal.recuse_member(case, world.greta, reason=RecusalReason.FAMILY)

    assert mailed(last(case, EventKind.POSITION_VOIDED)) == {"Dan"}


def test_nobody_is_mailed_about_what_they_did_themselves_but_the_applicant_gets_a_receipt(world: World) -> None:
    permit = world.licence()

    licence.suspend_licence(permit, world.otto, reason="Urgent need.")

    assert mailed(last(permit.case, EventKind.LICENCE_SUSPENDED)) == {"Paula"}


def test_systems_and_closed_accounts_get_no_mail(world: World) -> None:
    case = world.filed()
    User.objects.filter(pk=world.paula.pk).update(is_active=False)
    create_endpoint(world, "https://erp.example.org/hook")

    submitted = last(case, EventKind.CASE_SUBMITTED)

    assert mailed(submitted) == {"Otto"}
    assert called(submitted) == {"https://erp.example.org/hook"}


def test_an_endpoint_hears_of_what_its_owner_may_see_and_of_the_kinds_it_wants(world: World) -> None:
    case = world.filed()
    create_endpoint(world, "https://all.example.org")
    create_endpoint(world, "https://granted.example.org", kinds=[EventKind.CASE_GRANTED])
    create_endpoint(world, "https://rival.example.org", owner=world.rita)
    create_endpoint(world, "https://stranger.example.org", owner=world.stella)
    create_endpoint(world, "https://registry.example.org", owner=world.audra)
    create_endpoint(world, "https://off.example.org", disabled_at=timezone.now())
    create_endpoint(world, "https://customs.example.org", owner=world.cus)

    assert called(last(case, EventKind.CASE_SUBMITTED)) == {"https://all.example.org", "https://registry.example.org"}


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


def test_the_applicant_and_systems_never_hear_of_deliberation(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    careless = replace(EventKind.POSITION_TAKEN.declaration, audiences=tuple(Audience))
    monkeypatch.setattr(EventKind.POSITION_TAKEN, "declaration", careless)
    create_endpoint(world, "https://erp.example.org/hook")
    case = world.with_need()

    positions.sign_case(case, world.greta, approve(), version=1)

    taken = last(case, EventKind.POSITION_TAKEN)
    assert "Paula" not in mailed(taken)
    assert called(taken) == set()


def test_ids_follow_from_the_event_and_the_recipient_and_never_from_time(world: World) -> None:
    case = world.filed()
    create_endpoint(world, "https://erp.example.org/hook")
    event = last(case, EventKind.CASE_SUBMITTED)
    before = {(one.pk, one.person_id, one.endpoint_id) for one in event.deliveries.all()}

    event.deliveries.all().delete()
    routes.create_deliveries([event], now=timezone.now() + timedelta(days=3))

    assert {(one.pk, one.person_id, one.endpoint_id) for one in event.deliveries.all()} == before


def test_to_owe_twice_changes_nothing(world: World) -> None:
    case = world.filed()
    event = last(case, EventKind.CASE_SUBMITTED)
    Delivery.objects.filter(event=event).update(state=DeliveryState.SENT)

    routes.create_deliveries([event], now=timezone.now())

    assert set(event.deliveries.values_list("state", flat=True)) == {DeliveryState.SENT}


def test_events_are_read_once_and_in_order(world: World) -> None:
    world.filed()
    written = Event.objects.count()

    assert routes.fan_out() == written
    assert routes.fan_out() == 0
    assert Bookmark.objects.get(name="outbox").number == written


def test_an_event_that_cannot_be_fanned_out_stands_aside_and_those_behind_it_go_on(world: World) -> None:
    case = world.filed()
    broken = record_event(case, EventKind.REMINDER_DUE, audience="nobody")
    submission.withdraw_case(case, world.paula, reason="No longer needed.")

    routes.fan_out()

    assert list(UnsentEvent.objects.values_list("event", "error")) == [
        (broken.pk, "ValueError: 'nobody' is not a valid Audience")
    ]
    assert mailed(last(case, EventKind.CASE_WITHDRAWN)) == {"Paula", "Otto"}


def test_fan_out_costs_the_same_for_one_event_and_for_many(world: World) -> None:
    case = world.accepted()
    create_endpoint(world, "https://erp.example.org/hook")
    routes.fan_out()

    def statements(events: int) -> int:
        for _ in range(events):
            record_event(case, EventKind.CASE_RESUMED)
        with CaptureQueriesContext(
            connection,
        ) as captured:
            routes.fan_out()
        return len(captured)

    assert statements(1) == statements(60)


def test_reminders_wait_for_the_morning_of_whoever_reads_them(world: World) -> None:
    case = world.filed()
    User.objects.filter(pk=world.otto.pk).update(time_zone="America/New_York")
    night = datetime(2026, 3, 2, 3, 0, tzinfo=UTC)  # 05:00 in Kyiv, 22:00 the day before in New York
    record_event(case, EventKind.REMINDER_DUE, rule="legal_t10", audience=Audience.OFFICERS, deadline_at=night)
    record_event(case, EventKind.REMINDER_DUE, rule="question_t10", audience=Audience.APPLICANT, deadline_at=night)
    routes.fan_out(now=lambda: night)

    at = dict(Delivery.objects.filter(event__kind=EventKind.REMINDER_DUE).values_list("person__name", "next_at"))

    assert at == {"Paula": datetime(2026, 3, 2, 5, 0, tzinfo=UTC), "Otto": datetime(2026, 3, 2, 12, 0, tzinfo=UTC)}


def test_what_just_happened_is_told_at_any_hour(world: World) -> None:
    night = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
    world.filed()

    routes.fan_out(now=lambda: night)

    assert set(Delivery.objects.values_list("next_at", flat=True)) == {night}


def test_who_wants_one_mail_a_day_gets_it_the_next_morning(world: World) -> None:
    User.objects.filter(pk=world.otto.pk).update(wants_digest=True)
    noon = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)
    world.filed()

    routes.fan_out(now=lambda: noon)

    at = dict(Delivery.objects.values_list("person__name", "next_at"))
    assert at == {"Paula": noon, "Otto": datetime(2026, 3, 3, 8, 0, tzinfo=UTC)}


@pytest.mark.parametrize(
    ("fanned_out", "leaves"),
    [
        ("2026-03-02T07:00:05", "2026-03-02T08:00"),  # fallen due at nine: with the letter of the same day
        ("2026-03-02T12:00", "2026-03-02T12:00"),  # late, and the next letter would come after the deadline
        ("2026-03-02T20:30", "2026-03-02T20:30"),  # later still, at a quiet hour: the morning would be after it too
        ("2026-03-03T12:00", "2026-03-04T08:00"),  # what is over already waits like anything else
    ],
)
def test_one_mail_a_day_never_keeps_a_reminder_until_its_deadline_is_over(world: World, fanned_out: str, leaves: str) -> None:
    User.objects.filter(pk=world.otto.pk).update(wants_digest=True)
    deadline = datetime(2026, 3, 2, 22, 0, tzinfo=UTC)
    case = world.filed()
    record_event(case, EventKind.REMINDER_DUE, rule="legal_t00", audience=Audience.OFFICERS, deadline_at=deadline)

    routes.fan_out(now=lambda: datetime.fromisoformat(fanned_out).replace(tzinfo=UTC))

    letter = Delivery.objects.get(event__kind=EventKind.REMINDER_DUE)
    assert letter.next_at == datetime.fromisoformat(leaves).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "fanned_out", "leaves"),
    [
        ("Europe/Kyiv", "2026-03-02T20:00", "2026-03-02T20:00"),  # ten in the evening of the last day
        ("Europe/Kyiv", "2026-03-02T02:00", "2026-03-02T05:00"),  # four in the morning of the last day
        ("Europe/Kyiv", "2026-03-01T20:00", "2026-03-02T05:00"),  # the evening before
        ("Europe/Kyiv", "2026-03-02T23:00", "2026-03-03T05:00"),  # the day is over
        ("Asia/Tokyo", "2026-03-02T13:00", "2026-03-02T13:00"),  # ten in the evening there, three in the afternoon in Kyiv
        ("America/New_York", "2026-03-02T07:00", "2026-03-02T12:00"),  # two at night there, and time enough
        ("America/New_York", "2026-03-02T21:00", "2026-03-02T21:00"),  # four in the afternoon there
    ],
)
def test_quiet_hours_never_keep_a_reminder_until_its_day_is_over(world: World, zone: str, fanned_out: str, leaves: str) -> None:
    User.objects.filter(pk=world.otto.pk).update(time_zone=zone)
    deadline = datetime(2026, 3, 2, 22, 0, tzinfo=UTC)
    record_event(world.filed(), EventKind.REMINDER_DUE, rule="legal_t00", audience=Audience.OFFICERS, deadline_at=deadline)

    routes.fan_out(now=lambda: datetime.fromisoformat(fanned_out).replace(tzinfo=UTC))

    letter = Delivery.objects.get(event__kind=EventKind.REMINDER_DUE)
    assert letter.next_at == datetime.fromisoformat(leaves).replace(tzinfo=UTC)


def test_deciders_hear_when_a_case_comes_before_the_government(world: World) -> None:
    case = world.before_government()

    assert mailed(last(case, EventKind.CASE_FORWARDED)) == {"Paula", "Dora"}


def test_a_decision_is_told_to_the_applicant_and_the_officer_of_the_file(world: World) -> None:
    case = world.before_government()
    government.adjourn_case(case, world.dora, until=timezone.localdate() + timedelta(days=5), reason="A later sitting.")

    assert mailed(last(case, EventKind.CASE_ADJOURNED)) == {"Paula", "Otto"}


def test_a_deputy_named_for_another_period_is_not_asked(world: World) -> None:
    past = ALWAYS.__class__(ALWAYS.lower, timezone.localdate() - timedelta(days=1))
    Mandate.objects.filter(kind=MandateKind.DEPUTY).update(period=past)

    assert mailed(last(world.accepted(), EventKind.ROUND_OPENED)) == {"Rhea", "Greta", "Mira"}


def test_the_clock_of_fan_out_is_the_databases(world: World) -> None:
    world.filed()
    before = Clock()()

    routes.fan_out()

    assert all(before <= made <= Clock()() for made in Delivery.objects.values_list("created_at", flat=True))


# The reminder policy as data: to whom, by which way, and at which hours.


def test_holders_are_asked_before_their_deputies_and_a_body_without_a_holder_asks_its_deputy_at_once(world: World) -> None:
    case = world.accepted()

    assert mailed(reminder(case, Audience.HOLDERS)) == {"Rhea", "Greta", "Mira"}
    assert mailed(reminder(case, Audience.DEPUTIES)) == {"Dan"}
    Mandate.objects.filter(user=world.greta).delete()
    assert mailed(reminder(case, Audience.HOLDERS)) == {"Rhea", "Dan", "Mira"}


def test_need_is_renewed_by_its_bodies_although_they_have_signed(world: World) -> None:
    Body.objects.filter(pk="GS").update(states_need=False)
    case = world.with_need()
    positions.sign_case(case, world.rhea, approve(), version=1)

    assert mailed(reminder(case, Audience.NEED)) == {"Rhea"}


def test_every_line_of_the_reminder_policy_reaches_somebody(world: World) -> None:
    Body.objects.update(head=world.dora)
    case = world.accepted()

    unheard = [
        rule.pk
        for rule in ReminderRule.objects.order_by("pk")
        if rule.by_mail and not mailed(told_by(rule, case, deadline_at=timezone.now()))
    ]

    assert unheard == []


def told_by(rule: ReminderRule, case: Case, **data: object) -> Event:
    event = record_event(case, EventKind.REMINDER_DUE, rule=rule.pk, audience=rule.audience, **data)
    routes.fan_out()
    return event


def test_the_policy_says_which_hours_are_quiet(world: World) -> None:
    evening = datetime(2026, 3, 6, 18, 0, tzinfo=UTC)  # Friday, 20:00 in Kyiv
    case = world.filed()
    moments = []
    for hours in ({"starts": time(19), "ends": time(8)}, {"working_days_only": True}, None):
        if hours:
            QuietHours.objects.filter(pk="night").update(**hours)
        else:
            ReminderRule.objects.update(quiet=None)
        night = evening if hours is None or "starts" in hours else evening + timedelta(days=1)
        later = evening + timedelta(days=10)
        event = record_event(case, EventKind.REMINDER_DUE, rule="legal_t10", audience=Audience.OFFICERS, deadline_at=later)
        routes.fan_out(now=lambda night=night: night)
        moments.append(event.deliveries.get().next_at)

    assert moments == [datetime(2026, 3, 7, 6, 0, tzinfo=UTC), datetime(2026, 3, 9, 6, 0, tzinfo=UTC), evening]


def test_a_reminder_goes_by_the_ways_that_its_rule_names(world: World) -> None:
    create_endpoint(world, "https://erp.example.org/hook")
    case = world.filed()
    rule = ReminderRule.objects.get(pk="question_t10")
    data = {"deadline_at": timezone.now(), "about": "question:1"}

    both = told_by(rule, case, **data)
    ReminderRule.objects.filter(pk=rule.pk).update(by_mail=False)
    by_webhook = told_by(rule, case, **data)
    ReminderRule.objects.filter(pk=rule.pk).update(by_mail=True, by_webhook=False)
    by_mail = told_by(rule, case, **data)

    hook = {"https://erp.example.org/hook"}
    assert [(mailed(one), called(one)) for one in (both, by_webhook, by_mail)] == [
        ({"Paula"}, hook),
        (set(), hook),
        ({"Paula"}, set()),
    ]
    assert sender.build_payload(both)["data"]["details"]["about"] == "question:1"


def test_what_the_authority_is_reminded_of_never_reaches_a_system(world: World) -> None:
    officers_system = User.objects.create(email="archive@example.org", name="Archive", is_system=True)
    Appointment.objects.create(user=officers_system, kind=Office.CASE_OFFICER, period=ALWAYS)
    create_endpoint(world, "https://erp.example.org/hook")
    create_endpoint(world, "https://archive.example.org/hook", owner=officers_system)
    case = world.filed()

    inside = [reminder(case, audience) for audience in Audience if audience != Audience.APPLICANT]
    asked = told_by(ReminderRule.objects.get(pk="question_t10"), case, deadline_at=timezone.now())

    assert [called(one) for one in inside] == [set()] * len(inside)
    # Not even the authority's own system hears what the applicant is reminded of: that is between the house and them.
    assert called(asked) == {"https://erp.example.org/hook"}
    with pytest.raises(IntegrityError):
        ReminderRule.objects.filter(pk="legal_t10").update(by_webhook=True)
