"""Mail of the demo: kept as files instead of sent, and shown to whoever tries Dozvil on their own machine."""

from __future__ import annotations

import itertools
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage as ParsedMessage
from pathlib import Path
from typing import Final

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

_MOST_SHOWN: Final = 200
_counter = itertools.count()


class FolderBackend(BaseEmailBackend):
    """Write every message into a file of its own, which any mail program opens."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Write the messages into MAIL_FOLDER; returns how many."""
        folder: Path = settings.MAIL_FOLDER
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        for message in email_messages:
            # Named by time, so that the names sort; the counter keeps two of the same nanosecond apart.
            name = f"{time.time_ns()}-{next(_counter)}"
            unfinished = folder / f"{name}.part"
            unfinished.write_bytes(message.message().as_bytes())
            # Renamed when complete: the mailbox may be listed meanwhile, and would parse half a message.
            unfinished.rename(folder / f"{name}.eml")
        return len(email_messages)


@dataclass(frozen=True, slots=True)
class Letter:
    """One mail as a person reads it."""

    name: str
    sent_at: datetime
    sender: str
    recipients: str
    subject: str
    text: str
    html: str


def show_mailbox(request: HttpRequest) -> HttpResponse:
    """The latest mails, newest first."""
    files = sorted(settings.MAIL_FOLDER.glob("*.eml"), reverse=True)[:_MOST_SHOWN]
    return render(request, "dev/mailbox.html", {"letters": [_parse_letter(file) for file in files]})


def show_letter(request: HttpRequest, name: str) -> HttpResponse:
    """One mail, as text and in its own design; 404 for a name that is not there."""
    file = settings.MAIL_FOLDER / f"{name}.eml"
    if not file.is_file():
        raise Http404
    response = render(request, "dev/letter.html", {"letter": _parse_letter(file)})
    # A mail carries its style in itself; it is shown in a sandbox, where nothing runs.
    response["Content-Security-Policy"] = "default-src 'none'; style-src 'self' 'unsafe-inline'; frame-ancestors 'none'"
    return response


def _parse_letter(file: Path) -> Letter:
    message = message_from_bytes(file.read_bytes(), policy=policy.default)
    return Letter(
        name=file.stem,
        sent_at=datetime.fromtimestamp(int(file.stem.split("-")[0]) / 1e9, tz=UTC),
        sender=str(message["From"]),
        recipients=str(message["To"]),
        subject=str(message["Subject"]),
        text=_read_body(message, "plain"),
        html=_read_body(message, "html"),
    )


def _read_body(message: ParsedMessage, kind: str) -> str:
    part = message.get_body(preferencelist=(kind,))
    return "" if part is None else str(part.get_content())
