"""The published lifecycle is the declared one."""

from __future__ import annotations

import sys
from importlib import import_module
from io import StringIO
from pathlib import Path
from types import ModuleType
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from django.core.management import CommandError, call_command, load_command_class

from licensing.management.commands.draw_lifecycle import Act, draw_pages, list_declared_acts
from licensing.models import Case, Licence


class Drawing:
    """Stands in for a drawing of graphviz, a library that nothing of ours needs: it keeps the names of what is drawn."""

    def __init__(self, **options: Any) -> None:
        self.parts: list[Drawing] = []
        self.moves: set[str] = set()

    def node(self, *args: Any, **options: Any) -> None:
        """States are drawn by the way."""

    def edge(self, tail_name: str, head_name: str, label: str = "") -> None:
        if head_name.rsplit(".", 1)[-1] != "None" and label:
            self.moves.add(label)

    def subgraph(self, part: Drawing) -> None:
        self.parts.append(part)


DOCS = Path(__file__).resolve().parents[3] / "docs"


def test_the_published_lifecycle_is_the_declared_one() -> None:
    stale = [name for name, content in draw_pages().items() if (DOCS / name).read_text(encoding="utf-8") != content]

    # Made again by: ./run manage draw_lifecycle
    assert stale == []


def test_an_act_is_read_with_its_sources_and_its_target() -> None:
    acts = {act.name: act for model in (Case, Licence) for act in list_declared_acts(model)}

    assert acts["grant"][2:] == (("government_decision",), "granted")
    assert acts["suspend"] == Act("suspend", Licence.suspend.__doc__, ("issued", "suspended"), "suspended")
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


def test_the_drawing_of_the_library_shows_the_moves_that_are_declared(monkeypatch: pytest.MonkeyPatch) -> None:
    library = ModuleType("graphviz")
    monkeypatch.setattr(library, "Digraph", Drawing, raising=False)
    monkeypatch.setattr(library, "ENGINES", {"dot"}, raising=False)
    monkeypatch.setitem(sys.modules, "graphviz", library)
    command = import_module(type(load_command_class("django_fsm", "graph_transitions")).__module__)
    # Nobody after this test finds it with our stand-in.
    sys.modules.pop(command.__name__)

    drawn = command.generate_dot([found for model in (Case, Licence) for found in command.all_fsm_fields_data(model)])

    moves = [{act.name for act in list_declared_acts(model) if act.target} for model in (Case, Licence)]
    assert [part.moves for part in drawn.parts] == moves
