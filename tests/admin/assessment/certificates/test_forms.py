"""A certificate is taken up, corrected, checked and verified on the forms of a case, and nothing typed is lost."""

from __future__ import annotations

from decimal import Decimal

import pytest

from licensing.admin.assessment.certificates import forms
from licensing.admin.requests.case_buttons import get_act_url
from licensing.choices import Verb
from licensing.models import Case, Certificate, CertificateCitation
from tests.admin.conftest import At, execute_act, text_of
from tests.certificates import NUMBER, take_up
from tests.world import World

CITE = {
    "country": "EE",
    "authority": "Fictional Ministry of Defence",
    "number": NUMBER,
    "issued_on": "2026-01-02",
    "end_user": "Fictional Defence Depot Tallinn",
    "template": "military",
    "lines": "Reconnaissance UAV; Z-40; 100; NAR\nGround station; ; 8; pieces",
}


def place(case: Case, verb: Verb) -> str:
    return get_act_url(case, verb)


def test_a_certificate_is_recorded_from_what_the_request_says(world: World, at: At) -> None:
    case = world.filed()
    url = place(case, Verb.CITE_CERTIFICATE)

    shown = at(world.otto).get(url).content.decode()
    done = execute_act(at(world.otto), url, **CITE)

    certificate = Certificate.objects.get()
    assert "Reconnaissance UAV; Z-40; 40; NAR" in shown
    assert (done.status_code, str(certificate)) == (302, NUMBER)
    assert [one.quantity for one in certificate.lines.all()] == [Decimal(100), Decimal(8)]


@pytest.mark.walk
def test_what_cannot_be_read_is_said_at_its_field_and_stays(world: World, at: At) -> None:
    case = world.filed()
    url = place(case, Verb.CITE_CERTIFICATE)

    wrong = execute_act(at(world.otto), url, **(CITE | {"lines": "Reconnaissance UAV; Z-40; many; NAR"}))
    empty = execute_act(at(world.otto), url, **(CITE | {"number": ""}))
    other = execute_act(at(world.otto), url, **(CITE | {"lines": "Loitering munition; X-1; 40; NAR"}))

    assert "This line cannot be read: “Reconnaissance UAV; Z-40; many; NAR”." in text_of(wrong)
    assert "Write it as it stands on the certificate." in text_of(empty)
    assert "The certificate covers other goods: item 1 “Reconnaissance UAV”" in text_of(other)
    assert "Loitering munition; X-1; 40; NAR" in other.content.decode()
    assert not Certificate.objects.exists()


@pytest.mark.walk
def test_one_on_record_is_chosen_for_a_second_case(world: World, at: At) -> None:
    citation = take_up(world, world.filed())
    case = world.filed(title="A second sale")
    url = place(case, Verb.CITE_CERTIFICATE)

    done = execute_act(at(world.otto), url, certificate=str(citation.certificate_id), covers="2; 2")
    wrong = execute_act(at(world.otto), url, certificate=str(citation.certificate_id), covers="two; 2")

    assert done.status_code == 302
    assert "This line cannot be read: “two; 2”." in text_of(wrong)
    assert CertificateCitation.objects.standing().filter(certificate=citation.certificate_id).count() == 2


@pytest.mark.walk
def test_a_correction_shows_what_is_on_record_and_asks_why(world: World, at: At) -> None:
    case = world.filed()
    take_up(world, case)
    url = place(case, Verb.AMEND_CERTIFICATE)
    given = {**CITE, "lines": "Reconnaissance UAV; Z-40; 60; NAR\nGround station; ; 40; NAR"}

    shown = at(world.otto).get(url).content.decode()
    unsaid = execute_act(at(world.otto), url, **given)
    done = execute_act(at(world.otto), url, **given, reason="Misread.")

    assert "Reconnaissance UAV; Z-40; 400; NAR" in shown
    assert (unsaid.status_code, done.status_code) == (400, 302)
    assert Certificate.objects.get().lines.get(number=1).quantity == Decimal(60)


def test_a_case_without_certificate_says_so(world: World, at: At) -> None:
    case = world.filed()

    for verb in (Verb.CHECK_CERTIFICATE, Verb.VERIFY_CERTIFICATE, Verb.AMEND_CERTIFICATE):
        assert "This case cites no certificate." in text_of(at(world.otto).get(place(case, verb)))


def test_beside_one_on_record_unreadable_goods_are_not_refused(world: World, at: At) -> None:
    citation = take_up(world, world.filed())
    url = place(world.filed(title="A second sale"), Verb.CITE_CERTIFICATE)

    assert execute_act(at(world.otto), url, certificate=str(citation.certificate_id), lines="many").status_code == 302


@pytest.mark.walk
def test_one_that_is_older_than_all_that_are_offered_is_found_by_its_number(
    world: World, at: At, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(forms, "_MOST_OFFERED", 1)
    old = take_up(world, world.filed()).certificate_id
    take_up(world, world.filed(title="A newer one"), number="EE-EUC-8")
    url = place(world.filed(title="A second sale"), Verb.CITE_CERTIFICATE)

    shown = at(world.otto).get(url).content.decode()
    refused = execute_act(at(world.otto), url, **(CITE | {"number": f" {NUMBER.lower()}"}))

    assert str(old) not in shown
    assert str(old) in refused.content.decode()


@pytest.mark.walk
def test_as_many_goods_may_be_typed_as_a_certificate_may_have(world: World, at: At) -> None:
    lines = CITE["lines"] + f"\n{'x' * 150}; ; 1; NAR" * 198

    done = execute_act(at(world.otto), place(world.filed(), Verb.CITE_CERTIFICATE), **(CITE | {"lines": lines}))

    assert (done.status_code, Certificate.objects.get().lines.count()) == (302, 200)
