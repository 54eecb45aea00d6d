"""The shape of a request: one JSON Schema for the API, for `file_request` and for the portal's sections.

A draft may leave anything out but its kind; what must be there before it is filed is `completeness`. The published copy is
docs/request.schema.json, and a test holds the two together.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from django.db.models import TextChoices
from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

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
from licensing.policy.wording import Text

# No control characters in what people and machines will read; line feeds and tabs are fine in longer texts.
_LINE = "^[^\\u0000-\\u001f\\u007f\\ud800-\\udfff]*$"
_PROSE = "^[^\\u0000-\\u0008\\u000b\\u000c\\u000e-\\u001f\\u007f\\ud800-\\udfff]*$"
_QUANTITY = "^[0-9]{1,15}(\\.[0-9]{1,3})?$"
_MONEY = "^[0-9]{1,16}(\\.[0-9]{1,2})?$"
_SHARE = "^[0-9]{1,9}(\\.[0-9]{1,8})?$"
_DAY = "^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$"

Schema = dict[str, Any]


def _line(longest: int, title: str = "") -> Schema:
    return {"type": "string", "maxLength": longest, "pattern": _LINE} | ({"title": title} if title else {})


def _prose(longest: int = 4000) -> Schema:
    return {"type": "string", "maxLength": longest, "pattern": _PROSE}


def _code(title: str, longest: int = 48) -> Schema:
    return {"type": "string", "minLength": 1, "maxLength": longest, "pattern": "^[A-Za-z0-9_./-]+$", "title": title}


def _number(pattern: str, title: str) -> Schema:
    return {"type": "string", "pattern": pattern, "maxLength": 24, "title": title}


def _maybe(schema: Schema) -> Schema:
    return {"anyOf": [schema, {"type": "null"}]}


def _one_of(choices: type[TextChoices], *, blank: bool = False) -> Schema:
    return {"type": "string", "enum": [*choices.values, *([""] if blank else [])]}


def _object(required: Iterable[str] = (), **properties: Schema) -> Schema:
    return {
        "type": "object",
        "additionalProperties": False,
        "properties": properties,
        **({"required": list(required)} if required else {}),
    }


def _list(of: Schema, most: int = 500) -> Schema:
    return {"type": "array", "items": of, "maxItems": most}


_DATE = {"type": "string", "pattern": _DAY, "format": "date", "title": "day, YYYY-MM-DD"}

ITEM = _object(
    ("name", "quantity", "unit"),
    number={"type": "integer", "minimum": 1, "maximum": 999, "title": "set by the service"},
    name=_line(200) | {"minLength": 1},
    name_uk=_line(200),
    model=_line(120),
    maker=_line(200),
    quantity=_number(_QUANTITY, "an exact decimal above zero, as text"),
    unit=_code("unit code", 3),
    unit_price=_maybe(_number(_MONEY, "price of one, as text")),
    currency=_maybe(_code("ISO 4217 code", 3)),
    condition=_one_of(GoodsCondition),
    control_entries=_list(_code("control entry", 24), 20),
    uktzed={"type": "string", "pattern": "^([0-9]{4}|[0-9]{6}|[0-9]{8}|[0-9]{10})?$", "maxLength": 10},
    mtcr=_one_of(MtcrCategory),
    origin=_maybe(_code("ISO 3166-1 alpha-2", 2)),
    foreign_content=_one_of(ForeignContent),
)
PARTY = _object(
    ("role", "name", "country", "kind"),
    role=_one_of(PartyRole),
    name=_line(200) | {"minLength": 1},
    name_original=_line(200),
    country=_code("ISO 3166-1 alpha-2", 2),
    kind=_one_of(PartyKind),
    address=_prose(1000),
    register_no=_line(40),
)
LEG = _object(
    ("mode", "from_place", "from_country", "to_place", "to_country"),
    mode=_one_of(TransportMode),
    from_place=_line(200) | {"minLength": 1},
    from_country=_code("ISO 3166-1 alpha-2", 2),
    to_place=_line(200) | {"minLength": 1},
    to_country=_code("ISO 3166-1 alpha-2", 2),
    carrier=_line(200),
    customs_point=_line(200),
)
DOCUMENT = _object(
    ("type", "title"),
    id={"type": "string", "maxLength": 36, "title": "set by the service"},
    type=_code("document type", 32),
    title=_line(200) | {"minLength": 1},
    language=_line(8),
    original={"type": "boolean"},
    issuer=_line(200),
    number=_line(80),
    issued_on=_maybe(_DATE),
    expires_on=_maybe(_DATE),
    file_name=_line(200) | {"minLength": 1},
    sha256={"type": "string", "pattern": "^[0-9a-f]{64}$", "title": "digest of a file that is already attached"},
    content={
        "type": "string",
        "contentEncoding": "base64",
        "maxLength": 14_000_000,
        "title": "the file itself, base64; only when it is first attached",
    },
)
JOINT_VENTURE = _object(
    ("name", "country", "shareholders"),
    name=_line(200),
    country=_code("ISO 3166-1 alpha-2", 2),
    sites=_list(_line(200), 20),
    shareholders=_list(_object(("name", "share"), name=_line(200), share=_number(_SHARE, "per cent, up to 4 decimals")), 20),
    board_seats={"type": "integer", "minimum": 0, "maximum": 99},
    royalty_percent=_number(_SHARE, "per cent"),
    royalty_base=_line(200),
    ip_owner=_line(200),
    technology_level=_line(80),
    output_split=_object(
        own_forces=_number(_SHARE, "per cent"),
        partner=_number(_SHARE, "per cent"),
        third_countries=_number(_SHARE, "per cent"),
    ),
    third_country_consent=_prose(1000),
    war_clause=_prose(1000),
    exit_terms=_prose(1000),
)
LONG_TERM = _object(
    ("term_years",),
    term_years={"type": "integer", "minimum": 1, "maximum": 50},
    start_on=_DATE,
    annual_min=_number(_QUANTITY, "quantity a year, least"),
    annual_max=_number(_QUANTITY, "quantity a year, most"),
    unit=_code("unit code", 3),
    base_price=_number(_MONEY, "price of one in the first year"),
    currency=_code("ISO 4217 code", 3),
    indexation_percent=_number(_SHARE, "per cent a year"),
    index_formula=_object(
        a=_number(_SHARE, "fixed part"), b=_number(_SHARE, "labour part"), c=_number(_SHARE, "material part")
    ),
    domestic_priority_clause=_prose(1000),
    suspension_clause=_prose(1000),
)
FINANCING = _object(
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
    lender=_line(200),
    borrower=_line(200),
    guarantor=_line(200),
    amount=_number(_MONEY, "amount"),
    currency=_code("ISO 4217 code", 3),
    rate_percent=_number(_SHARE, "per cent a year"),
    tenor_years={"type": "integer", "minimum": 0, "maximum": 60},
    grace_years={"type": "integer", "minimum": 0, "maximum": 60},
    cover_percent=_number(_SHARE, "per cent"),
    cover_by=_line(200),
    collateral=_prose(1000),
)
PROJECT = _object(
    ("title", "form"),
    title=_line(200) | {"minLength": 1},
    form=_one_of(CooperationForm),
    goods=_prose(1000),
    quantity=_maybe(_number(_QUANTITY, "indicative quantity")),
    unit=_maybe(_code("unit code", 3)),
    value=_maybe(_number(_MONEY, "indicative value")),
    currency=_maybe(_code("ISO 4217 code", 3)),
    priority=_maybe({"type": "integer", "minimum": 1, "maximum": 999}),
)
PROPERTIES: Mapping[str, Schema] = {
    "kind": _code("kind of case", 32),
    "title": _line(200),
    "partner_country": _maybe(_code("ISO 3166-1 alpha-2", 2)),
    "cooperation_form": _one_of(CooperationForm, blank=True),
    "plan": _maybe(_code("reference of the country plan", 24)),
    "urgency": _object(urgent={"type": "boolean"}, reason=_prose(1000)),
    "items": _list(ITEM),
    "parties": _list(PARTY, 100),
    "end_use": _object(purpose=_prose(), location=_line(300), programme=_line(200), sector=_one_of(EndUseSector, blank=True)),
    "route": _list(LEG, 50),
    "terms": _object(
        contract_no=_line(80),
        contract_date=_maybe(_DATE),
        incoterm=_maybe(_code("Incoterms 2020 rule", 3)),
        place=_line(200),
        payment=_prose(2000),
        joint_venture=_maybe(JOINT_VENTURE),
        long_term=_maybe(LONG_TERM),
        financing=_maybe(FINANCING),
    ),
    "documents": _list(DOCUMENT, 100),
    "projects": _list(PROJECT, 200),
}
SCHEMA: Schema = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$id": "urn:dozvil:request:1",
    "title": "A request for an export permit",
    "description": "What a partner files. Quantities and money are exact decimals, written as text.",
    **_object(("kind",), **PROPERTIES),
}


def shape_gaps(document: Any, *, language: str, partial: bool = False) -> list[Gap]:
    """Every place where a document is not of the published shape; `partial` is an edit of some sections."""
    found = sorted(_validator(partial).iter_errors(document), key=lambda error: [str(step) for step in error.path])
    return [gap for error in found for gap in _told(error, language)]


@cache
def _validator(partial: bool) -> Draft202012Validator:
    schema = {key: value for key, value in SCHEMA.items() if not (partial and key == "required")}
    return Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER)


def _told(error: ValidationError, language: str) -> list[Gap]:
    """A sentence a person can act on, for one violation; alternatives are told by the one that was meant."""
    if error.validator == "anyOf" and error.context:
        meant = [one for one in error.context if one.schema != {"type": "null"}]
        return [gap for one in meant for gap in _told(one, language)]
    path = ".".join(str(step) for step in error.absolute_path)
    if error.validator == "additionalProperties":
        return [
            Gap("unknown_field", f"{path}.{name}".lstrip("."), _UNKNOWN.into(language).format(name=name))
            for name in _strangers(error)
        ]
    if error.validator == "required":
        missing = [name for name in error.validator_value if name not in error.instance]
        return [Gap("required", f"{path}.{name}".lstrip("."), _REQUIRED.into(language).format(name=name)) for name in missing]
    code, text = _SENTENCES.get(str(error.validator), ("invalid", _INVALID))
    hint = str(error.schema.get("title", "")) if isinstance(error.schema, Mapping) else ""
    limit = error.validator_value
    shown = ", ".join(map(str, limit)) if isinstance(limit, list) else str(limit)
    sentence = text.into(language).format(limit=shown, hint=f" ({hint})" if hint else "")
    return [Gap(code, path or "request", sentence)]


def _strangers(error: ValidationError) -> list[str]:
    known = error.schema.get("properties", {}) if isinstance(error.schema, Mapping) else {}
    return sorted(str(name) for name in error.instance if name not in known)


_UNKNOWN = Text("There is no field “{name}” here.", "Тут немає поля «{name}».")
_REQUIRED = Text("“{name}” is missing here.", "Тут бракує поля «{name}».")
_INVALID = Text("This value is not valid{hint}.", "Неприпустиме значення{hint}.")
_SENTENCES: Mapping[str, tuple[str, Text]] = {
    "type": ("wrong_type", Text("This must be of type {limit}{hint}.", "Тут має бути тип {limit}{hint}.")),
    "enum": ("unknown_code", Text("This must be one of: {limit}.", "Має бути одне з: {limit}.")),
    "pattern": (
        "wrong_form",
        Text("This is not written as it should be{hint}.", "Записано не так, як належить{hint}."),
    ),
    "format": ("wrong_form", Text("There is no such day; write YYYY-MM-DD.", "Такого дня немає; пишіть РРРР-ММ-ДД.")),
    "maxLength": ("too_long", Text("At most {limit} characters.", "Не більше ніж {limit} знаків.")),
    "minLength": ("required", Text("This must not be empty.", "Це поле не може бути порожнім.")),
    "maxItems": ("too_many", Text("At most {limit} entries.", "Не більше ніж {limit} записів.")),
    "minimum": ("too_small", Text("At least {limit}.", "Не менше ніж {limit}.")),
    "maximum": ("too_large", Text("At most {limit}.", "Не більше ніж {limit}.")),
}
