"""Elements and steps are recorded on their forms, and the applicant is asked from there."""

from __future__ import annotations

from datetime import timedelta

import pytest

from licensing.acts.acting import now, to_local_day
from licensing.admin.requests.case_buttons import get_act_url
from licensing.choices import Verb
from licensing.models import CertificateCheck, CertificateStep, CertificateTemplate, Question
from tests.admin.conftest import At, execute_act, text_of
from tests.certificates import cite_again, take_up, verify
from tests.world import World


@pytest.mark.walk
def test_every_element_is_asked_and_a_missing_one_leads_to_a_question(world: World, at: At) -> None:
    case = world.accepted()
    take_up(world, case)
    url = get_act_url(case, Verb.CHECK_CERTIFICATE)
    found = dict.fromkeys(CertificateTemplate.objects.get(pk="military").required, "present")
    asked = {"question": "Please send the page with the seal.", "due_on": (to_local_day(now()) + timedelta(9)).isoformat()}

    left_out = execute_act(at(world.otto), url, **{code: said for code, said in found.items() if code != "E14"})
    done = execute_act(at(world.otto), url, **(found | {"E13": "absent", "note_E13": "No seal."} | asked))

    assert (left_out.status_code, done.status_code) == (400, 302)
    assert CertificateCheck.objects.get().findings["E13"] == {"found": "absent", "note": "No seal."}
    assert "E15" not in CertificateCheck.objects.get().findings
    assert Question.objects.get().text == "Please send the page with the seal."


def test_elements_are_a_table_and_nothing_typed_is_lost_when_the_certificate_has_changed(world: World, at: At) -> None:
    case, other = world.accepted(), world.filed(title="A second sale")
    cite_again(world, other, take_up(world, case))
    url = get_act_url(case, Verb.CHECK_CERTIFICATE)
    found = dict.fromkeys(CertificateTemplate.objects.get(pk="military").required, "present")
    opened = at(world.otto).get(url)

    verify(world, other)
    late = execute_act(at(world.otto), url, **found, note_E13="The seal is smudged.", seen=1)
    page = late.content.decode()

    assert opened.content.decode().count('role="radiogroup"') == len(opened.context["rows"]) > 12
    assert (late.status_code, CertificateCheck.objects.count()) == (412, 0)
    assert "The certificate has changed since you opened it." in text_of(late)
    assert 'value="The seal is smudged."' in page
    assert 'name="seen" value="2"' in page


@pytest.mark.walk
def test_a_step_is_recorded_and_shown_with_what_it_comes_to(world: World, at: At) -> None:
    case = world.filed()
    take_up(world, case)
    url = get_act_url(case, Verb.VERIFY_CERTIFICATE)
    step = {"kind": "embassy", "channel": "note", "result": "confirms", "done_on": to_local_day(now()).isoformat()}

    unsaid = execute_act(at(world.otto), url, **step)
    done = execute_act(at(world.otto), url, **step, note="The ministry has it in its books.")
    page = text_of(at(world.otto).get(url))

    assert (unsaid.status_code, done.status_code) == (400, 302)
    assert CertificateStep.objects.get().taken_by == world.otto
    assert "The ministry has it in its books." in page
    assert "Genuine" in page
