"""The end-user certificate that a case cites, as an obstacle: false, over, of other goods, or given out already."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any, Final

from licensing.acts.assessment.certificates.certified import list_requested_items, read_balances, read_covers
from licensing.acts.obstacles.situation import Situation
from licensing.choices import Authenticity, CaseState, Step
from licensing.errors import StoppedByCertificate
from licensing.messages import DayText, JoinedText, Message, Text
from licensing.models import Certificate, CertificateCitation, DecisionLine
from licensing.models.assessment.certificates import find_citation, judge_steps, lock_certificate
from licensing.models.licences.licence import find_live_licence
from licensing.policy.assessment.certificates.coverage import Balance, find_other_goods
from licensing.policy.licences.counted import count_in_unit
from licensing.policy.licences.validity import add_months
from licensing.policy.obstacles import Obstacle
from licensing.policy.requests.advice.dates import get_contract_end
from licensing.policy.supply.deliveries import find_last_day

# Where a licence comes from. What was granted within a certificate stays granted, so its goods and sums stop nothing later.
_GRANTED_BY: Final = frozenset({Step.ACCEPT, Step.PROPOSE, Step.GRANT, Step.ISSUE})
# Under one that is false or over nothing leaves, either: whoever receives the goods has undertaken nothing.
CERTIFIED_STEPS: Final = _GRANTED_BY | {Step.DRAW_DOWN}
_ANOTHER: Final = Message("The applicant sends another certificate, and a case officer takes it up.")
# Another one cannot take the place of that on which goods were granted.
_EXTENDED: Final = Message("Its issuer extends it, and a case officer records its new last day with the reason.")


def find_certificate_obstacles(situation: Situation) -> Iterator[Obstacle]:
    """What the certificate of a case does not carry, what would be left of it, and that it ends before the goods arrive.

    While a government decides, others are counted with what they were granted; at the acceptance also with what they still
    ask the government for. A case that cites none is none of this: whether one is needed, its procedure says.
    """
    if not situation.is_under_way and find_live_licence(situation.case) is None:
        return
    citation = find_citation(situation.case)
    if citation is None:
        return
    certificate = citation.certificate
    if situation.is_act and situation.step in (Step.ACCEPT, Step.GRANT, Step.DRAW_DOWN):
        # Two grants on one certificate wait for each other here: the second one counts the first. Goods wait for who is
        # finding it false, and do not leave by having been asked for a moment before.
        certificate = lock_certificate(certificate.pk)
    yield from _find_lost(certificate, situation)
    if situation.step is Step.DRAW_DOWN or not situation.is_under_way:
        return
    yield from _find_other(citation, certificate, situation)
    yield from _find_full(citation, certificate, situation)


def _find_lost(certificate: Certificate, situation: Situation) -> Iterator[Obstacle]:
    words = _name(certificate)
    if judge_steps(certificate) is Authenticity.FALSE:
        # While a request is looked at, its applicant reads nothing of what is found; a holder reads why nothing leaves.
        told = Message("The authority does not rest deliveries on certificate %(number)s.", **words)
        yield _build_obstacle(
            "certificate_false",
            Message("Certificate %(number)s was found to be false.", **words),
            Message("It is refused, unless a later step of the same kind shows otherwise."),
            certificate,
            CERTIFIED_STEPS,
            for_applicant=told if find_live_licence(situation.case) else None,
        )
    if certificate.expires_on is None:
        return
    if certificate.expires_on < situation.today:
        message = Message("Certificate %(number)s was valid until %(day)s.", **words, day=DayText(certificate.expires_on))
        is_live = find_live_licence(situation.case) is not None
        lift, told_over = (_EXTENDED, message) if is_live else (_ANOTHER, None)
        yield _build_obstacle("certificate_over", message, lift, certificate, CERTIFIED_STEPS, for_applicant=told_over)
    elif situation.step is None and situation.is_under_way and (early := _describe_end(certificate, situation)):
        lift = Message("Whoever decides sets an earlier last day, or a condition that asks for a newer certificate.")
        yield _build_obstacle("certificate_ends", early, lift, certificate, frozenset())


def _describe_end(certificate: Certificate, situation: Situation) -> Message | None:
    """That it ends before the last delivery, or before a licence of the usual term where no delivery has a day."""
    expires_on, kind = certificate.expires_on, situation.case.kind
    if expires_on is None:
        return None
    filed = situation.read_filed() or {}
    planned = [day for day in (find_last_day(filed), get_contract_end(filed)) if day is not None]
    words = {**_name(certificate), "day": DayText(expires_on)}
    if planned:
        message = Message(
            "Certificate %(number)s is valid until %(day)s, and the last delivery is planned for %(last)s.",
            **words,
            last=DayText(max(planned)),
        )
        return message if max(planned) > expires_on else None
    usual = add_months(situation.today, kind.validity_months) if kind.validity_months else None
    if usual is None or usual <= expires_on:
        return None
    return Message(
        "Certificate %(number)s is valid until %(day)s, and a licence of the usual term would be until %(last)s.",
        **words,
        last=DayText(usual),
    )


def _find_other(citation: CertificateCitation, certificate: Certificate, situation: Situation) -> Iterator[Obstacle]:
    lines = [one.as_policy() for one in certificate.lines.all()]
    for message in find_other_goods(list_requested_items(situation.case), lines, read_covers(citation)):
        yield _build_obstacle("certificate_other_goods", message, _ANOTHER, certificate, _GRANTED_BY)


def _find_full(citation: CertificateCitation, certificate: Certificate, situation: Situation) -> Iterator[Obstacle]:
    for one in read_balances(certificate, situation.case, _read_taken(situation), read_covers(citation)):
        if not one.asked:
            continue
        counts_pending = situation.step is Step.ACCEPT or (situation.step is None and _is_filed(situation))
        if one.left < 0 or (counts_pending and one.left < one.pending):
            stops = _GRANTED_BY if one.left < 0 else frozenset({Step.ACCEPT})
            yield _build_obstacle("certificate_full", _describe_overrun(certificate, one), _LESS, certificate, stops)
        elif situation.step is None:
            yield _build_obstacle("certificate_left", _describe_rest(certificate, one), _NOTHING, certificate, frozenset())


_LESS: Final = Message("The applicant asks for less or sends another certificate; whoever decides grants no more than is left.")
_NOTHING: Final = Message("Nothing needs to be lifted.")


def _is_filed(situation: Situation) -> bool:
    return CaseState(situation.case.state) is CaseState.SUBMITTED


def _read_taken(situation: Situation) -> Mapping[int, Decimal]:
    """What this case takes of each item: as it would be granted, as it was decided just now, or as it is asked for."""
    asked = {one.number: one.quantity for one in list_requested_items(situation.case)}
    if situation.granted is not None:
        return asked | dict(situation.granted)
    if situation.step is Step.ISSUE:
        # The decision is recorded already, and the newest one has what is granted in all.
        newest = DecisionLine.objects.filter(decision__case=situation.case).order_by("decision__decided_at")
        return asked | dict(newest.values_list("item__number", "quantity"))
    return asked


def _describe_overrun(certificate: Certificate, one: Balance) -> Text:
    words = {**_name(certificate), **_figures(one)}
    message = Message(
        "Certificate %(number)s covers %(certified)s of “%(goods)s”: %(granted)s granted on it, %(asked)s asked for.",
        **words,
    )
    return JoinedText(message, _describe_pending(one)) if one.pending else message


def _describe_rest(certificate: Certificate, one: Balance) -> Text:
    words = {**_name(certificate), **_figures(one)}
    message = Message(
        "Certificate %(number)s covers %(certified)s of “%(goods)s”: granting this request leaves %(left)s.",
        **words,
    )
    return JoinedText(message, _describe_pending(one)) if one.pending else message


def _describe_pending(one: Balance) -> Message:
    quantity = count_in_unit(one.pending, one.line.unit)
    return Message("The government is asked for %(quantity)s more on it in other cases.", quantity=quantity)


def _figures(one: Balance) -> dict[str, Any]:
    named = {"certified": one.line.quantity, "granted": one.granted, "asked": one.asked, "left": one.left}
    return {name: count_in_unit(value, one.line.unit) for name, value in named.items()} | {"goods": one.line.name}


def _name(certificate: Certificate) -> dict[str, Any]:
    return {"number": certificate.number}


def _build_obstacle(
    code: str, message: Text, lift: Text, certificate: Certificate, stops: frozenset[Step], *, for_applicant: Text | None = None
) -> Obstacle:
    return Obstacle(
        code,
        message,
        for_applicant=for_applicant,
        source=Message("Certificate %(number)s of %(authority)s", number=certificate.number, authority=certificate.authority),
        lift=lift,
        stops=stops,
        refusal=StoppedByCertificate,
        data={"certificate": certificate.number},
    )
