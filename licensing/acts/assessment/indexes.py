"""The lists in force as this process searches them: read once per version, and dropped when another takes its place.

Which versions are in force is asked of the database at each use, so web and worker agree from the moment of a publication.
"""

from __future__ import annotations

import hashlib
import logging
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from threading import Lock
from uuid import UUID

from licensing.models import ListVersion
from licensing.policy.assessment.lists.entries import ListedEntry, read_entries
from licensing.policy.assessment.parties import ScreenedParty
from licensing.policy.assessment.screening.index import NameIndex
from licensing.policy.assessment.screening.matches import ImpossibleScore, ListedName, NameMatch
from licensing.policy.assessment.screening.numbers import match_by_number

logger = logging.getLogger(__name__)

# Of one name so many listed parties are looked at, the nearest first.
MOST_MATCHES = 10


@dataclass(frozen=True, slots=True)
class LoadedList:
    """A version of a list with the index over its names, its entries by what the index calls them, and vessels by number."""

    version: ListVersion
    index: NameIndex
    entries: Mapping[str, ListedEntry]
    vessels: Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Found:
    """A party of a case that comes near to a listed one."""

    party: ScreenedParty
    entry: ListedEntry
    key: str
    match: NameMatch


class UnreadableList(Exception):
    """A published version whose content is not what was published, or cannot be read; nobody is cleared against it."""


class UnsoundComparison(UnreadableList):
    """The comparison with a version gave a score that cannot be; whom else it missed, nobody knows."""


# By what was published, too: rows that were put back from elsewhere may have the same key and say something else.
_loaded: dict[tuple[UUID, str], LoadedList] = {}
_lock = Lock()


def list_versions_in_force() -> list[ListVersion]:
    """The version in force of each list, by its code, in one statement; none where no list was ever published."""
    return list(ListVersion.objects.in_force())


def load_list(version: ListVersion, in_force: Sequence[ListVersion]) -> LoadedList:
    """A version that can be searched; those that are no longer in force are forgotten. Raises UnreadableList."""
    with _lock:
        for former in set(_loaded) - {(one.pk, one.digest) for one in in_force}:
            del _loaded[former]
        key = version.pk, version.digest
        if key not in _loaded:
            _loaded[key] = _read_list(version)
        return _loaded[key]


def search_party(loaded: LoadedList, party: ScreenedParty) -> list[Found]:
    """The listed parties that a party of a case comes near to, each once, by whichever of the names is nearest.

    A vessel is found by its number, too, whatever it is called on either side. Raises UnsoundComparison.
    """
    best: dict[str, NameMatch] = {}
    for name in party.names:
        for match in _search_name(loaded, name):
            if match.party not in best or best[match.party].score < match.score:
                best[match.party] = match
    for key in loaded.vessels.get(party.vessel_number, ()):
        best[key] = match_by_number(key, loaded.entries[key].name, party.vessel_number, best.get(key))
    return [
        Found(party, loaded.entries[one.party], loaded.entries[one.party].compute_key(loaded.version.code), one)
        for one in sorted(best.values(), key=lambda one: -one.score)
    ]


def _search_name(loaded: LoadedList, name: str) -> list[NameMatch]:
    try:
        return loaded.index.search(name, limit=MOST_MATCHES)
    except ImpossibleScore as impossible:
        logger.error("list %s, version %d gives the score %s", loaded.version.code, loaded.version.number, impossible)
        raise UnsoundComparison from impossible


def as_tokens(match: NameMatch) -> list[dict[str, str]]:
    """What of the names is alike, word by word, as a hit keeps it."""
    return [
        {"asked": one.asked, "listed": one.listed, "likeness": f"{Decimal(one.likeness):.2f}", "way": str(one.way.value)}
        for one in match.tokens
    ]


def _read_list(version: ListVersion) -> LoadedList:
    content = ListVersion.objects.values_list("content", flat=True).get(pk=version.pk)
    if hashlib.sha256(content.encode()).hexdigest() != version.digest:
        logger.error("list %s, version %d is not what was published", version.code, version.number)
        raise UnreadableList
    entries = {f"{version.code}:{one.reference}": one for one in read_entries(content)}
    names = [ListedName(key, name.text, name.is_primary) for key, one in entries.items() for name in one.names]
    vessels = defaultdict(list)
    for key, one in entries.items():
        for number in one.vessel_numbers:
            vessels[number].append(key)
    return LoadedList(version, NameIndex(names), entries, vessels)
