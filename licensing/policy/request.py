"""The shape of a request: one JSON Schema for the API, for `file_request` and for the portal's sections.

A draft may leave anything out but its kind; what must be there before it is filed is `completeness`. The published copy is
docs/request.schema.json, and a test holds the two together.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from jsonschema import Draft202012Validator

from licensing.choices import (
    CooperationForm,
    EndUseSector,
    ForeignContent,
    GoodsCondition,
    MtcrCategory,
    PartyKind,
    PartyRole,
    TransportMode,
)
from licensing.errors import Gap
from licensing.policy.shapes import (
    DATE,
    Schema,
    code,
    filled,
    gaps,
    line,
    maybe,
    money,
    one_of,
    prose,
    quantity,
    record,
    several,
    share,
    validator,
)

# A request document, or some of its sections.
Doc = Mapping[str, Any]

ITEM = record(
    ("name", "quantity", "unit"),
    number={"type": "integer", "minimum": 1, "maximum": 999, "title": "set by the service"},
    name=filled(line(200)),
    name_uk=line(200),
    model=line(120),
    maker=line(200),
    quantity=quantity("an exact decimal above zero, as text"),
    unit=code("unit code", 3),
    unit_price=maybe(money("price of one, as text")),
    currency=maybe(code("ISO 4217 code", 3)),
    condition=one_of(GoodsCondition),
    control_entries=several(code("control entry", 24), 20),
    uktzed={"type": "string", "pattern": "^([0-9]{4}|[0-9]{6}|[0-9]{8}|[0-9]{10})?$", "maxLength": 10},
    mtcr=one_of(MtcrCategory),
    origin=maybe(code("ISO 3166-1 alpha-2", 2)),
    foreign_content=one_of(ForeignContent),
)
PARTY = record(
    ("role", "name", "country", "kind"),
    role=one_of(PartyRole),
    name=filled(line(200)),
    name_original=line(200),
    country=code("ISO 3166-1 alpha-2", 2),
    kind=one_of(PartyKind),
    address=prose(1000),
    register_no=line(40),
)
LEG = record(
    ("mode", "from_place", "from_country", "to_place", "to_country"),
    mode=one_of(TransportMode),
    from_place=filled(line(200)),
    from_country=code("ISO 3166-1 alpha-2", 2),
    to_place=filled(line(200)),
    to_country=code("ISO 3166-1 alpha-2", 2),
    carrier=line(200),
    customs_point=line(200),
)
DOCUMENT = record(
    ("type", "title"),
    id={"type": "string", "maxLength": 36, "title": "set by the service"},
    type=code("document type", 32),
    title=filled(line(200)),
    language=line(8),
    original={"type": "boolean"},
    issuer=line(200),
    number=line(80),
    issued_on=maybe(DATE),
    expires_on=maybe(DATE),
    file_name=filled(line(200)),
    sha256={"type": "string", "pattern": "^[0-9a-f]{64}$", "title": "digest of a file that is already attached"},
    content={
        "type": "string",
        "contentEncoding": "base64",
        "maxLength": 14_000_000,
        "title": "the file itself, base64; only when it is first attached",
    },
)
JOINT_VENTURE = record(
    ("name", "country", "shareholders"),
    name=line(200),
    country=code("ISO 3166-1 alpha-2", 2),
    sites=several(line(200), 20),
    shareholders=several(record(("name", "share"), name=line(200), share=share("per cent, up to 4 decimals")), 20),
    board_seats={"type": "integer", "minimum": 0, "maximum": 99},
    royalty_percent=share("per cent"),
    royalty_base=line(200),
    ip_owner=line(200),
    technology_level=line(80),
    output_split=record(
        own_forces=share("per cent"),
        partner=share("per cent"),
        third_countries=share("per cent"),
    ),
    third_country_consent=prose(1000),
    war_clause=prose(1000),
    exit_terms=prose(1000),
)
LONG_TERM = record(
    ("term_years",),
    term_years={"type": "integer", "minimum": 1, "maximum": 50},
    start_on=DATE,
    annual_min=quantity("quantity a year, least"),
    annual_max=quantity("quantity a year, most"),
    unit=code("unit code", 3),
    base_price=money("price of one in the first year"),
    currency=code("ISO 4217 code", 3),
    indexation_percent=share("per cent a year"),
    index_formula=record(a=share("fixed part"), b=share("labour part"), c=share("material part")),
    domestic_priority_clause=prose(1000),
    suspension_clause=prose(1000),
)
FINANCING = record(
    ("kind", "amount", "currency", "tenor_years"),
    kind={
        "type": "string",
        "enum": [
            "buyer_credit",
            "supplier_credit",
            "government_loan",
            "grant",
            "eca_cover",
            "prepayment",
            "fund",
        ],
    },
    lender=line(200),
    borrower=line(200),
    guarantor=line(200),
    amount=money("amount"),
    currency=code("ISO 4217 code", 3),
    rate_percent=share("per cent a year"),
    tenor_years={"type": "integer", "minimum": 0, "maximum": 60},
    grace_years={"type": "integer", "minimum": 0, "maximum": 60},
    cover_percent=share("per cent"),
    cover_by=line(200),
    collateral=prose(1000),
)
PROJECT = record(
    ("title", "form"),
    title=filled(line(200)),
    form=one_of(CooperationForm),
    goods=prose(1000),
    quantity=maybe(quantity("indicative quantity")),
    unit=maybe(code("unit code", 3)),
    value=maybe(money("indicative value")),
    currency=maybe(code("ISO 4217 code", 3)),
    priority=maybe({"type": "integer", "minimum": 1, "maximum": 999}),
)
PROPERTIES: Mapping[str, Schema] = {
    "kind": code("kind of case", 32),
    "title": line(200),
    "partner_country": maybe(code("ISO 3166-1 alpha-2", 2)),
    "cooperation_form": one_of(CooperationForm, blank=True),
    "plan": maybe(code("reference of the country plan", 24)),
    "urgency": record(urgent={"type": "boolean"}, reason=prose(1000)),
    "items": several(ITEM),
    "parties": several(PARTY, 100),
    "end_use": record(purpose=prose(), location=line(300), programme=line(200), sector=one_of(EndUseSector, blank=True)),
    "route": several(LEG, 50),
    "terms": record(
        contract_no=line(80),
        contract_date=maybe(DATE),
        incoterm=maybe(code("Incoterms 2020 rule", 3)),
        place=line(200),
        payment=prose(2000),
        joint_venture=maybe(JOINT_VENTURE),
        long_term=maybe(LONG_TERM),
        financing=maybe(FINANCING),
    ),
    "documents": several(DOCUMENT, 100),
    "projects": several(PROJECT, 200),
}
SCHEMA: Schema = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$id": "urn:dozvil:request:1",
    "title": "A request for an export permit",
    "description": "What a partner files. Quantities and money are exact decimals, written as text.",
    **record(("kind",), **PROPERTIES),
}


def shape_gaps(document: Any, *, partial: bool = False) -> list[Gap]:
    """Every place where a document is not of the published shape; `partial` is an edit of some sections."""
    return gaps(_validator(partial), document)


@cache
def _validator(partial: bool) -> Draft202012Validator:
    return validator({key: value for key, value in SCHEMA.items() if not (partial and key == "required")})
