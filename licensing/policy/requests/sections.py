"""The sections of a request, field by field. A new field is one line here, a column with its migration, and a translation.

The published copy is docs/request.schema.json. Fields stand in the order in which the document has them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from licensing.choices import (
    CooperationForm,
    EndUseSector,
    ForeignContent,
    GoodsCondition,
    MtcrCategory,
    PartyKind,
    PartyRole,
    Section,
    TransportMode,
)
from licensing.messages import TranslatedText
from licensing.policy.requests.cooperation import COUNTRY, CURRENCY, TERMS, UNIT
from licensing.policy.requests.fields import Field, Group, Part, Record, Rows
from licensing.policy.requests.types import (
    Choice,
    Code,
    CodeList,
    Codes,
    Day,
    Digest,
    FileContent,
    Flag,
    Identifier,
    Line,
    Money,
    Price,
    Prose,
    Quantity,
    TariffCode,
    VesselNumber,
    Whole,
)


class DocumentLanguage(TextChoices):
    """What the form offers as the language of a document; another system may name another."""

    ENGLISH = "en", _("English")
    UKRAINIAN = "uk", _("Ukrainian")
    OTHER = "other", _("Another language")


_WHAT = Group(_("What it is"))
_HOW_MUCH = Group(_("How much, and at what price"))
_CONTROL = Group(_("Origin and control"))
_CONTROL_ENTRY = Codes(CodeList.CONTROL_ENTRIES, 24, "control entry", 20)
_ALL_THAT_FIT = _("Choose all that fit; an item may stand in several.")
_IF_UNKNOWN = _("If you do not know, leave “Not yet determined”: we determine it.")
_CONSENT = _("Parts or technology from abroad that need consent to re-export.")

# A large contract has thousands of spare parts, each a line of its own. The shape of a licence and of reports follows it.
MOST_ITEMS = 5_000

ITEM = Record(
    (
        Field("number", Whole(1, MOST_ITEMS, "set by the service"), _("Number"), read_only=True),
        Field(
            "name",
            Line(200),
            _("Name"),
            _("As in the contract, in English."),
            required=True,
            filled=True,
            in_changes=pgettext_lazy("change", "name"),
            group=_WHAT,
            sheet_column=1,
        ),
        Field("name_uk", Line(200), _("Name in Ukrainian"), optional=True, group=_WHAT, sheet_column=14),
        Field("model", Line(120), _("Model or type"), optional=True, group=_WHAT, sheet_column=12),
        Field("maker", Line(200), _("Maker"), optional=True, group=_WHAT, sheet_column=13),
        Field("serial_numbers", Prose(500), _("Serial numbers"), optional=True, group=_WHAT, sheet_column=15),
        Field(
            "plan_line",
            Whole(1, MOST_ITEMS, "line of the plan or framework"),
            _("Line of the plan or framework"),
            _("Only where several lines fit these goods: the number of the line."),
            nullable=True,
            optional=True,
            width="10",
            group=_WHAT,
            sheet_column=16,
        ),
        Field(
            "quantity",
            Quantity("an exact decimal above zero, as text"),
            _("Quantity"),
            required=True,
            in_changes=pgettext_lazy("change", "quantity"),
            group=_HOW_MUCH,
            sheet_column=2,
        ),
        Field("unit", UNIT, _("Unit"), required=True, group=_HOW_MUCH, sheet_column=3),
        Field(
            "unit_price",
            Price("price of one, as text"),
            _("Price of one"),
            nullable=True,
            in_changes=pgettext_lazy("change", "unit price"),
            group=_HOW_MUCH,
            sheet_column=4,
        ),
        Field("currency", CURRENCY, _("Currency"), nullable=True, group=_HOW_MUCH, sheet_column=5),
        Field("condition", Choice(GoodsCondition), _("Condition"), radios=True, group=_WHAT, sheet_column=8),
        Field(
            "control_entries",
            _CONTROL_ENTRY,
            _("Control list entries"),
            _ALL_THAT_FIT,
            in_changes=pgettext_lazy("change", "control list entries"),
            group=_CONTROL,
            sheet_column=6,
        ),
        Field(
            "uktzed",
            TariffCode(),
            _("UKTZED code"),
            _("4 to 10 digits."),
            optional=True,
            width="10",
            group=_CONTROL,
            sheet_column=11,
        ),
        Field("mtcr", Choice(MtcrCategory), _("MTCR category"), _IF_UNKNOWN, group=_CONTROL, sheet_column=10),
        Field("origin", COUNTRY, _("Country of origin"), nullable=True, group=_CONTROL, sheet_column=7, follows="condition"),
        Field(
            "foreign_content",
            Choice(ForeignContent),
            _("Foreign content"),
            _CONSENT,
            radios=True,
            group=_CONTROL,
            sheet_column=9,
        ),
    ),
    model="Item",
    named_by="number",
)
# Quarters of ten years for a good many items.
MOST_DELIVERIES = 1_000

DELIVERY = Record(
    (
        Field(
            "item",
            Whole(1, MOST_ITEMS),
            _("Number of the item"),
            _("As it stands in the list of items, from 1."),
            required=True,
            in_changes=pgettext_lazy("change", "item"),
        ),
        Field("first_on", Day(), _("First day of the period"), short=_("From"), required=True),
        Field(
            "last_on",
            Day(),
            _("Last day of the period"),
            _("The same day again for a delivery on one day."),
            short=_("Until"),
            required=True,
        ),
        Field(
            "quantity",
            Quantity("an exact decimal above zero, as text, in the unit of the item"),
            _("Quantity"),
            _("In the unit of the item. All deliveries of an item come to its quantity."),
            required=True,
            in_changes=pgettext_lazy("change", "quantity"),
        ),
        Field(
            "milestone",
            Line(200),
            _("Milestone of the loan that must be met before"),
            _("By its name in the terms. Customs lets nothing of this delivery pass before."),
            short=_("After the milestone"),
            optional=True,
        ),
        Field(
            "stage",
            Line(200),
            _("Stage of the technology transfer that it belongs to"),
            _("By its name in the terms. Customs lets nothing of this delivery pass before the gate of that stage is met."),
            short=_("Stage"),
            optional=True,
        ),
    ),
    named_by="first_on",
)
PARTY = Record(
    (
        Field("role", Choice(PartyRole), _("Role in the transfer"), short=_("Role"), required=True),
        Field(
            "name",
            Line(200),
            _("Name"),
            _("The full legal name in Latin letters."),
            required=True,
            filled=True,
            in_changes=pgettext_lazy("change", "name"),
            destination=True,
        ),
        Field("name_original", Line(200), _("Name in its own script"), optional=True),
        Field(
            "country",
            COUNTRY,
            _("Country"),
            required=True,
            in_changes=pgettext_lazy("change", "country"),
            destination=True,
        ),
        Field("kind", Choice(PartyKind), _("Kind"), required=True, radios=True),
        Field("address", Prose(1000), _("Address"), _("Street or P.O. box, or both.")),
        Field("register_no", Line(40), _("Register number"), optional=True, width="20"),
        Field(
            "owner_of",
            Line(200),
            _("Owner of"),
            _("Only of an owner: the name of the party that it holds 25 per cent or more of, as you give it here."),
            optional=True,
            destination=True,
        ),
    ),
    model="Party",
    grouped_by="role",
    named_by="name",
)
_INTANGIBLE = _("Choose “Intangible transfer” for data and technology.")
_VESSEL = _("Of a leg by sea: the name of the ship, as soon as you know it.")
_IMO_NUMBER = _("Seven digits, as in IMO 1234567. A ship keeps it under every name and flag.")
LEG = Record(
    (
        Field("mode", Choice(TransportMode), _("Mode of transport"), _INTANGIBLE, required=True),
        Field("from_place", Line(200), _("From: place"), required=True, filled=True),
        Field("from_country", COUNTRY, _("From: country"), required=True, destination=True),
        Field("to_place", Line(200), _("To: place"), required=True, filled=True),
        Field("to_country", COUNTRY, _("To: country"), required=True, destination=True),
        Field("carrier", Line(200), _("Carrier"), optional=True),
        Field("vessel", Line(200), _("Vessel"), _VESSEL, optional=True),
        Field("imo", VesselNumber(), _("IMO number"), _IMO_NUMBER, optional=True, width="10"),
        Field("customs_point", Line(200), _("Customs point"), _("Where the goods cross the border."), optional=True),
    ),
    model="RouteLeg",
)
DOCUMENT = Record(
    (
        Field("id", Identifier(), _("Identifier"), read_only=True),
        Field("type", Code(CodeList.DOCUMENT_TYPES, 32, "document type"), _("Type of document"), required=True),
        Field(
            "title",
            Line(200),
            _("Title"),
            _("So that a reader knows what it is without opening it."),
            required=True,
            filled=True,
        ),
        Field("language", Line(8, DocumentLanguage), _("Language"), follows="expires_on"),
        Field("original", Flag(), _("This is a scan of the signed original"), follows="language"),
        Field("issuer", Line(200), _("Issued by"), optional=True),
        Field("number", Line(80), _("Number"), optional=True, width="20"),
        Field("issued_on", Day(), _("Issued on"), nullable=True, optional=True),
        Field("expires_on", Day(), _("Valid until"), _("If it expires."), nullable=True),
        Field("file_name", Line(200), _("File"), filled=True, read_only=True),
        Field("sha256", Digest(), _("Digest of the file"), read_only=True),
        Field("content", FileContent(14_000_000), _("File"), write_only=True),
    ),
    model="Document",
    grouped_by="type",
    named_by="number",
)
_VOLUME = Group(_("Indicative volume"))
PROJECT = Record(
    (
        Field("title", Line(200), _("Title of the project"), required=True, filled=True),
        Field("form", Choice(CooperationForm), _("Form of co-operation"), required=True, radios=True),
        Field("goods", Prose(1000), _("Goods or technology"), _("In a few words.")),
        Field(
            "quantity",
            Quantity("indicative quantity"),
            _("Indicative quantity"),
            nullable=True,
            in_changes=pgettext_lazy("change", "quantity"),
            group=_VOLUME,
        ),
        Field("unit", UNIT, _("Unit"), nullable=True, group=_VOLUME),
        Field("value", Money("indicative value"), _("Indicative value"), nullable=True, group=_VOLUME),
        Field("currency", CURRENCY, _("Currency"), nullable=True, group=_VOLUME),
        Field("priority", Whole(1, 999), _("Priority"), _("1 is the first."), nullable=True, optional=True, group=_VOLUME),
    ),
    model="PlanProject",
    named_by="title",
)
URGENCY = Record(
    (
        Field("urgent", Flag(), _("This request is urgent")),
        Field(
            "reason",
            Prose(1000),
            _("Why it is urgent"),
            _("The authority decides whether it is treated as urgent."),
            stored_as="urgency_reason",
        ),
    ),
    model="Case",
)
END_USE = Record(
    (
        Field("purpose", Prose(4000), _("What the goods will be used for"), short=_("Purpose"), stored_as="end_use_purpose"),
        Field("location", Line(300), _("Where they will be used"), short=_("Place of use"), stored_as="end_use_location"),
        Field(
            "programme",
            Line(200),
            _("Programme"),
            _("The programme or project they belong to."),
            optional=True,
            stored_as="end_use_programme",
        ),
        Field("sector", Choice(EndUseSector, blank=True), _("Sector"), radios=True, stored_as="end_use_sector"),
    ),
    model="Case",
)
_RECOGNISED = _("A few words by which you and we recognise the request.")
_DECIDES_TERMS = _("It decides which terms we ask for in the section on terms.")
_CARRIES_OUT = _(
    "If the request carries out an approved plan for the country, or delivers under a framework or a long-term contract."
)
REQUEST = Record(
    (
        Field("kind", Code(CodeList.KINDS, 32, "kind of case"), _("Kind of case"), required=True, read_only=True),
        Field("title", Line(200), _("Title"), _RECOGNISED),
        Field(
            "partner_country",
            COUNTRY,
            _("Partner country"),
            _("The country the goods or the technology go to."),
            nullable=True,
            in_changes=pgettext_lazy("change", "partner country"),
            destination=True,
        ),
        Field(
            "cooperation_form",
            Choice(CooperationForm, blank=True),
            _("Form of co-operation"),
            _DECIDES_TERMS,
            in_changes=pgettext_lazy("change", "form of co-operation"),
            radios=True,
        ),
        Field(
            "plan",
            Code(CodeList.PLANS, 24, "reference of the country plan, framework or contract"),
            _("Country plan, framework or contract"),
            _CARRIES_OUT,
            nullable=True,
        ),
        Field(
            "plan_year",
            Whole(1, 50, "year of the framework or contract"),
            _("Year of the framework or contract"),
            _("Of a framework or a contract of several years: the year in which you deliver. The first year is 1."),
            nullable=True,
            optional=True,
            width="10",
        ),
        Field("urgency", Part(URGENCY), _("Urgency")),
        Field("items", Rows(ITEM, MOST_ITEMS), Section.ITEMS.label, in_changes=pgettext_lazy("change", "item")),
        Field(
            "deliveries",
            Rows(DELIVERY, MOST_DELIVERIES),
            Section.DELIVERIES.label,
            in_changes=pgettext_lazy("change", "delivery"),
        ),
        Field("parties", Rows(PARTY, 100), Section.PARTIES.label, in_changes=pgettext_lazy("change", "party")),
        Field("end_use", Part(END_USE), Section.END_USE.label, in_changes=pgettext_lazy("change", "end use")),
        Field("route", Rows(LEG, 50), Section.ROUTE.label, in_changes=pgettext_lazy("change", "route leg")),
        Field("terms", Part(TERMS), Section.TERMS.label, in_changes=pgettext_lazy("change", "terms")),
        Field("documents", Rows(DOCUMENT, 100), Section.DOCUMENTS.label, in_changes=pgettext_lazy("change", "document")),
        Field("projects", Rows(PROJECT, 200), _("Projects of the plan")),
    ),
    model="Case",
)


def name_goods(item: Mapping[str, Any]) -> TranslatedText:
    """Goods as their reader calls them: in Ukrainian by the Ukrainian name, where one was filed, else by the contract's."""
    return TranslatedText({"en": str(item.get("name") or ""), "uk": str(item.get("name_uk") or "")})


def name_vessel(leg: Mapping[str, Any]) -> str:
    """The vessel of a leg of the route, by its name and its number, as far as they were filed."""
    number = str(leg.get("imo") or "").strip()
    return ", ".join(filter(None, (str(leg.get("vessel") or "").strip(), f"IMO {number}" if number else "")))
