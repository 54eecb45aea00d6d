"""Files that people attach: kept once under their own digest, refused by their content, checked when handed out."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import LazySettings
from django.core.files.storage import default_storage

from licensing.acts.documents.files import LARGEST, build_storage_path, read_content, store_enclosure, store_file
from licensing.errors import FileAltered, FileRefused
from tests.world import World

ENGLISH = b"Invented certificate of origin\n"


def test_the_same_content_is_stored_once_under_its_digest(db: None, settings: LazySettings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path

    first, second = store_file("a.txt", ENGLISH), store_file("b.txt", ENGLISH)

    assert (first.sha256, first.media_type, first.size) == (second.sha256, "text/plain", len(ENGLISH))
    stored = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert stored == [tmp_path / build_storage_path(first.sha256)]


def test_an_enclosure_may_be_left_out_but_an_empty_one_is_refused() -> None:
    assert store_enclosure("", b"") is None
    with pytest.raises(FileRefused, match="is empty"):
        store_enclosure("stock.txt", b"")


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "is empty"),
        (b"a" * (LARGEST + 1), "is larger than 10 MB"),
        (b"\x00\x01\x02", "is not a PDF"),
        (b"<svg onload='x'/>", "is not a PDF"),
    ],
)
def test_a_file_is_judged_by_its_content_not_its_name(content: bytes, reason: str) -> None:
    with pytest.raises(FileRefused) as refused:
        store_file("certificate.pdf", content)

    assert reason in str(refused.value.sentence)


@pytest.mark.parametrize("name", ["invoice\u202efdp.exe", "a\x00.pdf", "\u2066a.pdf", "a\u2028.pdf"])
def test_a_name_that_reads_as_another_is_refused(name: str) -> None:
    with pytest.raises(FileRefused) as refused:
        store_file(name, ENGLISH)

    assert "rename the file" in str(refused.value.sentence)


def test_a_file_altered_in_the_store_is_not_handed_out(world: World, settings: LazySettings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path
    document = world.ready(title="Stored in a folder of its own").documents.order_by("pk")[0]
    whole = read_content(document)
    Path(default_storage.path(document.file.name)).chmod(0o600)

    Path(default_storage.path(document.file.name)).write_bytes(whole + b"!")

    with pytest.raises(FileAltered):
        read_content(document)
