"""The move of an account to another address, and how the former address stops it."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from licensing.choices import Concerned, Freshness
from licensing.policy.record.declaration import BY_CLOCK, BY_LINK, OF_ANOTHER, EventDeclaration, Matter, as_news, as_task

_ADDRESS: Final = ("change", "person")

PROPOSED: Final = EventDeclaration(
    "address.proposed",
    _("Another address asked for your account"),
    deliberation=True,
    internal=(*_ADDRESS, "due_on"),
    step_up=Freshness.NOW,
    concerned=(Concerned.ADDRESSEE,),
    to_addressee=as_news(
        _(
            "Somebody who was signed in as you asked that your account moves to another address. If it was not you, stop it"
            " with this link, without signing in. Every session of your account then ends, and you choose a new password."
        )
    ),
)
OFFERED: Final = EventDeclaration(
    "address.offered",
    _("New address of an account"),
    deliberation=True,
    internal=(*_ADDRESS, "due_on"),
    concerned=(Concerned.ADDRESSEE,),
    to_addressee=as_task(
        _(
            "Somebody asked that their account in Dozvil moves to this address. If it was you, confirm it with this link by"
            " %(due_on)s. If it was not, do nothing: without the link nothing changes."
        )
    ),
    without_proof=OF_ANOTHER,
)
CONFIRMED: Final = EventDeclaration(
    "address.confirmed",
    _("New address proved; a second administrator is asked"),
    deliberation=True,
    internal=(*_ADDRESS, "due_on"),
    concerned=(Concerned.KEEPERS,),
    to_keepers=as_task(
        _(
            "Somebody of the authority moves their account to another address. Ask them, and confirm or decline it by"
            " %(due_on)s."
        )
    ),
    without_proof=BY_LINK,
)
APPROVED: Final = EventDeclaration(
    "address.approved",
    _("New address confirmed by a second administrator"),
    deliberation=True,
    internal=_ADDRESS,
    step_up=Freshness.NOW,
)
CHANGED: Final = EventDeclaration(
    "address.changed",
    _("Address changed"),
    deliberation=True,
    internal=(*_ADDRESS, "until"),
    concerned=(Concerned.ADDRESSEE, Concerned.KEEPERS),
    to_addressee=as_news(
        _(
            "Your account has moved to another address and is not reached under this one any more. If you did not wish it,"
            " take it back by %(until)s with this link, without signing in. Every session of your account then ends."
        )
    ),
    to_keepers=as_news(_("An account has moved to another address.")),
    without_proof=BY_LINK,
    tells_of={Matter.ADDRESS: "person"},
)
DECLINED: Final = EventDeclaration(
    "address.declined",
    _("New address declined"),
    deliberation=True,
    internal=(*_ADDRESS, "reason"),
    step_up=Freshness.NOW,
    concerned=(Concerned.PERSON, Concerned.KEEPERS),
    to_concerned=as_news(_("An administrator declined the new address of your account. It stays as it was.")),
    to_keepers=as_news(_("The new address of somebody of the authority was declined.")),
)
LAPSED: Final = EventDeclaration(
    "address.lapsed",
    _("Change of address lapsed"),
    deliberation=True,
    internal=_ADDRESS,
    concerned=(Concerned.PERSON,),
    to_concerned=as_news(_("Your account stays under its address: nobody confirmed the new one in time.")),
    without_proof=BY_CLOCK,
)
UNDONE: Final = EventDeclaration(
    "address.undone",
    _("Change of address undone from the former address"),
    deliberation=True,
    internal=(*_ADDRESS, "restored", "ended", "closed"),
    # Older events know only accounts that stayed open.
    optional=("closed",),
    concerned=(Concerned.PERSON, Concerned.ADDRESSEE, Concerned.CHIEFS, Concerned.KEEPERS, Concerned.AUDITORS),
    to_concerned=as_task(
        _(
            "Your account, or that of somebody of your body, is under its former address again. Ended with it: %(ended)s. Its"
            " owner chooses a new password by “forgotten password”, sets up again what they need, and looks at what was done"
            " meanwhile. Where it is closed, two administrators open it first."
        )
    ),
    to_addressee=as_task(
        _(
            "Your account is under this address again, and closed: a second factor keeps it, so that no letter opens it. Every"
            " way into it has ended. Write to the administrators or call them: two of them open it, once they know that it is"
            " you."
        )
    ),
    to_keepers=as_task(
        _(
            "Somebody undid the change of an address: the account may have been in other hands. Look at what was done with it."
            " Where it is closed, ask the person by a way that you know; two administrators open it again."
        )
    ),
    without_proof=BY_LINK,
    tells_of={Matter.ADDRESS: "person"},
)
TAKEN_BACK: Final = EventDeclaration(
    # To the address that it was taken from: whoever reads the former one may be who should not.
    "address.taken_back",
    _("Account taken back to its former address"),
    deliberation=True,
    internal=_ADDRESS,
    concerned=(Concerned.ADDRESSEE,),
    to_addressee=as_task(
        _(
            "The account that was reached under this address was taken back to its former one, by a link of a letter there, and"
            " everybody was signed out. If you moved it and this was not you, tell the administrators at once."
        )
    ),
    without_proof=OF_ANOTHER,
)
