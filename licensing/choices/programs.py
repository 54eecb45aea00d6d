"""Programs that call the API: of which kind they are, and what they can be allowed to do."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class SystemKind(TextChoices):
    """For whom a system calls: for itself, by its own account, or for each person who allows it."""

    SERVICE = "service", _("Acts by itself, with an account of its own")
    DELEGATE = "delegate", _("Acts for persons who sign in and allow it")


class Scope(TextChoices):
    """What a token can be given for. A scope only narrows: what the account behind it may do, each act asks."""

    CASES_READ = "cases:read", _("Read cases")
    CASES_DRAFT = "cases:draft", _("Draft cases, and change what was not filed yet")
    CASES_WRITE = "cases:write", _("Draft, submit, amend and withdraw cases")
    CASES_HANDLE = "cases:handle", _("Take on, accept and send back cases; ask questions")
    POSITIONS_WRITE = "positions:write", _("Sign for a body")
    DECISIONS_WRITE = "decisions:write", _("Record decisions")
    LICENCES_READ = "licences:read", _("Read licences")
    LICENCES_WRITE = "licences:write", _("Put licences into force, suspend, reinstate and end them")
    USAGES_WRITE = "usages:write", _("Record what is drawn from a licence")
    WEBHOOKS_MANAGE = "webhooks:manage", _("Manage webhooks")


class AuthorisationEnd(TextChoices):
    """Why a program does not act for a person any more."""

    REVOKED = "revoked", pgettext_lazy("of an allowed program", "Ended by the person")
    RETURNED = "returned", pgettext_lazy("of an allowed program", "Given back by the program")
    REPLACED = "replaced", pgettext_lazy("of an allowed program", "Allowed again")
    REPLAYED = "replayed", pgettext_lazy("of an allowed program", "Ended because a code or token came a second time")
    PERSON = "person", pgettext_lazy("of an allowed program", "Ended with the sign-ins or rights of the person")
    SYSTEM = "system", pgettext_lazy("of an allowed program", "Ended with the program")
