"""A9: what is signed holds the digest of every document that goes with it."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from django.conf import LazySettings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from licensing.acts.documents.files import build_storage_path
from licensing.acts.record.verification import verify_record
from licensing.models import Document
from tests.acts.record.spoiling import behind_the_back
from tests.world import World


def test_a_filed_version_names_each_document_by_its_digest(world: World) -> None:
    case = world.filed()

    [version] = case.versions.all()

    filed = {one["id"]: one["sha256"] for one in json.loads(version.canonical)["documents"]}
    assert filed == {str(one.pk): one.sha256 for one in case.documents.all()}
    assert len(filed) > 2


def test_one_bit_of_an_attachment_is_noticed(world: World, settings: LazySettings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path
    document = world.filed().documents.all()[0]
    stored = Path(document.file.path)
    stored.chmod(0o600)
    content = stored.read_bytes()

    stored.write_bytes(bytes([content[0] ^ 1]) + content[1:])

    fault = verify_record(with_files=True).fault
    assert fault is not None
    assert fault.where == f"document {document.pk}"


def test_another_file_put_under_a_filed_document_is_noticed(world: World, settings: LazySettings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path
    document = world.filed().documents.all()[0]
    content = b"Another certificate"
    digest = hashlib.sha256(content).hexdigest()
    name = default_storage.save(build_storage_path(digest), ContentFile(content))

    with behind_the_back():
        Document.objects.filter(pk=document.pk).update(sha256=digest, file=name)

    fault = verify_record().fault
    assert fault is not None
    assert fault.where == f"document {document.pk}"
