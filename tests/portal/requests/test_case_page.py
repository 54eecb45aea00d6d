"""A filed request at the portal: its stage, its clock, its history, but never the members' positions."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from django.utils import timezone

from licensing.acts.acting import at_time, now, to_local_day
from licensing.acts.clocks.reminders import send_due_reminders
from licensing.acts.decisions import government
from licensing.acts.requests import questions
from licensing.acts.signoff import positions
from licensing.acts.signoff.limit import apply_limit
from licensing.choices import CONSEQUENCES, Audience, NeedVerdict
from licensing.models import Case, Event, Organisation
from licensing.policy.record.event_kinds import EventKind
from tests.acts.clocks.local_time import at as on
from tests.by_hand import by_hand
from tests.outbox.post import record_event
from tests.portal.visiting import Visitor, count_selects, text_of
from tests.size.lengthening import fill_history
from tests.trial import GOVERNMENT, MINISTRIES, make_overdue_case, use_procedure
from tests.world import World, object_to, resolution

HEBREW = "משרד ההגנה"


def test_a_filed_request_shows_its_way_and_its_clock(world: World, paula: Visitor) -> None:
    case = world.accepted()

    shown = text_of(paula.open("case", case.pk))

    assert "Legal time limit Due by the end of" in shown
    assert "45 calendar days left. To act next: the authority." in shown
    assert "Completeness check (done)" in shown
    assert "Ministries (now)" in shown
    assert "Government (still to come)" in shown
    assert "File accepted as complete" in shown
    assert "Stage opened for sign-off : Ministries" in shown


def test_the_deliberation_stays_inside(world: World, paula: Visitor) -> None:
    case = world.with_need()
    positions.sign_case(case, world.rhea, object_to("Secret grounds of a member"), version=1)

    page = paula.open("case", case.pk).content.decode()

    for secret in ("Secret grounds", "Rhea", "Otto", "Position", "majority", "Every case of the tests", "General Staff"):
        assert secret not in page


def test_stock_is_shown_as_one_word(world: World, paula: Visitor) -> None:
    case = world.accepted()
    world.state_need(case, NeedVerdict.LIMITED)

    shown = text_of(paula.open("case", case.pk))

    assert "Whether Ukraine’s own forces can spare the goods: Limited" in shown


def test_a_paused_clock_says_why_and_who_must_act(world: World, paula: Visitor) -> None:
    case = world.accepted()
    questions.ask_question(case, world.otto, text="Which depot?", due_on=to_local_day(now()) + timedelta(days=9))

    shown = text_of(paula.open("case", case.pk))

    assert "The clock stands still. A question waits for the applicant's answer. To act next: you." in shown
    assert "1 question waits for your answer Which depot?" in shown


def test_a_deemed_outcome_is_told_as_nobodys(world: World, paula: Visitor) -> None:
    case = make_overdue_case(world, MINISTRIES | {"deemed": "approve"}, GOVERNMENT, on_limit="deemed")
    apply_limit(case)

    shown = text_of(paula.open("case", case.pk))

    deemed = "The stage counts as having approved; nobody signed that, and the government decides"
    assert f"The authority is late; its people have been reminded. {deemed}." in shown
    assert f"The legal time limit has passed without a decision : {deemed}" in shown


def test_a_refusal_is_shown_with_its_grounds(world: World, paula: Visitor) -> None:
    case = world.before_government()
    government.refuse_case(case, world.dora, resolution(grounds=["R04"], reasons="The certificate is false."))

    shown = text_of(paula.open("case", case.pk))

    assert "The decision: Refuse" in shown
    assert "The certificate is false." in shown
    assert "R04" in shown


@pytest.mark.walk
def test_an_edit_is_one_line_however_often_it_saved_itself(world: World, paula: Visitor) -> None:
    case = world.ready()
    for title in ("One", "Two", "Three"):
        paula.send("sheet", case.pk, "about", title=title)
    page = paula.open("check", case.pk)
    paula.send("check", case.pk, into=page, declared="yes")

    assert "Request edited (3 times)" in text_of(paula.open("case", case.pk))


def test_reminders_are_letters_and_fill_no_history(world: World, paula: Visitor) -> None:
    with at_time(on("2026-03-02")):
        case = world.accepted()
        questions.ask_question(case, world.otto, text="Which depot?", due_on=date(2026, 3, 20))
    for day in ("2026-03-10", "2026-03-17", "2026-03-20"):
        with at_time(on(day)):
            send_due_reminders()

    shown = text_of(paula.open("case", case.pk))

    assert Event.objects.filter(kind=EventKind.REMINDER_DUE, data__audience=Audience.APPLICANT).count() == 3
    assert "Question asked" in shown
    assert "Reminder" not in shown


def test_times_are_in_the_readers_zone_and_name_it(world: World, paula: Visitor) -> None:
    case = world.filed()
    world.paula.time_zone = "America/Toronto"
    world.paula.save(update_fields=["time_zone"])

    page = paula.open("case", case.pk)

    zone = case.submitted_at.astimezone(timezone.zoneinfo.ZoneInfo("America/Toronto")).tzname()
    assert f" {zone}" in text_of(page)
    assert "Times are shown in Toronto time (America/Toronto)." in page.content.decode()


@pytest.mark.walk
def test_the_case_page_costs_the_same_whatever_happened(world: World, paula: Visitor) -> None:
    case = world.filed()
    few = count_selects(lambda: paula.open("case", case.pk))
    busy = Case.objects.get(pk=world.before_government().pk)

    # One more for the stages of its procedure's calendar days at most, and one for what the seats of its stage wait for.
    assert count_selects(lambda: paula.open("case", busy.pk)) - few <= 2


def test_a_long_history_is_read_page_by_page(world: World, paula: Visitor) -> None:
    case = world.filed()
    fill_history(case, 130)

    first = paula.open("case", case.pk)
    last = paula.open("case", case.pk, query="?history=3")

    assert re.search(r"Lines 1–50 of 13\d", text_of(first))
    assert "Request created" not in text_of(first)
    assert "Request created" in text_of(last)
    assert len(first.content) < 60_000


def test_names_that_run_from_right_to_left_stand_by_themselves(world: World, paula: Visitor) -> None:
    with by_hand():
        Organisation.objects.filter(pk=world.partner.pk).update(name=HEBREW)
    case = world.accepted(title=f"{HEBREW} 40")

    page = paula.open("case", case.pk).content.decode()

    main = page[page.index("<main") : page.index("</main>")]
    assert main.count(f"<bdi>{HEBREW}") == 2
    assert re.findall(rf".{{0,60}}(?<!<bdi>){HEBREW}", main) == []


def test_a_term_that_was_moved_names_the_day_that_moved_it(world: World, paula: Visitor) -> None:
    use_procedure(MINISTRIES, GOVERNMENT, term={"amount": 45, "roll": "next"})
    with at_time(on("2026-03-04")):
        case = world.accepted()

        shown = text_of(paula.open("case", case.pk))

    assert "Due by the end of 20 April 2026" in shown
    assert "The term ends on 18 April 2026 , which is not worked, so it is moved." in shown


def test_the_history_says_what_followed_whatever_it_followed_from(world: World, paula: Visitor) -> None:
    case = world.filed()
    for consequence in CONSEQUENCES:
        record_event(case, EventKind.CONDITION_WARNED, consequence=consequence, due_on="2026-03-02")

    page = text_of(paula.open("case", case.pk))

    assert [words for words in CONSEQUENCES.values() if str(words) not in page] == []
