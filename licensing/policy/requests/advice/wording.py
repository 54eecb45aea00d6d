"""Texts that fill a field and tell its reader nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from licensing.messages import Message
from licensing.policy.findings import Finding
from licensing.policy.input.drafts import get_part, list_rows
from licensing.policy.input.texts import fold_text
from licensing.policy.requests.advice.background import stop

# What people type to get past a field that asks for words.
_FILLERS = frozenset(
    "test testing tbd tba todo none nil null na n/a asdf qwerty lorem ipsum unknown тест тестування немає нема невідомо".split()  # noqa: SIM905
)
_NAME: Final = "name_says_nothing", Message("Write a name by which it is known.")
_TEXT: Final = "text_says_nothing", Message("Write this so that a reader knows what is meant.")
# Where names stand, by section; in the document itself under no name.
_NAMES: Final = {
    "": {"title": _TEXT},
    "end_use": {"location": _TEXT, "programme": _TEXT},
    "items": {"name": _NAME},
    "parties": {"name": _NAME},
    "route": {"from_place": _TEXT, "to_place": _TEXT},
    "documents": {"title": _TEXT},
    "projects": {"title": _TEXT, "goods": _TEXT},
}


def find_wording(document: Mapping[str, Any]) -> Iterator[Finding]:
    """Every purpose, reason and name of a request that says nothing."""
    purpose, urgency = get_part(document, "end_use").get("purpose"), get_part(document, "urgency")
    if purpose and not is_meaningful(str(purpose)):
        yield stop("purpose_says_nothing", "end_use.purpose", Message("Say in words what the goods will be used for."))
    if urgency.get("urgent") and (reason := urgency.get("reason")) and not is_meaningful(str(reason)):
        yield stop("reason_says_nothing", "urgency.reason", Message("Say in words why it is urgent."))
    for section, fields in _NAMES.items():
        for path, row in _list_places(document, section):
            for name, (code, message) in fields.items():
                if row.get(name) and not is_name(str(row[name])):
                    yield stop(code, f"{path}{name}", message)


def is_meaningful(text: str) -> bool:
    """Whether a text can be an answer: words of several letters, and not `XXXX`, `...` or `test`."""
    words = re.findall(r"[^\W\d_]+", fold_text(text).casefold())
    told = [word for word in words if word not in _FILLERS]
    # Scripts without cases write a word in one or two letters.
    return any(len(set(word)) >= 3 or (len(set(word)) >= 2 and word.upper() == word.lower()) for word in told)


def is_name(text: str) -> bool:
    """Whether a text can be a name; `M4` and `T-64` are, `XXXX`, `-` and `test` are not."""
    folded = fold_text(text).casefold()
    return len(set(re.findall(r"[^\W_]", folded))) >= 2 and folded not in _FILLERS


def _list_places(document: Mapping[str, Any], section: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """The records of a section with the beginning of the path of their fields."""
    if not section:
        yield "", document
    elif part := get_part(document, section):
        yield f"{section}.", part
    else:
        yield from ((f"{section}.{number}.", row) for number, row in enumerate(list_rows(document, section)))
