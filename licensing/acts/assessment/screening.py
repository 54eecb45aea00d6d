"""The parties of a case held against the lists in force: read for whoever asks, and written down with each new hit.

What was written is read again as long as neither the parties nor the version of a list are other ones; else they are looked
for again, whoever asks and under whatever lock. So no act waits for the sweep that writes it down.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from licensing.acts.acting import Act
from licensing.acts.assessment.indexes import (
    Found,
    UnreadableList,
    UnsoundComparison,
    as_tokens,
    list_versions_in_force,
    load_list,
    search_party,
)
from licensing.choices import HitStanding, HitStrength
from licensing.models import Case, CaseScreening, ListVersion, Organisation, ScreeningHit
from licensing.models.record.event import PendingEvent
from licensing.policy.assessment.parties import ApplicantNames, ScreenedParty, list_parties
from licensing.policy.record.event_kinds import EventKind


@dataclass(frozen=True, slots=True)
class FoundHit:
    """A hit of a case as it stands; `hit_id` is None as long as it is not written down."""

    version: ListVersion
    party_name: str
    listed: str
    strength: HitStrength
    standing: HitStanding
    hit_id: UUID | None = None


@dataclass(slots=True)
class Screened:
    """What the lists in force give for a case: its hits, and the lists that could not be searched.

    Of those the content is not what was published, or the comparison gave a score that cannot be.
    """

    hits: list[FoundHit] = field(default_factory=list)
    unreadable: list[ListVersion] = field(default_factory=list)
    unsound: list[ListVersion] = field(default_factory=list)


def read_screening(case: Case, document: Mapping[str, Any], versions: Sequence[ListVersion]) -> Screened:
    """The hits of a case against the lists in force, as it was filed last. Writes nothing."""
    screened = Screened()
    if case.organisation is None:
        # It is the state's: it names nobody who gets anything, and nobody applied for it.
        return screened
    parties = _list_parties(case.organisation, document)
    rows = {one.list_code: one for one in CaseScreening.objects.filter(case=case)}
    written = list(ScreeningHit.objects.filter(case=case).order_by("found_at", "party_name", "-score"))
    for version in versions:
        if _is_covered(rows.get(version.code), version, parties):
            screened.hits += _list_written(version, parties, written)
            continue
        try:
            found = _search(version, versions, parties.values())
        except UnsoundComparison:
            screened.unsound.append(version)
            continue
        except UnreadableList:
            screened.unreadable.append(version)
            continue
        known = {(one.party, one.entry): one for one in written}
        screened.hits += [_describe_found(version, one, known) for one in found]
    return screened


def screen_parties(act: Act[Case], document: Mapping[str, Any]) -> None:
    """Hold the parties of a filed request against the lists in force, as a step of an act on its case."""
    versions = list_versions_in_force()
    act.events += write_screening(act.case, document, versions, versions, at=act.now)


def write_screening(
    case: Case, document: Mapping[str, Any], wanted: Sequence[ListVersion], in_force: Sequence[ListVersion], *, at: datetime
) -> list[PendingEvent]:
    """Write down what the wanted lists give for a case whose row is locked; the event where there are new hits.

    A list that cannot be searched is left out: the obstacle of it stands until it can.
    """
    if not wanted or case.organisation is None:
        return []
    parties = _list_parties(case.organisation, document)
    rows = {one.list_code: one for one in CaseScreening.objects.filter(case=case)}
    new: list[ScreeningHit] = []
    for version in wanted:
        if _is_covered(rows.get(version.code), version, parties):
            continue
        try:
            found = _search(version, in_force, parties.values())
        except UnreadableList:
            continue
        new += _write_hits(case, version, found, at)
        CaseScreening.objects.update_or_create(
            case=case,
            list_code=version.code,
            defaults={
                "version": version,
                "parties": sorted(parties),
                "applicant": case.organisation.known_as,
                "screened_at": at,
            },
        )
    if not new:
        return []
    strong = sum(one.strength == HitStrength.STRONG for one in new)
    return [PendingEvent(EventKind.HITS_FOUND, case, data={"hits": len(new), "strong": strong})]


def _list_parties(applicant: Organisation, document: Mapping[str, Any]) -> dict[str, ScreenedParty]:
    """Everybody to be looked for, by digest; the applicant by each name that it has or had."""
    names = ApplicantNames(applicant.name, applicant.name_original, tuple(applicant.former_names))
    return {one.compute_digest(): one for one in list_parties(document, applicant=names)}


def _is_covered(row: CaseScreening | None, version: ListVersion, parties: Mapping[str, ScreenedParty]) -> bool:
    """Whether these parties were held against this version already."""
    return row is not None and row.version_id == version.pk and set(row.parties) == set(parties)


def _search(version: ListVersion, in_force: Sequence[ListVersion], parties: Any) -> list[Found]:
    loaded = load_list(version, in_force)
    return [found for party in parties for found in search_party(loaded, party)]


def _write_hits(case: Case, version: ListVersion, found: Sequence[Found], at: datetime) -> list[ScreeningHit]:
    """Add what is new, take up again what had gone, and mark what no longer stands; gives those to be looked at."""
    written = {(one.party, one.entry): one for one in ScreeningHit.objects.filter(case=case, list_code=version.code)}
    now_found = {(one.party.compute_digest(), one.key): one for one in found}
    new = [_build_hit(case, version, one, at) for key, one in now_found.items() if key not in written]
    ScreeningHit.objects.bulk_create(new)
    returned = [one for key, one in written.items() if key in now_found and one.gone_at is not None]
    gone = [one for key, one in written.items() if key not in now_found and one.gone_at is None]
    ScreeningHit.objects.filter(pk__in=[one.pk for one in returned]).update(gone_at=None, returned_at=at)
    ScreeningHit.objects.filter(pk__in=[one.pk for one in gone]).update(gone_at=at)
    return [*new, *(one for one in returned if one.standing != HitStanding.CLEARED)]


def _build_hit(case: Case, version: ListVersion, found: Found, at: datetime) -> ScreeningHit:
    return ScreeningHit(
        case=case,
        party=found.party.compute_digest(),
        entry=found.key,
        party_name=found.party.called,
        list_code=version.code,
        version=version,
        listed=found.entry.as_data(),
        matched=found.match.listed,
        is_primary=found.match.is_primary,
        score=found.match.score,
        strength=found.match.strength,
        tokens=as_tokens(found.match),
        found_at=at,
    )


def _list_written(
    version: ListVersion, parties: Mapping[str, ScreenedParty], written: Sequence[ScreeningHit]
) -> Iterator[FoundHit]:
    for one in written:
        if one.list_code == version.code and one.gone_at is None and one.party in parties:
            yield _describe_hit(version, one)


def _describe_hit(version: ListVersion, hit: ScreeningHit) -> FoundHit:
    strength, standing = HitStrength(hit.strength), HitStanding(hit.standing)
    return FoundHit(version, hit.party_name, hit.matched, strength, standing, hit.pk)


def _describe_found(version: ListVersion, found: Found, known: Mapping[tuple[str, str], ScreeningHit]) -> FoundHit:
    """One that was looked for just now; what was said of the same hit before holds."""
    before = known.get((found.party.compute_digest(), found.key))
    if before is not None:
        return _describe_hit(version, before)
    strength = found.match.strength
    return FoundHit(version, found.party.called, found.match.listed, strength, HitStanding.WAITING)
