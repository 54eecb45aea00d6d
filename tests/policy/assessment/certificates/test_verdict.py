"""What an assessment of a certificate can come to at best."""

from __future__ import annotations

from itertools import product

from licensing.choices import Authenticity
from licensing.policy.assessment.certificates.verdict import RESULTS, CertificateFacts


def test_only_what_is_whole_and_genuine_is_sound() -> None:
    for cited, checked, missing, said, over in product(*([(False, True)] * 3), list(Authenticity), (False, True)):
        facts = CertificateFacts(cited, checked, ["E13"] if missing else [], said, over)

        sound = cited and checked and not missing and said is Authenticity.GENUINE and not over

        assert facts.does_allow("complete") is sound
        assert facts.does_allow("deficient") is (said is not Authenticity.FALSE)
        assert facts.does_allow("suspicious")
        assert bool(list(facts.list_reasons())) is not sound
        assert facts.best_result in RESULTS


def test_each_reason_is_said() -> None:
    facts = CertificateFacts(is_cited=True, is_checked=True, missing=["E13", "E14"], is_over=True)

    assert [str(one) for one in facts.list_reasons()] == [
        "no step has confirmed that it is genuine",
        "required elements are not there: E13, E14",
        "its last day has passed",
    ]
