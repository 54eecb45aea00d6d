"""Endpoints of other systems: who set them up, moved them, made their secrets, and switched them on and off.

Whoever does so chooses where news of cases goes. Their acts ask a person for a fresh proof themselves: a program may keep the
endpoint of its own account, and proves itself with every call.
"""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from licensing.choices import Concerned
from licensing.policy.record.declaration import BY_CLOCK, EventDeclaration, as_news, as_task

_ENDPOINT: Final = ("endpoint", "account", "person", "organisation")
_TOLD: Final = (Concerned.OWNER, Concerned.ORGANISATION, Concerned.KEEPERS, Concerned.AUDITORS)
_PROOF_IN_ACT: Final = "its act asks a person for it, and a program proves itself with every call"
_ONLY_STOPS: Final = "it only stops what is sent: who finds something wrong must be able to do it at once"

SET_UP: Final = EventDeclaration(
    "endpoint.set_up",
    _("Webhook set up"),
    deliberation=True,
    internal=_ENDPOINT,
    concerned=_TOLD,
    to_concerned=as_news(
        _(
            "An address outside was set up, to which news of the cases that you or your system may see is sent from now on. If"
            " you do not know why, switch it off on its page and tell the administrators."
        )
    ),
    to_keepers=as_news(_("An address outside was set up, to which news of cases is sent.")),
    without_proof=_PROOF_IN_ACT,
)
CHANGED: Final = EventDeclaration(
    "endpoint.changed",
    _("Webhook changed"),
    deliberation=True,
    internal=(*_ENDPOINT, "changed"),
    concerned=_TOLD,
    to_concerned=as_news(
        _(
            "Where news of the cases that you or your system may see is sent, or of what, was changed. If you do not know why,"
            " switch it off on its page and tell the administrators."
        )
    ),
    to_keepers=as_news(_("Where news of cases is sent, or of what, was changed.")),
    without_proof=_PROOF_IN_ACT,
)
SECRET_MADE: Final = EventDeclaration(
    "endpoint.secret_made",
    _("Secret of a webhook made"),
    deliberation=True,
    internal=(*_ENDPOINT, "hours"),
    concerned=_TOLD,
    to_concerned=as_news(
        _(
            "A new secret was made for a webhook that you answer for, or of your organisation. It was shown once to the one who"
            " made it. If you do not know why, switch it off on its page and tell the administrators."
        )
    ),
    to_keepers=as_news(_("A new secret was made for a webhook.")),
    without_proof=_PROOF_IN_ACT,
)
SUSPENDED: Final = EventDeclaration(
    "endpoint.suspended",
    _("Webhook switched off"),
    deliberation=True,
    internal=(*_ENDPOINT, "reason"),
    concerned=_TOLD,
    to_concerned=as_news(_("A webhook that you answer for, or of your organisation, was switched off. Its page says why.")),
    to_keepers=as_news(_("A webhook was switched off.")),
    without_proof=_ONLY_STOPS,
)
SECRETS_ENDED: Final = EventDeclaration(
    "endpoint.secrets_ended",
    _("Webhook switched off, as others knew its secret"),
    deliberation=True,
    internal=(*_ENDPOINT, "reason"),
    concerned=_TOLD,
    to_concerned=as_task(
        _(
            "A webhook that you answer for, or of your organisation, was switched off and its secrets have ended: somebody who"
            " may know them does not answer for it any more, or an account was in other hands. Look at its address, make a new"
            " secret on its page and switch it on; then it is sent what it missed."
        )
    ),
    to_keepers=as_news(_("A webhook was switched off and its secrets have ended: somebody else may have known them.")),
    without_proof=_ONLY_STOPS,
)
GIVEN_UP: Final = EventDeclaration(
    "endpoint.given_up",
    _("Webhook switched off, as nothing reached it"),
    deliberation=True,
    internal=_ENDPOINT,
    concerned=_TOLD,
    to_concerned=as_task(
        _(
            "A webhook that you answer for, or of your organisation, was switched off, as nothing reached it. Its page says"
            " what the receiver answered; switch it on again there."
        )
    ),
    to_keepers=as_news(_("A webhook was switched off, as nothing reached it.")),
    without_proof=BY_CLOCK,
)
RESUMED: Final = EventDeclaration(
    "endpoint.resumed",
    _("Webhook switched on again"),
    deliberation=True,
    internal=_ENDPOINT,
    concerned=_TOLD,
    to_concerned=as_news(
        _("A webhook that you answer for, or of your organisation, was switched on again. It is sent what it missed.")
    ),
    to_keepers=as_news(_("A webhook was switched on again.")),
    without_proof=_PROOF_IN_ACT,
)
ENDED: Final = EventDeclaration(
    "endpoint.ended",
    _("Webhook ended"),
    deliberation=True,
    internal=(*_ENDPOINT, "reason"),
    concerned=_TOLD,
    to_concerned=as_news(
        _("A webhook that you answer for, or of your organisation, has ended. Nothing is sent there any more.")
    ),
    to_keepers=as_news(_("A webhook has ended.")),
    without_proof=_ONLY_STOPS,
)
