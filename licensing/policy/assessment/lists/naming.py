"""What a list may be called, and of which day a version of it may be."""

from __future__ import annotations

import re
from datetime import date
from typing import Final

from licensing.errors import Gap
from licensing.messages import Message

_CODE: Final = re.compile(r"[A-Z][A-Z0-9-]{1,15}")


def find_naming_gaps(code: str, title: str, source: str, as_of: date, *, today: date) -> list[Gap]:
    """Each thing that is wrong with what is said of a version beside its file."""
    found = []
    if not _CODE.fullmatch(code):
        words = Message("Two to sixteen capital letters, digits and hyphens; a letter first.")
        found.append(Gap("invalid", "code", words))
    for path, text, longest in (("title", title, 200), ("source", source, 300)):
        if not text.strip():
            found.append(Gap("required", path, Message("This must not be empty.")))
        elif len(text) > longest:
            found.append(Gap("too_long", path, Message("At most %(limit)s characters.", limit=longest)))
    if as_of > today:
        found.append(Gap("invalid", "as_of", Message("A list cannot be of a later day than today.")))
    return found
