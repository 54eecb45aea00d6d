"""An organisation registers: its applicant confirms an address, adds documents and sends; an officer accepts or sends back."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from licensing.acts.acting import database_now, to_local_day, translate_database_errors
from licensing.acts.clocks.sweeps import run_each
from licensing.acts.documents.files import store_file
from licensing.acts.numbering import draw_number
from licensing.acts.people.organisations.invitations import InvitationInput, create_invitation, find_mailbox_gaps, record_sent
from licensing.choices import MembershipRole, RegistrationState, ScanVerdict
from licensing.errors import BothPersons, Gap, Invalid, NotAllowed, NotFound, WrongState
from licensing.models import Country, Event, Organisation, Registration, RegistrationDocument, User, read_actor
from licensing.models.people.users import list_languages
from licensing.models.record.columns import write_changed
from licensing.models.record.event import PendingEvent
from licensing.policy.input.guard import guard_texts
from licensing.policy.people import two_persons
from licensing.policy.people.registrations import (
    MOST_A_DAY_TO_ONE_ADDRESS,
    MOST_DOCUMENTS,
    OPEN_FOR,
    Details,
    Known,
    find_detail_gaps,
    find_filing_gaps,
    is_same_organisation,
)
from licensing.policy.people.secrets import digest_secret
from licensing.policy.reasons import require_reason
from licensing.policy.record.event_kinds import EventKind


@guard_texts()
def request_registration(details: Details, *, email: str, language: str) -> None:
    """Keep what somebody says of an organisation, and mail them the link that confirms their address.

    Raises Invalid with each wrong field, and tells nothing else: neither who is registered, nor that a mailbox has had enough.
    """
    with translate_database_errors(), transaction.atomic():
        at = database_now()
        email = email.strip().lower()
        _refuse_unfit_details(details, email=email, language=language)
        lately = Registration.objects.filter(email=email, asked_at__gt=at - timedelta(days=1))
        if lately.count() >= MOST_A_DAY_TO_ONE_ADDRESS:
            return
        registration = Registration(email=email, language=language, asked_at=at, ends_at=at + OPEN_FOR)
        _write_details(registration, details)
        registration.token_digest = digest_secret(registration.token)
        registration.save(force_insert=True)
        _record(EventKind.REGISTRATION_ASKED, registration, None, at, due_on=to_local_day(registration.ends_at))


def find_registration(token: str) -> Registration:
    """The registration to which a link leads, whatever became of it; NotFound for one that was never sent."""
    found = Registration.objects.select_related("country", "organisation").with_token(token).first()
    if found is None:
        raise NotFound(_("This link leads to no registration. Open it as it stands in the letter."))
    return found


@guard_texts()
def correct_registration(registration: Registration, details: Details) -> None:
    """Change what a registration says, while its applicant has it. Raises WrongState once it is sent, Invalid as above."""
    with _lock_editable(registration) as (locked, at):
        _refuse_unfit_details(details, email=locked.email, language=locked.language)
        _write_details(locked, details)
        locked.save()
        if Event.objects.needs_cover():
            _record(EventKind.REGISTRATION_CHANGED, locked, None, at, what="details")


def attach_to_registration(registration: Registration, content: bytes, file_name: str) -> None:
    """Add a document, while the applicant has it; raises FileRefused as every document, and Invalid beyond the number."""
    # Before the row is locked: the scanner is slow.
    if not registration.is_editable:
        raise _build_sent_refusal(registration)
    kept = store_file(file_name, content)
    with _lock_editable(registration) as (locked, at):
        if locked.documents.filter(removed_at__isnull=True).count() >= MOST_DOCUMENTS:
            sentence = _("At most %(number)d documents. Remove one first.") % {"number": MOST_DOCUMENTS}
            raise Invalid(sentence, gaps=[Gap("too_many", "file", sentence)])
        RegistrationDocument.objects.create(registration=locked, **kept.as_columns(), attached_at=at)
        _record(EventKind.REGISTRATION_CHANGED, locked, None, at, what="document")


def remove_from_registration(registration: Registration, document: UUID) -> None:
    """Take a document out, while the applicant has it; NotFound for one that is not there."""
    with _lock_editable(registration) as (locked, at):
        if not locked.documents.filter(pk=document, removed_at__isnull=True).update(removed_at=at):
            raise NotFound
        _record(EventKind.REGISTRATION_CHANGED, locked, None, at, what="document")


def file_registration(registration: Registration, *, declared: bool) -> Registration:
    """Send a registration to the authority, for the first time with a new reference; Invalid with all that is missing."""
    with _lock_editable(registration) as (locked, at):
        attached = locked.documents.filter(removed_at__isnull=True)
        waiting = attached.exclude(verdict__in=(ScanVerdict.CLEAN, ScanVerdict.NOT_SCANNED)).count()
        gaps = list(find_filing_gaps(documents=attached.count(), waiting=waiting, declared=declared))
        if gaps:
            raise Invalid(gaps=gaps)
        locked.reference = locked.reference or _build_reference(at.year)
        locked.state, locked.filed_at, locked.reason, locked.reminded_at = RegistrationState.FILED, at, "", None
        locked.settled_by = locked.settled_at = None
        locked.save()
        digests = list(attached.order_by("attached_at").values_list("sha256", flat=True))
        _record(EventKind.REGISTRATION_FILED, locked, None, at, reference=locked.reference, documents=digests)
    return locked


@guard_texts()
def return_registration(registration: Registration, user: User, *, reason: str) -> Registration:
    """Send a registration back with what is missing. Raises NotAllowed for anybody but a case officer, WrongState else."""
    with _lock_filed(registration, user) as (locked, at):
        locked.reason = require_reason(reason, _("Say what is missing or wrong; the applicant reads it."))
        locked.state, locked.ends_at = RegistrationState.RETURNED, at + OPEN_FOR
        _settle_registration(locked, user, at, "reason", "state", "ends_at")
        due_on = to_local_day(locked.ends_at)
        more = {"reference": locked.reference, "due_on": due_on, "reason": locked.reason}
        _record(EventKind.REGISTRATION_RETURNED, locked, user, at, **more)
    return locked


def accept_registration(registration: Registration, user: User) -> Registration:
    """Open the organisation and invite its contact as first administrator, whose role an administrator of people confirms.

    Raises NotAllowed for anybody but a case officer, BothPersons for one who would invite themselves; Invalid where the
    organisation is registered already.
    """
    with _lock_filed(registration, user) as (locked, at):
        if user.email.lower() == locked.email:
            raise BothPersons(str(two_persons.REGISTRATION.apart["receiver"]))
        if same := next(iter(list_duplicates(locked)), None):
            raise _build_duplicate_refusal(same)
        locked.organisation = _open_organisation(locked)
        wish = InvitationInput(
            email=locked.email,
            language=locked.language,
            reason=_("First administrator by the registration %(reference)s.") % {"reference": locked.reference},
            organisation=locked.organisation,
            role=MembershipRole.ADMINISTRATOR,
        )
        locked.invitation = create_invitation(user, wish, locked.email, at)
        locked.state = RegistrationState.ACCEPTED
        _settle_registration(locked, user, at, "state", "organisation", "invitation")
        more = {"reference": locked.reference, "organisation": str(locked.organisation.pk)}
        _record(EventKind.REGISTRATION_ACCEPTED, locked, user, at, **more, invitation=str(locked.invitation.pk))
        record_sent(locked.invitation, user, at)
    return locked


def list_duplicates(registration: Registration) -> list[Organisation]:
    """The organisations of the same country that bear its name or its number in the register."""
    known = Organisation.objects.filter(country=registration.country_id).order_by("name")
    return [one for one in known if is_same_organisation(registration.details, _describe_known(one))]


def list_others_asking(registration: Registration) -> list[Registration]:
    """Other registrations of what may be the same organisation that were sent and are not settled."""
    others = Registration.objects.filter(country=registration.country_id, state=RegistrationState.FILED)
    others = others.exclude(pk=registration.pk).order_by("filed_at")[:100]
    mine = registration.details
    return [
        one for one in others if is_same_organisation(mine, Known(one.name, one.name_original, one.country_id, one.register_no))
    ]


def may_settle_registrations(user: User, *, at: datetime) -> bool:
    """Whether somebody checks registrations: a case officer."""
    return user.is_active and two_persons.CASE_OFFICER.is_among(read_actor(user, on=to_local_day(at)).appointments)


def lapse_due_registrations() -> int:
    """End registrations that their applicant has left alone for too long, each in a transaction; how many."""
    return run_each(_lapse_registration, Registration.objects.overdue(database_now()))


def _lapse_registration(registration: Registration) -> bool:
    with transaction.atomic():
        locked = Registration.objects.select_for_update(of=("self",), no_key=True).get(pk=registration.pk)
        at = database_now()
        if not locked.is_editable or locked.ends_at > at:
            return False
        locked.state = RegistrationState.LAPSED
        _settle_registration(locked, None, at, "state")
        _record(EventKind.REGISTRATION_LAPSED, locked, None, at)
    return True


@contextmanager
def _lock_editable(registration: Registration) -> Iterator[tuple[Registration, datetime]]:
    with translate_database_errors(), transaction.atomic():
        locked = Registration.objects.select_for_update(of=("self",), no_key=True).get(pk=registration.pk)
        at = database_now()
        if not locked.is_editable or locked.ends_at <= at:
            raise _build_sent_refusal(locked)
        yield locked, at


@contextmanager
def _lock_filed(registration: Registration, user: User) -> Iterator[tuple[Registration, datetime]]:
    with translate_database_errors(), transaction.atomic():
        locked = Registration.objects.select_for_update(of=("self",), no_key=True).get(pk=registration.pk)
        at = database_now()
        if not may_settle_registrations(User.objects.get(pk=user.pk), at=at):
            raise NotAllowed(_("Only a case officer checks registrations."))
        if locked.state != RegistrationState.FILED:
            raise WrongState(_("This registration does not wait for the authority."), state=locked.state)
        yield locked, at


def _build_sent_refusal(registration: Registration) -> WrongState:
    if registration.state in (RegistrationState.FILED, RegistrationState.ACCEPTED):
        return WrongState(_("This registration was sent already; it is not changed any more."), state=registration.state)
    return WrongState(_("This registration has ended: it was not sent in time. Begin a new one."), state=registration.state)


def _build_duplicate_refusal(same: Organisation) -> Invalid:
    sentence = _("This organisation is registered already: %(name)s. Send the registration back with that reason.") % {
        "name": same.name
    }
    return Invalid(sentence, gaps=[Gap("duplicate", "name", sentence)])


def _open_organisation(registration: Registration) -> Organisation:
    said = registration.details
    try:
        with transaction.atomic():
            return Organisation.objects.create(
                name=said.name,
                name_original=said.name_original,
                register_no=said.register_no,
                country=registration.country,
                address=said.address,
            )
    except IntegrityError as raced:
        same = Organisation.objects.filter(name=said.name, country=registration.country).first()
        if same is None:
            raise
        raise _build_duplicate_refusal(same) from raced


def _settle_registration(registration: Registration, user: User | None, at: datetime, *changed: str) -> None:
    registration.settled_by, registration.settled_at = user, at
    registration.save(update_fields=["settled_by", "settled_at", *changed])


def _write_details(registration: Registration, details: Details) -> None:
    written = {name: text.strip() for name, text in asdict(details).items() if name != "country"}
    write_changed(registration, written | {"country_id": details.country})


def _refuse_unfit_details(details: Details, *, email: str, language: str) -> None:
    countries = set(Country.objects.values_list("pk", flat=True))
    gaps = list(find_detail_gaps(details, countries=countries))
    gaps += find_mailbox_gaps(email)
    if language not in dict(list_languages()):
        gaps.append(Gap("unknown_code", "language", _("Choose a language from the list.")))
    if gaps:
        raise Invalid(gaps=gaps)


def _describe_known(organisation: Organisation) -> Known:
    return Known(organisation.name, organisation.name_original, organisation.country_id, organisation.register_no)


def _build_reference(year: int) -> str:
    return draw_number(f"REG/{year}/", lambda drawn: Registration.objects.filter(reference=drawn).exists())


def _record(kind: EventKind, registration: Registration, user: User | None, at: datetime, **more: Any) -> None:
    """Chain the event of a step; what the applicant says stands in the rows, which it covers."""
    Event.objects.chain([PendingEvent(kind, data={"registration": str(registration.pk)} | more)], user, at=at)
