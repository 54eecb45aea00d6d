"""The published lifecycle is the declared one."""

from __future__ import annotations

from io import StringIO
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from django.core.management import CommandError, call_command

from licensing.management.commands.draw_lifecycle import Act, draw_pages, list_declared_acts
from licensing.models import Case, Licence

DOCS = Path(__file__).resolve().parents[3] / "docs"


def test_the_published_lifecycle_is_the_declared_one() -> None:
    stale = [name for name, content in draw_pages().items() if (DOCS / name).read_text(encoding="utf-8") != content]

    # Made again by: ./run manage draw_lifecycle
    assert stale == []


def test_an_act_is_read_with_its_sources_and_its_target() -> None:
    acts = {act.name: act for model in (Case, Licence) for act in list_declared_acts(model)}

    assert acts["grant"][2:] == (("government_decision",), "granted")
    assert acts["suspend"] == Act("suspend", Licence.suspend.__doc__, ("issued",), "suspended")
    assert acts["sign"].target is None


def test_a_move_is_drawn_with_a_dot_for_each_source_state() -> None:
    pages = draw_pages()

    for name, model in (("case", Case), ("licence", Licence)):
        picture = ET.fromstring(pages[f"lifecycle/{name}.svg"])
        moves = [act for act in list_declared_acts(model) if act.target]
        dots = picture.findall("{http://www.w3.org/2000/svg}circle")
        assert len(dots) == sum(len(act.sources) for act in moves)


def test_the_command_writes_the_page_and_its_pictures(tmp_path: Path) -> None:
    call_command("draw_lifecycle", folder=tmp_path, stdout=StringIO())

    written = {str(file.relative_to(tmp_path)) for file in tmp_path.rglob("*") if file.is_file()}
    assert written == {"lifecycle.md", "lifecycle/case.svg", "lifecycle/licence.svg"}


def test_the_command_refuses_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="There is no folder"):
        call_command("draw_lifecycle", folder=tmp_path / "absent", stdout=StringIO())
