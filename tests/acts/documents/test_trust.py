"""The list of trusted issuers, and what it makes of a signed original."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from licensing.acts.acting import at_time, database_now
from licensing.acts.documents.files import store_file
from licensing.acts.documents.trust import load_trust_list
from licensing.choices import SignatureStanding
from tests.papers import Person, container

pytestmark = pytest.mark.django_db

ROOT = Person("Invented root")
OLENA = Person("Olena Prykladna", ROOT)
SIGNED = {"a.p7s": OLENA.sign(b"I certify this."), "a.asice": container({"a.txt": b"One"}, OLENA, way="xades")}


@pytest.fixture(autouse=True)
def _store(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.mark.parametrize("name", SIGNED)
def test_a_signature_stands_as_the_trust_list_says(name: str, settings: Settings, tmp_path: Path) -> None:
    stands = {}
    for listed, issuers in {"none": [], "other": [Person("Another root")], "ours": [Person("Another root"), ROOT]}.items():
        file = tmp_path / f"{listed}.pem"
        file.write_bytes(b"".join(one.pem for one in issuers))
        settings.TRUST_LIST = str(file) if issuers else ""
        [signature] = store_file(name, SIGNED[name]).signatures
        stands[listed] = signature["standing"]
        assert signature["signer"] == "Olena Prykladna"

    assert stands == {
        "none": SignatureStanding.NOT_VERIFIED,
        "other": SignatureStanding.UNTRUSTED,
        "ours": SignatureStanding.VALID,
    }


def test_a_certificate_that_is_over_is_not_trusted(settings: Settings, tmp_path: Path) -> None:
    file = tmp_path / "list.pem"
    file.write_bytes(ROOT.pem)
    settings.TRUST_LIST = str(file)

    [signature] = store_file("a.p7s", Person("Expired", ROOT, days=-1).sign(b"I certify this.")).signatures

    assert signature["standing"] == SignatureStanding.UNTRUSTED


def test_a_signature_is_judged_at_the_moment_at_which_acts_happen(settings: Settings, tmp_path: Path) -> None:
    file = tmp_path / "list.pem"
    file.write_bytes(ROOT.pem)
    settings.TRUST_LIST = str(file)

    with at_time(database_now() + timedelta(days=366)):
        [signature] = store_file("a.p7s", SIGNED["a.p7s"]).signatures

    assert signature["standing"] == SignatureStanding.UNTRUSTED


def test_a_list_that_is_replaced_is_read_again_and_a_broken_one_trusts_nobody(settings: Settings, tmp_path: Path) -> None:
    file = tmp_path / "list.pem"
    file.write_bytes(ROOT.pem)
    settings.TRUST_LIST = str(file)
    assert len(load_trust_list()) == 1

    file.write_text("nonsense", encoding="ascii")

    assert load_trust_list() == ()
