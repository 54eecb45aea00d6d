"""Sign-ins that last: whose each is, on which device, from where, and when it was last used."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import ClassVar

from django.contrib.sessions.base_session import AbstractBaseSession, BaseSessionManager
from django.db import models
from django.db.models import QuerySet

from licensing.models.people.users import User

_KEY_LENGTH = 40


class SessionManager(BaseSessionManager["Session"]):
    def signed_in_as(self, person: User, at: datetime) -> QuerySet[Session]:
        """The sessions in which a person is signed in at a moment."""
        return self.filter(account=person, expire_date__gt=at)


class Session(AbstractBaseSession):
    """The session of a visitor or of somebody signed in.

    Its key is a digest of what the cookie says, so that a copy of the table signs nobody in.
    """

    account = models.ForeignKey(User, models.CASCADE, null=True, related_name="+")
    # What the browser says of itself, and where the request came from. Neither proves anything.
    device = models.CharField(max_length=200, blank=True)
    place = models.CharField(max_length=45, blank=True)
    signed_in_at = models.DateTimeField(null=True)
    used_at = models.DateTimeField(null=True)

    objects: ClassVar[SessionManager] = SessionManager()

    class Meta(AbstractBaseSession.Meta):
        abstract = False


def digest_session_key(key: str) -> str:
    """What is stored of the random key in a cookie, cut to the column of the framework."""
    return hashlib.sha256(key.encode()).hexdigest()[:_KEY_LENGTH]


class PasswordRequest(models.Model):
    """Somebody has forgotten the password of an address, which may be nobody's: whether it is, the page does not look.

    The letter is written later, so that the answer takes as long for an address that is known as for any other.
    """

    address = models.EmailField()
    asked_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return str(self.pk)
