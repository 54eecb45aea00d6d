"""Mail: one letter per event and person, or one a day, in the reader's language, with a link and no content of the case."""

from __future__ import annotations

import smtplib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.formats import date_format
from django.utils.functional import Promise

from licensing.choices import CONSEQUENCES, Concerned
from licensing.models import Delivery, Event, Membership, ReminderRule, System, User
from licensing.models.clocks.days import to_local_day
from licensing.outbox import letter_frame
from licensing.outbox.addressees import Addressee, read_addressees, read_former_addresses
from licensing.outbox.concerned import ConcernedBook, has_way
from licensing.outbox.delivery.attempt import AttemptFailed, Undeliverable
from licensing.outbox.routes import database_now
from licensing.policy.record.event_kinds import EventKind

_INSTANT: Final = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Line:
    """What a letter says of one event."""

    sentence: str
    link: str
    open: str
    about: str
    to_act: bool
    # The kind of news in a few words, and the sentence of the subject line that it is put into.
    what: str = ""
    subject_frame: str | Promise = letter_frame.SUBJECT_OF_NEWS


def compose(deliveries: Sequence[Delivery]) -> EmailMultiAlternatives:
    """The letter that carries these deliveries, all owed to one person; its id is that of the first of them."""
    first = deliveries[0]
    if first.address:
        return _compose_for_addressee(first)
    person = _active_recipient(first)
    with translation.override(person.language):
        lines = _group_by_page([_build_line(one, person) for one in deliveries])
        subject = _write_subject_line(lines, person)
        of_rights = all(not one.event.case_id for one in deliveries)
        why = letter_frame.WHY_DAILY if person.wants_digest else letter_frame.WHY_RIGHTS if of_rights else letter_frame.WHY
        message = _build_letter(person.email, person.language, subject, lines, why)
    # Set by hand, since Django would make a new Message-ID at every attempt, and a retried letter would be read twice.
    message.extra_headers |= _threading_headers(first.pk, [one.event.case_id for one in deliveries])
    return message


def build_password_mail(person: User, path: str) -> EmailMultiAlternatives:
    """The letter with the link by which somebody chooses a new password."""
    with translation.override(person.language):
        link, words = f"{settings.PUBLIC_URL}{path}", str(letter_frame.OPEN_PASSWORD)
        line = Line(str(letter_frame.PASSWORD), link, words, "", to_act=True)
        subject, why = str(letter_frame.PASSWORD_SUBJECT), letter_frame.WHY_ADDRESSED
        return _build_letter(person.email, person.language, subject, [line], why, letter_frame.LINK_IS_YOURS)


def build_alarm_mail(number: int, person: User) -> EmailMultiAlternatives:
    """The alarm for an administrator: so many messages were given up, and here they are listed."""
    page = f"{settings.PUBLIC_URL}/admin/licensing/delivery/?state__exact=dead"
    with translation.override(person.language):
        line = Line(letter_frame.format_dead_letters(number), page, letter_frame.OPEN % {"about": "Dozvil"}, "", to_act=True)
        subject = str(letter_frame.GIVEN_UP_SUBJECT)
        return _build_letter(person.email, person.language, subject, [line], letter_frame.WHY_ADMINISTRATOR)


def send(message: EmailMultiAlternatives) -> None:
    """Hand a letter to the mail server once. Raises AttemptFailed when it was not accepted."""
    # Every SMTPException is an OSError too: refusals are caught first, or each would count as a mail server that is away.
    try:
        message.send()
    except smtplib.SMTPResponseException as refusal:
        raise AttemptFailed(f"the mail server answered {refusal.smtp_code}") from refusal
    except smtplib.SMTPRecipientsRefused as refusal:
        codes = sorted({code for code, _words in refusal.recipients.values()})
        raise AttemptFailed(f"the mail server refused the recipient: {codes}") from refusal
    except (OSError, smtplib.SMTPException) as failure:
        raise AttemptFailed(f"the mail server did not answer: {type(failure).__name__}", away=True) from failure


def _compose_for_addressee(delivery: Delivery) -> EmailMultiAlternatives:
    """A letter to an address, with a link that is for its reader alone."""
    event, now = delivery.event, database_now()
    declared = EventKind(event.kind).declaration
    addressee = read_addressees([event], now=now).get(event.number)
    if addressee is None or addressee.address != delivery.address:
        former = read_former_addresses([event], now=now).get(event.number, ())
        if found := next((one for one in former if one.address == delivery.address), None):
            return _compose_for_former(delivery, found)
    if addressee is None or declared.to_addressee is None:
        raise Undeliverable("what it is about was settled, or sent again")
    with translation.override(addressee.language):
        facts = {
            "organisation": addressee.organisation or str(letter_frame.AUTHORITY),
            "due_on": _format_day(event.data.get("due_on")),
            "until": _format_day(event.data.get("until")),
            "reference": event.data.get("reference", ""),
        }
        what = str(declared.label)
        line = Line(
            sentence=str(declared.to_addressee.text) % facts,
            link=f"{settings.PUBLIC_URL}/{addressee.path}",
            open=str(addressee.open),
            about="",
            to_act=declared.to_addressee.needs_action,
            what=what,
        )
        frame = letter_frame.SUBJECT_OF_LINK if line.to_act else letter_frame.SUBJECT_OF_WARNING
        subject = str(frame) % {"what": what}
        message = _build_letter(
            addressee.address, addressee.language, subject, [line], letter_frame.WHY_ADDRESSED, letter_frame.LINK_IS_YOURS
        )
    message.extra_headers |= _threading_headers(delivery.pk, [])
    return message


def _compose_for_former(delivery: Delivery, former: Addressee) -> EmailMultiAlternatives:
    """What the person of an event is told, to the address that they had until lately, with the link that takes it back."""
    event = delivery.event
    declared = EventKind(event.kind).declaration
    if declared.to_concerned is None:
        raise Undeliverable(f"there are no words for {event.kind}")
    with translation.override(former.language):
        what = str(declared.label)
        line = Line(
            sentence=f"{declared.to_concerned.text % _collect_rights_facts(event)} {letter_frame.FORMER}",
            link=f"{settings.PUBLIC_URL}/{former.path}",
            open=str(former.open),
            about="",
            to_act=False,
            what=what,
        )
        subject = str(letter_frame.SUBJECT_OF_WARNING) % {"what": what}
        why, link = letter_frame.WHY_FORMER, letter_frame.LINK_IS_YOURS
        message = _build_letter(former.address, former.language, subject, [line], why, link)
    message.extra_headers |= _threading_headers(delivery.pk, [])
    return message


def _active_recipient(delivery: Delivery) -> User:
    person = delivery.person
    if person is None or not person.is_active:
        raise Undeliverable("the person's account is closed")
    return person


def _build_letter(
    address: str, language: str, subject: str, lines: Sequence[Line], why: Promise, link: Promise = letter_frame.SIGN_IN
) -> EmailMultiAlternatives:
    words = {"greeting": letter_frame.GREETING, "sign_in": link, "why": why}
    context = {"lines": lines, "words": words, "language": language, "subject": subject}
    message = letter_frame.Letter(
        subject=subject,
        body=render_to_string("mail/letter.txt", context),
        to=[address],
        headers={
            "List-Id": f"Dozvil <dozvil.{_host()}>",
            "Auto-Submitted": "auto-generated",
            "Content-Language": language,
        },
    )
    message.attach_alternative(render_to_string("mail/letter.html", context), "text/html")
    return message


def _build_line(delivery: Delivery, person: User) -> Line:
    event = delivery.event
    if not event.case_id:
        return _build_line_of_rights(event, person)
    kind = EventKind(event.kind)
    applicant = Membership.objects.filter(user=person, organisation=event.case.organisation_id, ended_at__isnull=True).exists()
    facts = _sentence_facts(event)
    about = facts["licence"] or facts["reference"]
    sentence, to_act = _sentence(event, kind, facts, applicant=applicant)
    return Line(
        sentence=sentence,
        link=_build_link(event, applicant=applicant),
        open=letter_frame.OPEN % {"about": about},
        about=about,
        to_act=to_act,
        what=_name_news(event, kind),
        subject_frame=_choose_subject_frame(kind, to_act=to_act),
    )


def _build_line_of_rights(event: Event, person: User) -> Line:
    """What a letter says of what belongs to no case: rights, accounts, lists, interests, plans.

    Whoever keeps the rights is led to the page of what was proposed. Raises Undeliverable where the kind has no words for them.
    """
    book = ConcernedBook([event], now=database_now())
    keeps, administers = book.is_keeper(person, event), book.is_administrator(person, event)
    text, to_act, what = _read_words_of_rights(event, keeps=keeps, administers=administers)
    page = _find_page_of_rights(event, person, keeps=keeps, administers=administers)
    return Line(
        sentence=text,
        link=f"{settings.PUBLIC_URL}/{page}",
        open=letter_frame.OPEN % {"about": "Dozvil"},
        about=str(_name_topic(event)),
        to_act=to_act,
        what=what,
        subject_frame=letter_frame.SUBJECT_TO_ACT if to_act else letter_frame.SUBJECT_OF_NEWS,
    )


def _read_words_of_rights(event: Event, *, keeps: bool, administers: bool) -> tuple[str, bool, str]:
    """What a letter says of such an event, whether somebody waits for its reader, and what it is in a few words."""
    declared = EventKind(event.kind).declaration
    if declared.by_rule and "rule" in event.data:
        rule = ReminderRule.objects.get(pk=event.data["rule"])
        # What a rule about a system refers to is the system, by its name; about a country plan its number.
        system = System.objects.get(pk=event.data["system"]) if "system" in event.data else None
        reference = system.name if system else event.data["code"]
        facts = {"reference": reference, "due_on": _format_day(event.data["deadline_at"])}
        return _fill_sentence(rule.sentence, facts), True, rule.get_clock_display()
    sentence = declared.to_keepers if keeps else declared.to_concerned
    if administers and not keeps and declared.to_organisation:
        sentence = declared.to_organisation
    if sentence is None:
        raise Undeliverable(f"there are no words for {event.kind}")
    return str(sentence.text % _collect_rights_facts(event)), sentence.needs_action, str(declared.label)


def _collect_rights_facts(event: Event) -> dict[str, str]:
    """What a sentence about what belongs to no case may name."""
    facts = {name: _format_day(event.data.get(name)) for name in ("due_on", "from_on", "until")}
    ended = letter_frame.format_ways(event.data.get("ended", ()))
    return facts | {"ended": ended, "reference": str(event.data.get("reference", ""))}


def _name_topic(event: Event) -> str | Promise:
    """What news of no case are about: plans, change sets or rights."""
    if has_way(event, Concerned.GROUP):
        return letter_frame.PLANS
    return letter_frame.CHANGES if "change_set" in event.data else letter_frame.RIGHTS


def _find_page_of_rights(event: Event, person: User, *, keeps: bool, administers: bool) -> str:
    """The page on which the reader sees what an event is about; empty for the first page."""
    if "authorisation" in event.data:
        return "accounts/programs/"
    if system := event.data.get("system"):
        return f"admin/licensing/system/{system}/change/" if keeps or person.is_staff else "systems/"
    if endpoint := event.data.get("endpoint"):
        return f"admin/licensing/endpoint/{endpoint}/change/" if keeps or person.is_staff else "systems/"
    if (change_set := event.data.get("change_set")) and person.is_staff:
        return f"admin/licensing/changeset/{change_set}/change/"
    if has_way(event, Concerned.GROUP):
        return f"admin/licensing/countryplan/{event.data['plan']}/change/"
    pages = {
        "proposal": "rightproposal",
        "access": "emergencyaccess",
        "change": "addresschange",
        "registration": "registration",
    }
    for name, page in pages.items():
        if keeps and (row := event.data.get(name)):
            return f"admin/licensing/{page}/{row}/change/"
    return "colleagues/" if administers and not keeps else ""


def _group_by_page(lines: list[Line]) -> list[Line]:
    """Put the lines that lead to one case or licence together, in the order in which each was first named."""
    order = list(dict.fromkeys(line.link for line in lines))
    return sorted(lines, key=lambda line: order.index(line.link))


def _sentence(event: Event, kind: EventKind, facts: Mapping[str, str], *, applicant: bool) -> tuple[str, bool]:
    """What the letter says of an event, and whether somebody waits for its reader."""
    if kind.declaration.reminder:
        rule = ReminderRule.objects.get(pk=event.data["rule"])
        return _fill_sentence(rule.sentence, facts), True
    declared = kind.declaration.select_mail_sentence(applicant=applicant)
    if declared is None:
        raise Undeliverable(f"there are no words for {kind}")
    return declared.text % facts, declared.needs_action


def _sentence_facts(event: Event) -> dict[str, str]:
    """What a sentence may name."""
    licence = event.licence.number if event.licence else ""
    reminds_of_licence = licence and event.kind == EventKind.REMINDER_DUE
    return {
        "reference": licence if reminds_of_licence else event.case.reference or str(letter_frame.DRAFT),
        "licence": licence,
        "due_on": _format_day(event.data.get("due_on") or event.data.get("deadline_at")),
        "until": _format_day(event.data.get("until")),
        "confirm_by": _format_moment(event.data.get("confirm_by")),
        "consequence": _name_consequence(event.data.get("consequence")),
    }


def _fill_sentence(sentence: str, facts: Mapping[str, str]) -> str:
    # Not str.format: the sentences of reminders are data, and may name nothing but these facts.
    for name, fact in facts.items():
        sentence = sentence.replace(f"{{{name}}}", fact)
    return sentence


def _name_consequence(value: Any) -> str:
    """What followed when a legal time limit passed or a condition was not met, in the reader's language."""
    return str(CONSEQUENCES[value]) if value else ""


def _format_day(value: Any) -> str:
    """A day, or the last day of a deadline that ends at midnight, as the reader's language writes it."""
    if not value:
        return ""
    ends_at: datetime | None = parse_datetime(value) if "T" in value else None
    # A deadline ends at the midnight after its last day: without the step back a letter would name the day after.
    day = to_local_day(ends_at - _INSTANT) if ends_at else parse_date(value)
    return date_format(day, "j E Y") if day else ""


def _format_moment(value: Any) -> str:
    """A moment by the clock of the authority, as the reader's language writes it."""
    moment = parse_datetime(value) if value else None
    return date_format(timezone.localtime(moment), "j E Y, H:i") if moment else ""


def _build_link(event: Event, *, applicant: bool) -> str:
    """Where the reader works: applicants in the portal, everybody else at the desk."""
    model, key = ("licence", event.licence_id) if event.licence_id else ("case", event.case_id)
    page = f"{model}s/{key}/" if applicant else f"admin/licensing/{model}/{key}/change/"
    return f"{settings.PUBLIC_URL}/{page}"


def _write_subject_line(lines: Sequence[Line], person: User) -> str:
    """Of a daily letter how many news it has, of any other what the first of them is."""
    if person.wants_digest:
        return letter_frame.format_daily_subject(len(lines))
    return str(lines[0].subject_frame) % {"what": lines[0].what, "about": lines[0].about}


def _name_news(event: Event, kind: EventKind) -> str:
    """What happened in a few words; of a reminder, which deadline it is about."""
    if kind.declaration.reminder:
        return ReminderRule.objects.get(pk=event.data["rule"]).get_clock_display()
    return str(kind.label)


def _choose_subject_frame(kind: EventKind, *, to_act: bool) -> Promise:
    if kind.declaration.reminder:
        return letter_frame.SUBJECT_OF_REMINDER
    return letter_frame.SUBJECT_TO_ACT if to_act else letter_frame.SUBJECT_OF_NEWS


def _threading_headers(delivery: UUID, cases: Sequence[UUID | None]) -> dict[str, str]:
    """The id of the letter, the same at every attempt; and that of its case, by which mail programs keep threads."""
    headers = {"Message-ID": f"<{delivery}@{_host()}>"}
    if len(set(cases)) == 1 and cases[0]:
        headers["References"] = f"<{cases[0]}@{_host()}>"
    return headers


def _host() -> str:
    return urlsplit(settings.PUBLIC_URL).hostname or "localhost"
