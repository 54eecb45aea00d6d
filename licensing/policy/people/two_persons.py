"""What takes two persons: who begins it, who settles it, and whom these may never be. The acts ask it, “who may what” shows it.

A step of one case is apart: there the roles are declared with the acts (`DeclaredAct.role`), and one person has one of them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from licensing.choices import Office
from licensing.messages import Message


@dataclass(frozen=True, slots=True)
class Standing:
    """What lets somebody take a step: an office, or a place that no office gives."""

    office: Office | None = None
    words: str | Promise = ""

    @property
    def label(self) -> str | Promise:
        """How people call it."""
        return self.office.label if self.office else self.words

    def is_among(self, offices: Collection[str]) -> bool:
        """Whether somebody with these offices has it; never, of a place that no office gives."""
        return self.office is not None and self.office in offices


KEEPER: Final = Standing(Office.ADMINISTRATOR)
POLICY_OFFICER: Final = Standing(Office.POLICY_OFFICER)
CASE_OFFICER: Final = Standing(Office.CASE_OFFICER)
AUDITOR: Final = Standing(Office.AUDITOR)
HEAD: Final = Standing(words=_("Head of the body"))
OF_ORGANISATION: Final = Standing(words=_("Administrator of the organisation"))
THE_PERSON: Final = Standing(words=_("The person themselves"))
ANYBODY: Final = Standing(words=_("Anybody who asks"))


@dataclass(frozen=True, slots=True)
class ActOfTwo:
    """Something that takes two persons. `apart` are those whom the second may not be, each with what they are then told.

    The names in `apart` are what the acts call these persons, and the words of `PLACES`.
    """

    label: str | Promise
    first: Sequence[Standing]
    second: Sequence[Standing]
    apart: Mapping[str, Message]
    # Whom the first may not be either.
    not_for: str = ""

    def find_refusal(self, second: UUID, **others: UUID | None) -> Message | None:
        """Why somebody may not be the second person, whatever office they hold; each of `others` by its name in `apart`."""
        return next((sentence for name, sentence in self.apart.items() if others[name] == second), None)


PLACES: Final[Mapping[str, str | Promise]] = {
    "receiver": _("whoever it is for"),
    "proposer": _("whoever began it"),
    "owner": _("whoever answers for it"),
}

_YOURS: Final = Message("You proposed this yourself. Another administrator must settle it.")
_PREPARED: Final = Message("Another policy officer publishes or declines what you prepared.")

RIGHT: Final = ActOfTwo(
    _("A mandate, an office or the head of a body"),
    first=(KEEPER,),
    second=(KEEPER,),
    apart={
        "receiver": Message("This right is for yourself. Another administrator must settle it."),
        "proposer": Message("You proposed this right yourself. Another administrator must settle it."),
    },
    not_for="receiver",
)
MEMBERSHIP: Final = ActOfTwo(
    _("A role that binds a partner organisation (submit, administer)"),
    first=(OF_ORGANISATION, KEEPER),
    second=(OF_ORGANISATION, KEEPER),
    apart=RIGHT.apart,
    not_for="receiver",
)
EMERGENCY: Final = ActOfTwo(
    _("Emergency access to cases"), first=(KEEPER,), second=(KEEPER,), apart=RIGHT.apart, not_for="receiver"
)
ACCOUNT: Final = ActOfTwo(
    _("Opening an account of staff again, resetting its second factor, connecting an identity"),
    first=(KEEPER,),
    second=(KEEPER,),
    apart={"receiver": Message("This is your own account. Another administrator must settle it."), "proposer": _YOURS},
    not_for="receiver",
)
ADDRESS: Final = ActOfTwo(
    _("Another e-mail address of staff"),
    first=(THE_PERSON,),
    second=(KEEPER,),
    apart={"receiver": Message("This is your own address. Another administrator must settle it.")},
)
SYSTEM: Final = ActOfTwo(
    pgettext_lazy("act of two", "A program that calls the interface"),
    first=(KEEPER,),
    second=(KEEPER,),
    apart={
        "proposer": Message("You proposed this system yourself. Another administrator must settle it."),
        "owner": Message("You answer for this system yourself. Another administrator must settle it."),
    },
    not_for="owner",
)
SYSTEM_OWNER: Final = ActOfTwo(
    _("Somebody else who answers for a program"),
    first=(KEEPER,),
    second=(KEEPER,),
    apart={
        "proposer": _YOURS,
        "receiver": Message("You are proposed yourself. Another administrator must settle it."),
    },
    not_for="receiver",
)
CORRECTION: Final = ActOfTwo(
    _("The review of what was done under a right that did not hold"),
    first=(KEEPER,),
    second=(AUDITOR, HEAD),
    apart={
        name: Message("An auditor or the head of the body reviews this, and nobody who had a part in it.")
        for name in ("proposer", "receiver")
    },
    not_for="receiver",
)
REGISTRATION: Final = ActOfTwo(
    _("The registration of a partner organisation"),
    first=(ANYBODY,),
    second=(CASE_OFFICER,),
    apart={"receiver": Message("This is your own address. Nobody gives a right to themselves.")},
)
CHANGE_SET: Final = ActOfTwo(
    _("A change of what decides: lists, procedures, calendars, bodies"),
    first=(POLICY_OFFICER,),
    second=(POLICY_OFFICER,),
    apart={"proposer": Message("You drafted this change set yourself. Another policy officer must settle it.")},
)
MEASURE: Final = ActOfTwo(
    _("A measure of the state, and its end before its day"),
    first=(POLICY_OFFICER,),
    second=(POLICY_OFFICER,),
    apart={"proposer": _PREPARED},
)
SCREENING_LIST: Final = ActOfTwo(
    _("A version of a list that parties are screened against"),
    first=(POLICY_OFFICER,),
    second=(POLICY_OFFICER,),
    apart={"proposer": Message("You prepared this version, so another policy officer publishes it.")},
)
HIT: Final = ActOfTwo(
    _("Clearing a strong hit, or one that was ever true"),
    first=(CASE_OFFICER,),
    second=(CASE_OFFICER,),
    apart={"proposer": Message("You have said so already. Another case officer says it as well, or somebody says otherwise.")},
)

ACTS_OF_TWO: Final[Iterable[ActOfTwo]] = (
    *(RIGHT, MEMBERSHIP, EMERGENCY, ACCOUNT, ADDRESS, REGISTRATION, CORRECTION),
    *(SYSTEM, SYSTEM_OWNER),
    *(CHANGE_SET, MEASURE, SCREENING_LIST, HIT),
)
