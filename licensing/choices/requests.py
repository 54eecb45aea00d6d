"""What a request is made of, and where it stands."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class CaseState(TextChoices):
    """Where a case stands in its life."""

    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Submitted: completeness check")
    MINISTRY_REVIEW = "ministry_review", _("Ministry review")
    GOVERNMENT_DECISION = "government_decision", _("Government decision")
    ADJOURNED = "adjourned", _("Adjourned")
    RETURNED = "returned", _("Returned to the applicant")
    GRANTED = "granted", _("Granted")
    REFUSED = "refused", _("Refused")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    # The authority found that none of the goods is controlled: they leave without a licence.
    NOT_REQUIRED = "not_required", _("No licence required")
    # A country plan of a partner that was under way when partners ceased to file them: an interest goes on from it.
    CARRIED_OVER = "carried_over", _("Carried over")


# In which a case has ended without a decision: nobody acts on it, and nothing is filed under it any more.
GONE_STATES = (CaseState.WITHDRAWN, CaseState.NOT_REQUIRED, CaseState.CARRIED_OVER)

OPEN_STATES = (
    CaseState.DRAFT,
    CaseState.SUBMITTED,
    CaseState.MINISTRY_REVIEW,
    CaseState.GOVERNMENT_DECISION,
    CaseState.ADJOURNED,
    CaseState.RETURNED,
)


EDITABLE_STATES = (CaseState.DRAFT, CaseState.RETURNED)


REVIEW_STATES = (CaseState.MINISTRY_REVIEW, CaseState.GOVERNMENT_DECISION)


class QuestionState(TextChoices):
    OPEN = "open", _("Waiting for an answer")
    ANSWERED = "answered", _("Answered, to be checked")
    ACCEPTED = "accepted", _("Accepted")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class CooperationForm(TextChoices):
    DIRECT_SALE = "direct_sale", _("Direct sale")
    JOINT_VENTURE = "joint_venture", _("Joint venture")
    LONG_TERM = "long_term", _("Long-term contract")
    FINANCING = "financing", _("Loan or export financing")
    MIXED = "mixed", _("Mixed form")


class PartyRole(TextChoices):
    EXPORTER = "exporter", _("Exporter")
    MANUFACTURER = "manufacturer", _("Manufacturer")
    SPECIAL_EXPORTER = "special_exporter", _("Special exporter")
    AGENT = "agent", _("Applicant's agent")
    BUYER = "buyer", _("Buyer")
    INTERMEDIATE_CONSIGNEE = "intermediate_consignee", _("Intermediate consignee")
    CONSIGNEE = "consignee", _("Final consignee")
    END_USER = "end_user", _("End user")
    ULTIMATE_END_USER = "ultimate_end_user", _("Ultimate end user")
    BROKER = "broker", _("Broker")
    FORWARDER = "forwarder", _("Freight forwarder")
    CARRIER = "carrier", _("Carrier")
    INSURER = "insurer", _("Insurer")
    LENDER = "lender", _("Lender")
    GUARANTOR = "guarantor", _("Guarantor")
    JV_PARTNER = "jv_partner", _("Joint-venture partner")
    IP_OWNER = "ip_owner", _("Owner of intellectual property")
    BANK = "bank", _("Bank")
    OWNER = "owner", _("Owner of a party")


class PlaceRole(TextChoices):
    """What a country is to a request that is no party's: what it is called in the list of its destinations."""

    PARTNER = "partner", _("Partner country")
    VENTURE = "venture", _("Joint venture")
    DISPATCH = "dispatch", _("Where the route begins")
    TRANSIT = "transit", _("On the way")
    ARRIVAL = "arrival", _("Where the route ends")
    THIRD = "third", _("Third country that gets a part of the output")


class PartyKind(TextChoices):
    GOVERNMENT = "government", _("Government")
    COMMERCIAL = "commercial", _("Commercial")
    INDIVIDUAL = "individual", _("Individual")


class GoodsCondition(TextChoices):
    NEW = "new", _("New")
    USED = "used", pgettext_lazy("condition of goods", "Used")
    REFURBISHED = "refurbished", _("Refurbished")


class ForeignContent(TextChoices):
    NONE = "none", _("No foreign content under control")
    CONSENTED = "consented", _("Foreign content, consent on file")
    PENDING = "pending", _("Foreign content, consent not yet given")


class EndUseSector(TextChoices):
    MILITARY = "military", _("Military")
    POLICE = "police", _("Police")
    CIVIL = "civil", _("Civil")


class TransportMode(TextChoices):
    ROAD = "road", _("Road")
    RAIL = "rail", _("Rail")
    SEA = "sea", _("Sea")
    AIR = "air", _("Air")
    MULTIMODAL = "multimodal", _("Multimodal")
    INTANGIBLE = "intangible", _("Intangible transfer")


class MtcrCategory(TextChoices):
    NONE = "none", _("Not an MTCR item")
    I = "I", _("MTCR Category I")  # noqa: E741 - the regime's own name
    II = "II", _("MTCR Category II")
    UNKNOWN = "unknown", _("Not yet determined")


class Section(TextChoices):
    """The sections of a request, in the order of the applicant's task list."""

    ABOUT = "about", _("About the request")
    ITEMS = "items", _("Items")
    DELIVERIES = "deliveries", _("Delivery schedule")
    PARTIES = "parties", _("Parties")
    END_USE = "end_use", _("End use")
    ROUTE = "route", _("Route")
    TERMS = "terms", _("Terms of co-operation")
    DOCUMENTS = "documents", _("Documents")


class FindingGrade(TextChoices):
    """What has to happen about a finding: it is put right, or explained, or only told."""

    STOP = "stop", _("Put right")
    EXPLAIN = "explain", _("Explain")
    NOTE = "note", _("Note")
