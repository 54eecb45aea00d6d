"""The gate of the commands: whatever entry point calls one, the texts it is given are in normal form, the numbers finite."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass, replace
from decimal import Decimal
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from licensing.errors import Gap, Invalid
from licensing.policy.input.texts import clean_values, find_odd_values

P = ParamSpec("P")
R = TypeVar("R")

# A password is compared byte by byte, and what a file may be called is for its store to say.
_KEPT = frozenset({"password", "file_name"})


def guard_texts(*, shaped: tuple[str, ...] = ()) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Clean every text that a command is called with, also within lists, mappings and records; raise Invalid for odd values.

    A text in which nothing can be seen arrives empty, so that a command only asks whether a text is empty. `shaped` names
    arguments whose published shape refuses odd texts together with everything else that is wrong with them.
    """

    def decorate(command: Callable[P, R]) -> Callable[P, R]:
        signature = inspect.signature(command)

        @wraps(command)
        def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
            call = signature.bind(*args, **kwargs)
            sent = {name: value for name, value in call.arguments.items() if name not in _KEPT}
            if found := [gap for name, value in sent.items() if name not in shaped for gap in _find_odd(name, value)]:
                raise Invalid(gaps=found)
            call.arguments.update({name: _clean(value) for name, value in sent.items()})
            return command(*call.args, **call.kwargs)

        return guarded

    return decorate


def _clean(value: Any) -> Any:
    if _is_record(value):
        return replace(value, **{name: _clean(inner) for name, inner in _texts_of(value)})
    if _holds_records(value):
        return type(value)(_clean(inner) for inner in value)
    return clean_values(value)


def _find_odd(name: str, value: Any) -> Iterator[Gap]:
    """The odd texts of one argument: those of a record and of a mapping by their own names, without that of the argument."""
    if _is_record(value):
        for inner, text in _texts_of(value):
            yield from _find_odd(inner, text)
    elif _holds_records(value):
        for number, record in enumerate(value):
            for gap in _find_odd(name, record):
                yield Gap(gap.code, f"{name}.{number}.{gap.path}", gap.sentence)
    else:
        yield from find_odd_values(value, "" if isinstance(value, dict) else name)


def _is_record(value: Any) -> bool:
    return is_dataclass(value) and not isinstance(value, type)


def _holds_records(value: Any) -> bool:
    # Not a named tuple, which is made from its fields and not from a sequence.
    return type(value) in (list, tuple) and any(_is_record(inner) for inner in value)


def _texts_of(record: Any) -> list[tuple[str, Any]]:
    return [
        (one.name, inner)
        for one in fields(record)
        if one.init and isinstance(inner := getattr(record, one.name), str | list | tuple | dict | Decimal)
    ]
