"""A paper that left the authority, as its readers are told of it."""

from __future__ import annotations

from datetime import datetime
from typing import TypedDict
from uuid import UUID

from licensing.choices import PaperStanding


class PaperView(TypedDict):
    """`version` is the version of the licence that it is about; `digest` covers what it says, not the bytes of the file."""

    id: UUID
    number: int
    version: int | None
    issued_at: datetime
    standing: PaperStanding
    form: str
    digest: str
    check: str
