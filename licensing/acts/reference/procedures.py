"""Procedures as a policy officer writes them: checked whole, then published and never changed."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from django.forms.models import model_to_dict
from django.utils.translation import gettext as _

from licensing.acts.acting import database_now
from licensing.choices import OnFail, OnLimit, Roll, SeatRole, TermUnit, Veto
from licensing.errors import Gap, Immutable, ProcedureInvalid
from licensing.models import Body, Calendar, Procedure, Seat, Stage
from licensing.policy.record.digests import compute_digest
from licensing.policy.reference.texts import as_fields, collect_texts
from licensing.policy.signoff.procedures.checking import KnownNames, find_procedure_gaps, find_shape_gaps

Document = Mapping[str, Any]

_TOP = ("code", "version", "source", "sample")
_STAGE_FIELDS = (
    "code",
    "government",
    "only_when_referred",
    "rule",
    "on_fail",
    "escalation",
    "entry_checks",
)


def check_procedure(document: Any) -> list[Gap]:
    """Everything that would keep a procedure from working here: its shape, its rules, and names this installation lacks."""
    return find_procedure_gaps(document, load_known_names())


def load_known_names(*, bodies: Collection[str] = (), calendars: Collection[str] = ()) -> KnownNames:
    """What procedures may name here; `bodies` and `calendars` are some that come with them."""
    return KnownNames(
        bodies=frozenset(Body.objects.values_list("pk", flat=True)).union(bodies),
        calendars=frozenset(Calendar.objects.values_list("pk", flat=True)).union(calendars),
    )


def store_procedure(document: Document) -> tuple[Procedure, bool]:
    """Publish one version of a procedure as a step of a release; whether it is new. A published version never changes."""
    # The digest is of the filled document, as it is stored: whether a default was written out must make no difference.
    whole = complete_document(document)
    written = compute_digest(whole)
    before = Procedure.objects.filter(code=document["code"], version=document["version"], published_at__isnull=False).first()
    # What is published already is not tried again: it may be older than a check that it would not pass today.
    if before is None or before.digest != written:
        _refuse_unworkable(document)
    if before is None:
        return _create_procedure(whole, written), True
    if before.digest != written:
        raise Immutable(
            _(
                "Version %(version)d of “%(code)s” is published and differs from what you wrote. "
                "Give your text the number of a new version and the day from which it is valid."
            )
            % {"version": before.version, "code": before.code}
        )
    return before, False


def _refuse_unworkable(document: Document) -> None:
    if found := check_procedure(document):
        raise ProcedureInvalid(gaps=found)


def build_procedure_document(procedure: Procedure) -> dict[str, Any]:
    """A stored procedure as it is written down, so that a new version can start from it."""
    stages = procedure.stages.prefetch_related("seats").order_by("number")
    return {
        **model_to_dict(procedure, _TOP),
        **_build_unless_default("on_limit", str(procedure.on_limit), OnLimit.ALERT.value),
        **_build_unless_default("requires_scan", procedure.requires_scan, False),
        **as_fields("name", procedure.names),
        **as_fields("description", procedure.descriptions),
        "valid_from": procedure.valid_from.isoformat(),
        "calendar": procedure.calendar_id,
        "term": _build_term(procedure.term_amount, procedure.term_unit, procedure.term_roll),
        "cap_days": procedure.cap_amount,
        "completeness": _build_term(procedure.completeness_amount, procedure.completeness_unit, procedure.completeness_roll),
        "thresholds": procedure.thresholds,
        "stages": [_stage_document(stage) for stage in stages],
    }


def compute_procedure_digest(procedure: Procedure) -> str:
    """The digest of a procedure as it is stored now, to be compared with the one kept at publication."""
    return compute_digest(build_procedure_document(procedure))


def complete_document(document: Document) -> dict[str, Any]:
    """A procedure as it was written, with everything that was left out spelled as it is stored.

    Raises ProcedureInvalid for a document that has not the shape of a procedure.
    """
    if found := find_shape_gaps(document):
        raise ProcedureInvalid(gaps=found)
    texts = dict.fromkeys(("description_en", "description_uk", "source"), "")
    document = dict(document)
    on_limit, requires_scan = document.pop("on_limit", OnLimit.ALERT.value), document.pop("requires_scan", False)
    return {
        **_build_unless_default("on_limit", on_limit, OnLimit.ALERT.value),
        **_build_unless_default("requires_scan", requires_scan, False),
        "sample": True,
        "cap_days": None,
        "thresholds": [],
        **texts,
        **document,
        "term": _fill_term(document["term"]),
        "completeness": _fill_term(document.get("completeness", {"amount": 10, "unit": TermUnit.WORKING.value})),
        "stages": [_fill_stage(stage) for stage in document["stages"]],
    }


def _fill_term(term: Document) -> dict[str, Any]:
    return _build_term(term["amount"], term.get("unit", TermUnit.CALENDAR), term.get("roll", Roll.NONE))


def _build_unless_default(name: str, value: Any, default: Any) -> dict[str, Any]:
    """A field that older procedures do not know, as it is written down: not at all where it says what they do."""
    return {} if value == default else {name: value}


def _build_term(amount: int, unit: str, roll: str) -> dict[str, Any]:
    """A term as it is written down. Without a roll nothing is said of it: older procedures keep their digests."""
    return {"amount": amount, "unit": str(unit)} | ({} if roll == Roll.NONE else {"roll": str(roll)})


def _fill_stage(stage: Document) -> dict[str, Any]:
    return {
        "government": False,
        "only_when_referred": False,
        "on_fail": OnFail.CONTINUE.value,
        "escalation": {},
        "entry_checks": [],
        **{name: value for name, value in stage.items() if name != "assessments" or value},
        "deadline": _fill_term(stage["deadline"]),
        "seats": [_SEAT_DEFAULTS | seat for seat in stage.get("seats", ())],
    }


_SEAT_DEFAULTS: dict[str, Any] = {
    "role": SeatRole.DELIBERATIVE.value,
    "weight": 1,
    "veto": Veto.NONE.value,
    "mandatory": False,
    "explicit": False,
    "chair": False,
    "needs_need": False,
    "depends_on": [],
}


def _create_procedure(document: Document, written: str) -> Procedure:
    procedure = Procedure.objects.create(
        **{name: document[name] for name in _TOP},
        names=collect_texts(document, "name"),
        descriptions=collect_texts(document, "description"),
        valid_from=date.fromisoformat(document["valid_from"]),
        calendar_id=document["calendar"],
        term_amount=document["term"]["amount"],
        term_unit=document["term"]["unit"],
        on_limit=document.get("on_limit", OnLimit.ALERT),
        requires_scan=document.get("requires_scan", False),
        cap_amount=document["cap_days"],
        completeness_amount=document["completeness"]["amount"],
        completeness_unit=document["completeness"]["unit"],
        term_roll=document["term"].get("roll", Roll.NONE),
        completeness_roll=document["completeness"].get("roll", Roll.NONE),
        thresholds=document["thresholds"],
    )
    for number, stage in enumerate(document["stages"], 1):
        _write_stage(procedure, number, stage)
    # Last: from here on the database refuses to change the procedure, its stages and its seats.
    procedure.published_at, procedure.digest = database_now(), written
    procedure.save(update_fields=["published_at", "digest"])
    return procedure


def _write_stage(procedure: Procedure, number: int, stage: Document) -> None:
    row = Stage.objects.create(
        procedure=procedure,
        number=number,
        names=collect_texts(stage, "name"),
        term_amount=stage["deadline"]["amount"],
        term_unit=stage["deadline"]["unit"],
        term_roll=stage["deadline"].get("roll", Roll.NONE),
        deemed=stage.get("deemed", ""),
        assessments=stage.get("assessments", []),
        **{name: stage[name] for name in _STAGE_FIELDS},
    )
    Seat.objects.bulk_create(
        Seat(stage=row, number=place, body_id=seat["body"], **{name: seat[name] for name in _SEAT_DEFAULTS})
        for place, seat in enumerate(stage["seats"], 1)
    )


def _stage_document(stage: Stage) -> dict[str, Any]:
    return {
        **model_to_dict(stage, _STAGE_FIELDS),
        **as_fields("name", stage.names),
        "deadline": _build_term(stage.term_amount, stage.term_unit, stage.term_roll),
        **_build_unless_default("deemed", stage.deemed, ""),
        **_build_unless_default("assessments", stage.assessments, []),
        "seats": [
            {"body": seat.body_id, **model_to_dict(seat, _SEAT_DEFAULTS)}
            for seat in sorted(stage.seats.all(), key=lambda seat: seat.number)
        ],
    }
