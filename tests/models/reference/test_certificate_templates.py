"""A template of certificates as policy reads it."""

from __future__ import annotations

from licensing.models import CertificateTemplate


def test_a_template_is_given_to_policy_with_its_elements() -> None:
    row = CertificateTemplate(code="own", required=["E01", "E07"], optional=["E15"], confirmed_by=["embassy"])

    template = row.as_policy()

    assert (template.required, template.optional, template.confirmed_by) == (("E01", "E07"), ("E15",), ("embassy",))
