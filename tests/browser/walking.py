"""A person before a browser: clicks what they read, types beside its label, and looks at what is shown."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import ConsoleMessage, FilePayload, Locator, Page, expect

from licensing.models import User
from tests.world import PASSWORD

expect.set_options(timeout=30_000)

# What a browser and htmx say of a refusal, and of a connection that a test has cut.
REFUSALS = (
    "the server responded with a status of 4",
    "Response Status Error Code 4",
    "net::ERR_INTERNET_DISCONNECTED",
    "htmx:sendError",
    "htmx:afterRequest",
)


class Album:
    """Pictures in the order in which they are taken; none without a folder."""

    def __init__(self, folder: str) -> None:
        self.folder = Path(folder) if folder else None
        self.number = 0

    def take(self, page: Page, name: str, *, whole: bool) -> None:
        if self.folder is None:
            return
        self.number += 1
        # What is on a page is not always painted yet: a style sheet or a typeface may still be on its way.
        page.wait_for_load_state("networkidle")
        page.screenshot(path=self.folder / f"{self.number:02}-{name}.png", full_page=whole, animations="disabled")


class Walker:
    def __init__(self, page: Page, user: User, album: Album) -> None:
        self.page, self.user, self.album = page, user, album
        self.complaints: list[str] = []
        page.on("console", self._overhear)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def sign_in(self) -> None:
        self.page.goto("/")
        self.type("E-mail", self.user.email)
        self.type("Password", PASSWORD)
        self.picture("sign-in", once=True)
        self.press("Sign in")

    def go(self, path: str) -> None:
        self.page.goto(path)

    def follow(self, name: str) -> None:
        """Click the first link of that name; `…` at its end stands for whatever else the name says."""
        ending = "" if name.endswith("…") else r"\s*$"
        wanted = re.compile(rf"^\s*{re.escape(name.removesuffix('…'))}{ending}")
        links = self.page.get_by_role("link", name=wanted)
        links.or_(self.page.locator("a[role=button]").filter(has_text=wanted)).first.click()

    def press(self, name: str) -> None:
        self.page.get_by_role("button", name=name, exact=True).click()

    def type(self, label: str, text: str) -> None:
        self._labelled(label).fill(text)

    def choose(self, label: str, code: str) -> None:
        self._labelled(label).select_option(code)

    def tick(self, *names: str) -> None:
        """Tick boxes, or choose one of several, by what stands beside them."""
        for name in names:
            box = self.page.get_by_label(name, exact=True)
            (box if box.count() else self.page.get_by_label(name)).first.check()

    def attach(self, label: str, name: str, content: str) -> None:
        kind = "text/csv" if name.endswith(".csv") else "text/plain"
        payload = FilePayload(name=name, mimeType=kind, buffer=content.encode())
        self._labelled(label).set_input_files(payload)

    def sees(self, *texts: str) -> None:
        for text in texts:
            expect(self.page.locator("body")).to_contain_text(text, use_inner_text=True)

    def misses(self, *texts: str) -> None:
        for text in texts:
            expect(self.page.locator("body")).not_to_contain_text(text, use_inner_text=True)

    def picture(self, name: str, *, at: str = "", whole: bool = False, once: bool = False) -> None:
        """Keep what is on the screen; `at` selects the part of the page that comes to its top."""
        if once and self.album.number:
            return
        if whole:
            self.page.evaluate("window.scrollTo(0, 0)")
        if at:
            to_the_top = "(part) => window.scrollTo(0, part.getBoundingClientRect().top + window.scrollY - 72)"
            self.page.locator(at).evaluate(to_the_top)
        self.album.take(self.page, name, whole=whole)

    def in_row(self, text: str) -> Locator:
        return self.page.get_by_role("row").filter(has_text=text)

    def _labelled(self, label: str) -> Locator:
        # What stands beside a label in brackets, such as "(optional)", is not part of its name.
        return self.page.get_by_label(re.compile(rf"^\s*{re.escape(label)}\s*(\(.*\))?\s*$")).first

    def _overhear(self, message: ConsoleMessage) -> None:
        """An answer such as 422 is a refusal in words and no fault of the page; what the browser refuses to run is one."""
        if message.type == "error" and not any(one in message.text for one in REFUSALS):
            self.complaints.append(f"{self.page.url}: {message.text}")
