"""The first administrator of a new installation, who creates and appoints everybody else on the desk."""

from __future__ import annotations

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils.translation import gettext as _

from licensing.acts.acting import database_now, to_local_day
from licensing.acts.record.governed import record_changes
from licensing.choices import Office
from licensing.errors import Gap, Invalid, NotAllowed
from licensing.models import Appointment, User
from licensing.policy.input.guard import guard_texts
from licensing.policy.record.event_kinds import EventKind


@guard_texts()
def appoint_first_administrator(*, email: str, name: str, password: str) -> User:
    """Create the administrator of people; raises NotAllowed while somebody holds that office, Invalid with each wrong field."""
    today = to_local_day(database_now())
    with record_changes(None, EventKind.RIGHTS_CHANGED, subject="first administrator"):
        if Appointment.objects.filter(kind=Office.ADMINISTRATOR, period__contains=today).exists():
            raise NotAllowed(_("There is an administrator of people already; they appoint others on the desk."))
        user = User(email=email.strip(), name=name.strip(), is_staff=True)
        _refuse_unfit_person(user, password)
        user.set_password(password)
        user.save(force_insert=True)
        Appointment.objects.create(user=user, kind=Office.ADMINISTRATOR, period=DateRange(today, None))
    return user


def _refuse_unfit_person(user: User, password: str) -> None:
    found = []
    try:
        validate_email(user.email)
    except ValidationError as refusal:
        found.append(Gap("invalid", "email", " ".join(refusal.messages)))
    if User.objects.filter(email__iexact=user.email).exists():
        found.append(Gap("taken", "email", _("Somebody has this e-mail address already.")))
    if not user.name:
        found.append(Gap("required", "name", _("Give the person's name.")))
    try:
        validate_password(password, user)
    except ValidationError as refusal:
        found.append(Gap("invalid", "password", " ".join(refusal.messages)))
    if found:
        raise Invalid(gaps=found)
