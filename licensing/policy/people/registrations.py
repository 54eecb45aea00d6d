"""What a registration of an organisation must say, and why it cannot be sent or accepted: values in, refusals out."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import Final

from licensing.errors import Gap
from licensing.messages import Message
from licensing.policy.input.texts import fold_text

# From the letter with the link to the sending, and again after it came back.
OPEN_FOR: Final = timedelta(days=30)
# So long it waits for an officer before all of them are reminded, and between two reminders.
REMIND_AFTER: Final = timedelta(days=5)
# What came to nothing (left alone, or sent back and not sent again) says so long what it said, in case somebody asks about it.
KEPT_FOR: Final = timedelta(days=180)
# To one mailbox, whoever asks: more letters than that nobody has asked for themselves.
MOST_A_DAY_TO_ONE_ADDRESS: Final = 3
MOST_DOCUMENTS: Final = 10
# The longest text of each field, as its column has it.
LENGTHS: Final = {
    "name": 200,
    "name_original": 200,
    "register_no": 40,
    "address": 1000,
    "signatory": 200,
    "signatory_position": 200,
    "contact": 200,
}
_REQUIRED: Final = {
    "name": Message("Write the name of the organisation."),
    "register_no": Message("Write the number under which the organisation is registered in its country."),
    "address": Message("Write the address of the organisation."),
    "signatory": Message("Write who signs for the organisation."),
    "signatory_position": Message("Write in which office this person signs."),
    "contact": Message("Write whom we may ask."),
}


@dataclass(frozen=True, slots=True)
class Details:
    """What an applicant says of an organisation. `country` is a code; `contact` answers questions and administers it first."""

    name: str
    country: str
    register_no: str
    address: str
    signatory: str
    signatory_position: str
    contact: str
    name_original: str = ""


@dataclass(frozen=True, slots=True)
class Known:
    """An organisation that is registered already, as far as duplicates are told by it."""

    name: str
    name_original: str
    country: str
    register_no: str


def find_detail_gaps(details: Details, *, countries: Collection[str]) -> Iterator[Gap]:
    """What is missing or wrong in what an applicant says."""
    said = asdict(details)
    for name, sentence in _REQUIRED.items():
        if not said[name].strip():
            yield Gap("required", name, sentence)
    for name, longest in LENGTHS.items():
        if len(said[name]) > longest:
            yield Gap("too_long", name, Message("At most %(longest)d characters.", longest=longest))
    if details.country not in countries:
        yield Gap("unknown_code", "country", Message("Choose the country from the list."))


def find_filing_gaps(*, documents: int, waiting: int, declared: bool) -> Iterator[Gap]:
    """Why a registration cannot be sent yet."""
    if not documents:
        yield Gap("required", "file", Message("Attach at least the extract of the register that shows the organisation."))
    if waiting:
        yield Gap("waiting", "file", Message("The scanner has not cleared a document. Remove it, or try again later."))
    if not declared:
        yield Gap("required", "declared", Message("Declare that what you say is true and that you may act for it."))


def is_same_organisation(details: Details, known: Known) -> bool:
    """Whether an organisation is registered already: by its name or its number in the register of the same country."""
    if details.country != known.country:
        return False
    names = {_fold_words(one) for one in (details.name, details.name_original) if one.strip()}
    by_name = bool(names & {_fold_words(one) for one in (known.name, known.name_original) if one.strip()})
    return by_name or (bool(known.register_no) and _fold_number(details.register_no) == _fold_number(known.register_no))


def _fold_words(name: str) -> str:
    return fold_text(name).casefold()


def _fold_number(number: str) -> str:
    """A number of a register without the blanks, points and dashes that people write into it."""
    return "".join(char for char in _fold_words(number) if char.isalnum())
