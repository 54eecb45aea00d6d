"""People and rights that come with an installation for trying: written at once, with an event of their own."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.utils.translation import gettext as _

from licensing.acts.record.governed import record_changes
from licensing.errors import NotAllowed
from licensing.policy.record.event_kinds import EventKind


@contextmanager
def release_rights(subject: str) -> Iterator[None]:
    """Let people and their rights be written inside, without a second person. Raises NotAllowed in production."""
    if settings.PRODUCTION:
        raise NotAllowed(_("In production rights are proposed and confirmed, each by an administrator."))
    with record_changes(None, EventKind.RIGHTS_CHANGED, subject=subject):
        yield
