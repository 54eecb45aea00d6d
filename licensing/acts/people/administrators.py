"""The first administrators of a new installation, who open the accounts of everybody else and give them their rights."""

from __future__ import annotations

from typing import Final

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils.translation import gettext as _

from licensing.acts.acting import database_now, to_local_day
from licensing.acts.people.accounts import find_account_gaps
from licensing.acts.record.governed import record_changes
from licensing.choices import Office
from licensing.errors import Gap, Invalid, NotAllowed
from licensing.models import Appointment, User
from licensing.policy.input.guard import guard_texts
from licensing.policy.record.event_kinds import EventKind

# Every right takes two administrators, so an installation names as many; it names no more once they are there.
ADMINISTRATORS_NEEDED: Final = 2


@guard_texts()
def appoint_first_administrator(*, email: str, name: str, password: str) -> User:
    """Create an administrator of people; raises NotAllowed while two hold that office, Invalid with each wrong field."""
    today = to_local_day(database_now())
    user = User(email=email.strip(), name=name.strip(), is_staff=True)
    with record_changes(None, EventKind.ADMINISTRATOR_NAMED, person=str(user.pk)):
        office = Appointment.objects.in_force(today).filter(kind=Office.ADMINISTRATOR, user__is_active=True)
        if office.values("user").distinct().count() >= ADMINISTRATORS_NEEDED:
            raise NotAllowed(_("There are two administrators of people already; they give everybody else their rights."))
        _refuse_unfit_person(user, password)
        user.set_password(password)
        user.save(force_insert=True)
        Appointment.objects.create(user=user, kind=Office.ADMINISTRATOR, period=DateRange(today, None))
    return user


def _refuse_unfit_person(user: User, password: str) -> None:
    found = list(find_account_gaps(email=user.email, name=user.name))
    try:
        validate_password(password, user)
    except ValidationError as refusal:
        found.append(Gap("invalid", "password", " ".join(refusal.messages)))
    if found:
        raise Invalid(gaps=found)
