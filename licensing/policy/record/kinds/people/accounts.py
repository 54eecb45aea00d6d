"""Accounts, their passwords, and their identities at the sign-in service."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from licensing.choices import Concerned, Freshness
from licensing.policy.record.declaration import EventDeclaration, Matter, as_news, as_task

ACCOUNT_CHANGED: Final = EventDeclaration(
    "account.changed",
    _("Account opened, changed or closed"),
    deliberation=True,
    internal=("person", "changed", "reason", "ended"),
    optional=("ended",),
    concerned=(Concerned.PERSON, Concerned.KEEPERS),
    to_concerned=as_news(
        _(
            "An administrator changed your account. If it was opened again, choose a password by “forgotten password”. If"
            " you do not know why, ask the administrators now."
        )
    ),
    to_keepers=as_news(_("An account was opened, changed or closed.")),
    step_up=Freshness.NOW,
    tells_of={Matter.DESK: "person"},
)
PASSWORD_CHANGED: Final = EventDeclaration(
    "password.changed",
    _("Password changed"),
    deliberation=True,
    internal=("person", "ended"),
    concerned=(Concerned.OWNER,),
    to_concerned=as_news(
        _(
            "The password of your account was changed. Ended with it: %(ended)s. What you still need you connect again on"
            " the pages of your account. If it was not you, choose a new password by “forgotten password” at once and"
            " write to the administrators."
        )
    ),
    without_proof="the present password is, and where there is one a second factor on its page; or the link of a letter",
)
IDENTITY_PROPOSED: Final = EventDeclaration(
    "identity.proposed",
    _("Identity at the sign-in service proposed for an account"),
    deliberation=True,
    internal=("proposal", "person", "due_on", "reason"),
    concerned=(Concerned.PERSON, Concerned.CHIEFS, Concerned.KEEPERS),
    to_concerned=as_news(
        _(
            "An administrator proposed to connect an identity of the sign-in service with your account, or with that of"
            " somebody of your body. If nobody asked for it, tell the administrators at once."
        )
    ),
    to_keepers=as_task(
        _(
            "It was proposed to connect an identity with an account. An administrator other than the proposer asks the"
            " person, and confirms or declines it by %(due_on)s."
        )
    ),
    step_up=Freshness.NOW,
)
IDENTITY_CONFIRMED: Final = EventDeclaration(
    "identity.confirmed",
    _("Identity at the sign-in service connected by two administrators"),
    deliberation=True,
    internal=("proposal", "person", "proposer_left"),
    optional=("proposer_left",),
    concerned=(Concerned.PERSON, Concerned.CHIEFS, Concerned.KEEPERS, Concerned.AUDITORS),
    to_concerned=as_news(
        _(
            "Two administrators connected an identity of the sign-in service with your account, or with that of somebody"
            " of your body. If nobody asked for it, tell the administrators at once."
        )
    ),
    to_keepers=as_news(_("An identity was connected with an account by two administrators.")),
    step_up=Freshness.NOW,
)
REOPEN_PROPOSED: Final = EventDeclaration(
    "account.reopen_proposed",
    _("Opening a closed account again proposed"),
    deliberation=True,
    internal=("proposal", "person", "due_on", "reason"),
    concerned=(Concerned.CHIEFS, Concerned.KEEPERS),
    to_concerned=as_news(
        _(
            "An administrator proposed to open the account of somebody of your body again. If nobody asked for it, tell the"
            " administrators at once."
        )
    ),
    to_keepers=as_task(
        _(
            "It was proposed to open a closed account again, with the rights that it has. An administrator other than the"
            " proposer asks the person, and confirms or declines it by %(due_on)s."
        )
    ),
    step_up=Freshness.NOW,
)
REOPENED: Final = EventDeclaration(
    "account.reopened",
    _("Account opened again by two administrators"),
    deliberation=True,
    internal=("proposal", "person", "proposer_left"),
    optional=("proposer_left",),
    concerned=(Concerned.PERSON, Concerned.CHIEFS, Concerned.KEEPERS, Concerned.AUDITORS),
    to_concerned=as_task(
        _(
            "Two administrators opened your account again, or that of somebody of your body. Its owner chooses a new password"
            " by “forgotten password”, then sets up a second factor. If nobody asked for it, tell the administrators at once."
        )
    ),
    to_keepers=as_news(_("A closed account was opened again by two administrators.")),
    step_up=Freshness.NOW,
)
ACCOUNT_STEP_DECLINED: Final = EventDeclaration(
    "account.declined",
    _("Proposed change of an account declined"),
    deliberation=True,
    internal=("proposal", "person", "reason"),
    concerned=(Concerned.PERSON, Concerned.CHIEFS, Concerned.KEEPERS),
    to_concerned=as_news(
        _("What an administrator proposed for your account, or for that of somebody of your body, was declined.")
    ),
    to_keepers=as_news(_("A proposed change of an account was declined.")),
    step_up=Freshness.NOW,
)
IDENTITY_CONNECTED: Final = EventDeclaration(
    "identity.connected",
    _("Identity at the sign-in service connected"),
    deliberation=True,
    internal=("person", "provider"),
    concerned=(Concerned.OWNER,),
    to_concerned=as_news(
        _("An identity of the sign-in service was connected with your account. If that was not you, tell us at once.")
    ),
    step_up=Freshness.NOW,
)
IDENTITY_DISCONNECTED: Final = EventDeclaration(
    "identity.disconnected",
    _("Identity at the sign-in service disconnected"),
    deliberation=True,
    internal=("person", "provider"),
    concerned=(Concerned.OWNER,),
    to_concerned=as_news(
        _("Your account is no longer connected with the sign-in service. If that was not you, tell us at once.")
    ),
    step_up=Freshness.NOW,
)
