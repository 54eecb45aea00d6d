"""A request as its rows: each section of the document that is written replaces what stood there before."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal

from django.utils.translation import gettext as _

from licensing.acts import files
from licensing.acts.codes import unknown
from licensing.choices import GoodsCondition, MtcrCategory
from licensing.errors import Gap, Invalid
from licensing.models import Case, Document, Item, Party, PlanProject, RouteLeg, User
from licensing.policy.request import Doc


def keep_files(documents: Sequence[Doc]) -> dict[int, files.KeptFile]:
    """Put the contents that came along into the store, before the transaction."""
    kept: dict[int, files.KeptFile] = {}
    for number, one in enumerate(documents):
        if "content" in one:
            try:
                content = base64.b64decode(one["content"], validate=True)
            except (binascii.Error, ValueError) as broken:
                sentence = _("The content is not base64.")
                raise Invalid(gaps=[Gap("wrong_form", f"documents.{number}.content", sentence)]) from broken
            kept[number] = files.keep(one.get("file_name") or one["title"], content)
    return kept


def write_document(case: Case, document: Doc, user: User, kept: Mapping[int, files.KeptFile], *, at: datetime) -> None:
    """Replace the sections that the document carries; sections it does not carry stay as they are."""
    _write_about(case, document)
    if "items" in document:
        _write_items(case, document["items"])
    if "parties" in document:
        case.parties.all().delete()
        Party.objects.bulk_create(_party(case, n, one) for n, one in enumerate(document["parties"], 1))
    if "route" in document:
        case.route_legs.all().delete()
        RouteLeg.objects.bulk_create(_leg(case, n, one) for n, one in enumerate(document["route"], 1))
    if "projects" in document:
        case.projects.all().delete()
        PlanProject.objects.bulk_create(_project(case, n, one) for n, one in enumerate(document["projects"], 1))
    if "documents" in document:
        _write_documents(case, user, document["documents"], kept, at)


def document_row(case: Case, user: User, about: Doc, kept: files.KeptFile, *, at: datetime) -> Document:
    """A document of a request, as the request speaks of it; not saved yet."""
    return files.document_of(
        case,
        kept,
        user,
        at=at,
        type_id=about["type"],
        title=about["title"],
        language=about.get("language", ""),
        original=about.get("original", False),
        issuer=about.get("issuer", ""),
        number=about.get("number", ""),
        issued_on=_day(about.get("issued_on")),
        expires_on=_day(about.get("expires_on")),
    )


def _write_about(case: Case, document: Doc) -> None:
    if "title" in document:
        case.title = document["title"]
    if "partner_country" in document:
        case.partner_country_id = document["partner_country"]
    if "cooperation_form" in document:
        case.cooperation_form = document["cooperation_form"]
    if "plan" in document:
        case.plan = _plan(case, document["plan"])
    if "urgency" in document:
        case.urgent = document["urgency"].get("urgent", False)
        case.urgency_reason = document["urgency"].get("reason", "")
    if "end_use" in document:
        use = document["end_use"]
        case.end_use_purpose = use.get("purpose", "")
        case.end_use_location = use.get("location", "")
        case.end_use_programme = use.get("programme", "")
        case.end_use_sector = use.get("sector", "")
    if "terms" in document:
        terms = document["terms"]
        case.contract_no = terms.get("contract_no", "")
        case.contract_date = _day(terms.get("contract_date"))
        case.incoterm_id = terms.get("incoterm")
        case.delivery_place = terms.get("place", "")
        case.payment = terms.get("payment", "")
        case.joint_venture = terms.get("joint_venture")
        case.long_term = terms.get("long_term")
        case.financing = terms.get("financing")


def _plan(case: Case, reference: str | None) -> Case | None:
    """The country plan a request belongs to: one of the applicant's own that has been filed."""
    if reference is None:
        return None
    plan = Case.objects.filter(reference=reference, kind__is_plan=True, organisation_id=case.organisation_id).first()
    if plan is None:
        raise Invalid(gaps=[unknown("plan", _("country plan"), reference)])
    return plan


def _write_items(case: Case, items: Sequence[Doc]) -> None:
    case.items.all().delete()
    rows = Item.objects.bulk_create(_item(case, number, one) for number, one in enumerate(items, 1))
    link = Item.control_entries.through
    link.objects.bulk_create(
        link(item_id=row.pk, controlentry_id=code)
        for row, one in zip(rows, items, strict=True)
        for code in dict.fromkeys(one.get("control_entries", ()))
    )


def _item(case: Case, number: int, one: Doc) -> Item:
    return Item(
        case=case,
        number=number,
        name=one["name"],
        name_uk=one.get("name_uk", ""),
        model=one.get("model", ""),
        maker=one.get("maker", ""),
        quantity=Decimal(one["quantity"]),
        unit_id=one["unit"],
        unit_price=None if one.get("unit_price") is None else Decimal(one["unit_price"]),
        currency_id=one.get("currency"),
        condition=one.get("condition", GoodsCondition.NEW),
        uktzed=one.get("uktzed", ""),
        mtcr=one.get("mtcr", MtcrCategory.UNKNOWN),
        origin_id=one.get("origin"),
        foreign_content=one.get("foreign_content", "none"),
    )


def _party(case: Case, number: int, one: Doc) -> Party:
    return Party(
        case=case,
        number=number,
        role=one["role"],
        name=one["name"],
        name_original=one.get("name_original", ""),
        country_id=one["country"],
        kind=one["kind"],
        address=one.get("address", ""),
        register_no=one.get("register_no", ""),
    )


def _leg(case: Case, number: int, one: Doc) -> RouteLeg:
    return RouteLeg(
        case=case,
        number=number,
        mode=one["mode"],
        from_place=one["from_place"],
        from_country_id=one["from_country"],
        to_place=one["to_place"],
        to_country_id=one["to_country"],
        carrier=one.get("carrier", ""),
        customs_point=one.get("customs_point", ""),
    )


def _project(case: Case, number: int, one: Doc) -> PlanProject:
    return PlanProject(
        case=case,
        number=number,
        title=one["title"],
        form=one["form"],
        goods=one.get("goods", ""),
        quantity=None if one.get("quantity") is None else Decimal(one["quantity"]),
        unit_id=one.get("unit"),
        value=None if one.get("value") is None else Decimal(one["value"]),
        currency_id=one.get("currency"),
        priority=one.get("priority"),
    )


def _write_documents(
    case: Case, user: User, documents: Sequence[Doc], kept: Mapping[int, files.KeptFile], at: datetime
) -> None:
    """The documents named by digest or id stay, new ones come with their content, the others go."""
    present = {row.sha256: row for row in case.documents.filter(removed_at__isnull=True)}
    staying: set[str] = set()
    for number, one in enumerate(documents):
        known = present.get(one.get("sha256", ""))
        if number in kept:
            if kept[number].sha256 not in present:
                document_row(case, user, one, kept[number], at=at).save(force_insert=True)
            staying.add(kept[number].sha256)
        elif known is not None:
            staying.add(known.sha256)
        else:
            sentence = _("Send the file of this document along.")
            raise Invalid(gaps=[Gap("required", f"documents.{number}.content", sentence)])
    gone = [row.pk for digest, row in present.items() if digest not in staying]
    case.documents.filter(pk__in=gone).update(removed_at=at)


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
