"""What meets the conditions of a licence: records with their evidence, corrected or voided by name."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from django.urls import path

from licensing.acts.licences.conditions import records as acts
from licensing.api.http.operations import ApiView, Call, Result
from licensing.api.licences.licences import LICENCE, declare_licence_act, show_licence
from licensing.api.requests.documents import decode_content
from licensing.errors import FileRefused
from licensing.policy.requests.sections import MOST_ITEMS
from licensing.policy.shapes import DATE, as_line, as_prose, as_quantity, as_record, as_whole, forbid_empty

_SAID: Final[dict[str, Any]] = {
    "done_on": DATE | {"title": "the day on which it was inspected, verified, delivered or told"},
    "line": as_whole(1, MOST_ITEMS, "number of the licence line, of a batch or a shipment"),
    "quantity": as_quantity("what the batch or shipment holds, in the unit of the line"),
    "reference": as_line(80) | {"title": "number of the act, batch or certificate"},
    "person": as_line(200) | {"title": "who inspected, verified or gave notice"},
    "note": as_prose() | {"title": "what shows it; for the authority only"},
    "document": {"type": "string", "format": "uuid", "title": "a document of the case that shows it"},
    "file_name": forbid_empty(as_line(200)),
    "content": {
        "type": "string",
        "contentEncoding": "base64",
        "maxLength": 14_000_000,
        "title": "a document, in base64; it joins those of the case, which the holder reads",
    },
}
RECORD = as_record(("done_on",), **_SAID)
_EXAMPLE: Final = {
    "done_on": "2026-05-04",
    "line": 1,
    "quantity": "10",
    "reference": "Act 12/26",
    "person": "Ivan Inspector, Ministry of Defence",
}


class RecordCondition(ApiView):
    @declare_licence_act(
        "Record what meets a condition",
        takes=RECORD,
        status=201,
        refuses=(FileRefused,),
        example=_EXAMPLE,
    )
    def post(self, call: Call, licence_id: UUID, number: int) -> Result:
        """From now on customs goes by it. A notice that stops deliveries is recorded here, too."""
        licence = call.get_licence(licence_id)
        acts.record_condition(licence, call.user, number, _read_record(call), expected=call.get_expected_revision(licence))
        return show_licence(call, licence_id)


class CorrectRecord(ApiView):
    @declare_licence_act(
        "Correct a record on a condition",
        takes=RECORD,
        refuses=(FileRefused,),
        example=_EXAMPLE | {"quantity": "8"},
    )
    def post(self, call: Call, licence_id: UUID, record_id: UUID) -> Result:
        """The new record takes the place of the wrong one, which stays in the file."""
        licence = call.get_licence(licence_id)
        acts.correct_record(licence, call.user, record_id, _read_record(call), expected=call.get_expected_revision(licence))
        return show_licence(call, licence_id)


class VoidRecord(ApiView):
    @declare_licence_act(
        "Void a record on a condition",
        example={"reason": "The embassy has withdrawn its letter."},
    )
    def post(self, call: Call, licence_id: UUID, record_id: UUID) -> Result:
        """It does not count any more; what waited for it waits again. A notice that is void stops nothing."""
        licence = call.get_licence(licence_id)
        acts.void_record(
            licence, call.user, record_id, reason=call.body["reason"], expected=call.get_expected_revision(licence)
        )
        return show_licence(call, licence_id)


def _read_record(call: Call) -> acts.RecordInput:
    body = call.body
    return acts.RecordInput(
        done_on=date.fromisoformat(body["done_on"]),
        line=body.get("line"),
        quantity=Decimal(body["quantity"]) if "quantity" in body else None,
        reference=body.get("reference", ""),
        person=body.get("person", ""),
        note=body.get("note", ""),
        document=UUID(body["document"]) if "document" in body else None,
        content=decode_content(body.get("content")),
        file_name=body.get("file_name", "evidence"),
    )


PATHS: Final = (
    path(f"{LICENCE}conditions/<int:number>/records/", RecordCondition.as_view(), name="record_condition"),
    path(f"{LICENCE}records/<uuid:record_id>/correct/", CorrectRecord.as_view(), name="correct_record"),
    path(f"{LICENCE}records/<uuid:record_id>/void/", VoidRecord.as_view(), name="void_record"),
)
