"""Where sessions are kept: in a table of ours, under a digest of their key, with what their owner may know of each."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, Final, cast
from uuid import UUID

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends import db
from django.utils import timezone

from licensing.models.people.sessions import Session, digest_session_key

# What a request notes in its session about itself (config/web/sessions.py).
DEVICE: Final = "device"
PLACE: Final = "place"
SIGNED_IN_AT: Final = "signed_in_at"
RENEWED_AT: Final = "renewed_at"


class SessionStore(db.SessionStore):
    """Django's sessions in the database, which it would keep under the very key that signs somebody in."""

    @classmethod
    def get_model_class(cls) -> type[Session]:
        return Session

    def _get_session_from_db(self) -> Session | None:
        kept = Session.objects.filter(session_key=digest_session_key(self.session_key or ""), expire_date__gt=timezone.now())
        found: Session | None = kept.first()
        if found is None:
            self._session_key = None
        return found

    def exists(self, session_key: str) -> bool:
        return bool(super().exists(digest_session_key(session_key)))

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        """The row of the session, with whose it is in columns of their own."""
        row = cast("Session", super().create_model_instance(data))
        row.session_key = digest_session_key(row.session_key)
        if SESSION_KEY in data:
            row.account_id = UUID(data[SESSION_KEY])
            row.device, row.place = data.get(DEVICE, ""), data.get(PLACE, "")
            row.signed_in_at, row.used_at = _read_moment(data, SIGNED_IN_AT), _read_moment(data, RENEWED_AT)
        return row

    def delete(self, session_key: str | None = None) -> None:
        """End one session by its key, or this one."""
        key = session_key or self.session_key
        if key is not None:
            Session.objects.filter(session_key=digest_session_key(key)).delete()


def _read_moment(data: dict[str, Any], name: str) -> datetime | None:
    seconds = data.get(name)
    return datetime.fromtimestamp(seconds, UTC) if seconds else None
