"""The last quantity of a certificate is granted once, however many grants race for it. Real threads on PostgreSQL."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from functools import partial

from django.db import connection, transaction
from django.db.models import Sum

from licensing.acts.assessment.certificates.citing import CitationInput, cite_certificate
from licensing.acts.decisions import appeal, government
from licensing.acts.record.verification import verify_record
from licensing.errors import Busy
from licensing.models import Case, Certificate, Decision, Licence, LicenceLine, User
from licensing.models.assessment.certificates import lock_certificate
from tests.certificates import cite_again, facts_of, goods_of, take_up
from tests.races.racing import codes, race
from tests.trial import APPEAL, GOVERNMENT, MINISTRIES, THIRTY_DAYS, another_decider, use_procedure
from tests.waiting import wait_until_blocked
from tests.world import World, resolution

RACERS = 3


def test_the_last_quantity_of_a_certificate_is_granted_once(real_world: World) -> None:
    cases = [real_world.before_government(title=f"Sale {number}") for number in range(RACERS)]
    # One fits, and no second.
    citation = take_up(real_world, cases[0], lines=goods_of(cases[0], q1="79", q2="8"))
    for case in cases[1:]:
        cite_again(real_world, case, citation)

    results = race(*[partial(_grant, real_world, case, number) for number, case in enumerate(cases)])

    assert codes(results) == ["ok"] + ["stopped_by_certificate"] * (RACERS - 1)
    granted = LicenceLine.objects.filter(number=1).aggregate(total=Sum("authorised"))["total"]
    assert granted == Decimal(40)
    assert Case.objects.filter(state="granted").count() == 1
    assert verify_record().fault is None


def _grant(world: World, case: Case, number: int) -> Case:
    while True:
        try:
            government.grant_case(case, world.dora, resolution(number=f"60{number}-r"))
        except Busy:
            continue
        return case


def test_a_number_is_recorded_once_however_many_record_it(real_world: World) -> None:
    cases = [real_world.filed(title=f"Sale {number}") for number in range(RACERS)]

    results = race(*[partial(_record, real_world, case) for case in cases])

    assert codes(results) == ["invalid"] * (RACERS - 1) + ["ok"]
    assert Certificate.objects.get().citations.count() == 1
    assert verify_record().fault is None


def _record(world: World, case: Case) -> Case:
    """Whoever comes second tries again, and reads that the number is on record."""
    while True:
        try:
            return cite_certificate(case, world.otto, CitationInput(facts=facts_of(case))).case
        except Busy:
            continue


def test_an_appeal_waits_for_goods_that_leave_before_it_counts_on_their_certificate(real_world: World) -> None:
    """A draw-down holds the licence, and then takes the certificate: nobody may hold that and wait for the licence."""
    use_procedure(MINISTRIES, GOVERNMENT | {"escalation": THIRTY_DAYS}, APPEAL)
    case = real_world.before_government()
    citation = take_up(real_world, case)
    some = {1: Decimal(30), 2: Decimal(0)}
    government.grant_case(case, real_world.dora, resolution(quantities=some, reasons="Own need."))
    appeal.appeal_case(case, real_world.paula, reason="The shortage is over.")
    decider = another_decider()

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            Licence.objects.select_for_update(no_key=True).get(case=case)
            deciding = pool.submit(_decide, case, decider)
            wait_until_blocked()
            lock_certificate(citation.certificate_id)
        decided = deciding.result(timeout=30)

    assert decided.outcome == "grant_in_part"
    assert verify_record().fault is None


def _decide(case: Case, decider: User) -> Decision:
    try:
        more = resolution(number="501-r", quantities={1: Decimal(35), 2: Decimal(0)}, reasons="More is free.")
        return appeal.decide_appeal(Case.objects.get(pk=case.pk), decider, more)
    finally:
        connection.close()
