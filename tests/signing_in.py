"""People who are signed in when a test begins: their session is one row, not the dozen statements of signing in."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.test import Client
from django.utils import timezone
from django.utils.crypto import get_random_string

from config.accounts.sessions.store import SessionStore
from licensing.models import User
from licensing.models.people.sessions import Session, digest_session_key

_BACKEND: Final = "django.contrib.auth.backends.ModelBackend"


def sign_in(client: Client, user: User) -> None:
    """Let a browser stand as it does after signing in; `Client.force_login` makes three sessions on the way and ends two.

    Nothing else that signing in leaves behind is written, such as when it was last done: tests of that sign in for real.
    """
    key = get_random_string(32)
    data = {SESSION_KEY: str(user.pk), BACKEND_SESSION_KEY: _BACKEND, HASH_SESSION_KEY: user.get_session_auth_hash()}
    Session.objects.create(
        session_key=digest_session_key(key),
        # Without a key, or the store would look for a session of that key before it encodes.
        session_data=SessionStore().encode(data),
        expire_date=timezone.now() + timedelta(seconds=settings.SESSION_COOKIE_AGE),
        account=user,
    )
    client.cookies[settings.SESSION_COOKIE_NAME] = key
