"""A request before it is filed: begun, edited section by section, copied, with documents added and removed."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from licensing.acts import files
from licensing.acts.acting import acting, beginning, local_day
from licensing.choices import EventKind, GoodsCondition, MtcrCategory, Verb
from licensing.errors import Gap, Immutable, Invalid, NotAllowed
from licensing.models import (
    Case,
    CaseKind,
    ControlEntry,
    Country,
    Currency,
    Document,
    DocumentType,
    Incoterm,
    Item,
    Organisation,
    Party,
    PlanProject,
    RouteLeg,
    Unit,
    User,
)
from licensing.models.composed import composed
from licensing.policy.request import shape_gaps

Doc = Mapping[str, Any]


def create_case(user: User, document: Doc, *, organisation: Organisation | None = None) -> Case:
    """Begin a request for one's organisation, with as much of the document as there is."""
    _refuse_bad_shape(document)
    kind = CaseKind.objects.filter(code=document["kind"], active=True).first()
    if kind is None:
        raise Invalid(gaps=[_unknown("kind", _("kind of case"), document["kind"])])
    applicant = organisation or only_organisation_of(user)
    _refuse_unknown_codes(document)
    kept = _keep_files(document.get("documents", ()))
    with beginning(user, applicant, kind) as case:
        case.language = user.language
        _write(case, document, user, kept)
        case.tell(EventKind.CASE_CREATED, kind=kind.code, sections=sorted(document.keys() - {"kind"}))
    return case


def edit_case(case: Case, user: User, sections: Doc, *, expected: int | None = None) -> Case:
    """Replace whole sections of a request that is not filed, or that came back."""
    ready = prepared(sections)
    with acting(case, user, Verb.EDIT, expected=expected) as case:
        case.edit()
        write(case, ready, user)
        case.tell(EventKind.CASE_EDITED, sections=sorted(sections.keys() - {"kind"}))
    return case


def copy_case(source: Case, user: User) -> Case:
    """Begin a new request with the content of an earlier one; documents that have expired do not come along."""
    document = composed(source)
    with beginning(user, source.organisation, source.kind) as case:
        case.copied_from, case.language = source, user.language
        today = local_day(case.now)
        alive = [
            one for one in source.documents.filter(removed_at__isnull=True) if one.expires_on is None or one.expires_on >= today
        ]
        _write(case, {key: value for key, value in document.items() if key != "documents"}, user, {})
        for one in alive:
            one.pk = uuid4()
            one.case, one.attached_by, one.attached_at = case, user, case.now
        Document.objects.bulk_create(alive)
        case.tell(EventKind.CASE_COPIED, source=source.reference or str(source.pk), documents=len(alive))
    return case


def attach_document(
    case: Case, user: User, *, content: bytes, file_name: str, about: Doc, expected: int | None = None
) -> Document:
    """Add a document to a request; `about` says what it is, in the words of the request document."""
    _refuse_bad_shape({"documents": [dict(about)]}, partial=True, under="documents.0.")
    _refuse_unknown_codes({"documents": [about]}, under="documents.0.")
    kept = files.keep(file_name, content)
    with acting(case, user, Verb.ATTACH, expected=expected) as case:
        case.attach()
        document = _document(case, user, about, kept)
        document.save(force_insert=True)
        case.tell(EventKind.DOCUMENT_ATTACHED, document=document.as_data())
    return document


def remove_document(case: Case, user: User, document_id: UUID, *, expected: int | None = None) -> Case:
    """Take a document out of a request; what was filed with it earlier keeps it."""
    with acting(case, user, Verb.ATTACH, expected=expected) as case:
        case.attach()
        document = case.documents.filter(pk=document_id, removed_at__isnull=True).first()
        if document is None:
            raise Invalid(_("This document is not attached to the request."))
        document.removed_at = case.now
        document.save(update_fields=["removed_at"])
        case.tell(EventKind.DOCUMENT_REMOVED, document=document.as_data())
    return case


@dataclass(frozen=True, slots=True)
class Prepared:
    """Sections that have been checked and whose files lie in the store: ready to be written inside a transaction."""

    sections: Doc
    kept: Mapping[int, files.KeptFile]


def prepared(sections: Doc) -> Prepared:
    """Check sections and keep their files, before any row is locked."""
    _refuse_bad_shape(sections, partial=True)
    _refuse_unknown_codes(sections)
    return Prepared(sections, _keep_files(sections.get("documents", ())))


def write(case: Case, ready: Prepared, user: User) -> None:
    """Replace the sections of a locked case, as a step of another act."""
    if ready.sections.get("kind", case.kind_id) != case.kind_id:
        raise Immutable(_("The kind of a request cannot be changed; begin a new one."))
    _write(case, ready.sections, user, ready.kept)


def only_organisation_of(user: User) -> Organisation:
    """The organisation a person files for, when there is exactly one."""
    found = list(Organisation.objects.filter(memberships__user=user)[:2])
    if not found:
        raise NotAllowed(_("You do not belong to an organisation that files requests."))
    if len(found) > 1:
        raise Invalid(_("You belong to several organisations; say for which one you file."))
    return found[0]


def _refuse_bad_shape(document: Any, *, partial: bool = False, under: str = "") -> None:
    found = shape_gaps(document, language=get_language() or "en", partial=partial)
    if found:
        raise Invalid(gaps=[Gap(gap.code, gap.path.removeprefix(under), gap.sentence) for gap in found])


def _refuse_unknown_codes(document: Doc, *, under: str = "") -> None:
    """Check every code that a document names, in as many statements as there are kinds of code."""
    items = list(enumerate(document.get("items", ())))
    found = [
        *_strange(Country, _("country"), _countries(document)),
        *_strange(Unit, _("unit"), [(f"items.{n}.unit", one["unit"]) for n, one in items]),
        *_strange(Currency, _("currency"), [(f"items.{n}.currency", one.get("currency")) for n, one in items]),
        *_strange(
            ControlEntry,
            _("control entry"),
            [
                (f"items.{n}.control_entries.{k}", code)
                for n, one in items
                for k, code in enumerate(one.get("control_entries", ()))
            ],
        ),
        *_strange(Incoterm, _("delivery term"), [("terms.incoterm", document.get("terms", {}).get("incoterm"))]),
        *_strange(
            DocumentType,
            _("document type"),
            [(f"documents.{n}.type", one["type"]) for n, one in enumerate(document.get("documents", ()))],
        ),
        *_quantity_gaps(items),
    ]
    if found:
        raise Invalid(gaps=[replace(gap, path=gap.path.removeprefix(under)) for gap in found])


def _strange(model: Any, what: str, named: Sequence[tuple[str, Any]]) -> list[Gap]:
    wanted = {code for _path, code in named if code}
    known = set(model.objects.filter(pk__in=wanted).values_list("pk", flat=True)) if wanted else set()
    return [_unknown(path, what, code) for path, code in named if code and code not in known]


def _quantity_gaps(items: Sequence[tuple[int, Doc]]) -> list[Gap]:
    decimals = dict(Unit.objects.filter(pk__in={one["unit"] for _n, one in items}).values_list("pk", "decimals"))
    found = []
    for number, one in items:
        quantity, most = Decimal(one["quantity"]), decimals.get(one["unit"], 3)
        if quantity <= 0:
            found.append(Gap("too_small", f"items.{number}.quantity", _("The quantity must be more than nothing.")))
        elif -_exponent(quantity) > most:
            sentence = _("%(unit)s is counted with at most %(decimals)d decimals.")
            words = {"unit": one["unit"], "decimals": most}
            found.append(Gap("too_precise", f"items.{number}.quantity", sentence % words))
        if one.get("unit_price") is not None and not one.get("currency"):
            found.append(Gap("required", f"items.{number}.currency", _("Say in which currency the price is.")))
    return found


def _exponent(quantity: Decimal) -> int:
    exponent = quantity.normalize().as_tuple().exponent
    return exponent if isinstance(exponent, int) else 0


def _unknown(path: str, what: str, code: Any) -> Gap:
    return Gap("unknown_code", path, _("There is no %(what)s “%(code)s”.") % {"what": what, "code": code})


def _countries(document: Doc) -> list[tuple[str, Any]]:
    terms = document.get("terms", {})
    return [
        ("partner_country", document.get("partner_country")),
        *((f"items.{n}.origin", one.get("origin")) for n, one in enumerate(document.get("items", ()))),
        *((f"parties.{n}.country", one["country"]) for n, one in enumerate(document.get("parties", ()))),
        *(
            (f"route.{n}.{end}", one[end])
            for n, one in enumerate(document.get("route", ()))
            for end in ("from_country", "to_country")
        ),
        ("terms.joint_venture.country", (terms.get("joint_venture") or {}).get("country")),
    ]


def _keep_files(documents: Sequence[Doc]) -> dict[int, files.KeptFile]:
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


def _write(case: Case, document: Doc, user: User, kept: Mapping[int, files.KeptFile]) -> None:
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
        _write_documents(case, user, document["documents"], kept)


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
        raise Invalid(gaps=[_unknown("plan", _("country plan"), reference)])
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


def _write_documents(case: Case, user: User, documents: Sequence[Doc], kept: Mapping[int, files.KeptFile]) -> None:
    """The documents named by digest or id stay, new ones come with their content, the others go."""
    present = {row.sha256: row for row in case.documents.filter(removed_at__isnull=True)}
    staying: set[str] = set()
    for number, one in enumerate(documents):
        known = present.get(one.get("sha256", ""))
        if number in kept:
            if kept[number].sha256 not in present:
                _document(case, user, one, kept[number]).save(force_insert=True)
            staying.add(kept[number].sha256)
        elif known is not None:
            staying.add(known.sha256)
        else:
            sentence = _("Send the file of this document along.")
            raise Invalid(gaps=[Gap("required", f"documents.{number}.content", sentence)])
    gone = [row.pk for digest, row in present.items() if digest not in staying]
    case.documents.filter(pk__in=gone).update(removed_at=case.now)


def _document(case: Case, user: User, about: Doc, kept: files.KeptFile) -> Document:
    return Document(
        case=case,
        type_id=about["type"],
        title=about["title"],
        language=about.get("language", ""),
        original=about.get("original", False),
        issuer=about.get("issuer", ""),
        number=about.get("number", ""),
        issued_on=_day(about.get("issued_on")),
        expires_on=_day(about.get("expires_on")),
        file=files.path_of(kept.sha256),
        file_name=kept.name,
        media_type=kept.media_type,
        size=kept.size,
        sha256=kept.sha256,
        attached_by=user,
        attached_at=case.now,
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
