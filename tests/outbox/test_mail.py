"""What a letter says, and what it never says."""

from __future__ import annotations

import re
from email.message import EmailMessage
from html.parser import HTMLParser
from urllib.parse import urlsplit
from uuid import uuid4

import pytest
from django.template.loader import render_to_string
from django.urls import resolve
from django.utils import timezone
from django.utils.formats import date_format
from pytest_django import Settings

from licensing.acts.licences import licence as licences
from licensing.acts.licences.changing.suspension import decline_suspension
from licensing.acts.plans.parents.changing import amend_authorisation
from licensing.acts.requests import questions, submission
from licensing.choices import CONSEQUENCES, Audience, Channel, ParentChange
from licensing.models import Delivery, LicenceSuspension, ReminderRule, User
from licensing.outbox import mail, routes
from licensing.policy.record.event_kinds import EventKind
from tests.outbox.post import record_event, run_outbox
from tests.outbox.sink import Sink
from tests.parents import grant_framework, yearly
from tests.world import World


def words(letter: EmailMessage) -> str:
    return plain(letter) + part(letter, "html") + str(letter["Subject"])


def plain(letter: EmailMessage) -> str:
    return part(letter, "plain")


def part(letter: EmailMessage, kind: str) -> str:
    body = letter.get_body((kind,))
    assert body is not None
    return str(body.get_content()).replace("\r\n", "\n")


def test_the_applicants_receipt_in_english(world: World, sink: Sink) -> None:
    case = world.filed()

    run_outbox()

    [letter] = sink.to("paula@example.org")
    assert letter["Subject"] == f"Dozvil: Request submitted ({case.reference})"
    assert letter.get_content_type() == "multipart/alternative"
    assert plain(letter) == (
        "Good day,\n\n"
        f"We have received your request {case.reference} and are checking whether it is complete.\n"
        f"http://127.0.0.1:8000/cases/{case.pk}/\n\n"
        "You will be asked to sign in. We never ask for a password by mail.\n\n"
        "-- \n"
        "Dozvil wrote this mail by itself because you take part in this case. Please do not answer it.\n"
    )
    assert f'href="http://127.0.0.1:8000/cases/{case.pk}/"' in part(letter, "html")


def test_a_reminder_in_ukrainian_with_the_day_as_ukrainian_writes_it(world: World, sink: Sink) -> None:
    User.objects.filter(pk=world.otto.pk).update(language="uk", time_zone="Etc/GMT")
    case = world.filed()
    run_outbox()
    record_event(
        case,
        EventKind.REMINDER_DUE,
        rule="legal_t10",
        audience=Audience.OFFICERS,
        deadline_at=timezone.datetime.fromisoformat("2026-12-03T22:00:00+00:00"),
    )
    routes.fan_out()
    Delivery.objects.filter(event__kind=EventKind.REMINDER_DUE).update(next_at=timezone.now())
    run_outbox()

    letter = sink.to("otto@example.org")[-1]
    assert letter["Subject"] == f"Dozvil, нагадування: Законний строк розгляду ({case.reference})"
    assert letter["Content-Language"] == "uk"
    sentence = ReminderRule.objects.get(pk="legal_t10").sentences["uk"]
    filled = sentence.replace("{reference}", case.reference or "").replace("{due_on}", "3 грудня 2026")
    assert plain(letter).split("\n\n")[1].split("\n")[0] == filled
    assert '<html lang="uk">' in part(letter, "html")


def test_a_letter_keeps_its_id_and_the_thread_of_its_case(world: World, sink: Sink) -> None:
    case = world.filed()
    run_outbox()
    [delivery] = Delivery.objects.filter(person=world.paula)
    [letter] = sink.to("paula@example.org")

    again = mail.compose([delivery])

    assert letter["Message-ID"] == again.extra_headers["Message-ID"] == f"<{delivery.pk}@127.0.0.1>"
    assert letter["References"] == f"<{case.pk}@127.0.0.1>"
    assert letter["Auto-Submitted"] == "auto-generated"
    assert letter["List-Id"] == "Dozvil <dozvil.127.0.0.1>"


@pytest.mark.walk
def test_no_letter_carries_names_goods_or_reasons(world: World, sink: Sink) -> None:
    canaries = ("CANARY", "Reconnaissance", "Fictional", "Zhuravel", "Border", "Tallinn")
    permit = world.licence(title="CANARY-TITLE")
    licences.suspend_licence(permit, world.otto, reason="CANARY-REASON")
    other = world.filed(title="CANARY-TITLE")
    questions.ask_question(other, world.otto, text="CANARY-QUESTION", due_on=timezone.localdate() + timezone.timedelta(days=9))
    submission.withdraw_case(other, world.paula, reason="CANARY-REASON")

    run_outbox()

    assert len(sink.letters) > 10
    found = [(canary, letter["Subject"]) for letter in sink.letters for canary in canaries if canary in words(letter)]
    assert found == []


def test_a_subject_says_what_it_is_about_and_names_nothing_of_the_file(world: World, sink: Sink) -> None:
    world.licence()

    run_outbox()

    subjects = {re.sub(r"(UA-)?SP[-/]2026[-/]\d{6}", "#", str(one["Subject"])) for one in sink.letters}
    assert subjects == {
        "Dozvil, your turn: Forwarded to the government (#)",
        "Dozvil, your turn: Request submitted (#)",
        "Dozvil, your turn: Stage closed (#)",
        "Dozvil: File accepted as complete (#)",
        "Dozvil: Forwarded to the government (#)",
        "Dozvil: Licence issued (#)",
        "Dozvil: Request granted (#)",
        "Dozvil: Request submitted (#)",
    }


def test_links_come_from_the_setting_and_suit_their_reader(world: World, sink: Sink, settings: Settings) -> None:
    settings.PUBLIC_URL = "https://dozvil.example.org"
    case = world.filed()

    run_outbox()

    [paula], [otto] = sink.to("paula@example.org"), sink.to("otto@example.org")
    assert f"https://dozvil.example.org/cases/{case.pk}/" in plain(paula)
    assert f"https://dozvil.example.org/admin/licensing/case/{case.pk}/change/" in plain(otto)
    assert paula["Message-ID"].endswith("@dozvil.example.org>")


def test_every_link_is_a_page_of_the_site(world: World, sink: Sink) -> None:
    world.licence()
    run_outbox()

    pages = {
        resolve(urlsplit(link).path).view_name for letter in sink.letters for link in re.findall(r"http\S+", plain(letter))
    }
    assert pages == {
        "portal:case",
        "portal:licence",
        "admin:licensing_case_change",
        "admin:licensing_licence_change",
    }


def test_a_daily_letter_says_once_where_to_go_for_each_case(world: World) -> None:
    User.objects.filter(pk=world.paula.pk).update(wants_digest=True)
    first, second = world.accepted(), world.filed()
    routes.fan_out()

    letter = mail.compose(list(Delivery.objects.filter(person=world.paula).order_by("event")))

    assert letter.subject == "Dozvil: 3 messages for you"
    assert str(letter.body).split("\n\n")[1:3] == [
        (
            f"We have received your request {first.reference} and are checking whether it is complete.\n"
            f"Your request {first.reference} is complete. Its legal time limit runs from now on.\n"
            f"http://127.0.0.1:8000/cases/{first.pk}/"
        ),
        (
            f"We have received your request {second.reference} and are checking whether it is complete.\n"
            f"http://127.0.0.1:8000/cases/{second.pk}/"
        ),
    ]


def test_a_rule_written_by_a_person_names_known_facts_and_no_markup(world: World, sink: Sink) -> None:
    ReminderRule.objects.filter(pk="legal_t10").update(sentences={"en": "<b>{reference.case}</b> {person} {reference}"})
    case = world.filed()
    run_outbox()
    record_event(case, EventKind.REMINDER_DUE, rule="legal_t10", audience=Audience.OFFICERS, deadline_at=timezone.now())
    routes.fan_out()
    Delivery.objects.filter(event__kind=EventKind.REMINDER_DUE).update(next_at=timezone.now())
    run_outbox()

    letter = sink.to("otto@example.org")[-1]
    assert f"<b>{{reference.case}}</b> {{person}} {case.reference}" in plain(letter)
    assert "<b>" not in part(letter, "html")


def test_a_withdrawn_draft_is_called_a_draft(world: World, sink: Sink) -> None:
    submission.withdraw_case(world.draft(), world.paula, reason="A mistake.")

    run_outbox()

    assert "Your request (a draft) is withdrawn." in plain(sink.to("paula@example.org")[0])


def test_the_letter_for_mail_programs_is_whole(world: World) -> None:
    class Balanced(HTMLParser):
        open_tags: list[str] = []

        def handle_starttag(self, tag: str, attrs: object) -> None:
            if tag not in ("meta", "br"):
                self.open_tags.append(tag)

        def handle_endtag(self, tag: str) -> None:
            assert self.open_tags.pop() == tag

    line = mail.Line("A sentence.", "https://example.org/", "Open it", "it", to_act=True)
    context = {"lines": [line], "words": {"greeting": "", "sign_in": "", "why": ""}, "language": "en", "subject": "x"}
    parser = Balanced()

    parser.feed(render_to_string("mail/letter.html", context))

    assert parser.open_tags == []


def test_each_person_is_written_to_in_their_own_language(world: World, sink: Sink) -> None:
    User.objects.filter(pk=world.paula.pk).update(language="uk")
    case = world.filed()

    run_outbox()

    assert f"Ми отримали вашу заяву {case.reference}" in plain(sink.to("paula@example.org")[0])
    assert f"The request {case.reference} was filed." in plain(sink.to("otto@example.org")[0])
    assert Delivery.objects.filter(channel=Channel.MAIL).count() == 2


@pytest.mark.walk
@pytest.mark.parametrize("language", ["en", "uk"])
def test_every_kind_of_letter_has_a_subject_of_its_own_on_the_first_line(world: World, language: str) -> None:
    """The header as it goes over the wire: a subject that begins on its second line is shown as an empty one."""
    User.objects.update(language=language)
    permit = world.licence()
    kinds = [one for one in EventKind if one.declaration.to_applicant or one.declaration.to_authority]
    told = {kind: record_event(permit.case, kind, licence=permit, due_on="2026-12-03", until="2026-12-03") for kind in kinds}
    for rule in ReminderRule.objects.all():
        given = {"rule": rule.pk, "audience": rule.audience, "deadline_at": timezone.now()}
        told[rule] = record_event(permit.case, EventKind.REMINDER_DUE, **given)
    headers = {}
    for name, event in told.items():
        reader = world.otto if name in kinds and not name.declaration.to_applicant else world.paula
        letter = mail.compose([Delivery(id=uuid4(), event=event, channel=Channel.MAIL, person=reader)])
        headers[name] = next(line for line in letter.message().as_bytes().splitlines() if line.startswith(b"Subject:"))
        headers[name] += b" " + letter.subject.encode()

    assert all(line.startswith((b"Subject: Dozvil", b"Subject: =?utf-8?")) for line in headers.values())
    news = [headers[kind] for kind in kinds]
    assert len(set(news)) == len(news)


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "has passed. The stage counts as having approved; nobody signed that, and the government decides."),
        ("uk", "минув. Вважається, що етап погодив; цього ніхто не підписував, і рішення ухвалює уряд."),
    ],
)
def test_a_letter_says_what_followed_when_the_legal_limit_passed(world: World, language: str, sentence: str) -> None:
    User.objects.update(language=language)
    event = record_event(world.filed(), EventKind.LIMIT_PASSED, consequence="deemed_approve")

    letters = [
        mail.compose([Delivery(id=uuid4(), event=event, channel=Channel.MAIL, person=User.objects.get(pk=one.pk))])
        for one in (world.paula, world.otto)
    ]

    assert [sentence in " ".join(str(letter.body).split()) for letter in letters] == [True, True]


@pytest.mark.walk
def test_letters_of_a_suspended_framework_reach_whoever_waits_for_a_request_under_it(world: World, sink: Sink) -> None:
    framework = grant_framework(world)
    case = world.with_need(**yearly(framework))
    run_outbox()
    sink.letters.clear()

    amend_authorisation(framework, world.decider(), ParentChange.SUSPEND, reason="Our own forces need them.")
    run_outbox()

    told = {letter["To"]: plain(letter) for letter in sink.letters if str(case.reference) in plain(letter)}
    assert set(told) == {one.email for one in (world.paula, world.dan, world.otto, world.rhea, world.greta, world.mira)}
    assert "is suspended. The request waits until it holds." in told[world.paula.email]
    assert "it is neither signed nor granted meanwhile." in told[world.greta.email]


@pytest.mark.walk
def test_a_letter_is_written_whatever_followed_from_whatever(world: World, sink: Sink) -> None:
    case = world.filed()
    for consequence in CONSEQUENCES:
        record_event(case, EventKind.LIMIT_PASSED, consequence=consequence)

    run_outbox()

    letters = "".join(plain(letter) for letter in sink.to("paula@example.org"))
    assert [words for words in CONSEQUENCES.values() if str(words) not in letters] == []


@pytest.mark.walk
def test_a_suspension_names_its_moment_and_asks_deciders_alone(world: World, sink: Sink) -> None:
    permit = world.licence()
    run_outbox()
    sink.letters.clear()

    licences.suspend_licence(permit, world.otto, reason="Urgent need.")
    run_outbox()
    told = {str(one["To"]): words(one) for one in sink.letters}
    confirm_by = date_format(timezone.localtime(LicenceSuspension.objects.get().confirm_by), "j F Y, H:i")
    assert "nothing may leave under it" in told["paula@example.org"]
    assert all(confirm_by in " ".join(one.split()) for one in told.values())
    assert {"dora@example.org", "paula@example.org"} <= set(told)
    assert "otto@example.org" not in told

    sink.letters.clear()
    decline_suspension(permit, world.dora, reason="It is explained.")
    run_outbox()
    told = {str(one["To"]): words(one) for one in sink.letters}
    assert "A decider declined the suspension" in " ".join(told["otto@example.org"].split())
