"""Certificates as the database keeps them: one for an issuer and a number, one citation of a case at a time."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from licensing.choices import StepResult
from licensing.models import Certificate, CertificateCitation
from licensing.models.assessment.certificates import find_citation, find_newest_check, lock_certificate, read_results
from tests.by_hand import by_hand
from tests.certificates import check, take_up, verify
from tests.world import World


def test_the_database_refuses_what_the_acts_refuse(world: World) -> None:
    citation = take_up(world, world.filed())
    certificate = citation.certificate
    early = certificate.issued_on - _DAY
    with by_hand():
        for name, refused in (
            ("certificate_number_once_per_issuer", lambda: _copy(certificate, number=certificate.number.lower())),
            (
                "certificate_begins_before_it_ends",
                lambda: _copy(certificate, number="X", expires_on=early),
            ),
            ("certified_quantity_is_positive", lambda: certificate.lines.update(quantity=Decimal(0))),
            ("one_certificate_per_case_at_a_time", lambda: _cite_twice(citation)),
        ):
            with pytest.raises(IntegrityError, match=name), transaction.atomic():
                refused()


_DAY = timedelta(days=1)


def _copy(certificate: Certificate, **changes: object) -> None:
    kept = ("country_id", "authority", "issued_on", "expires_on", "end_user", "template_id", "recorded_by_id", "recorded_at")
    values = {name: value for name, value in vars(certificate).items() if name in kept}
    Certificate.objects.create(**values | changes)


def _cite_twice(citation: CertificateCitation) -> None:
    CertificateCitation.objects.create(
        case=citation.case, certificate=citation.certificate, cited_by=citation.cited_by, cited_at=citation.cited_at
    )


def test_what_counts_of_a_certificate_is_read_newest_first(world: World) -> None:
    case = world.filed()
    certificate = take_up(world, case).certificate
    assert (find_newest_check(certificate), read_results(certificate)) == (None, {})

    check(world, case, E13="absent")
    kept = check(world, case)
    verify(world, case)
    verify(world, case, StepResult.ASKED)

    assert find_newest_check(certificate) == kept
    assert kept.read_found()["E13"] == "present"
    assert read_results(certificate) == {"embassy": "confirms"}
    assert find_citation(case) == certificate.citations.get()
    assert lock_certificate(certificate.pk).revision == 5
