"""The terms of co-operation: contract and delivery, and what a joint venture, a long-term contract and a loan add to them."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from licensing.policy.requests.fields import Field, Group, Part, Record, Rows
from licensing.policy.requests.types import (
    Choice,
    Code,
    CodeList,
    Day,
    Line,
    Lines,
    Money,
    Percent,
    Price,
    Prose,
    Quantity,
    Whole,
)


class FinancingKind(TextChoices):
    """How a transfer is paid for where the buyer does not pay at once; kept in the terms, so values are never renamed."""

    BUYER_CREDIT = "buyer_credit", _("Buyer credit")
    SUPPLIER_CREDIT = "supplier_credit", _("Supplier credit")
    GOVERNMENT_LOAN = "government_loan", _("Government loan")
    GRANT = "grant", pgettext_lazy("financing", "Grant")
    ECA_COVER = "eca_cover", _("Cover by an export credit agency")
    PREPAYMENT = "prepayment", _("Prepayment")
    FUND = "fund", _("Fund")


class Repayment(TextChoices):
    """How a loan is paid back after its grace period; kept in the terms, so values are never renamed."""

    ANNUITY = "annuity", _("Equal payments, interest included (annuity)")
    LINEAR = "linear", _("Equal parts of the loan, interest besides (linear)")
    BULLET = "bullet", _("All of it at the end (bullet)")


class CapitalKind(TextChoices):
    """In what a partner brings in its part of the capital; kept in the terms, so values are never renamed."""

    CASH = "cash", pgettext_lazy("capital", "Money")
    PROPERTY = "property", pgettext_lazy("capital", "Land, buildings or equipment")
    INTELLECTUAL_PROPERTY = "intellectual_property", pgettext_lazy("capital", "Intellectual property")


class MilestoneOpens(TextChoices):
    """What waits for a milestone; kept in the terms, so values are never renamed."""

    DELIVERIES = "deliveries", pgettext_lazy("milestone", "Deliveries: no goods leave before it is met")
    MONEY = "money", pgettext_lazy("milestone", "Money only")


class CallOffOrder(TextChoices):
    """When call-offs of a contract go while output is short, after our own forces; kept in the terms, never renamed."""

    BEFORE = "before", pgettext_lazy("priority", "Before other contracts")
    AFTER = "after", pgettext_lazy("priority", "After other contracts")


class IpLicence(TextChoices):
    """On what footing a joint venture uses the intellectual property; kept in the terms, so values are never renamed."""

    ASSIGNED = "assigned", pgettext_lazy("intellectual property", "It becomes the joint venture’s own")
    EXCLUSIVE = "exclusive", pgettext_lazy("intellectual property", "An exclusive licence")
    NON_EXCLUSIVE = "non_exclusive", pgettext_lazy("intellectual property", "A licence that others may have, too")


COUNTRY = Code(CodeList.COUNTRIES, 2, "ISO 3166-1 alpha-2, or a code that customs use beside it")
UNIT = Code(CodeList.UNITS, 3, "unit code")
CURRENCY = Code(CodeList.CURRENCIES, 3, "ISO 4217 code")

_CONTRACT = Group(_("Contract and delivery"))
_VENTURE = Group(_("Joint venture"))
_HOLDERS = Group(_("Shareholders of the joint venture"), _("The shares add up to 100. After saving there is room for more."))
_CAPITAL = Group(
    _("Capital"), _("What each shareholder brings in, and what it is worth. A thing that is no money says who has valued it.")
)
_STAGES = Group(
    _("Stages of the technology transfer"),
    _("In their order. The gate of a stage is what must have been shown before it begins."),
)
_OUTPUT = Group(_("Output, technology and royalties"), _("The three parts of the output add up to 100."))
_MADE = Group(
    _("Planned output"),
    _("What the joint venture is able to make in each year. How many pieces our own forces get follows from the split."),
)
_THIRD = Group(
    _("Third countries"),
    _("All that get a part of the output, beside Ukraine and the partner. Each is weighed as a destination of the request."),
)
_LONG_TERM = Group(_("Long-term contract"))
_CALL_OFFS = Group(_("Call-offs"), _("What is called off in each year, as far as it is agreed. A year may have several."))
_REVIEWS = Group(_("Review points"), _("Days on which both sides look at the contract again, and at what."))
_FINANCING = Group(_("Loan or export financing"))
_MILESTONES = Group(
    _("Milestones"), _("What must have happened before money is drawn or goods leave. A disbursement names one of them.")
)
_DRAWS = Group(
    _("Disbursements"), _("Together they are the whole loan. Leave them empty where all of it is drawn on the first day.")
)

_NAME = pgettext_lazy("change", "name")
_SHARE = pgettext_lazy("per cent of the capital", "Share, %")
SHAREHOLDER = Record(
    (
        Field("name", Line(200), _("Shareholder"), short=_("Name"), required=True, in_changes=_NAME),
        Field(
            "share", Percent("per cent, up to 4 decimals"), _("Share, per cent, of shareholder"), short=_SHARE, required=True
        ),
    ),
    named_by="name",
)
_PER_CENT = Percent("per cent")
CONTRIBUTION = Record(
    (
        Field("holder", Line(200), _("Brought in by"), required=True, in_changes=_NAME),
        Field("kind", Choice(CapitalKind), _("In what"), required=True),
        Field("amount", Money("amount"), _("Worth"), required=True),
        Field("valued_by", Line(200), _("Valued by")),
        Field("on", Day(), _("Brought in on"), short=_("On")),
    ),
    named_by="holder",
)
STAGE = Record(
    (
        Field("title", Line(200), _("Stage"), required=True, in_changes=_NAME),
        Field("level", Line(80), _("Level of the technology"), short=_("Level")),
        Field("gate", Line(300), _("Gate: what must have been shown before it begins"), short=_("Gate"), required=True),
        Field("planned_on", Day(), _("Planned for"), required=True),
    ),
    named_by="title",
)
OUTPUT_SPLIT = Record(
    (
        Field("own_forces", _PER_CENT, _("Output for Ukraine’s forces, per cent"), short=_("For our own forces, %")),
        Field("partner", _PER_CENT, _("Output for the partner, per cent"), short=_("For the partner, %")),
        Field("third_countries", _PER_CENT, _("Output for third countries, per cent"), short=_("For third countries, %")),
    )
)
THIRD_COUNTRY = Record(
    (Field("country", COUNTRY, _("Third country"), required=True, destination=True),),
    named_by="country",
)
PLANNED_OUTPUT = Record(
    (
        Field("year", Whole(2000, 2100), _("Calendar year"), short=_("Year"), required=True),
        Field("quantity", Quantity("quantity"), _("Quantity made"), short=_("Quantity"), required=True),
    ),
    named_by="year",
)
JOINT_VENTURE = Record(
    (
        Field(
            "name",
            Line(200),
            _("Name of the joint venture"),
            short=_("Name"),
            required=True,
            in_changes=_NAME,
            group=_VENTURE,
        ),
        Field(
            "country",
            COUNTRY,
            _("Where it is registered"),
            short=_("Country"),
            required=True,
            in_changes=pgettext_lazy("change", "country"),
            group=_VENTURE,
            destination=True,
        ),
        Field("sites", Lines(200, 20), _("Sites"), on_forms=False),
        Field("shareholders", Rows(SHAREHOLDER, 20), _("Shareholders"), required=True, group=_HOLDERS),
        Field("capital_currency", CURRENCY, _("Currency of the capital"), group=_CAPITAL),
        Field("capital", Rows(CONTRIBUTION, 40), _("Contributions to the capital"), group=_CAPITAL),
        Field("board_seats", Whole(0, 99), _("Our seats on the board"), short=_("Seats on the board")),
        Field("royalty_percent", _PER_CENT, _("Royalty, per cent"), short=_("Royalty, %")),
        Field("royalty_base", Line(200), _("What the royalty is counted from"), short=_("Royalty is counted on")),
        Field("ip_owner", Line(200), _("Owner of the intellectual property"), short=_("Owner of intellectual property")),
        Field(
            "ip_licence",
            Choice(IpLicence, blank=True),
            _("How the intellectual property may be used"),
            short=_("Footing of use"),
        ),
        Field("ip_field", Line(200), _("For what it may be used"), short=_("Field of use")),
        Field("ip_territory", Line(200), _("Where it may be used"), short=_("Territory of use")),
        Field("ip_term_years", Whole(0, 60), _("For how many years"), short=_("Years of use")),
        Field("technology_level", Line(80), _("Level of the technology transferred"), short=_("Level of technology")),
        Field("output_split", Part(OUTPUT_SPLIT), _("Split of the output"), follows="shareholders"),
        Field("unit", UNIT, _("Unit of the output"), short=_("Unit"), group=_MADE),
        Field("planned_output", Rows(PLANNED_OUTPUT, 40), _("Planned output"), group=_MADE),
        Field("third_countries", Rows(THIRD_COUNTRY, 40), _("Third countries that get a part of the output"), group=_THIRD),
        Field("stages", Rows(STAGE, 40), _("Stages of the technology transfer"), group=_STAGES),
        Field("third_country_consent", Prose(1000), _("Consent to sales to third countries")),
        Field("war_clause", Prose(1000), _("What happens in war"), short=_("War clause")),
        Field("reserved_matters", Prose(1000), _("What is decided only with our consent"), short=_("Reserved matters")),
        Field("audit_right", Prose(1000), _("Our right to inspect and audit"), short=_("Right of audit")),
        Field("exit_terms", Prose(1000), _("How a side may leave"), short=_("Terms of exit")),
    )
)
INDEX_FORMULA = Record(
    (
        Field("a", Percent("fixed part"), _("Formula: fixed part (a)"), _("a, b and c add up to 1.")),
        Field("b", Percent("labour part"), _("Formula: labour part (b)")),
        Field("c", Percent("material part"), _("Formula: material part (c)")),
        Field(
            "labour_growth",
            Percent("per cent a year"),
            _("Assumed growth of wages a year, per cent"),
            _("For the prices that are computed below; the contract itself follows the true figures."),
        ),
        Field("material_growth", Percent("per cent a year"), _("Assumed growth of prices of materials a year, per cent")),
    )
)
CALL_OFF = Record(
    (
        Field("year", Whole(1, 50), _("Year of the contract"), short=_("Year"), required=True),
        Field("quantity", Quantity("quantity"), _("Quantity called off"), short=_("Quantity"), required=True),
        Field("note", Line(200), _("Note")),
    ),
    named_by="year",
)
REVIEW = Record(
    (
        Field("on", Day(), _("Day of the review"), short=_("On"), required=True),
        Field("subject", Line(200), _("What is looked at"), required=True),
    ),
    named_by="on",
)
_EITHER = _("Either this, or the formula below.")
_PRIORITY, _SUSPENSION = _("Clause on priority of our own forces"), _("Clause on suspension")
LONG_TERM = Record(
    (
        Field("term_years", Whole(1, 50), _("Years the contract runs"), short=_("Term, years"), required=True),
        Field("start_on", Day(), _("First day"), short=_("Starts on")),
        Field("annual_min", Quantity("quantity a year, least"), _("Least quantity a year")),
        Field(
            "annual_max", Quantity("quantity a year, most"), _("Largest quantity a year"), short=_("Greatest quantity a year")
        ),
        Field("unit", UNIT, _("Unit")),
        Field("base_price", Price("price of one in the first year"), _("Price of one in the first year")),
        Field("currency", CURRENCY, _("Currency")),
        Field(
            "indexation_percent",
            Percent("per cent a year"),
            _("Rise of the price a year, per cent"),
            _EITHER,
            short=_("Indexation, % a year"),
        ),
        Field("index_formula", Part(INDEX_FORMULA), _("Index formula")),
        Field("call_offs", Rows(CALL_OFF, 100), _("Call-offs"), group=_CALL_OFFS),
        Field("review_points", Rows(REVIEW, 40), _("Review points"), group=_REVIEWS),
        Field(
            "call_off_order",
            Choice(CallOffOrder, blank=True),
            _("When the call-offs go while output is short"),
            _("Our own forces always go first. Leave it open where the contract does not say."),
            short=_("Turn of the call-offs"),
        ),
        Field("domestic_priority_clause", Prose(1000), _("Priority of Ukraine’s own forces"), short=_PRIORITY),
        Field("suspension_clause", Prose(1000), _("When deliveries may be suspended"), short=_SUSPENSION),
    )
)
MILESTONE = Record(
    (
        Field("title", Line(200), _("Milestone"), required=True, in_changes=_NAME),
        Field("planned_on", Day(), _("Planned for"), required=True),
        Field("opens", Choice(MilestoneOpens), _("What waits for it"), required=True),
    ),
    named_by="title",
)
DISBURSEMENT = Record(
    (
        Field("on", Day(), _("Day on which it is drawn"), short=_("Drawn on"), required=True),
        Field("amount", Money("amount"), _("Amount drawn"), short=_("Amount"), required=True),
        Field("milestone", Line(200), _("What must have happened before"), short=_("After")),
    ),
    named_by="on",
)
FINANCING = Record(
    (
        Field("kind", Choice(FinancingKind), _("Kind of financing"), short=_("Kind"), required=True),
        Field("lender", Line(200), _("Lender")),
        Field("borrower", Line(200), _("Borrower")),
        Field("guarantor", Line(200), _("Guarantor")),
        Field("amount", Money("amount"), _("Amount"), required=True),
        Field("currency", CURRENCY, _("Currency"), required=True),
        Field(
            "rate_percent",
            Percent("per cent a year"),
            _("Interest a year, per cent"),
            _("A fixed rate. Leave it empty where interest is a margin over a reference rate."),
            short=_("Interest, % a year"),
        ),
        Field(
            "reference_rate",
            Line(80),
            _("Reference rate"),
            _("By its name, such as EURIBOR 6M. Only where interest follows one."),
        ),
        Field("reference_percent", Percent("per cent a year"), _("What the reference rate stands at, per cent")),
        Field("margin_percent", Percent("per cent a year"), _("Margin over the reference rate, per cent")),
        Field("tenor_years", Whole(0, 60), _("Tenor, years"), required=True),
        Field("grace_years", Whole(0, 60), _("Grace period, years")),
        Field("start_on", Day(), _("Day from which the loan runs"), short=_("Runs from")),
        Field("repayment", Choice(Repayment, blank=True), _("How it is paid back"), short=_("Repayment")),
        Field(
            "payments_a_year",
            Whole(1, 12),
            _("Payments a year"),
            _("1, 2, 3, 4, 6 or 12; 1 if you leave it empty."),
        ),
        Field("cover_percent", _PER_CENT, _("Cover, per cent"), short=_("Cover, %")),
        Field("cover_by", Line(200), _("Who gives the cover"), short=_("Cover given by")),
        Field(
            "premium_percent",
            _PER_CENT,
            _("Premium for the cover, per cent of what is covered"),
            short=_("Premium for the cover, %"),
        ),
        Field("collateral", Prose(1000), _("Collateral")),
        Field("milestones", Rows(MILESTONE, 40), _("Milestones"), group=_MILESTONES),
        Field("disbursements", Rows(DISBURSEMENT, 40), _("Disbursements"), group=_DRAWS),
    )
)
TERMS = Record(
    (
        Field("contract_no", Line(80), _("Contract number"), width="20", group=_CONTRACT),
        Field("contract_date", Day(), _("Date of the contract"), nullable=True, group=_CONTRACT),
        Field(
            "incoterm",
            Code(CodeList.INCOTERMS, 3, "Incoterms 2020 rule"),
            _("Delivery term (Incoterms 2020)"),
            nullable=True,
            group=_CONTRACT,
        ),
        Field("place", Line(200), _("Named place of delivery"), stored_as="delivery_place", group=_CONTRACT),
        Field("payment", Prose(2000), _("How the goods are paid for"), group=_CONTRACT),
        Field("bank", Line(200), _("Bank through which it is paid"), stored_as="payment_bank", group=_CONTRACT),
        Field("joint_venture", Part(JOINT_VENTURE), _("Joint venture"), nullable=True, group=_OUTPUT),
        Field("long_term", Part(LONG_TERM), _("Long-term contract"), nullable=True, group=_LONG_TERM),
        Field("financing", Part(FINANCING), _("Loan or export financing"), nullable=True, group=_FINANCING),
    ),
    model="Case",
)
