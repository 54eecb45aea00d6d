"""Messages that leave, and who hears of an event."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Channel(TextChoices):
    MAIL = "mail", _("Mail")
    WEBHOOK = "webhook", _("Webhook")


class DeliveryState(TextChoices):
    DUE = "due", pgettext_lazy("message", "Due")
    SENT = "sent", _("Sent")
    DEAD = "dead", _("Given up")
    ASIDE = "aside", _("Laid aside")


class Concerned(TextChoices):
    """Who hears of what happens to rights, accounts and governed data, which belongs to no case."""

    PERSON = "person", _("The person whose right or account it is")
    OWNER = "owner", _("The person whose account it is, also of what they did themselves")
    HEAD = "head", _("The head of the body")
    CHIEFS = "chiefs", _("The heads of the bodies that the person speaks for")
    ORGANISATION = "organisation", _("Administrators of the organisation")
    KEEPERS = "keepers", _("Administrators of people")
    AUDITORS = "auditors", _("Auditors")
    OFFICERS = "officers", _("Case officers")
    ADDRESSEE = "addressee", _("Who is reached at an address, with or without an account")
    POLICY = "policy", _("Policy officers")
    HEADS = "heads", _("Heads of all bodies")
    FORMER_OWNER = "former_owner", _("The person who answered for the system")
    GROUP = "group", _("Whoever speaks for a body of the working group")
    DECIDERS = "deciders", _("Deciders")


class Audience(TextChoices):
    """Who hears of an event. What an audience may be told is decided by the outbox, not by the event."""

    APPLICANT = "applicant", _("People of the applicant's organisation")
    OFFICERS = "officers", _("Case officers")
    SEATS = "seats", _("People who may speak for a seat that is still to speak")
    HOLDERS = "holders", _("Holders of the seats that are still to speak")
    DEPUTIES = "deputies", _("Deputies of the seats that are still to speak")
    HEADS = "heads", _("Heads of the bodies that are still to speak")
    NEED = "need", _("People of the bodies that consolidate domestic need")
    ASSESSORS = "assessors", _("People who own the assessment")
    DECIDERS = "deciders", _("Deciders")
    SYSTEMS = "systems", _("Subscribed systems")
    ANSWERING = "answering", _("Those who answer for the system, and administrators of people")
    GROUP = "group", _("People of the owner of the country plan and of its working group")


class PaperKind(TextChoices):
    LICENCE = "licence", _("Licence")
    DECISION = "decision", _("Decision")
    RECEIPT = "receipt", _("Receipt of filing")
    NO_LICENCE = "no_licence", _("Letter: no licence required")
    SUSPENSION = "suspension", _("Notice of suspension")
    MINUTES = "minutes", _("Minutes of a sitting")


class PaperStanding(TextChoices):
    """All that anybody is told of a paper who reads its code."""

    GENUINE = "genuine", _("Genuine")
    SUPERSEDED = "superseded", _("Superseded")
    OUTDATED = "outdated", _("Out of date")
    DORMANT = "dormant", _("Not in force yet")
    SUSPENDED = "suspended", _("Suspended")
    ENDED = "ended", _("Ended")
    UNKNOWN = "unknown", _("No such paper")
