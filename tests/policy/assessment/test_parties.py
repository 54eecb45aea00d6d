"""Everybody whom a request names is held against the lists, each once, with the facts that tell it from others."""

from __future__ import annotations

from licensing.policy.assessment.parties import ApplicantNames, ScreenedParty, list_parties
from licensing.policy.record.digests import compute_digest

DOCUMENT = {
    "parties": [
        {"role": "buyer", "name": "Vyhadka Trade", "country": "EE", "register_no": "7"},
        {"role": "consignee", "name": "Vyhadka Trade", "country": "EE", "register_no": "7"},
        {"role": "owner", "name": "Vyhadka Holding", "name_original": "Вигадка Холдинг", "owner_of": "Vyhadka Trade"},
        {"role": "bank", "name": "Vyhadka Bank"},
        {"role": "end_user", "name": ""},
    ],
    "items": [{"maker": "Vyhadka Works"}, {"maker": "Vyhadka Works"}],
    "route": [
        {"carrier": "VYHADKA TRADE"},
        {"carrier": "Vyhadka Lines", "vessel": "Vyhadana Zirka", "imo": "1234567"},
        {"carrier": "Vyhadka Lines", "vessel": "Vyhadka Trade"},
        {"vessel": "", "imo": "7654329"},
    ],
    "terms": {
        "bank": "Vyhadka Payments",
        "financing": {
            "lender": "Vyhadka Credit",
            "borrower": "Vyhadka Debtor",
            "guarantor": "Vyhadka Surety",
            "cover_by": "Vyhadka Cover",
        },
        "joint_venture": {
            "name": "Vyhadka Venture",
            "country": "EE",
            "ip_owner": "Vyhadka Patents",
            "shareholders": [{"name": "Vyhadka Share"}],
        },
    },
}


def test_every_name_of_a_request_is_listed_once() -> None:
    found = list_parties(
        DOCUMENT, applicant=ApplicantNames("Zhuravel Vyhadka", "Журавель Вигадка", ("Zhuravel Old", "Vyhadka Trade"))
    )

    assert [one.called for one in found] == [
        "Zhuravel Vyhadka",
        "Журавель Вигадка",
        "Zhuravel Old",
        "Vyhadka Trade",
        "Vyhadka Holding",
        "Vyhadka Bank",
        "Vyhadka Works",
        "Vyhadka Lines",
        "Vyhadana Zirka, IMO 1234567",
        "IMO 7654329",
        "Vyhadka Payments",
        "Vyhadka Credit",
        "Vyhadka Debtor",
        "Vyhadka Surety",
        "Vyhadka Cover",
        "Vyhadka Venture",
        "Vyhadka Patents",
        "Vyhadka Share",
    ]
    assert [str(one) for one in found[2].roles] == ["Applicant, by a former name"]
    assert [str(one) for one in found[3].roles] == ["Buyer", "Final consignee"]
    assert found[4].names == ["Vyhadka Holding", "Вигадка Холдинг"]


def test_a_party_is_another_one_by_its_facts_and_not_by_its_role() -> None:
    party = ScreenedParty("Vyhadka", ("Buyer",), country="EE")

    assert party.compute_digest() == ScreenedParty("Vyhadka", ("Carrier",), country="EE").compute_digest()
    assert party.compute_digest() != ScreenedParty("Vyhadka", ("Buyer",), country="FI").compute_digest()


def test_a_vessel_is_another_one_by_its_number_and_others_are_what_they_were() -> None:
    vessel = ScreenedParty("Zirka", (), vessel_number="1234567")

    assert vessel.compute_digest() != ScreenedParty("Zirka", ()).compute_digest()
    assert (vessel.names, ScreenedParty("", (), vessel_number="1234567").names) == (["Zirka"], [])
    # What was said of parties before vessels had numbers rests on this digest.
    assert ScreenedParty("Zirka", (), country="EE").compute_digest() == compute_digest(["Zirka", "", "EE", "", ""])


def test_what_is_no_request_has_no_parties_but_the_applicant() -> None:
    assert [one.name for one in list_parties({"parties": "none", "route": [1]}, applicant=ApplicantNames("Zhuravel"))] == [
        "Zhuravel"
    ]
