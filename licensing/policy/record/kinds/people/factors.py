"""Second factors: what is added, taken away, used or guessed, and their reset by two administrators."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from licensing.choices import Concerned, Freshness
from licensing.policy.record.declaration import ONLY_NOTED, EventDeclaration, as_news, as_task

FACTOR_ADDED: Final = EventDeclaration(
    "factor.added",
    _("Second factor added"),
    deliberation=True,
    internal=("person", "factor"),
    concerned=(Concerned.OWNER,),
    to_concerned=as_news(_("A second factor was added to your account. If that was not you, tell the administrators at once.")),
    step_up=Freshness.NOW,
)
FACTOR_REMOVED: Final = EventDeclaration(
    "factor.removed",
    _("Second factor removed"),
    deliberation=True,
    internal=("person", "factor"),
    concerned=(Concerned.OWNER,),
    to_concerned=as_news(
        _("A second factor was removed from your account. If that was not you, tell the administrators at once.")
    ),
    step_up=Freshness.NOW,
)
CODES_RENEWED: Final = EventDeclaration(
    "factor.codes_renewed",
    _("Recovery codes renewed"),
    deliberation=True,
    internal=("person", "factor"),
    concerned=(Concerned.OWNER,),
    to_concerned=as_news(
        _("New recovery codes were made for your account, and the old ones are void. If that was not you, tell us at once.")
    ),
    step_up=Freshness.NOW,
)
CODE_USED: Final = EventDeclaration(
    "factor.code_used",
    _("Recovery code used"),
    deliberation=True,
    internal=("person", "factor"),
    concerned=(Concerned.OWNER,),
    to_concerned=as_news(_("A recovery code was used for your account. If that was not you, tell the administrators at once.")),
    without_proof=ONLY_NOTED,
)
CODES_GUESSED: Final = EventDeclaration(
    "factor.codes_guessed",
    _("Wrong codes after the right password"),
    deliberation=True,
    internal=("person",),
    concerned=(Concerned.OWNER, Concerned.AUDITORS),
    to_concerned=as_task(
        _(
            "Somebody gave the password of your account, and then wrong codes of the second factor until no more were taken"
            " from that place. If it was not you, your password is known: choose a new one at once. You still sign in on a"
            " device that you have used before, or with a passkey."
        )
    ),
    to_keepers=as_news(_("Somebody gave the password of an account, and then wrong codes until no more were taken.")),
    without_proof=ONLY_NOTED,
)
FACTOR_RESET_PROPOSED: Final = EventDeclaration(
    "factor.reset_proposed",
    _("Reset of a second factor proposed"),
    deliberation=True,
    internal=("proposal", "person", "due_on", "reason"),
    concerned=(Concerned.PERSON, Concerned.CHIEFS, Concerned.KEEPERS),
    to_concerned=as_news(
        _(
            "An administrator proposed to reset the second factor of your account, or of somebody of your body. If nobody"
            " asked for it, tell the administrators at once."
        )
    ),
    to_keepers=as_task(
        _(
            "It was proposed to reset the second factor of an account. An administrator other than the proposer asks the"
            " person, and confirms or declines it by %(due_on)s."
        )
    ),
    step_up=Freshness.NOW,
)
FACTOR_RESET: Final = EventDeclaration(
    "factor.reset",
    _("Second factor reset by two administrators"),
    deliberation=True,
    internal=("proposal", "person", "ended", "proposer_left"),
    optional=("proposer_left",),
    concerned=(Concerned.PERSON, Concerned.CHIEFS, Concerned.KEEPERS, Concerned.AUDITORS),
    to_concerned=as_task(
        _(
            "Two administrators reset the second factor of your account, or of somebody of your body. Ended with it:"
            " %(ended)s. Its owner chooses a new password by “forgotten password”, then sets up a second factor and"
            " connects the rest again. If nobody asked for it, tell the administrators at once."
        )
    ),
    to_keepers=as_news(_("The second factor of an account was reset by two administrators.")),
    step_up=Freshness.NOW,
)
