"""What one operation takes and gives: declared once, read by its checks and by the published contract."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from functools import cached_property
from typing import Any

from jsonschema import Draft202012Validator

from licensing.errors import Problem
from licensing.policy.shapes import Schema, as_record, build_validator


class IfMatch(Enum):
    """Whether an operation compares the revision that the caller has read (RFC 9110 §13.1.1)."""

    NO = "no"
    OPTIONAL = "optional"
    REQUIRED = "required"


@dataclass(frozen=True)
class Spec:
    """What one method of one address takes and gives: the source of its checks and of its page in the contract.

    `keyed`: an Idempotency-Key is required. `tagged`: the answer carries an ETag. `refuses`: problems beside the common ones.
    """

    scopes: tuple[str, ...]
    answers: Any
    summary: str
    status: int = 200
    takes: Schema | None = None
    # Shapes that an act checks by itself are published, but not checked twice.
    checked_by_act: bool = False
    # A form with a file may be sent in place of JSON.
    takes_form: bool = False
    query: Mapping[str, Schema] = field(default_factory=dict)
    query_required: tuple[str, ...] = ()
    if_match: IfMatch = IfMatch.NO
    tagged: bool = False
    keyed: bool = False
    # The answer holds a secret. Answers are stored for a repeat, and a copy of the database must not reveal it.
    encrypted: bool = False
    refuses: tuple[type[Problem], ...] = ()
    example: Mapping[str, Any] | None = None
    description: str = ""

    @cached_property
    def body_validator(self) -> Draft202012Validator:
        """Checks a body; built at first use and kept, since a declaration never changes."""
        return build_validator(self.takes or {})

    @cached_property
    def query_validator(self) -> Draft202012Validator:
        """Checks the parameters of the address; one that is not declared is refused, never ignored, and so is a missing one."""
        return build_validator(as_record(self.query_required, **self.query))
