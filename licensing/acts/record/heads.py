"""The head of the chain, kept where the application cannot rewrite it, and compared with the chain again and again.

Whoever may rewrite the whole database could make a chain that agrees with itself; it would not hold the heads that were kept.
For the same reason it is said outside, and only there, which heads were given up after a backup was restored.
"""

from __future__ import annotations

import json
import logging
import os
import re
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from licensing.acts.acting import database_now
from licensing.acts.record.report import Fault, Report
from licensing.models import Alarm, ChainHead, Event
from licensing.models.record.event import PendingEvent
from licensing.policy.record.event_kinds import EventKind

logger = logging.getLogger(__name__)

# Compared at every start and probe; the verification compares all of them.
RECENT: Final = 50
_DIGEST: Final = re.compile("[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class KeptHead:
    """An event by number and digest, as it was the last of the chain when it was kept."""

    number: int
    digest: str

    def __str__(self) -> str:
        return f"{self.number}:{self.digest}"


@dataclass(frozen=True, slots=True)
class GivenUp:
    """A kept head that the owner gave up, when and why: the chain need not hold it any more."""

    head: KeptHead
    at: str
    because: str


def keep_head() -> KeptHead | None:
    """Append the present head to the file outside, and give it back if it was not there; raises OSError for the file.

    Nothing is kept while the chain does not hold what was kept before: that would bury the difference.
    """
    if raise_alarm_if_broken():
        return None
    head = ChainHead.objects.get(name="events")
    present = KeptHead(head.number, head.digest)
    known = read_heads()
    if head.number == 0 or (known and known[-1] == present):
        return None
    _append({"number": present.number, "digest": present.digest, "at": database_now().isoformat()})
    return present


def read_heads() -> list[KeptHead]:
    """The heads that the chain must hold, oldest first; a line that is cut off or damaged is passed over."""
    return _read_file()[0]


def read_given_up() -> list[GivenUp]:
    """The heads that were given up, in the order in which it was done."""
    return _read_file()[1]


def check_place() -> None:
    """Raise OSError where a head could not be read, or not be appended now. Nothing is appended."""
    file = _get_file()
    file.parent.mkdir(parents=True, exist_ok=True)
    if file.exists():
        os.close(os.open(file, os.O_RDONLY))
        os.close(os.open(file, os.O_WRONLY | os.O_APPEND))
    else:
        with tempfile.TemporaryFile(dir=file.parent):
            pass


def find_broken_head(heads: Sequence[KeptHead]) -> KeptHead | None:
    """The first of these heads that the chain does not hold."""
    found = dict(Event.objects.filter(number__in=[one.number for one in heads]).values_list("number", "digest"))
    return next((one for one in heads if found.get(one.number) != one.digest), None)


def check_heads(report: Report) -> Iterator[Fault]:
    """Every head that was kept outside, and was not given up there, is still in the chain."""
    heads = read_heads()
    report.looked_at["heads kept outside"] = len(heads)
    for one in read_given_up():
        words = {"head": one.head, "at": one.at, "reason": one.because}
        report.remarks.append(_("The head %(head)s was given up at %(at)s: %(reason)s") % words)
    if (broken := find_broken_head(heads)) is not None:
        yield Fault(f"event {broken.number}", explain_broken_head(broken))


def explain_broken_head(head: KeptHead) -> str:
    """What is wrong when the chain does not hold a head that was kept."""
    present = ChainHead.objects.get(name="events")
    if present.number < head.number:
        words = {"last": present.number, "head": head.number}
        return _("The chain ends at %(last)d, but went to %(head)d when its head was kept outside.") % words
    return _("This event is not the one whose digest was kept outside.")


def raise_alarm_if_broken(*, most: int = RECENT) -> bool:
    """Whether writing is stopped, after comparing the newest heads; a difference raises an alarm, which stops every act."""
    if Alarm.objects.open().exists():
        return True
    broken = find_broken_head(read_heads()[-most:])
    if broken is None:
        return False
    logger.critical("the chain does not hold the head %s that was kept outside; nothing is written any more", broken)
    Alarm.objects.bulk_create(
        [
            Alarm(
                raised_at=database_now(),
                sentence=explain_broken_head(broken),
                number=broken.number,
                digest=broken.digest,
            )
        ],
        ignore_conflicts=True,
    )
    return True


def resume_record(*, because: str) -> int:
    """As the owner: settle the alarms and let acts be written again; how many heads were given up by it.

    What was lost stays on record: an event and the file outside name every kept head that the chain does not hold, and the
    reason. Raises OSError for the file; the alarm is then back at the next comparison, and this can be said again.
    """
    heads, given_up = read_heads(), []
    with transaction.atomic():
        moment = database_now()
        while (broken := find_broken_head(heads)) is not None:
            given_up.append(broken)
            heads.remove(broken)
        Alarm.objects.open().update(settled_at=moment, settled_because=because)
        data = {"heads": [str(one) for one in given_up], "reason": because}
        Event.objects.chain([PendingEvent(EventKind.RECORD_RESUMED, data=data)], None, at=moment)
    for one in given_up:
        _append({"given_up": one.number, "digest": one.digest, "at": moment.isoformat(), "because": because})
    return len(given_up)


def _get_file() -> Path:
    return Path(settings.RECORD_HEADS) / "heads.jsonl"


def _append(line: dict[str, object]) -> None:
    file = _get_file()
    file.parent.mkdir(parents=True, exist_ok=True)
    # Never opened for anything but appending, so that a file system which allows only that (chattr +a) can hold it.
    handle = os.open(file, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        os.write(handle, (json.dumps(line) + "\n").encode())
        os.fsync(handle)
    finally:
        os.close(handle)


def _read_file() -> tuple[list[KeptHead], list[GivenUp]]:
    """The heads that stand, and those that a later line gives up."""
    heads, given_up = list[KeptHead](), list[GivenUp]()
    # Damaged bytes spoil their own line alone.
    text = _get_file().read_text(encoding="utf-8", errors="replace") if _get_file().exists() else ""
    for said in _parse(text.splitlines()):
        if isinstance(said, KeptHead):
            heads.append(said)
        else:
            given_up.append(said)
            # Only what stands above: a head that is kept again later counts again.
            heads = [one for one in heads if one != said.head]
    return heads, given_up


def _parse(lines: Iterable[str]) -> Iterator[KeptHead | GivenUp]:
    for line in lines:
        try:
            said = json.loads(line)
            head = _read_head(said.get("given_up", said.get("number")), said["digest"])
            yield GivenUp(head, str(said["at"]), str(said["because"])) if "given_up" in said else head
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            logger.warning("a line of the file of kept heads cannot be read")


def _read_head(number: object, digest: object) -> KeptHead:
    # A number beyond the database's own would be an error of the query that looks for it.
    if isinstance(number, int) and 0 < number < 2**63 and isinstance(digest, str) and _DIGEST.fullmatch(digest):
        return KeptHead(number, digest)
    raise ValueError
