"""One certificate, two requests: taken up, checked, genuine, assessed, granted on as far as it goes, and false at last."""

from __future__ import annotations

from datetime import timedelta

import pytest

from licensing.acts.acting import now, to_local_day
from licensing.acts.decisions import government
from licensing.acts.record.verification import verify_record
from licensing.acts.requests import submission
from licensing.acts.signoff import positions
from licensing.admin.requests.case_buttons import get_act_url
from licensing.choices import AssessmentKind, StepResult, Verb
from licensing.errors import Invalid, NotAssessed, StoppedByCertificate
from licensing.models import Case, CertificateCheck, Event, Licence
from licensing.policy.record.event_kinds import EventKind
from tests.acts.assessment.assessed import record
from tests.admin.conftest import execute_act, page_of, text_of
from tests.certificates import NUMBER, cite_again, elements, verify
from tests.config.web.test_kept_forms import browser
from tests.portal.visiting import Visitor
from tests.trial import GOVERNMENT, MINISTRIES, use_procedure
from tests.world import World, approve, resolution

CERTIFICATE = {"kind": "certificate", "owner": "case_officer"}
TYPED = {
    "country": "EE",
    "authority": "Fictional Ministry of Defence",
    "number": NUMBER,
    "end_user": "Fictional Defence Depot Tallinn",
    "template": "military",
    "lines": "Reconnaissance UAV; Z-40; 60; NAR\nGround station; ; 8; NAR",
}


def test_a_certificate_from_its_taking_up_to_its_end(world: World) -> None:
    use_procedure(MINISTRIES | {"assessments": [CERTIFICATE]}, GOVERNMENT)
    first, second = world.accepted(), world.filed(title="A second sale")
    otto = browser(world.otto)
    today = to_local_day(now())

    # The officer takes it up, checks it, and writes down which steps were taken; the applicant reads no step.
    cite = get_act_url(first, Verb.CITE_CERTIFICATE)
    assert execute_act(otto, cite, **TYPED, issued_on=(today - timedelta(days=20)).isoformat()).status_code == 302
    with pytest.raises(Invalid):
        record(first, world.otto, AssessmentKind.CERTIFICATE, result="complete")
    assert execute_act(otto, get_act_url(first, Verb.CHECK_CERTIFICATE), **elements().findings).status_code == 302
    step = {"kind": "embassy", "channel": "note", "result": "confirms", "done_on": today.isoformat(), "note": "In its books."}
    assert execute_act(otto, get_act_url(first, Verb.VERIFY_CERTIFICATE), **step).status_code == 302
    page = text_of(Visitor(world.paula).open("case", first.pk))
    assert all(words in page for words in (NUMBER, "no element is missing"))
    assert "Reconnaissance UAV Z-40 – 60 pieces" in page
    assert "In its books." not in page

    # Seats speak once it is assessed, and the first request is granted on it.
    world.state_need(first)
    with pytest.raises(NotAssessed):
        positions.sign_case(first, world.rhea, approve(), version=1)
    record(first, world.otto, AssessmentKind.CERTIFICATE, result="complete")
    for member in (world.rhea, world.greta, world.mira):
        positions.sign_case(first, member, approve(), version=1)
    government.grant_case(Case.objects.get(pk=first.pk), world.dora, resolution())

    # The second one asks for more than is left of it, and another certificate is wanted.
    cite_again(world, second, first.citations.get())
    assert "40 pieces granted on it, 40 pieces asked for" in text_of(otto.get(page_of(second)))
    with pytest.raises(StoppedByCertificate):
        submission.accept_case(second, world.otto)

    # Long after the grant the ministry denies it: whoever looks at licences again is told, with all that cite it.
    verify(world, first, StepResult.DENIES)
    told = Event.objects.get(kind=EventKind.CERTIFICATE_FOUND_FALSE)
    assert told.data["cited_by"] == [first.reference, second.reference]
    assert "False" in text_of(otto.get(f"/admin/licensing/certificate/{first.citations.get().certificate_id}/change/"))
    assert Licence.objects.get(case=first).is_live
    assert CertificateCheck.objects.count() == 1
    assert verify_record().fault is None
