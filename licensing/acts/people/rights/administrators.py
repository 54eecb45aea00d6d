"""The first people of a new installation: administrators, who give everybody else their rights, and policy officers."""

from __future__ import annotations

from typing import Final

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils.translation import gettext as _

from licensing.acts.acting import database_now, to_local_day
from licensing.acts.people.accounts.keeping import find_account_gaps
from licensing.acts.record.governed import record_changes
from licensing.choices import Office
from licensing.errors import Gap, Invalid, NotAllowed
from licensing.models import Appointment, User
from licensing.policy.input.guard import guard_texts
from licensing.policy.record.event_kinds import EventKind

# Every right takes two administrators, and every change of governed data two policy officers, so an installation names as many.
# It names no more once they are there.
NEEDED: Final = 2


@guard_texts()
def appoint_first_administrator(*, email: str, name: str, password: str) -> User:
    """Create an administrator of people; raises NotAllowed while two hold that office, Invalid with each wrong field."""
    refusal = _("There are two administrators of people already; they give everybody else their rights.")
    return _appoint_first(Office.ADMINISTRATOR, EventKind.ADMINISTRATOR_NAMED, refusal, email, name, password)


@guard_texts()
def appoint_first_policy_officer(*, email: str, name: str, password: str) -> User:
    """Create a policy officer; raises NotAllowed while two hold that office, Invalid with each wrong field."""
    refusal = _("There are two policy officers already; administrators of people give others that office.")
    return _appoint_first(Office.POLICY_OFFICER, EventKind.POLICY_OFFICER_NAMED, refusal, email, name, password)


def _appoint_first(office: Office, kind: EventKind, refusal: str, email: str, name: str, password: str) -> User:
    today = to_local_day(database_now())
    user = User(email=email.strip(), name=name.strip(), is_staff=True)
    with record_changes(None, kind, person=str(user.pk)):
        held = Appointment.objects.in_force(today).filter(kind=office, user__is_active=True)
        if held.values("user").distinct().count() >= NEEDED:
            raise NotAllowed(refusal)
        _refuse_unfit_person(user, password)
        user.set_password(password)
        user.save(force_insert=True)
        Appointment.objects.create(user=user, kind=office, period=DateRange(today, None))
    return user


def _refuse_unfit_person(user: User, password: str) -> None:
    found = list(find_account_gaps(email=user.email, name=user.name))
    try:
        validate_password(password, user)
    except ValidationError as refusal:
        found.append(Gap("invalid", "password", " ".join(refusal.messages)))
    if found:
        raise Invalid(gaps=found)
