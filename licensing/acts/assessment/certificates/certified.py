"""How much of a certificate is given out: what all cases that cite it were granted, and still ask the government for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from licensing.choices import CaseState
from licensing.models import Case, Certificate, CertificateCitation, Item, LicenceLine
from licensing.models.decisions.decision import load_granted_items
from licensing.models.licences.licence import LIVE_STATES
from licensing.policy.assessment.certificates.coverage import Balance, Claim, RequestedItem, calculate_balances

_UNDER_DECISION = (CaseState.GOVERNMENT_DECISION, CaseState.ADJOURNED)


@dataclass(frozen=True, slots=True)
class CitingCase:
    """A case that cites a certificate, with what it takes of it."""

    citation: CertificateCitation
    claims: Sequence[Claim]

    @property
    def case(self) -> Case:
        """The case."""
        return self.citation.case


def list_requested_items(case: Case) -> list[RequestedItem]:
    """The items of a case, as far as a certificate names such things."""
    return [
        RequestedItem(one.number, (one.name, one.name_uk), one.model, one.unit_id, one.quantity)
        for one in case.items.order_by("number")
    ]


def list_citing_cases(certificate: Certificate) -> list[CitingCase]:
    """Every case that cites a certificate, with what it was granted on it and what it still asks the government for.

    Of a licence that has ended only what has left the country counts; of one in force all that it authorises.
    """
    cited = list(certificate.citations.standing().select_related("case").order_by("cited_at", "pk"))
    cases = [one.case_id for one in cited]
    lines = list(LicenceLine.objects.filter(licence__case__in=cases).select_related("licence").order_by("licence", "number"))
    items, granted = list(Item.objects.filter(case__in=cases).order_by("case", "number")), load_granted_items(cases)
    return [CitingCase(one, list(_list_citing_claims(one, lines, items, granted[one.case_id]))) for one in cited]


def read_balances(
    certificate: Certificate, case: Case, asked: Mapping[int, Decimal], covers: Mapping[int, int]
) -> list[Balance]:
    """How the lines of a certificate stand with what a case would take of them, by the number of its items."""
    claims = [claim for one in list_citing_cases(certificate) if one.case.pk != case.pk for claim in one.claims]
    wanted = [(covers[number], quantity) for number, quantity in asked.items() if number in covers]
    return calculate_balances([one.as_policy() for one in certificate.lines.all()], claims, wanted)


def read_covers(citation: CertificateCitation) -> dict[int, int]:
    """On which line each item of the case stands, by their numbers."""
    return {int(item): int(line) for item, line in citation.covers.items()}


def _list_citing_claims(
    citation: CertificateCitation, lines: Sequence[LicenceLine], items: Sequence[Item], of_lines: Sequence[int]
) -> Iterator[Claim]:
    """`of_lines` are the numbers of the items that the lines of the licence are of."""
    covers = read_covers(citation)
    own = [one for one in items if one.case_id == citation.case_id]
    granted: dict[int, Decimal] = {}
    for line in lines:
        if line.licence.case_id == citation.case_id:
            number = of_lines[line.number - 1]
            given = line.authorised + line.excess if line.licence.state in LIVE_STATES else line.cleared
            granted[number] = granted.get(number, Decimal()) + given
    reference = citation.case.reference or ""
    for number, quantity in granted.items():
        if number in covers:
            yield Claim(reference, covers[number], quantity, is_granted=True)
    if citation.case.state in _UNDER_DECISION:
        for item in own:
            left = item.quantity - granted.get(item.number, Decimal())
            if item.number in covers and left > 0:
                yield Claim(reference, covers[item.number], left, is_granted=False)
