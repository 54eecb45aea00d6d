"""What was attached while the scanner was away is kept back, and scanned when it is there again."""

from __future__ import annotations

from pathlib import Path
from uuid import UUID

import pytest
from django.core.files.storage import default_storage
from pytest_django.fixtures import Settings

from licensing.acts.documents import scanning
from licensing.acts.documents.files import read_cleared_content, store_file
from licensing.acts.documents.scanner import ScannerAway
from licensing.acts.documents.scanning import scan_waiting_documents
from licensing.acts.people.organisations.registrations import attach_to_registration, file_registration
from licensing.acts.record.verification import verify_record
from licensing.acts.requests.drafting import attach_document, copy_case
from licensing.choices import ScanVerdict
from licensing.errors import FileRefused, Invalid
from licensing.models import Document, Event
from tests.acts.documents.test_scanner import MARK, _serving
from tests.acts.people.organisations.test_registrations import ask
from tests.world import World

ABOUT = {"type": "other", "title": "It", "issuer": "Somebody", "number": "7"}


@pytest.fixture(autouse=True)
def _store(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path
    settings.CLAMAV_ADDRESS = "tcp://127.0.0.1:1"


def _attach(world: World, content: bytes = b"I certify this.") -> Document:
    case = world.draft()
    attach_document(case, world.paula, content=content, file_name="a.txt", about=ABOUT)
    return case.documents.order_by("attached_at").last()


def test_while_the_scanner_is_away_a_file_waits_and_nobody_gets_it(world: World) -> None:
    document = _attach(world)

    assert document.verdict == ScanVerdict.WAITING
    with pytest.raises(FileRefused) as refused:
        read_cleared_content(document)
    assert "waits for the scanner" in str(refused.value.sentence)
    assert scan_waiting_documents() == 0


def test_a_file_that_waited_is_handed_out_once_it_is_found_clean(world: World, settings: Settings) -> None:
    document = _attach(world)

    with _serving(b"stream: OK\0") as settings.CLAMAV_ADDRESS:
        assert scan_waiting_documents() == 1

    document.refresh_from_db()
    assert (document.verdict, read_cleared_content(document)) == (ScanVerdict.CLEAN, b"I certify this.")
    event = Event.objects.get(kind="document.scanned")
    assert event.data == {"document": str(document.pk), "verdict": "clean", "found": ""}
    assert verify_record().fault is None
    assert scan_waiting_documents() == 0


def test_a_file_that_waited_and_is_infected_is_never_handed_out(world: World, settings: Settings) -> None:
    document = _attach(world)

    with _serving(b"stream: Own.Malice FOUND\0") as settings.CLAMAV_ADDRESS:
        assert scan_waiting_documents() == 1

    document.refresh_from_db()
    with pytest.raises(FileRefused, match="file"):
        read_cleared_content(document)


def test_what_was_found_once_comes_back_neither_without_a_scanner_nor_in_a_copy(world: World, settings: Settings) -> None:
    document = _attach(world)
    Document.objects.filter(pk=document.pk).update(verdict=ScanVerdict.INFECTED)

    settings.CLAMAV_ADDRESS = ""
    with pytest.raises(FileRefused) as refused:
        store_file("b.txt", b"I certify this.")

    assert "when it was attached before" in str(refused.value.sentence)
    assert not copy_case(document.case, world.paula).documents.exists()
    assert store_file("b.txt", b"I certify that.").verdict == ScanVerdict.NOT_SCANNED


def test_what_is_infected_when_it_is_attached_is_refused_at_once(settings: Settings) -> None:
    with _serving(b"stream: Own.Malice FOUND\0") as settings.CLAMAV_ADDRESS, pytest.raises(FileRefused) as refused:
        store_file("a.txt", MARK)

    assert "Own.Malice" in str(refused.value.sentence)


@pytest.mark.parametrize("answer", [b"INSTREAM size limit exceeded. ERROR\0", b""])
def test_a_file_that_the_scanner_cannot_judge_holds_up_no_other(world: World, settings: Settings, answer: bytes) -> None:
    kept_back, behind = _attach(world), _attach(world, b"I certify that.")

    with _serving(answer, b"ClamAV 1.4.3\0", b"stream: OK\0") as settings.CLAMAV_ADDRESS:
        assert scan_waiting_documents() == 1

    verdicts = dict(Document.objects.values_list("pk", "verdict"))
    assert (verdicts[kept_back.pk], verdicts[behind.pk]) == (ScanVerdict.WAITING, ScanVerdict.CLEAN)


def test_more_files_than_a_batch_are_tried_though_the_first_cannot_be_judged(
    world: World, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scanning, "BATCH", 1)
    for text in (b"One.", b"Two.", b"Three."):
        _attach(world, text)
    default_storage.delete(Document.objects.earliest("attached_at").file.name)

    with _serving(b"stream: OK\0", b"stream: OK\0") as settings.CLAMAV_ADDRESS:
        assert scan_waiting_documents() == 2


def test_what_was_scanned_before_the_scanner_went_away_counts(
    world: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    broken, _scanned, _behind = (_attach(world, text) for text in (b"One.", b"Two.", b"Three."))
    answers: list[int | Exception] = [ValueError("no"), 1, ScannerAway("gone")]

    def scan(pk: UUID) -> int:
        answer = answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer

    monkeypatch.setattr(scanning, "_scan_document", scan)

    assert (scan_waiting_documents(), answers) == (1, [])
    assert f"no verdict could be written of {broken.pk}" in caplog.text


def test_a_clean_file_is_clean_from_the_start(world: World, settings: Settings) -> None:
    with _serving(b"stream: OK\0") as settings.CLAMAV_ADDRESS:
        document = _attach(world)

    assert document.verdict == ScanVerdict.CLEAN


def test_a_document_of_a_registration_waits_and_is_scanned_likewise(world: World, settings: Settings) -> None:
    registration = ask()
    attach_to_registration(registration, b"Extract of the register", "extract.txt")
    document = registration.documents.get()
    with pytest.raises(Invalid) as refused:
        file_registration(registration, declared=True)

    with _serving(b"stream: OK\0") as settings.CLAMAV_ADDRESS:
        assert scan_waiting_documents() == 1

    document.refresh_from_db()
    assert [gap.code for gap in refused.value.gaps] == ["waiting"]
    assert document.verdict == ScanVerdict.CLEAN
    assert verify_record().fault is None
