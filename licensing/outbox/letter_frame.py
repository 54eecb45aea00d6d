"""The frame of every letter: subjects, greeting and footer. What it says of an event is declared with the kind of the event;
what a reminder says is a row of its list (`ReminderRule`, shipped in `seeds/reference/reminder_rules.csv`).
"""

from __future__ import annotations

from collections.abc import Iterable
from email.header import Header
from typing import Any, Final

from django.core.mail import EmailMultiAlternatives
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from licensing.choices import WayIn

# Lazy, because they are translated when a letter is made: gettext would fix the language in which this module was imported.
SUBJECT_TO_ACT: Final = _("Dozvil, your turn: %(what)s (%(about)s)")
SUBJECT_OF_NEWS: Final = _("Dozvil: %(what)s (%(about)s)")
SUBJECT_OF_REMINDER: Final = _("Dozvil, reminder: %(what)s (%(about)s)")
GREETING: Final = _("Good day,")
OPEN: Final = _("Open %(about)s")
DRAFT: Final = _("(a draft)")
SIGN_IN: Final = _("You will be asked to sign in. We never ask for a password by mail.")
WHY: Final = _("Dozvil wrote this mail by itself because you take part in this case. Please do not answer it.")
WHY_DAILY: Final = _("Dozvil wrote this mail by itself, once a day as you wished. Please do not answer it.")
RIGHTS: Final = _("rights and accounts")
CHANGES: Final = _("changes of what decides")
PLANS: Final = _("plans of the state for other countries")
WHY_RIGHTS: Final = _(
    "Dozvil wrote this mail by itself because it concerns your rights, or what you answer for. Please do not answer it."
)
NOTHING: Final = _("nothing else was there")
OPEN_CONFIRM: Final = _("Confirm this address")
OPEN_UNDO: Final = _("It was not me: undo it")
OPEN_PASSWORD: Final = _("Choose a new password")
PASSWORD_SUBJECT: Final = _("Dozvil: choose a new password")
PASSWORD: Final = _(
    "Somebody asked for a new password for your account. If it was you, choose one with this link within a day."
    " If it was not, do nothing: your password stays as it is."
)
WHY_ADMINISTRATOR: Final = _("Dozvil wrote this mail by itself because you are an administrator. Please do not answer it.")
WHY_ADDRESSED: Final = _("Dozvil wrote this mail by itself because somebody gave this address. Please do not answer it.")
FORMER: Final = _(
    "Your account has moved from this address to another one lately. If you did not wish it, or what is said here is not yours,"
    " take the account back with this link, without signing in."
)
WHY_FORMER: Final = _(
    "Dozvil wrote this mail by itself to the former address of an account, as long as the change can be undone. Please do not"
    " answer it."
)
LINK_IS_YOURS: Final = _("The link is for you alone: pass it on to nobody. We never ask for a password by mail.")
OPEN_LINK: Final = _("Go on in Dozvil")
SUBJECT_OF_LINK: Final = _("Dozvil, your turn: %(what)s")
SUBJECT_OF_WARNING: Final = _("Dozvil: %(what)s")
AUTHORITY: Final = _("The licensing authority")
GIVEN_UP_SUBJECT: Final = _("Dozvil: messages were given up")


class Letter(EmailMultiAlternatives):
    """A mail whose subject stands on the line of its header.

    Django writes a subject of other than English letters as words of full length. None fits behind `Subject:`, so that line is
    left empty, and many mail programs show just that.
    """

    def message(self, **given: Any) -> Any:
        """The message as it is sent."""
        message = super().message(**given)
        if not str(self.subject).isascii():
            # By the name of the header the first word is made shorter; one line here, which is folded at its blanks when sent.
            words = Header(str(self.subject), "utf-8", header_name="Subject").encode(linesep="")
            message.replace_header("Subject", words)
        return message


def format_dead_letters(count: int) -> str:
    """How many messages could not be delivered, in the language that is active."""
    sentence = ngettext(
        "%(count)d message could not be delivered. See why, and send again what should arrive.",
        "%(count)d messages could not be delivered. See why, and send again what should arrive.",
        count,
    )
    return sentence % {"count": count}


def format_daily_subject(count: int) -> str:
    """The subject of the one letter a day, in the language that is active."""
    return ngettext("Dozvil: %(count)d message for you", "Dozvil: %(count)d messages for you", count) % {"count": count}


def format_ways(ways: Iterable[str]) -> str:
    """The ways into an account that were ended, in the language that is active."""
    return ", ".join(str(WayIn(way).label) for way in ways if way in WayIn) or str(NOTHING)
