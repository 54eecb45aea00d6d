"""The gate of the commands: no command that takes a text is without it, and what it lets through is clean."""

from __future__ import annotations

import inspect
import pkgutil
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from importlib import import_module
from typing import Any

import pytest

from licensing import acts, outbox
from licensing.choices import Verb
from licensing.errors import Invalid
from licensing.policy.input import guard
from licensing.policy.input.guard import guard_texts

# Steps of other commands, whose texts have passed the gate already.
STEPS = frozenset(
    {
        "attach_enclosure",
        "build_case_document",
        "call_back_review",
        "carry_out_variation",
        "create_invitation",
        "create_role_proposal",
        "create_decision",
        "decide_appeal_as_proposed",
        "decide_review",
        "end_all_access",
        "end_all_rights",
        "end_locked_head",
        "end_locked_right",
        "end_locked_system",
        "freeze_version",
        "keep_version",
        "open_question",
        "open_review_case",
        "suspend_by_review",
        "write_document",
    }
)
# Commands with a key of its own pattern or of a session, and questions that only look up such a key or the code of a body.
KEYED = frozenset({"idempotently", "read_wanted", "find_stored_response", "end_sign_ins"})
TAKES_TEXT = re.compile(r"\b(str|Doc|Document|Mapping|PositionInput|Resolution|Clearance|Decimal)\b")
KEPT = {"password", "file_name"}


@dataclass(frozen=True, slots=True)
class Sent:
    """What an entry point has parsed."""

    comment: str
    rows: tuple[Any, ...] = ()
    quantity: Decimal = Decimal(1)


@guard_texts(shaped=("document",))
def repeat(
    user: str, text: str = "", *, document: Any = None, details: Any = None, sent: Sent | None = None, password: str = ""
) -> Any:
    """Give back what the gate has let through."""
    return text, document, details, sent, password


def test_every_command_that_takes_a_text_passes_the_gate() -> None:
    commands = dict(_commands())

    assert len(commands) > 30
    assert [name for name, command in commands.items() if not _is_guarded(command)] == []


def _commands() -> Iterator[tuple[str, Callable[..., Any]]]:
    for package in (acts, outbox):
        for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            for name, command in vars(import_module(found.name)).items():
                if inspect.isfunction(command) and command.__module__ == found.name and _takes_text(name, command):
                    yield f"{found.name}.{name}", command


def _is_guarded(command: Callable[..., Any] | None) -> bool:
    """Whether the gate stands around a command, perhaps within other decorators."""
    while command is not None:
        if command.__code__.co_filename == guard.__file__:
            return True
        command = getattr(command, "__wrapped__", None)
    return False


def _takes_text(name: str, command: Callable[..., Any]) -> bool:
    taken = inspect.signature(command).parameters
    texts = [one for one in taken if one not in KEPT and TAKES_TEXT.search(str(taken[one].annotation))]
    return bool(texts) and bool({"user", "by"} & set(taken)) and not name.startswith("_") and name not in STEPS | KEYED


def test_texts_arrive_clean_wherever_they_stand() -> None:
    text, document, details, sent, password = repeat(
        "u",
        " Why\u200b ",
        document={"title": " a"},
        details={"reasons": "\u3164", "rows": [" x "]},
        sent=Sent("e\u0301 ", ({"text": " y"},)),
        password=" secret ",
    )

    assert (text, document) == ("Why", {"title": "a"})
    assert (details, sent) == ({"reasons": "", "rows": ["x"]}, Sent("\u00e9", ({"text": "y"},)))
    assert password == " secret "


def test_records_inside_lists_and_records_arrive_clean_too() -> None:
    _text, _document, details, sent, *_rest = repeat("u", details=[Sent(" a ")], sent=Sent("b", (Sent("\u200bc "),)))

    assert (details, sent) == ([Sent("a")], Sent("b", (Sent("c"),)))


def test_values_of_our_own_stay_what_they_are() -> None:
    text, *_rest = repeat("u", Verb.SIGN)

    assert text is Verb.SIGN


@pytest.mark.parametrize(
    ("sent", "path"),
    [
        ({"text": "a\u202eb"}, "text"),
        ({"details": {"reasons": "a\x85b"}}, "reasons"),
        ({"details": [{"text": "\u2028"}]}, "details.0.text"),
        ({"sent": Sent("\u2066a")}, "comment"),
        ({"sent": Sent("a", ({"text": "\u2029"},))}, "rows.0.text"),
        ({"sent": Sent("a", quantity=Decimal("NaN"))}, "quantity"),
        ({"sent": Sent("a", (Sent("b"), Sent("\u2066c")))}, "rows.1.comment"),
        ({"details": [Sent("a", quantity=Decimal("NaN"))]}, "details.0.quantity"),
        ({"details": {"quantity": Decimal("Infinity")}}, "quantity"),
    ],
)
def test_what_cannot_be_taken_is_refused_at_its_place(sent: dict[str, Any], path: str) -> None:
    with pytest.raises(Invalid) as refused:
        repeat("u", **sent)

    assert [gap.path for gap in refused.value.gaps] == [path]


def test_what_has_a_published_shape_is_refused_by_it() -> None:
    _text, document, *_rest = repeat("u", document={"title": "a\u202eb"})

    assert document == {"title": "a\u202eb"}
