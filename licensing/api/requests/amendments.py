"""Amendments of a filed request: what one would cost, and the version that it files."""

from __future__ import annotations

from typing import Any, Final, TypedDict
from uuid import UUID

from django.urls import path

from licensing.acts.requests import amending
from licensing.api.http.operations import ApiView, Call, IfMatch, Result, command
from licensing.api.requests.cases import CASE, EXPLANATIONS, WRITE, read_explanations
from licensing.errors import (
    BeyondParent,
    FileRefused,
    Incomplete,
    Invalid,
    KindRetired,
    NotAllowed,
    NotFound,
    Stale,
    StaleVersion,
    WrongState,
)
from licensing.policy.requests.changes.materiality import Change
from licensing.policy.requests.schema import PROPERTIES
from licensing.policy.shapes import FLAG, Schema, as_prose, as_record, as_whole

SECTIONS: Schema = as_record((), **{name: shape for name, shape in PROPERTIES.items() if name != "kind"})


AMEND = as_record(
    ("sections", "version"),
    sections=SECTIONS,
    version=as_whole(1, 999, "the version that you have read"),
    reason=as_prose(2000),
    explanations=EXPLANATIONS,
    confirmed=FLAG | {"title": "false: only report what it would cost"},
)


class ChangeView(TypedDict):
    path: str
    before: Any
    after: Any


class AmendmentView(TypedDict):
    """What an amendment does, or would do: how many signatures are asked for again, never whose."""

    filed: bool
    version: int | None
    signatures_asked_again: int
    goes_back_to: str | None
    changes: list[ChangeView]


class Amend(ApiView):
    """One operation in two steps, so that what it would cost is computed by the same code as what it does cost."""

    @command(
        AmendmentView,
        WRITE,
        summary="Amend a filed request",
        takes=AMEND,
        if_match=IfMatch.OPTIONAL,
        refuses=(
            *(BeyondParent, FileRefused, Incomplete, Invalid, KindRetired, NotAllowed, NotFound, Stale, StaleVersion),
            WrongState,
        ),
        example={"sections": {"title": "Forty-two UAVs"}, "version": 1, "reason": "The buyer asks for two more."},
    )
    def post(self, call: Call, case_id: UUID) -> Result:
        """Files a new version. Send `confirmed: false` first to learn which changes count and what they cost."""
        case, sections = call.get_case(case_id), call.body["sections"]
        # Before the amendment is filed: afterwards the sections are equal and there is nothing left to compare.
        expected = call.get_expected_revision(case)
        cost = amending.preview_amendment(case, call.user, sections, expected=expected)
        filed = None
        if call.body.get("confirmed", True):
            filed = amending.amend_case(
                case,
                call.user,
                sections,
                reason=call.body.get("reason", ""),
                explanations=read_explanations(call.body),
                expected=expected,
                version=call.body["version"],
            ).number
        return Result(_serialize_amendment(cost, filed))


def _serialize_amendment(cost: amending.AmendmentCost, filed: int | None) -> AmendmentView:
    return AmendmentView(
        filed=filed is not None,
        version=filed,
        signatures_asked_again=cost.signatures,
        goes_back_to=cost.stage.code if cost.stage else None,
        changes=[_serialize_change(one) for one in cost.changes],
    )


def _serialize_change(change: Change) -> ChangeView:
    return ChangeView(path=change.path, before=change.before, after=change.after)


PATHS: Final = (path(f"{CASE}amend/", Amend.as_view(), name="amend"),)
