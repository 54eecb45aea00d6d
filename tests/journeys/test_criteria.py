"""From the table of criteria to the refusal that names one: what prohibits a transfer is voted through and not granted."""

from __future__ import annotations

import pytest
from django.urls import reverse

from licensing.acts.decisions import government
from licensing.acts.record.verification import verify_record
from licensing.acts.signoff import positions
from licensing.admin.requests.case_buttons import get_act_url
from licensing.choices import Verb
from licensing.errors import NotAssessed, ProhibitedByCriterion
from licensing.models import Assessment, Case, Decision
from tests.acts.assessment.assessed import CRITERIA
from tests.admin.assessment.criteria.test_inputs import ABSOLUTE, COMMON, RISK
from tests.admin.conftest import execute_act, page_of, text_of
from tests.api.calling import Caller, code_of
from tests.config.web.test_kept_forms import browser
from tests.portal.visiting import Visitor
from tests.trial import GOVERNMENT, MINISTRIES, use_procedure
from tests.world import World, approve, resolution

EMBARGO = {"answer:EU1.a": "yes", "sources:EU1": "Resolution of the Council"}


def test_criteria_from_the_table_to_a_refusal_that_names_one(world: World) -> None:
    use_procedure(MINISTRIES | {"assessments": [CRITERIA]}, GOVERNMENT)
    case = world.accepted()
    world.state_need(case)
    otto, form = browser(world.otto), reverse("admin:licensing_case_assess", args=[case.pk, "criteria"])

    # Nobody speaks before the criteria are weighed. An answer that contradicts its result is told at its place.
    with pytest.raises(NotAssessed):
        positions.sign_case(case, world.rhea, approve(), version=1)
    wrong = execute_act(otto, form, **COMMON, **ABSOLUTE | EMBARGO | {"result:EU1": "none"}, **RISK, rest_is_no="on")
    assert "EU1 is absolute, and an answer is yes: the transfer is prohibited." in text_of(wrong)
    assert "Receipt is verified." in text_of(wrong)
    assert not Assessment.objects.exists()
    done = execute_act(otto, form, **COMMON, **ABSOLUTE | EMBARGO, **RISK, rest_is_no="on")
    assert (done.status_code, Assessment.objects.get().result) == (302, "absolute")

    # Every seat approves, and nobody can grant it.
    for member in (world.rhea, world.greta, world.mira):
        positions.sign_case(case, member, approve(), version=1)
    case = Case.objects.get(pk=case.pk)
    with pytest.raises(ProhibitedByCriterion):
        government.grant_case(case, world.dora, resolution(reasons="All the same."))
    dora = Caller(world.dora)
    tag = dora.get(f"cases/{case.pk}/")["ETag"]
    body = {"resolution_no": "417-r", "resolution_on": resolution().on.isoformat()}
    granted = dora.post(f"cases/{case.pk}/grant/", body, if_match=tag)
    assert code_of(granted) == (409, "prohibited_by_criterion")
    assert "cannot be out-voted" in text_of(browser(world.dora).get(get_act_url(case, Verb.GRANT)))

    # A refusal names what was found; the applicant reads that criterion, and nothing else of the findings.
    unnamed = dora.post(f"cases/{case.pk}/refuse/", body | {"grounds": ["R01"]}, if_match=tag)
    assert [one["path"] for one in unnamed.json()["errors"]] == ["criteria"]
    refused = dora.post(f"cases/{case.pk}/refuse/", body | {"grounds": ["R01"], "criteria": ["EU1"]}, if_match=tag)
    assert refused.status_code == 200
    page = text_of(Visitor(world.paula).open("case", case.pk))
    assert "EU1 Sanctions, treaty duties and commitments of the control regimes" in page
    assert "EU7" not in page
    assert "Resolution of the Council" not in page
    read = Caller(world.paula).get(f"cases/{case.pk}/").json()["decision"]["criteria"]
    assert [one["code"] for one in read] == ["EU1"]
    assert Caller(world.paula).get(f"cases/{case.pk}/criteria/").status_code == 403

    # The desk has the annex, also as a sheet.
    assert "EU1 ·" in text_of(otto.get(page_of(case)))
    sheet = otto.get(reverse("admin:licensing_case_annex", args=[case.pk])).content.decode()
    assert "Resolution of the Council" in sheet
    assert Decision.objects.get().criteria[0]["version"] == "2025/779"
    assert verify_record().fault is None
