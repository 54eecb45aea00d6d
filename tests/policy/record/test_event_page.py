"""docs/events.md is what the declarations of the kinds of event say."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from django.utils import translation

from licensing.choices import Audience
from licensing.policy.record.disclosure import FREE_TEXT
from licensing.policy.record.events import EventKind

ROOT = Path(__file__).resolve().parents[3]
PAGE, FRESH = ROOT / "docs/events.md", ROOT / "var/events.md"

HEAD = """# Kinds of event

Everything that happens to a case or a licence is an event of one of these kinds. This page is made from
`licensing/policy/record/events.py` and held by a test; change the declaration, not the page.

- **Applicant**: their people are mailed. They also see the event and the fields under "read by the applicant" in the history
  (portal and API), unless it is part of the **deliberation**, of which they and other systems hear nothing.
- **Authority**: who is mailed. Nobody is mailed about what they did themselves.
- **Webhook**: subscribed systems that may see the case are called. Their `details` hold the fields that the applicant reads,
  without free text ({free_text}).

| Kind | What happened | Applicant | Authority | Webhook | Read by the applicant | Read by the authority alone |
|---|---|---|---|---|---|---|
"""
REMINDER = "as its rule says"


def test_page_says_what_is_declared() -> None:
    fresh = render_page()
    if not PAGE.exists() or PAGE.read_text(encoding="utf-8") != fresh:
        FRESH.write_text(fresh, encoding="utf-8")

    assert PAGE.read_text(encoding="utf-8") == fresh, "copy var/events.md to docs/events.md"


def render_page() -> str:
    with translation.override("en"):
        return HEAD.format(free_text=_code(sorted(FREE_TEXT))) + "".join(map(_row, EventKind))


def _row(kind: EventKind) -> str:
    declared = kind.declaration
    authority = [str(one.label) for one in declared.audiences if one not in (Audience.APPLICANT, Audience.SYSTEMS)]
    cells = [
        f"`{kind}`",
        f"{kind.label}{' (deliberation)' if declared.deliberation and not declared.reminder else ''}",
        REMINDER if declared.reminder else _yes(Audience.APPLICANT in declared.audiences),
        REMINDER if declared.reminder else "; ".join(authority),
        "those of the applicant, where its rule says so" if declared.reminder else _yes(Audience.SYSTEMS in declared.audiences),
        _code(declared.disclosed),
        _code(declared.internal),
    ]
    return f"| {' | '.join(cells)} |\n"


def _yes(is_so: bool) -> str:
    return "yes" if is_so else ""


def _code(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)
