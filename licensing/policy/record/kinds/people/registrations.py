"""The registration of an organisation that has no account yet."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from licensing.choices import Concerned, Freshness
from licensing.policy.record.declaration import BY_CLOCK, BY_LINK, EventDeclaration, as_news, as_task

ASKED: Final = EventDeclaration(
    "registration.asked",
    _("Registration of an organisation"),
    deliberation=True,
    internal=("registration", "due_on"),
    concerned=(Concerned.ADDRESSEE,),
    to_addressee=as_task(
        _(
            "Somebody gave this address to register an organisation in Dozvil. The link below confirms the address: add the"
            " documents there and send it until %(due_on)s. If it was not you, do nothing."
        )
    ),
    without_proof=BY_LINK,
)
CHANGED: Final = EventDeclaration(
    "registration.changed",
    _("Registration changed by its applicant"),
    deliberation=True,
    internal=("registration", "what"),
)
FILED: Final = EventDeclaration(
    "registration.filed",
    _("Registration received"),
    deliberation=True,
    internal=("registration", "reference", "documents"),
    concerned=(Concerned.ADDRESSEE, Concerned.OFFICERS),
    to_addressee=as_news(
        _("We have received your registration %(reference)s. The page below shows where it is; keep this letter.")
    ),
    to_keepers=as_task(_("An organisation asks to be registered. Check it, and accept it or send it back.")),
    without_proof=BY_LINK,
)
RETURNED: Final = EventDeclaration(
    "registration.returned",
    _("Registration sent back"),
    deliberation=True,
    internal=("registration", "reference", "due_on", "reason"),
    concerned=(Concerned.ADDRESSEE,),
    to_addressee=as_task(
        _("Your registration %(reference)s came back. See what is missing and send it again until %(due_on)s.")
    ),
    step_up=Freshness.SITTING,
)
ACCEPTED: Final = EventDeclaration(
    "registration.accepted",
    _("Registration accepted"),
    deliberation=True,
    internal=("registration", "reference", "organisation", "invitation"),
    concerned=(Concerned.KEEPERS,),
    to_keepers=as_news(
        _("An organisation was registered, and its first administrator invited. Once accepted, that role waits for you.")
    ),
    step_up=Freshness.NOW,
)
LAPSED: Final = EventDeclaration(
    "registration.lapsed", _("Registration ended without being sent"), deliberation=True, internal=("registration",)
)
REMINDED: Final = EventDeclaration(
    "registration.reminded",
    _("Reminder of a registration that waits"),
    deliberation=True,
    internal=("registration", "reference", "from_on"),
    concerned=(Concerned.OFFICERS,),
    to_keepers=as_task(_("An organisation has waited for its registration since %(from_on)s. Accept it, or send it back.")),
    without_proof=BY_CLOCK,
)
ERASED: Final = EventDeclaration(
    "registration.erased", _("Registration that came to nothing erased"), deliberation=True, internal=("registration",)
)
