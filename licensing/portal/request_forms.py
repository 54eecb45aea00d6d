"""The fields of every section of a request, in the words of the person who fills them in."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import ClassVar

from django.http import QueryDict
from django.utils.text import format_lazy
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
    TransportMode,
)
from licensing.portal.fields import (
    Choice,
    Coded,
    Codes,
    Day,
    Digits,
    Exact,
    Line,
    Prose,
    Radio,
    Tick,
    Whole,
    Words,
)
from licensing.portal.forms import Group, Part, PartForm, Typed

LANGUAGES: Sequence[tuple[str, Words]] = (("en", _("English")), ("uk", _("Ukrainian")), ("other", _("Another language")))


class AboutForm(PartForm):
    blank: ClassVar[Part] = {
        "title": "",
        "partner_country": None,
        "cooperation_form": "",
        "plan": None,
        "urgency": {"urgent": False, "reason": ""},
    }

    title = Line(_("Title"), _("A few words by which you and we recognise the request."))
    partner_country = Coded(_("Partner country"), "countries", _("The country the goods or the technology go to."))
    cooperation_form = Radio(
        _("Form of co-operation"), CooperationForm, _("It decides which terms we ask for in the section on terms.")
    )
    plan = Coded(_("Country plan"), "plans", _("If the request carries out an approved plan for the country."))
    urgency__urgent = Tick(_("This request is urgent"))
    urgency__reason = Prose(_("Why it is urgent"), _("The authority decides whether it is treated as urgent."), rows=3)


class ItemForm(PartForm):
    name = Line(_("Name"), _("As in the contract, in English."))
    name_uk = Line(_("Name in Ukrainian"), optional=True)
    model = Line(_("Model or type"), optional=True)
    maker = Line(_("Maker"), optional=True)
    quantity = Exact.quantity(_("Quantity"))
    unit = Coded(_("Unit"), "units")
    unit_price = Exact.money(_("Price of one"))
    currency = Coded(_("Currency"), "currencies")
    condition = Radio(_("Condition"), GoodsCondition)
    origin = Coded(_("Country of origin"), "countries")
    control_entries = Codes(
        _("Control list entries"), "control_entries", _("Choose all that fit; an item may stand in several.")
    )
    uktzed = Digits(_("UKTZED code"), _("4 to 10 digits."), optional=True, width="10", inputmode="numeric")
    mtcr = Choice(_("MTCR category"), MtcrCategory, _("If you do not know, leave “Not yet determined”: we determine it."))
    foreign_content = Radio(
        _("Foreign content"), ForeignContent, _("Parts or technology from abroad that need consent to re-export.")
    )

    groups = (
        Group(_("What it is"), ("name", "name_uk", "model", "maker", "condition")),
        Group(_("How much, and at what price"), ("quantity", "unit", "unit_price", "currency")),
        Group(_("Origin and control"), ("origin", "foreign_content", "control_entries", "uktzed", "mtcr")),
    )


class PartyForm(PartForm):
    role = Choice(_("Role in the transfer"), PartyRole)
    name = Line(_("Name"), _("The full legal name in Latin letters."))
    name_original = Line(_("Name in its own script"), optional=True)
    country = Coded(_("Country"), "countries")
    kind = Radio(_("Kind"), PartyKind)
    address = Prose(_("Address"), _("Street or P.O. box, or both."), rows=3)
    register_no = Line(_("Register number"), optional=True, width="20")


class EndUseForm(PartForm):
    blank: ClassVar[Part] = {"end_use": {}}

    end_use__purpose = Prose(_("What the goods will be used for"), rows=5)
    end_use__location = Line(_("Where they will be used"))
    end_use__programme = Line(_("Programme"), _("The programme or project they belong to."), optional=True)
    end_use__sector = Radio(_("Sector"), EndUseSector)


class LegForm(PartForm):
    mode = Choice(_("Mode of transport"), TransportMode, _("Choose “Intangible transfer” for data and technology."))
    from_place = Line(_("From: place"))
    from_country = Coded(_("From: country"), "countries")
    to_place = Line(_("To: place"))
    to_country = Coded(_("To: country"), "countries")
    carrier = Line(_("Carrier"), optional=True)
    customs_point = Line(_("Customs point"), _("Where the goods cross the border."), optional=True)


class ProjectForm(PartForm):
    title = Line(_("Title of the project"))
    form = Radio(_("Form of co-operation"), CooperationForm)
    goods = Prose(_("Goods or technology"), _("In a few words."), rows=3)
    quantity = Exact.quantity(_("Indicative quantity"))
    unit = Coded(_("Unit"), "units")
    value = Exact.money(_("Indicative value"))
    currency = Coded(_("Currency"), "currencies")
    priority = Whole(_("Priority"), _("1 is the first."), optional=True)

    groups = (
        Group("", ("title", "form", "goods")),
        Group(_("Indicative volume"), ("quantity", "unit", "value", "currency", "priority")),
    )


FINANCING_KINDS: Sequence[tuple[str, Words]] = (
    ("buyer_credit", _("Buyer credit")),
    ("supplier_credit", _("Supplier credit")),
    ("government_loan", _("Government loan")),
    ("grant", pgettext_lazy("financing", "Grant")),
    ("eca_cover", _("Cover by an export credit agency")),
    ("prepayment", _("Prepayment")),
    ("fund", _("Fund")),
)

# Which further terms each form of co-operation asks for; a mixed form may have any of them.
_TERMS_OF: Mapping[str, tuple[str, ...]] = {
    CooperationForm.JOINT_VENTURE: ("terms-joint_venture",),
    CooperationForm.LONG_TERM: ("terms-long_term",),
    CooperationForm.FINANCING: ("terms-financing",),
    CooperationForm.MIXED: ("terms-joint_venture", "terms-long_term", "terms-financing"),
}
_SHAREHOLDER = re.compile(r"terms-joint_venture-shareholders-([0-9]+)-(name|share)")


class TermsForm(PartForm):
    blank: ClassVar[Part] = {"terms": {}}

    terms__contract_no = Line(_("Contract number"), width="20")
    terms__contract_date = Day(_("Date of the contract"))
    terms__incoterm = Coded(_("Delivery term (Incoterms 2020)"), "incoterms")
    terms__place = Line(_("Named place of delivery"))
    terms__payment = Prose(_("How the goods are paid for"))

    terms__joint_venture__name = Line(_("Name of the joint venture"))
    terms__joint_venture__country = Coded(_("Where it is registered"), "countries")
    terms__joint_venture__output_split__own_forces = Exact.percent(_("Output for Ukraine’s forces, per cent"))
    terms__joint_venture__output_split__partner = Exact.percent(_("Output for the partner, per cent"))
    terms__joint_venture__output_split__third_countries = Exact.percent(_("Output for third countries, per cent"))
    terms__joint_venture__board_seats = Whole(_("Our seats on the board"))
    terms__joint_venture__royalty_percent = Exact.percent(_("Royalty, per cent"))
    terms__joint_venture__royalty_base = Line(_("What the royalty is counted from"))
    terms__joint_venture__ip_owner = Line(_("Owner of the intellectual property"))
    terms__joint_venture__technology_level = Line(_("Level of the technology transferred"))
    terms__joint_venture__third_country_consent = Prose(_("Consent to sales to third countries"), rows=3)
    terms__joint_venture__war_clause = Prose(_("What happens in war"), rows=3)
    terms__joint_venture__exit_terms = Prose(_("How a side may leave"), rows=3)

    terms__long_term__term_years = Whole(_("Years the contract runs"))
    terms__long_term__start_on = Day(_("First day"))
    terms__long_term__annual_min = Exact.quantity(_("Least quantity a year"))
    terms__long_term__annual_max = Exact.quantity(_("Largest quantity a year"))
    terms__long_term__unit = Coded(_("Unit"), "units")
    terms__long_term__base_price = Exact.money(_("Price of one in the first year"))
    terms__long_term__currency = Coded(_("Currency"), "currencies")
    terms__long_term__indexation_percent = Exact.percent(
        _("Rise of the price a year, per cent"), _("Either this, or the formula below.")
    )
    terms__long_term__index_formula__a = Exact.percent(_("Formula: fixed part (a)"), _("a, b and c add up to 1."))
    terms__long_term__index_formula__b = Exact.percent(_("Formula: labour part (b)"))
    terms__long_term__index_formula__c = Exact.percent(_("Formula: material part (c)"))
    terms__long_term__domestic_priority_clause = Prose(_("Priority of Ukraine’s own forces"), rows=3)
    terms__long_term__suspension_clause = Prose(_("When deliveries may be halted"), rows=3)

    terms__financing__kind = Choice(_("Kind of financing"), FINANCING_KINDS)
    terms__financing__lender = Line(_("Lender"))
    terms__financing__borrower = Line(_("Borrower"))
    terms__financing__guarantor = Line(_("Guarantor"))
    terms__financing__amount = Exact.money(_("Amount"))
    terms__financing__currency = Coded(_("Currency"), "currencies")
    terms__financing__rate_percent = Exact.percent(_("Interest a year, per cent"))
    terms__financing__tenor_years = Whole(_("Tenor, years"))
    terms__financing__grace_years = Whole(_("Grace period, years"))
    terms__financing__cover_percent = Exact.percent(_("Cover, per cent"))
    terms__financing__cover_by = Line(_("Who gives the cover"))
    terms__financing__collateral = Prose(_("Collateral"), rows=3)

    groups = (
        Group(
            _("Contract and delivery"),
            ("terms-contract_no", "terms-contract_date", "terms-incoterm", "terms-place", "terms-payment"),
        ),
        Group(
            _("Joint venture"),
            ("terms-joint_venture-name", "terms-joint_venture-country"),
        ),
        Group(
            _("Shareholders of the joint venture"),
            ("terms-joint_venture-shareholders",),
            _("The shares add up to 100. After saving there is room for more."),
        ),
        Group(
            _("Output, technology and royalties"),
            (
                "terms-joint_venture-output_split",
                "terms-joint_venture-board_seats",
                "terms-joint_venture-royalty_percent",
                "terms-joint_venture-royalty_base",
                "terms-joint_venture-ip_owner",
                "terms-joint_venture-technology_level",
                "terms-joint_venture-third_country_consent",
                "terms-joint_venture-war_clause",
                "terms-joint_venture-exit_terms",
            ),
            _("The three parts of the output add up to 100."),
        ),
        Group(_("Long-term contract"), ("terms-long_term",)),
        Group(_("Loan or export financing"), ("terms-financing",)),
    )

    def grow(self, data: Typed | None) -> None:
        """Room for the shareholders there are, and for two more."""
        held = len(((self.written.get("terms") or {}).get("joint_venture") or {}).get("shareholders", ()))
        sent = {int(found[1]) + 1 for name in data or () if (found := _SHAREHOLDER.fullmatch(name))}
        for number in range(min(max(held + 2, 3, *sent), 20)):
            prefix = f"terms-joint_venture-shareholders-{number}"
            self.fields[f"{prefix}-name"] = Line(format_lazy("{} {}", _("Shareholder"), number + 1))
            self.fields[f"{prefix}-share"] = Exact.percent(
                format_lazy("{} {}", _("Share, per cent, of shareholder"), number + 1)
            )

    def shown_groups(self) -> Sequence[Group]:
        """The parts that the form of co-operation asks for, and those in which something stands."""
        return [group for group in self.groups if not self.is_spare(group.names)]

    def is_spare(self, names: Sequence[str]) -> bool:
        """Whether these fields belong to another form of co-operation, and are empty."""
        part = "-".join(names[0].split("-")[:2])
        further = _TERMS_OF[CooperationForm.MIXED]
        asked = _TERMS_OF.get(str(self.written.get("cooperation_form", "")), ())
        return part in further and part not in asked and not (self.written.get("terms") or {}).get(part.removeprefix("terms-"))


def packed(data: QueryDict) -> QueryDict:
    """The same answers with the empty rows between shareholders closed up, so that row and document count alike."""
    rows = sorted({int(found[1]) for name in data if (found := _SHAREHOLDER.fullmatch(name))})
    prefix = "terms-joint_venture-shareholders"
    filled = [
        (data.get(f"{prefix}-{row}-name", ""), data.get(f"{prefix}-{row}-share", ""))
        for row in rows
        if data.get(f"{prefix}-{row}-name", "").strip() or data.get(f"{prefix}-{row}-share", "").strip()
    ]
    copy = data.copy()
    for number, row in enumerate(rows):
        name, share = filled[number] if number < len(filled) else ("", "")
        copy[f"{prefix}-{row}-name"], copy[f"{prefix}-{row}-share"] = name, share
    return copy


class DocumentForm(PartForm):
    type = Coded(_("Type of document"), "document_types")
    title = Line(_("Title"), _("So that a reader knows what it is without opening it."))
    issuer = Line(_("Issued by"), optional=True)
    number = Line(_("Number"), optional=True, width="20")
    issued_on = Day(_("Issued on"), optional=True)
    expires_on = Day(_("Valid until"), _("If it expires."))
    language = Choice(_("Language"), LANGUAGES)
    original = Tick(_("This is a scan of the signed original"))
