"""`manage.py draw_lifecycle`: the lifecycle of cases and licences as a page and two pictures, from the declared transitions."""

from __future__ import annotations

import inspect
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple
from xml.sax.saxutils import escape

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django_fsm import FSMField, Transition

from licensing.models import Case, Licence

_LIFECYCLES: Final[Mapping[str, type[Case | Licence]]] = {"case": Case, "licence": Licence}
_COLUMN: Final = 150
_ROW: Final = 40
_HEAD: Final = 60
_HEADER: Final = """\
# The lifecycle

<!-- Written by `./run manage draw_lifecycle`; a test compares it with the code. Do not edit it by hand. -->

Every act is declared once, those on a case in `licensing/models/requests/lifecycle.py` and those on a licence in
`licensing/models/licences/lifecycle.py`: the states that it may start from, the state that it leads to, and who may do it.
This page is drawn from those declarations. The database holds the same graph in triggers and refuses every other move.

In the pictures each column is a state and each row an act: from every state marked by a dot, along the arrow, to its target.
"""


class Act(NamedTuple):
    """One declared act: its sources in the order of the states; a target of None leaves the state alone."""

    name: str
    meaning: str
    sources: tuple[str, ...]
    target: str | None


class Command(BaseCommand):
    help = "Write docs/lifecycle.md and its pictures from the declared transitions."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--folder", type=Path, default=settings.ROOT / "docs", help="where the page belongs (docs/)")

    def handle(self, *args: Any, folder: Path, **options: Any) -> None:
        if not folder.is_dir():
            raise CommandError(f"There is no folder {folder}.")
        for name, content in draw_pages().items():
            (folder / name).parent.mkdir(exist_ok=True)
            (folder / name).write_text(content, encoding="utf-8")
            self.stdout.write(f"Wrote {folder / name}")


def draw_pages() -> dict[str, str]:
    """The content of each file, by its path under docs/."""
    page, files = [_HEADER], {}
    for name, model in _LIFECYCLES.items():
        acts = list_declared_acts(model)
        files[f"lifecycle/{name}.svg"] = _draw_svg(_states(model), [act for act in acts if act.target])
        page.append(f"## Of a {name}\n\n![How a {name} moves between its states](lifecycle/{name}.svg)\n")
        page.append("\n".join(_table_lines(acts)) + "\n")
    return {"lifecycle.md": "\n".join(page), **files}


def list_declared_acts(model: type[Case | Licence]) -> list[Act]:
    """The acts of a case or a licence in the order in which they are declared."""
    field = model._meta.get_field("state")
    assert isinstance(field, FSMField)
    found: dict[str, list[Transition]] = {}
    for transition in field.get_all_transitions(model):
        found.setdefault(transition.name, []).append(transition)
    # The library lists transitions by name; the line of the method gives back the order of declaration.
    acts = sorted(found.values(), key=lambda transitions: inspect.unwrap(transitions[0].method).__code__.co_firstlineno)
    return [_build_act(transitions, _states(model)) for transitions in acts]


def _build_act(transitions: Sequence[Transition], states: Sequence[str]) -> Act:
    first = transitions[0]
    sources = {str(transition.source) for transition in transitions}
    return Act(
        first.name,
        inspect.getdoc(first.method) or "",
        tuple(state for state in states if state in sources),
        str(first.target) if first.target else None,
    )


def _states(model: type[Case | Licence]) -> list[str]:
    return [str(value) for value, _ in model._meta.get_field("state").flatchoices]


def _table_lines(acts: Iterable[Act]) -> Iterator[str]:
    yield "| Act | From | To | Meaning |"
    yield "|---|---|---|---|"
    for act in acts:
        target = f"`{act.target}`" if act.target else "stays"
        yield f"| `{act.name}` | {', '.join(f'`{state}`' for state in act.sources)} | {target} | {act.meaning} |"


def _draw_svg(states: Sequence[str], acts: Sequence[Act]) -> str:
    """An SVG with a column for each state and a row for each act that moves between them."""
    width, height = _COLUMN * (len(states) + 1), _HEAD + _ROW * len(acts) + 10
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" font-family="sans-serif" font-size="14">',
        '<defs><marker id="arrow" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="8" markerHeight="8" orient="auto">',
        '<path d="M0 0 10 5 0 10z" fill="#1d4f91"/></marker></defs>',
        f'<rect width="{width}" height="{height}" fill="#fff"/>',
    ]
    for index, state in enumerate(states):
        lines += _draw_state(_COLUMN * (index + 1) + _COLUMN // 2, state, height)
    for index, act in enumerate(acts):
        y = _HEAD + _ROW * index + _ROW // 2
        lines += _draw_act(act, y, {state: _COLUMN * (at + 1) + _COLUMN // 2 for at, state in enumerate(states)})
    return "\n".join([*lines, "</svg>"]) + "\n"


def _draw_state(x: int, state: str, height: int) -> Iterator[str]:
    box = _COLUMN - 6
    yield f'<rect x="{x - box // 2}" y="10" width="{box}" height="32" rx="6" fill="#e8eff8" stroke="#1d4f91"/>'
    yield f'<text x="{x}" y="31" text-anchor="middle">{escape(state)}</text>'
    yield f'<path d="M{x} 42V{height - 6}" stroke="#b5c2d3" stroke-dasharray="3 4"/>'


def _draw_act(act: Act, y: int, x_of: Mapping[str, int]) -> Iterator[str]:
    yield f'<text x="12" y="{y + 5}">{escape(act.name)}</text>'
    target = x_of[str(act.target)]
    for side in (-1, 1):
        reach = [x_of[source] for source in act.sources if (x_of[source] - target) * side > 0]
        if reach:
            yield f'<path d="M{max(reach, key=lambda x: x * side)} {y}H{target}" stroke="#1d4f91" marker-end="url(#arrow)"/>'
    for source in act.sources:
        yield f'<circle cx="{x_of[source]}" cy="{y}" r="5" fill="#1d4f91"/>'
