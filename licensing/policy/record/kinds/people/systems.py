"""Systems of others with an account of their own, and programs that act for a person."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from licensing.choices import Concerned, Freshness
from licensing.policy.record.declaration import BY_CLOCK, ONLY_NOTED, EventDeclaration, as_news, as_task

_SYSTEM: Final = ("system", "program", "person", "organisation", "body")
_REMINDER: Final = ("reminder", "rule", "audience", "about", "deadline_at", "due_at")
_ANSWERING: Final = (Concerned.PERSON, Concerned.ORGANISATION, Concerned.KEEPERS)

PROPOSED: Final = EventDeclaration(
    "system.proposed",
    _("System proposed"),
    deliberation=True,
    internal=(*_SYSTEM, "until", "due_on", "scopes", "reason"),
    concerned=_ANSWERING,
    to_concerned=as_news(
        _(
            "A system that you answer for, or of your organisation, was proposed. It cannot call yet: a second"
            " administrator has to confirm it. If you do not know why, ask the administrators now."
        )
    ),
    to_keepers=as_task(
        _("A system was proposed. An administrator other than the proposer confirms or declines it by %(due_on)s.")
    ),
    step_up=Freshness.NOW,
)
CONFIRMED: Final = EventDeclaration(
    "system.confirmed",
    _("System confirmed"),
    deliberation=True,
    internal=(*_SYSTEM, "until", "proposer_left"),
    optional=("proposer_left",),
    concerned=(*_ANSWERING, Concerned.AUDITORS),
    to_concerned=as_news(_("A system that you answer for, or of your organisation, was confirmed. It ends on %(until)s.")),
    to_keepers=as_news(_("A system was confirmed. It ends on %(until)s.")),
    step_up=Freshness.NOW,
)
DECLINED: Final = EventDeclaration(
    "system.declined",
    _("System declined"),
    deliberation=True,
    internal=(*_SYSTEM, "reason"),
    concerned=_ANSWERING,
    to_concerned=as_news(_("A system that you answer for, or of your organisation, was declined.")),
    to_keepers=as_news(_("A proposed system was declined.")),
    step_up=Freshness.NOW,
)
LAPSED: Final = EventDeclaration(
    "system.lapsed",
    _("Proposed system lapsed"),
    deliberation=True,
    internal=_SYSTEM,
    concerned=_ANSWERING,
    to_concerned=as_news(_("A system that you answer for has lapsed: nobody confirmed it in time.")),
    to_keepers=as_news(_("A proposed system has lapsed: nobody confirmed it in time.")),
    without_proof=BY_CLOCK,
)
REFUSED: Final = EventDeclaration(
    "system.refused",
    _("Program for the account of a person refused"),
    deliberation=True,
    internal=("person",),
    concerned=(Concerned.PERSON, Concerned.KEEPERS, Concerned.AUDITORS),
    to_concerned=as_news(
        _(
            "An administrator wanted to register a program that acts with your account. It was refused, and nothing was"
            " changed. Ask the administrators why."
        )
    ),
    to_keepers=as_news(
        _("An administrator wanted to register a program that acts with the account of a person. It was refused.")
    ),
    without_proof=ONLY_NOTED,
)
CHANGED: Final = EventDeclaration(
    "system.changed",
    _("System corrected"),
    deliberation=True,
    internal=(*_SYSTEM, "changed", "reason"),
    concerned=_ANSWERING,
    to_concerned=as_news(_("What is said about a system that you answer for, or of your organisation, was changed.")),
    to_keepers=as_news(_("What is said about a system was changed.")),
    step_up=Freshness.NOW,
)
OWNER_PROPOSED: Final = EventDeclaration(
    "system.owner_proposed",
    _("Another person proposed to answer for a system"),
    deliberation=True,
    internal=(*_SYSTEM, "former_owner", "due_on", "reason"),
    concerned=(*_ANSWERING, Concerned.FORMER_OWNER),
    to_concerned=as_news(
        _(
            "Another person is proposed to answer for a system, and this concerns you. Nothing changes until a second"
            " administrator has confirmed it. If you do not know why, ask the administrators now."
        )
    ),
    to_keepers=as_task(
        _(
            "Another person is proposed to answer for a system. An administrator other than the proposer confirms or"
            " declines it by %(due_on)s."
        )
    ),
    step_up=Freshness.NOW,
)
OWNER_CONFIRMED: Final = EventDeclaration(
    "system.owner_confirmed",
    _("Another person answers for a system"),
    deliberation=True,
    internal=(*_SYSTEM, "former_owner", "proposer_left"),
    optional=("proposer_left",),
    concerned=(*_ANSWERING, Concerned.FORMER_OWNER, Concerned.AUDITORS),
    to_concerned=as_news(
        _(
            "Another person answers now for a system, and this concerns you. Its secrets have ended, and it cannot call"
            " before a new one is made. If you do not know why, ask the administrators now."
        )
    ),
    to_keepers=as_news(_("Another person answers now for a system. Its secrets have ended.")),
    step_up=Freshness.NOW,
)
OWNER_DECLINED: Final = EventDeclaration(
    "system.owner_declined",
    _("Another person for a system declined"),
    deliberation=True,
    internal=(*_SYSTEM, "former_owner", "reason"),
    concerned=(*_ANSWERING, Concerned.FORMER_OWNER),
    to_concerned=as_news(_("It was declined that another person answers for a system. Nothing changes for you.")),
    to_keepers=as_news(_("It was declined that another person answers for a system.")),
    step_up=Freshness.NOW,
)
OWNER_LAPSED: Final = EventDeclaration(
    "system.owner_lapsed",
    _("Proposed person for a system lapsed"),
    deliberation=True,
    internal=(*_SYSTEM, "former_owner"),
    concerned=(*_ANSWERING, Concerned.FORMER_OWNER),
    to_concerned=as_news(
        _("Nobody confirmed in time that another person answers for a system, and this concerns you. Nothing changes for you.")
    ),
    to_keepers=as_news(_("Nobody confirmed in time that another person answers for a system. It has to be proposed again.")),
    without_proof=BY_CLOCK,
)
SECRET_MADE: Final = EventDeclaration(
    "system.secret_made",
    _("Secret of a system made"),
    deliberation=True,
    internal=(*_SYSTEM, "hours"),
    concerned=(*_ANSWERING, Concerned.AUDITORS),
    to_concerned=as_news(
        _(
            "A new secret was made for a system that you answer for, or of your organisation. If you do not know why,"
            " ask the administrators now."
        )
    ),
    to_keepers=as_news(_("A new secret was made for a system.")),
    step_up=Freshness.NOW,
)
SECRET_ENDED: Final = EventDeclaration(
    "system.secret_ended",
    _("Former secret of a system ended"),
    deliberation=True,
    internal=_SYSTEM,
    concerned=_ANSWERING,
    to_concerned=as_news(_("The former secret of a system that you answer for, or of your organisation, was ended.")),
    to_keepers=as_news(_("The former secret of a system was ended.")),
    step_up=Freshness.NOW,
)
SUSPENDED: Final = EventDeclaration(
    "system.suspended",
    _("System suspended"),
    deliberation=True,
    internal=(*_SYSTEM, "reason"),
    concerned=(*_ANSWERING, Concerned.AUDITORS),
    to_concerned=as_news(_("A system that you answer for, or of your organisation, was suspended. It cannot call.")),
    to_keepers=as_news(_("A system was suspended. It cannot call.")),
    step_up=Freshness.NOW,
)
RESUMED: Final = EventDeclaration(
    "system.resumed",
    _("System may call again"),
    deliberation=True,
    internal=(*_SYSTEM, "reason"),
    concerned=(*_ANSWERING, Concerned.AUDITORS),
    to_concerned=as_news(_("A system that you answer for, or of your organisation, may call again.")),
    to_keepers=as_news(_("A suspended system may call again.")),
    step_up=Freshness.NOW,
)
REMINDED: Final = EventDeclaration(
    "system.reminded",
    _("Reminder of the end of a system"),
    deliberation=True,
    # Before reminders of systems were rows, an event said the day alone.
    internal=(*_SYSTEM, "until", *_REMINDER),
    optional=("until", *_REMINDER),
    concerned=(*_ANSWERING, Concerned.HEAD),
    to_concerned=as_task(
        _("A system that you answer for, or of your organisation, ends on %(until)s. Ask the administrators for a new one.")
    ),
    to_keepers=as_task(_("A system ends on %(until)s. Propose its successor if it is still needed.")),
    without_proof=BY_CLOCK,
    by_rule=True,
)
LEFT: Final = EventDeclaration(
    "system.left",
    _("The people of a system have left"),
    deliberation=True,
    internal=(*_SYSTEM, "due_on", "leavers"),
    concerned=(*_ANSWERING, Concerned.HEAD, Concerned.AUDITORS),
    to_concerned=as_task(
        _(
            "Somebody who has left answers for a system of yours, or knows its secret. By %(due_on)s somebody else answers for"
            " it, and the secret is replaced or confirmed; otherwise its secrets end."
        )
    ),
    to_keepers=as_task(
        _(
            "Somebody who has left answers for a system, or knows its secret. Propose by %(due_on)s who answers for it now;"
            " otherwise its secrets end."
        )
    ),
    without_proof=BY_CLOCK,
)
LEFT_REMINDED: Final = EventDeclaration(
    "system.left_reminded",
    _("Reminder to hand over a system"),
    deliberation=True,
    internal=(*_SYSTEM, *_REMINDER, "leavers"),
    optional=("leavers",),
    concerned=(*_ANSWERING, Concerned.HEAD, Concerned.AUDITORS),
    to_concerned=as_task(
        _("A system of yours is still to be handed over: somebody who has left answers for it, or knows its secret.")
    ),
    to_keepers=as_task(
        _(
            "A system is still to be handed over: somebody who has left answers for it, or knows its secret. Propose who"
            " answers for it now."
        )
    ),
    without_proof=BY_CLOCK,
    by_rule=True,
)
LEFT_ENDED: Final = EventDeclaration(
    "system.left_ended",
    _("Secrets of a system ended, since its people have left"),
    deliberation=True,
    internal=(*_SYSTEM, "due_on", "leavers"),
    concerned=(Concerned.ORGANISATION, Concerned.HEAD, Concerned.KEEPERS, Concerned.AUDITORS),
    to_concerned=as_news(
        _(
            "The secrets of a system have ended: whoever knew them has left, and nobody took it over in time. Where it is who"
            " answers for it that left, no new secret can be made before somebody else does: ask the administrators."
        )
    ),
    to_keepers=as_task(
        _(
            "The secrets of a system have ended: its people have left. Propose who answers for it, or end it. It was due on"
            " %(due_on)s. Until then no new secret of it holds."
        )
    ),
    without_proof=BY_CLOCK,
)
LEFT_SETTLED: Final = EventDeclaration(
    "system.left_settled",
    _("Nobody who has left stands for a system any more"),
    deliberation=True,
    internal=_SYSTEM,
    concerned=(Concerned.ORGANISATION, Concerned.HEAD, Concerned.KEEPERS),
    to_concerned=as_news(_("A system of yours is in the hands of people who belong to you again.")),
    to_keepers=as_news(_("A system whose people had left is in other hands now.")),
    without_proof=BY_CLOCK,
)
SECRETS_CONFIRMED: Final = EventDeclaration(
    "system.secrets_confirmed",
    _("Secrets of a system confirmed"),
    deliberation=True,
    internal=(*_SYSTEM, "leavers", "reason"),
    concerned=(*_ANSWERING, Concerned.HEAD, Concerned.AUDITORS),
    to_concerned=as_news(_("It was confirmed of a system of yours that whoever left can use no secret of it.")),
    to_keepers=as_news(_("It was confirmed of a system that whoever left can use no secret of it.")),
    step_up=Freshness.NOW,
)
ENDED: Final = EventDeclaration(
    "system.ended",
    _("System ended"),
    deliberation=True,
    internal=(*_SYSTEM, "reason"),
    concerned=(*_ANSWERING, Concerned.AUDITORS),
    to_concerned=as_news(_("A system that you answer for, or of your organisation, has ended. It cannot call any more.")),
    to_keepers=as_news(_("A system has ended.")),
    step_up=Freshness.NOW,
)
PROGRAM_ALLOWED: Final = EventDeclaration(
    "program.allowed",
    _("Program allowed to act for a person"),
    deliberation=True,
    internal=("program", "system", "person", "authorisation", "until", "scopes"),
    concerned=(Concerned.OWNER,),
    to_concerned=as_news(
        _("A program may act for you until %(until)s. If you did not allow it, end it on the pages of your account at once.")
    ),
    step_up=Freshness.NOW,
)
PROGRAM_ENDED: Final = EventDeclaration(
    "program.ended",
    _("Program acts for a person no more"),
    deliberation=True,
    internal=("program", "system", "person", "authorisation", "because"),
    concerned=(Concerned.PERSON,),
    to_concerned=as_news(_("A program that you allowed to act for you does so no more.")),
    without_proof="whoever finds a program that they did not allow ends it at once; it takes nothing from others",
)
