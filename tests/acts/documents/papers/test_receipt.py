"""A receipt names what was filed, by whom and under which digests; it decides nothing."""

from __future__ import annotations

from licensing.acts.documents.papers.receipt import build_receipt
from tests.world import World


def test_a_receipt_lists_goods_and_documents_of_the_version(world: World) -> None:
    case = world.filed()
    version = case.versions.get()

    paper = build_receipt(case, version)

    assert paper.subtitle == {"uk": "версія 1", "en": "version 1"}
    assert paper.head[-1][1] == [version.digest]
    assert paper.parts[0].title == {"uk": "Товари", "en": "Goods"}
    assert all(entry[-1].startswith("SHA-256 ") for part in paper.parts for entry in part.entries if isinstance(entry[-1], str))
