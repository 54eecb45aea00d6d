"""Offices, mandates and parts of people, inside and outside the authority."""

from enum import StrEnum

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Office(TextChoices):
    """Standing duties of a person in the authority, apart from any mandate for a body."""

    CASE_OFFICER = "case_officer", _("Case officer")
    DECIDER = "decider", _("Decider")
    POLICY_OFFICER = "policy_officer", _("Policy officer")
    AUDITOR = "auditor", _("Auditor")
    CUSTOMS = "customs", _("Customs system")
    ADMINISTRATOR = "administrator", _("Administrator of people")


class MembershipRole(TextChoices):
    """What a person may do inside a partner organisation; each may do what those below it may.

    Drafting binds nobody. What a preparer submits, answers or withdraws binds the organisation.
    """

    ADMINISTRATOR = "administrator", _("Administrator")
    PREPARER = "preparer", _("Submits requests")
    DRAFTER = "drafter", _("Drafts requests")
    READER = "reader", _("Reads requests")


# Who writes drafts; and who files them and speaks for the organisation, which is given by two persons.
DRAFTING_ROLES = (MembershipRole.DRAFTER, MembershipRole.PREPARER, MembershipRole.ADMINISTRATOR)
SUBMITTING_ROLES = (MembershipRole.PREPARER, MembershipRole.ADMINISTRATOR)


class MandateKind(TextChoices):
    HOLDER = "holder", pgettext_lazy("of a mandate", "Holder")
    DEPUTY = "deputy", _("Deputy")


class RightKind(TextChoices):
    """What ties a person to the authority, to a body or to a partner, and lets them act there."""

    MANDATE = "mandate", _("Mandate for a body")
    APPOINTMENT = "appointment", _("Office of the authority")
    MEMBERSHIP = "membership", _("Membership of an organisation")
    HEAD = "head", _("Head of a body")


class ProposalState(TextChoices):
    """What became of a right that somebody proposed."""

    PENDING = "pending", pgettext_lazy("of a proposed right", "Waits for a second person")
    CONFIRMED = "confirmed", pgettext_lazy("of a proposed right", "Confirmed")
    DECLINED = "declined", pgettext_lazy("of a proposed right", "Declined")
    LAPSED = "lapsed", pgettext_lazy("of a proposed right", "Lapsed")


class Freshness(StrEnum):
    """How recently a person must have proved who they are for an act; `policy/people/accounts/step_up.py` has the minutes."""

    SITTING = "sitting"  # once for a sitting of work
    NOW = "now"  # a moment ago


class InvitationState(TextChoices):
    """What became of an invitation."""

    PENDING = "pending", pgettext_lazy("of an invitation", "Waits to be accepted")
    ACCEPTED = "accepted", pgettext_lazy("of an invitation", "Accepted")
    WITHDRAWN = "withdrawn", pgettext_lazy("of an invitation", "Taken back")
    LAPSED = "lapsed", pgettext_lazy("of an invitation", "Ended unused")


class AccountStep(TextChoices):
    """What two administrators do to an account together."""

    RESET_FACTOR = "reset_factor", _("Reset the second factor")
    REOPEN = "reopen", _("Open the account again")
    CONNECT_IDENTITY = "identity", _("Connect an identity at the sign-in service")


class AddressState(TextChoices):
    """What became of a person's wish for another address."""

    SENT = "sent", pgettext_lazy("of a new address", "Waits for its link to be opened")
    CONFIRMED = "confirmed", pgettext_lazy("of a new address", "Waits for a second administrator")
    CHANGED = "changed", pgettext_lazy("of a new address", "In use")
    DECLINED = "declined", pgettext_lazy("of a new address", "Declined")
    LAPSED = "lapsed", pgettext_lazy("of a new address", "Lapsed")
    REPLACED = "replaced", pgettext_lazy("of a new address", "Replaced by another")
    UNDONE = "undone", pgettext_lazy("of a new address", "Undone from the former address")


class RegistrationState(TextChoices):
    """Where a registration of an organisation is."""

    ASKED = "asked", pgettext_lazy("of a registration", "Not sent yet")
    FILED = "filed", pgettext_lazy("of a registration", "With the authority")
    RETURNED = "returned", pgettext_lazy("of a registration", "Came back")
    ACCEPTED = "accepted", pgettext_lazy("of a registration", "Accepted")
    LAPSED = "lapsed", pgettext_lazy("of a registration", "Ended")


class CaseRole(TextChoices):
    """The role in the case that an act gives to the person who does it; one person has one role in one case."""

    PREPARED = "prepared", _("Prepared the request")
    HANDLED = "handled", _("Handled the file")
    SIGNED = "signed", _("Signed for a body")
    DECIDED = "decided", _("Decided")
    COUNTERSIGNED = "countersigned", _("Countersigned")


class WayIn(TextChoices):
    """What lets somebody into an account, or could be left there by whoever had it for a while."""

    PASSWORD = "password", _("the former password")
    PASSKEY = "webauthn", _("passkeys")
    APP = "totp", _("codes of an app")
    RECOVERY_CODES = "recovery_codes", _("recovery codes")
    IDENTITY = "identity", _("the connection with the sign-in service")
    SESSION = "session", _("sessions")
    UNFINISHED = "unfinished", _("sign-ins that wait for their second step")
    CODE = "code", _("programs that were about to act for the account")
    PROGRAM = "program", _("programs that acted for the account")
    ADDRESS_CHANGE = "address_change", _("another address that was asked for")
    NOTED_ADDRESS = "noted_address", _("other addresses that were noted")
    RESET_LINK = "reset_link", _("links to choose a password")
    DEVICE = "device", _("devices that are known")
    INVITATION = "invitation", _("invitations")
    ENDPOINT = "endpoint", _("webhooks that were sent news of cases")
    SYSTEM_SECRET = "system_secret", _("secrets that the account made for systems, with their webhooks")
