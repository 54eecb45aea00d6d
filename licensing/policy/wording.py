"""Sentences of mails in both languages; `licensing/messages.py` serves everything else."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Text:
    """One sentence in English and in Ukrainian."""

    en: str
    uk: str

    def in_language(self, language: str) -> str:
        """The sentence in the reader's language; English for any language but Ukrainian."""
        return self.uk if language.lower().startswith("uk") else self.en


def pluralize_en(count: int, one: str, many: str) -> str:
    """`1 seat`, `2 seats`."""
    return f"{count} {one if count == 1 else many}"


def pluralize_uk(count: int, one: str, few: str, many: str) -> str:
    """`1 місце`, `2 місця`, `5 місць`, and `11 місць` although it ends in one."""
    if count % 10 == 1 and count % 100 != 11:
        return f"{count} {one}"
    if 2 <= count % 10 <= 4 and not 12 <= count % 100 <= 14:
        return f"{count} {few}"
    return f"{count} {many}"
