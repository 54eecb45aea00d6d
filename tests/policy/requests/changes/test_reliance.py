"""Every field of a request by every kind of edit, and whose signature it voids under each procedure that is shipped."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from licensing.management.command_output import read_toml
from licensing.policy.requests.changes.materiality import Threshold, assess_amendment, find_unowned_changes, find_voided_seats
from licensing.policy.requests.changes.reliance import find_idle_name, find_unreached_path, list_paths
from licensing.policy.requests.fields import Field, Part, Record, Rows
from licensing.policy.requests.sections import DOCUMENT, PARTY, REQUEST
from licensing.policy.requests.types import (
    Choice,
    Codes,
    Day,
    Flag,
    Line,
    Lines,
    NumberType,
    Prose,
    TariffCode,
    VesselNumber,
    Whole,
)
from licensing.policy.signoff.procedures.checking import list_reliances

FOLDER = Path(__file__).resolve().parents[4] / "seeds" / "procedures"
# Which roles and types of documents the generated request has.
GROUPS = {PARTY: ("buyer", "end_user"), DOCUMENT: ("euc", "contract", "technical_description", "powers", "other")}

# Who must look again: nobody, or the bodies of each procedure. "all" are those that rely on everything.
NATIONAL, FAST, CHAIN, CONSENSUS = "national-military", "fast-lane", "dual-use-chain", "consensus-refer-up"
NOBODY: dict[str, str] = {}
GOODS = {NATIONAL: "MOD GS SBU", FAST: "MOD GS", CHAIN: "DEFENSE ENERGY", CONSENSUS: "ARMED"}
SPECIFICATION = {NATIONAL: "MOD SBU", FAST: "MOD", CHAIN: "DEFENSE ENERGY", CONSENSUS: "ARMED"}
# Whoever speaks on the need, which is judged by the periods.
SCHEDULE = {NATIONAL: "MOD GS", FAST: "GS", CONSENSUS: "ARMED"}
MONEY = {NATIONAL: "MOD ECON", FAST: "MOD", CONSENSUS: "ECOFIN"}
TERMS = {NATIONAL: "ECON", FAST: "MOD", CONSENSUS: "ECOFIN"}
END_USE = {NATIONAL: "MOD MFA INTEL", FAST: "MFA", CHAIN: "STATE DEFENSE ENERGY", CONSENSUS: "FOREIGN INTEL"}
PURPOSE = {**END_USE, NATIONAL: "MOD GS MFA INTEL", CONSENSUS: "FOREIGN ARMED INTEL"}
IDENTITY = {NATIONAL: "MFA SBU INTEL", FAST: "MFA", CHAIN: "STATE DEFENSE", CONSENSUS: "FOREIGN INTEL"}
END_USER = {**IDENTITY, NATIONAL: "MOD MFA SBU INTEL"}
ADDRESS = {NATIONAL: "SBU", FAST: "MFA", CONSENSUS: "FOREIGN"}
ROUTE = {NATIONAL: "SBU", FAST: "MFA", CONSENSUS: "FOREIGN"}
WAY = {NATIONAL: "SBU INTEL", FAST: "MFA", CHAIN: "STATE", CONSENSUS: "FOREIGN"}
# A country at the end of the route makes another of the way, but here no transit.
LONG_TERM = {NATIONAL: "MOD ECON", FAST: "MOD", CONSENSUS: "ECOFIN"}
NEEDED = {NATIONAL: "MOD ECON", FAST: "MOD", CONSENSUS: "ARMED ECOFIN"}
VENTURE = {NATIONAL: "MOD ECON", FAST: "MOD", CONSENSUS: "ARMED ECOFIN"}

# A field, from where on an edit of it matters, and to whom. The first row that fits.
TABLE: list[tuple[str, str, dict[str, str]]] = [
    ("partner_country", "any", {NATIONAL: "MOD GS MFA INTEL", FAST: "MFA", CHAIN: "STATE", CONSENSUS: "FOREIGN INTEL"}),
    ("cooperation_form", "any", {NATIONAL: "MOD MFA", FAST: "MOD", CHAIN: "STATE", CONSENSUS: "FOREIGN"}),
    ("plan_year", "any", {NATIONAL: "MOD MFA", FAST: "MOD", CHAIN: "STATE", CONSENSUS: "FOREIGN"}),
    ("plan", "any", {NATIONAL: "MOD MFA", FAST: "MOD", CHAIN: "STATE", CONSENSUS: "FOREIGN"}),
    ("title", "never", NOBODY),
    ("urgency.*", "never", NOBODY),
    ("items.name_uk", "never", NOBODY),
    ("items.name", "form", GOODS),
    ("items.model", "form", GOODS),
    ("items.maker", "form", SPECIFICATION),
    ("items.serial_numbers", "form", SPECIFICATION),
    ("items.quantity", "5 up", {**GOODS, NATIONAL: "MOD GS SBU ECON", CONSENSUS: "ARMED ECOFIN"}),
    ("items.unit_price", "5", MONEY),
    ("items.currency", "any", MONEY),
    ("items.unit", "any", {**GOODS, NATIONAL: "MOD GS SBU ECON", CONSENSUS: "ARMED ECOFIN"}),
    ("items.condition", "any", GOODS),
    ("items.control_entries", "any", GOODS),
    ("items.*", "any", SPECIFICATION),
    ("deliveries.milestone", "form", SCHEDULE),
    ("deliveries.stage", "form", SCHEDULE),
    ("deliveries.*", "any", SCHEDULE),
    ("parties.*.address", "typo", ADDRESS),
    ("parties.*.register_no", "form", ADDRESS),
    # No procedure names it, and it is part of a destination: whoever relies on all of a party looks again.
    ("parties.*.owner_of", "any", ADDRESS),
    ("parties.end_user.name_original", "form", IDENTITY),
    ("parties.end_user.name", "form", END_USER),
    ("parties.*.name*", "form", IDENTITY),
    ("parties.end_user.country", "any", END_USER),
    ("parties.end_user.kind", "any", END_USER),
    ("parties.*", "any", IDENTITY),
    ("end_use.sector", "any", PURPOSE),
    ("end_use.purpose", "typo", PURPOSE),
    ("end_use.*", "typo", END_USE),
    ("route.*_country", "any", WAY),
    ("route.mode", "any", WAY),
    ("route.carrier", "form", ROUTE),
    ("route.vessel", "form", ROUTE),
    ("route.imo", "any", ROUTE),
    ("route.*", "typo", ROUTE),
    ("terms.contract_no", "never", NOBODY),
    ("terms.contract_date", "never", NOBODY),
    ("terms.place", "never", NOBODY),
    ("terms.incoterm", "any", TERMS),
    ("terms.payment", "typo", TERMS),
    ("terms.bank", "form", TERMS),
    ("terms.joint_venture.third_country_consent", "typo", VENTURE),
    ("terms.joint_venture.war_clause", "typo", VENTURE),
    ("terms.joint_venture.exit_terms", "typo", VENTURE),
    ("terms.joint_venture.name", "form", VENTURE),
    ("terms.joint_venture.shareholders.name", "form", VENTURE),
    ("terms.joint_venture.royalty_base", "form", VENTURE),
    ("terms.joint_venture.ip_owner", "form", VENTURE),
    ("terms.joint_venture.technology_level", "form", VENTURE),
    ("terms.joint_venture.reserved_matters", "typo", VENTURE),
    ("terms.joint_venture.audit_right", "typo", VENTURE),
    ("terms.joint_venture.ip_field", "form", VENTURE),
    ("terms.joint_venture.ip_territory", "form", VENTURE),
    ("terms.joint_venture.capital.holder", "form", VENTURE),
    ("terms.joint_venture.capital.valued_by", "form", VENTURE),
    ("terms.joint_venture.stages.planned_on", "any", VENTURE),
    ("terms.joint_venture.stages.*", "form", VENTURE),
    ("terms.joint_venture.*", "any", VENTURE),
    ("terms.long_term.base_price", "any", LONG_TERM),
    ("terms.long_term.currency", "any", LONG_TERM),
    ("terms.long_term.index*", "any", LONG_TERM),
    ("terms.long_term.*_clause", "typo", NEEDED),
    ("terms.long_term.call_offs.note", "form", NEEDED),
    ("terms.long_term.review_points.subject", "form", NEEDED),
    ("terms.long_term.*", "any", NEEDED),
    ("terms.financing.collateral", "typo", TERMS),
    ("terms.financing.lender", "form", TERMS),
    ("terms.financing.borrower", "form", TERMS),
    ("terms.financing.guarantor", "form", TERMS),
    ("terms.financing.cover_by", "form", TERMS),
    ("terms.financing.reference_rate", "form", TERMS),
    ("terms.financing.disbursements.milestone", "form", TERMS),
    ("terms.financing.milestones.title", "form", TERMS),
    ("terms.financing.*", "any", TERMS),
    # A document of another number is another document.
    ("documents.other.*", "never", NOBODY),
    ("documents.*.[!sn]*", "never", NOBODY),
    ("documents.euc.*", "any", {NATIONAL: "MFA INTEL", FAST: "MFA", CHAIN: "STATE", CONSENSUS: "FOREIGN INTEL"}),
    ("documents.contract.*", "any", TERMS),
    ("documents.technical_description.*", "any", {**SPECIFICATION, NATIONAL: "MOD"}),
    ("documents.powers.*", "any", {NATIONAL: "SBU", FAST: "MFA", CONSENSUS: "FOREIGN"}),
    ("projects.title", "typo", LONG_TERM),
    ("projects.goods", "typo", NEEDED),
    ("projects.quantity", "any", NEEDED),
    ("projects.unit", "any", NEEDED),
    ("projects.*", "any", LONG_TERM),
]
# Relies on every field, so every material change concerns it.
RELIES_ON_ALL = {NATIONAL: "SSECU", FAST: "", CHAIN: "COMMERCE PRESIDENT", CONSENSUS: "PMOFFICE"}


@dataclass(frozen=True)
class Edited:
    """A request after one edit of one field."""

    field: str  # as the table has it: groups named, places left out
    kind: str
    document: dict[str, Any]


@cache
def full_request() -> dict[str, Any]:
    return _fill(REQUEST)


def _fill(record: Record, **given: Any) -> dict[str, Any]:
    """A document with every field that a person can write."""
    return {field.name: given.get(field.name, _sample(field)) for field in record.fields if not field.write_only}


def _sample(field: Field) -> Any:
    match field.type:
        case Part(record):
            return _fill(record)
        case Rows(record):
            groups = GROUPS.get(record, ("",))
            return [_fill(record, **({record.grouped_by: group} if group else {})) for group in groups]
        case Choice(options):
            return options.values[0]
    return next((sample for types, sample in SAMPLES if isinstance(field.type, types)), "EE")


SAMPLES: list[tuple[Any, Any]] = [
    (Line | Prose, "Fictional Harbour Depot 12"),
    (NumberType, "100"),
    (Whole, 1),
    (Day, "2026-03-02"),
    (Flag, False),
    (Codes | Lines, ["ML10", "ML5"]),
    (TariffCode, "8806"),
    (VesselNumber, "1234567"),
]
OTHERWISE: list[tuple[Any, dict[str, Any]]] = [
    (
        Line | Prose,
        {
            "typo": "Fictional Harbuor Depot 12",
            "case": "FICTIONAL harbour depot 12",
            "blanks": " Fictional  Harbour Depot 12.",
            "figure": "Fictional Harbour Depot 13",
            "meaning": "Another storehouse",
        },
    ),
    (NumberType, {"notation": "100.00", "a little more": "104", "much more": "90000", "much less": "2"}),
    (Whole, {"meaning": 7}),
    (Day, {"meaning": "2031-01-01"}),
    (Flag, {"meaning": True}),
    (Codes | Lines, {"order": ["ML5", "ML10"], "meaning": ["ML10", "ML22"]}),
    (TariffCode, {"meaning": "8807"}),
    (VesselNumber, {"meaning": "7654329"}),
]


def _edits(field: Field) -> dict[str, Any]:
    if isinstance(field.type, Choice):
        return {"meaning": field.type.options.values[-1]}
    return next((edits for types, edits in OTHERWISE if isinstance(field.type, types)), {"meaning": "LT"})


def _edited(record: Record, document: dict[str, Any], under: str = "") -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Every edit of every field below a record, as its path, the kind, and the whole record after it."""
    for field in record.fields:
        if field.name in document and field.name != record.grouped_by and (not field.read_only or field.name == "sha256"):
            for path, kind, after in _edited_field(field, document[field.name], f"{under}{field.name}"):
                yield path, kind, document | {field.name: after}


def _edited_field(field: Field, value: Any, here: str) -> Iterator[tuple[str, str, Any]]:
    match field.type:
        case Part(inner):
            yield from _edited(inner, value, f"{here}.")
        case Rows(inner):
            for place, row in enumerate(value):
                group = f"{row[inner.grouped_by]}." if inner.grouped_by else ""
                for path, kind, after in _edited(inner, row, f"{here}.{group}"):
                    yield path, kind, [*value[:place], after, *value[place + 1 :]]
        case _:
            yield from ((here, kind, after) for kind, after in _edits(field).items())


EDITS = [Edited(*one) for one in _edited(REQUEST, full_request())]


def _voided_bodies(procedure: dict[str, Any], before: dict[str, Any], after: dict[str, Any]) -> set[str]:
    thresholds = [Threshold.parse(row) for row in procedure["thresholds"]]
    material = assess_amendment(before, after, thresholds).material
    unowned = find_unowned_changes(material, thresholds, list_reliances(procedure["stages"]))
    voided: set[str] = set()
    for stage in procedure["stages"]:
        depends = {seat["body"]: seat.get("depends_on") or ["*"] for seat in _asked(stage)}
        voided |= set(find_voided_seats(material, depends, unowned=unowned))
    return voided


def _asked(stage: dict[str, Any]) -> list[dict[str, Any]]:
    roles = ("deliberative", "consultative")
    return [] if stage.get("government") else [one for one in stage["seats"] if one.get("role", roles[0]) in roles]


_MATTERS = {
    "never": set(),
    "any": {"typo", "case", "blanks", "figure", "meaning", "a little more", "much more", "much less"},
    "form": {"typo", "figure", "meaning"},
    "typo": {"figure", "meaning"},
    "5": {"much more", "much less"},
    "5 up": {"much more"},
}


def _expected_bodies(procedure: str, edited: Edited) -> set[str]:
    matters, bodies = next((rule, bodies) for field, rule, bodies in TABLE if fnmatchcase(edited.field, field))
    if edited.kind not in _MATTERS[matters]:
        return set()
    return {*bodies.get(procedure, "").split(), *RELIES_ON_ALL[procedure].split()}


@pytest.mark.walk
@pytest.mark.parametrize("code", [NATIONAL, FAST, CHAIN, CONSENSUS])
def test_every_edit_of_every_field_voids_the_signatures_of_the_table(code: str) -> None:
    procedure = read_toml(FOLDER / f"{code}.toml")
    before = full_request()

    wrong = {
        (edited.field, edited.kind): (sorted(voided), sorted(expected))
        for edited in EDITS
        if (voided := _voided_bodies(procedure, before, edited.document)) != (expected := _expected_bodies(code, edited))
    }

    assert wrong == {}


def test_the_generator_edits_every_field_that_a_person_can_write() -> None:
    written = {re.sub(r"\.0(?=\.|$)", "", path) for path in list_paths() if not path.startswith(("parties.", "documents."))} - {
        "kind",
        "value",
        "transit",
        "items.number",
    }

    assert written <= {edited.field for edited in EDITS}
    assert len(EDITS) > 300


def test_a_row_that_comes_or_goes_voids_whoever_relies_on_it() -> None:
    procedure, before = read_toml(FOLDER / f"{NATIONAL}.toml"), full_request()
    without = copy.deepcopy(before)
    without["parties"] = without["parties"][:1]

    assert _voided_bodies(procedure, before, without) == {"MOD", "MFA", "SBU", "INTEL", "SSECU"}


@pytest.mark.parametrize("after", ["90000.00", "0.01"])
def test_a_price_of_which_a_procedure_says_nothing_asks_everybody_again(after: str) -> None:
    procedure = {
        "thresholds": [{"pattern": "parties"}],
        "stages": [
            {"seats": [{"body": "MOD", "depends_on": ["items.*.quantity"]}, {"body": "MFA", "depends_on": ["parties"]}]}
        ],
    }
    dear = copy.deepcopy(full_request())
    dear["items"][0]["unit_price"] = after

    assert _voided_bodies(procedure, full_request(), dear) == {"MOD", "MFA"}


@pytest.mark.parametrize(
    ("pattern", "idle"),
    [
        ("partys.end_user", "partys.end_user"),
        ("items.*.name|qantity", "items.*.qantity"),
        ("parties.end_user.*.name.first", "parties.end_user.*.name.first"),
        ("value.EUR", ""),
        ("documents.euc|iic.*.sha256", ""),
        ("*", ""),
    ],
)
def test_a_name_that_no_request_has_is_found(pattern: str, idle: str) -> None:
    assert find_idle_name(pattern) == idle


@pytest.mark.parametrize(
    ("pattern", "relied_on", "unreached"),
    [
        ("value", [["items.*.quantity"]], "value"),
        ("value", [["items"]], ""),
        ("end_use", [["end_use.purpose"], ["end_use.location"]], "end_use.programme"),
        ("documents.euc|iic.*.sha256", [["documents.euc"]], "documents.iic.0.sha256"),
        ("parties.*.*.address", [["parties.end_user"]], "parties.exporter.0.address"),
        ("*", [["*"]], ""),
    ],
)
def test_a_field_on_which_no_seat_depends_is_found(pattern: str, relied_on: list[list[str]], unreached: str) -> None:
    assert find_unreached_path(pattern, relied_on) == unreached
