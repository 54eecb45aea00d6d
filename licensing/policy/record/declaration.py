"""What has to be said of a kind of event before it can be recorded; the kinds themselves are in `kinds/`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import KW_ONLY, dataclass, field
from enum import Enum
from typing import Any, Final

from django.utils.functional import Promise

from licensing.choices import Audience, Concerned, Freshness, Office


class Matter(Enum):
    """What decides, and changes only in a transaction with an event that tells of it; `policy/record/tables.py` has where."""

    RIGHT = "right"
    HEAD = "head"
    PROPOSAL = "proposal"
    CORRECTION = "correction"
    ABSENCE = "absence"
    ACCESS = "access"
    DESK = "desk"
    ADDRESS = "address"
    GOVERNED = "governed"


# Who hears of it, where several kinds have the same readers.
ALL_SIDES: Final = (Audience.APPLICANT, Audience.OFFICERS, Audience.SYSTEMS)
APPLICANT_AND_SYSTEMS: Final = (Audience.APPLICANT, Audience.SYSTEMS)
# What changes governed rows names none of them: it has a digest over all that changed.
OF_GOVERNED: Final = {Matter.GOVERNED: ""}
# Why nobody is asked who they are, for kinds that belong to no case.
BY_CLOCK: Final = "time alone does it"
BY_COMMAND: Final = "whoever runs the installation does it by a command"
BY_LINK: Final = "the link of a letter is the proof, beside a sign-in or without one"
OF_ANOTHER: Final = "it is recorded with an event that asks for the proof"
ONLY_NOTED: Final = "it only records what was tried, and changes nothing"


@dataclass(frozen=True, slots=True)
class MailSentence:
    """What a mail says of an event, in the reader's language.

    It may name `%(reference)s`, `%(licence)s`, `%(due_on)s`, `%(from_on)s`, `%(until)s` and, of a legal limit,
    `%(consequence)s`; never goods, names or reasons, because mail is not confidential. `needs_action` puts into the subject
    that somebody waits for the reader.
    """

    text: str | Promise
    needs_action: bool = False


@dataclass(frozen=True, slots=True)
class EventDeclaration:
    """Everything that Dozvil knows of one kind of event.

    `audiences` get a message of it. What is part of the `deliberation` never reaches the applicant nor a subscribed system.
    The applicant reads the `disclosed` fields of its data, in this order; only the authority reads the `internal` ones. An act
    records exactly the fields that stand here; those that are `optional` too may be absent. `attests` is the field that names
    the row which the event proves: `verify` looks for it. A `reminder` takes its audience from its data. What is said
    `by_rule` takes its sentence and its hour from a rule of reminders. What `repeats` is said once, with its number, where it
    follows on itself. What is chained without an act leaves the revision of its case as it is: `changes_revision`.

    What a person may do only under a right cites it in `under`: the mandate for the body that the field `under_mandate_of`
    names, the appointment to the office `under_office`, or the membership of the organisation of the case, or of its data
    where there is none (`under_membership`).
    With `under_if` only events whose field says that word need the right; the others are done under none.
    What is decided by governed data `cites_release`: in `release`,
    the number of the release that was in force, or None where there is none yet. Governed rows change only with kinds that
    say `changes_governed`, and a release `is_release`.

    What it `tells_of` may change with it: of each matter the field of its data that names the row by its key, empty where it
    has a digest of the rows or tells of the person alone. An installation for trying and the beginning of the record
    `tells_of_all`.

    What happens to rights, accounts, lists, interests and country plans belongs to no case. Those `concerned` get a letter of
    it: administrators of people, auditors and case officers read `to_keepers`, administrators of the organisation
    `to_organisation` where there is one, everybody else `to_concerned`. Who is reached at an address reads `to_addressee`, with
    a link; it may name `%(organisation)s` too.

    What belongs to no case has its `step_up` here: how recently the person must have proved who they are to cause it. For the
    acts on cases and licences the lifecycle page has it. What asks for none, and is told to those concerned or changes governed
    rows, says why: `without_proof`, which a test reads.
    """

    code: str
    label: str | Promise
    _: KW_ONLY
    audiences: tuple[Audience, ...] = ()
    deliberation: bool = False
    disclosed: tuple[str, ...] = ()
    internal: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()
    attests: str = ""
    to_applicant: MailSentence | None = None
    to_authority: MailSentence | None = None
    under_mandate_of: str = ""
    under_office: Office | None = None
    under_membership: bool = False
    under_if: tuple[str, bool | str] | None = None
    cites_release: bool = False
    is_release: bool = False
    # People were told of a case, or looked at it: it stays where it is.
    only_tells: bool = False
    changes_governed: bool = False
    tells_of: Mapping[Matter, str] = field(default_factory=dict)
    tells_of_all: bool = False
    concerned: tuple[Concerned, ...] = ()
    to_concerned: MailSentence | None = None
    to_keepers: MailSentence | None = None
    to_organisation: MailSentence | None = None
    to_addressee: MailSentence | None = None
    reminder: bool = False
    by_rule: bool = False
    repeats: bool = False
    changes_revision: bool = True
    step_up: Freshness | None = None
    without_proof: str = ""

    @property
    def cites_right(self) -> bool:
        """Whether an event of this kind says under which mandate, appointment or membership it was done."""
        return bool(self.under_mandate_of or self.under_office or self.under_membership)

    def needs_right(self, data: Mapping[str, Any]) -> bool:
        """Whether an event of this kind with these data is done under a right, and so cites it."""
        if not self.cites_right or self.under_if is None:
            return self.cites_right
        name, word = self.under_if
        said = data[name]
        return word in said if isinstance(said, list | tuple) else said == word

    def select_mail_sentence(self, *, applicant: bool) -> MailSentence | None:
        """What a mail says to the applicant or to somebody of the authority; None where the kind has no words for them.

        Somebody of the authority reads the applicant's sentence where they have none of their own, but it asks them for
        nothing: what the applicant has to do is not theirs.
        """
        if applicant or self.to_authority:
            return self.to_applicant if applicant else self.to_authority
        return MailSentence(self.to_applicant.text) if self.to_applicant else None


def as_news(text: str | Promise) -> MailSentence:
    """A sentence that only says what happened."""
    return MailSentence(text)


def as_task(text: str | Promise) -> MailSentence:
    """A sentence after which somebody waits for the reader."""
    return MailSentence(text, needs_action=True)
