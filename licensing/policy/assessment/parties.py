"""Whom a case names: every party of a request that is held against the lists, with the facts that tell it from others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from licensing.choices import PartyRole
from licensing.messages import Message, Text
from licensing.policy.destinations.places import fold_name
from licensing.policy.input.drafts import get_part, list_rows
from licensing.policy.record.digests import compute_digest
from licensing.policy.requests.sections import name_vessel


@dataclass(frozen=True, slots=True)
class ScreenedParty:
    """A party of a case: its names, each looked for on the lists, its roles, and the facts that a disposition rests on."""

    name: str
    roles: tuple[Text, ...]
    other_name: str = ""
    country: str = ""
    register_no: str = ""
    address: str = ""
    # Of a vessel, the seven digits that it keeps under every name and flag.
    vessel_number: str = ""

    @property
    def names(self) -> list[str]:
        """The names that are looked for, each once."""
        return list(dict.fromkeys(filter(None, (self.name, self.other_name))))

    @property
    def called(self) -> str:
        """The party as people know it; a vessel that has no name here is known by its number."""
        return name_vessel({"vessel": self.name, "imo": self.vessel_number})

    @property
    def is_bare(self) -> bool:
        """Whether nothing but one name is known of it."""
        return not (self.other_name or self.country or self.register_no or self.address or self.vessel_number)

    def compute_digest(self) -> str:
        """What stands for the party: another name or fact is another party, and what was said of a hit no longer holds.

        The role is no part of it: whoever was cleared as a consignee is cleared as a carrier.
        """
        facts = [self.name, self.other_name, self.country, self.register_no, self.address]
        # What was said of parties before vessels had numbers holds on.
        return compute_digest([*facts, self.vessel_number] if self.vessel_number else facts)


@dataclass(frozen=True, slots=True)
class ApplicantNames:
    """Who asks, by each name under which a list may know it: the present one, that in its own script, and former ones."""

    name: str
    name_original: str = ""
    former: tuple[str, ...] = ()


def list_parties(document: Mapping[str, Any], *, applicant: ApplicantNames) -> list[ScreenedParty]:
    """Everybody whom a request names: applicant, parties, carriers and vessels, and who stands in the terms; each once."""
    found: dict[str, ScreenedParty] = {}
    for one in _list_all(document, applicant):
        digest = one.compute_digest()
        before = found.get(digest)
        roles = (*before.roles, *(role for role in one.roles if role not in before.roles)) if before else one.roles
        found[digest] = replace(one, roles=roles)
    return list(_drop_bare_names(found.values()))


def _list_all(document: Mapping[str, Any], applicant: ApplicantNames) -> Iterator[ScreenedParty]:
    # Each name is a party of its own: what was said of one holds on when there is another.
    for name in (applicant.name, applicant.name_original):
        yield ScreenedParty(name.strip(), (Message("Applicant"),))
    for name in applicant.former:
        yield ScreenedParty(name.strip(), (Message("Applicant, by a former name"),))
    for row in list_rows(document, "parties"):
        role = PartyRole(row["role"]).label if row.get("role") in PartyRole else ""
        yield ScreenedParty(
            _read_field(row, "name"),
            (role,),
            _read_field(row, "name_original"),
            _read_field(row, "country"),
            _read_field(row, "register_no"),
            _read_field(row, "address"),
        )
    for row in list_rows(document, "items"):
        yield ScreenedParty(_read_field(row, "maker"), (Message("Maker"),))
    for row in list_rows(document, "route"):
        yield ScreenedParty(_read_field(row, "carrier"), (PartyRole.CARRIER.label,))
        yield ScreenedParty(_read_field(row, "vessel"), (Message("Vessel"),), vessel_number=_read_field(row, "imo"))
    yield from _list_of_terms(get_part(document, "terms"))


def _list_of_terms(terms: Mapping[str, Any]) -> Iterator[ScreenedParty]:
    financing, venture = get_part(terms, "financing"), get_part(terms, "joint_venture")
    yield ScreenedParty(_read_field(terms, "bank"), (PartyRole.BANK.label,))
    for name, role in (
        ("lender", PartyRole.LENDER.label),
        ("borrower", Message("Borrower")),
        ("guarantor", PartyRole.GUARANTOR.label),
        ("cover_by", PartyRole.INSURER.label),
    ):
        yield ScreenedParty(_read_field(financing, name), (role,))
    yield ScreenedParty(_read_field(venture, "name"), (Message("Joint venture"),), country=_read_field(venture, "country"))
    yield ScreenedParty(_read_field(venture, "ip_owner"), (PartyRole.IP_OWNER.label,))
    for row in list_rows(venture, "shareholders"):
        yield ScreenedParty(_read_field(row, "name"), (PartyRole.JV_PARTNER.label,))


def _drop_bare_names(parties: Iterable[ScreenedParty]) -> Iterator[ScreenedParty]:
    """Those that can be looked for; a bare name that stands elsewhere with its facts is looked for there."""
    every = list(parties)
    told = {fold_name(one.name) for one in every if one.name and (one.country or one.register_no or one.address)}
    for one in every:
        if one.called and not (one.is_bare and fold_name(one.name) in told):
            yield one


def _read_field(row: Mapping[str, Any], name: str) -> str:
    return str(row.get(name) or "").strip()
