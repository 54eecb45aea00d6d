"""A39: whatever people write is shown as the text that it is: on no page and in no letter does it become markup or code."""

from __future__ import annotations

from collections.abc import Iterator
from html.parser import HTMLParser

import pytest

from licensing.models import Delivery
from licensing.outbox import mail, routes
from tests.abuse.hostile import MARK, PAYLOADS, hostile, walked, walked_together
from tests.world import World

# An attribute that the desk's own scripts evaluate is code, whatever stands in it.
_CODE = ("on", "x-", ":", "@", "hx-", "style")
_LINKS = ("href", "src", "action", "formaction", "data", "srcdoc", "content")


class Markup(HTMLParser):
    """Notes every place where what somebody wrote has become more than text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self._inside = ""
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        self._inside = tag if tag in ("script", "style") and told.get("type") != "application/json" else ""
        self.found += [f"<{tag}>"] if MARK in tag else []
        self.found += [f"{tag} {name}={value}" for name, value in attrs if _runs(name, value or "")]

    def handle_endtag(self, tag: str) -> None:
        self._inside = ""

    def handle_data(self, data: str) -> None:
        self.found += [f"{self._inside}: {data[:80]}"] if self._inside and MARK in data else []

    def handle_comment(self, data: str) -> None:
        self.found += [f"<!--{data[:80]}"] if MARK in data else []


def _runs(name: str, value: str) -> bool:
    if MARK in name:
        return True
    if MARK not in value:
        return False
    code = name.startswith(_CODE) or name == "srcdoc"
    return code or (name in _LINKS and value.strip().lower().startswith(("javascript:", "data:", "//")))


def _became_code(pages: Iterator[tuple[str, str]]) -> dict[str, list[str]]:
    return {name: found for name, page in pages if (found := Markup(page).found)}


@pytest.mark.parametrize(
    "payload", [f"<{MARK}>", f"<i onclick='{MARK}'>", f"<script>{MARK}</script>", f"<a href=javascript:{MARK}>"]
)
def test_markup_that_got_through_would_be_noticed(payload: str) -> None:
    assert Markup(f"<p>{payload}</p>").found


@pytest.mark.walk
@walked_together
def test_no_page_takes_a_text_for_markup(world: World) -> None:
    pages = [page for page in walked(world) if page.headers.get("Content-Type", "").startswith("text/html")]
    shown = [page for page in pages if MARK.encode() in page.content]

    assert _became_code((str(page), page.content.decode()) for page in pages) == {}
    assert {str(page) for page in pages if str(7281 * 7281).encode() in page.content} == set()
    assert len(shown) > 60
    assert len(PAYLOADS) >= 50


@pytest.mark.walk
@walked_together
def test_no_answer_of_the_api_is_taken_for_a_page(world: World) -> None:
    answers = [page for page in walked(world) if page.path.startswith("/api/v1/") and page.status == 200]
    others = {page.path: page.headers["Content-Type"] for page in answers if MARK.encode() in page.content}

    assert {kind.partition(";")[0] for kind in others.values()} == {"application/json", "application/pdf"}
    assert {page.headers.get("X-Content-Type-Options") for page in answers} == {"nosniff"}


def test_no_letter_takes_a_text_for_markup(world: World) -> None:
    hostile(world)
    while routes.fan_out():
        pass
    letters = [mail.compose([one]) for one in Delivery.objects.filter(channel="mail").select_related("event", "person")]

    assert len(letters) > 10
    assert _became_code((letter.subject, str(letter.alternatives[0][0])) for letter in letters) == {}


@pytest.mark.walk
@walked_together
def test_every_page_names_the_scripts_that_may_run(world: World) -> None:
    policies = {str(page): page.headers.get("Content-Security-Policy", "") for page in walked(world)}
    scripts = {name: _of(policy, "script-src") or _of(policy, "default-src") for name, policy in policies.items()}

    assert {name for name, sources in scripts.items() if not sources or "unsafe-inline" in sources} == set()
    assert {name for name, sources in scripts.items() if "unsafe" in sources and "/admin/" not in name} == set()


def _of(policy: str, directive: str) -> str:
    return next((part.strip() for part in policy.split(";") if part.strip().startswith(directive)), "")
