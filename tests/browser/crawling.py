"""Everything that a person can reach by links, one example of each kind of page, held against what every page promises."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import ConsoleMessage, Error, Page, Response

CHECKS: Final = ("answer", "axe", "console", "enter", "foreign", "lang", "main", "width")
PORTAL_WIDTHS: Final = (320, 390, 1280)
DESK_WIDTHS: Final = (390, 1280)
NARROW: Final = 390
RULES: Final = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    # What passes is not written out: of a page with thousands of fields that takes longer than finding the faults.
    "resultTypes": ["violations"],
}
# What narrowness can spoil that was well on a wide screen.
ON_A_NARROW_SCREEN: Final = {"runOnly": ["target-size", "scrollable-region-focusable"], "resultTypes": ["violations"]}
# On the desk the framework draws the frame: there, what keeps somebody from working counts; at the portal everything does.
_GRAVE: Final = ("serious", "critical")
_HEIGHT: Final = 900
_ID: Final = r"[0-9a-f]{8}-[0-9a-f-]{27}"
# Where what a page shows depends on the state of its case, licence or change set.
_BY_STATE: Final = re.compile(
    rf"^/(?:(?:admin/licensing/)?(?:cases?|licences?|changeset))/({_ID})/(?:change/|draft/|draft/terms/)?$"
)
_ROW: Final = re.compile(r"^(/admin/licensing/\w+)/[^/]+/(change|history|delete)/$")
_LEFT: Final = re.compile(
    r"^/(?:accounts/logout|static|media|session|api/v1/(?!docs)|admin/jsi18n|admin/logout)|\.(?:csv|xlsx|pdf|zip|json|yaml)$"
)
_READ: Final = "Array.from(document.querySelectorAll('a[href]:not([download])'), (link) => link.href)"
# Enter in a field presses the first button of its form, wherever on the page that stands: it is to file or to save.
_ENTER: Final = """() => Array.from(document.forms).flatMap((form) => {
  const all = Array.from(form.elements), pressed = all.filter((one) => one.type === "submit" && !one.disabled);
  const typed = all.some((one) => one.matches("input") && !["hidden", "submit", "button", "file"].includes(one.type));
  const lesser = ".govuk-button--secondary, .govuk-button--warning, .dz-slim, .dz-link-button, [formaction]";
  return typed && pressed.length > 1 && pressed[0].matches(lesser) ? [pressed[0].outerHTML.slice(0, 140)] : [];
})"""
_WIDE: Final = """() => {
  const page = document.documentElement, over = page.scrollWidth - window.innerWidth;
  if (over <= 0) return "";
  const held = (one) => { for (let up = one.parentElement; up && up !== document.body; up = up.parentElement)
    if (getComputedStyle(up).overflowX !== "visible") return true; return false; };
  const worst = Array.from(document.body.querySelectorAll("*")).filter((one) => !held(one))
    .map((one) => [one.getBoundingClientRect().right, one]).filter(([right]) => right > window.innerWidth + 0.5);
  const inner = worst.filter(([, one]) => !worst.some(([, other]) => other !== one && one.contains(other)));
  return `${over} px too wide: ` + inner.slice(0, 2).map(([, one]) => one.outerHTML.slice(0, 140)).join(" | ");
}"""


@dataclass
class Crawl:
    """One person's walk: where it has been, what it has seen there, and what was wrong."""

    page: Page
    home: str
    states: dict[str, str] = field(default_factory=dict)
    left_out: re.Pattern[str] | None = None
    faults: list[str] = field(default_factory=list)
    done: Counter[str] = field(default_factory=Counter)
    pages: int = 0

    def __post_init__(self) -> None:
        self.page.on("console", self._overhear)
        self.page.on("pageerror", lambda error: self._note("console", str(error)))
        self.page.on("request", lambda request: self._notice_foreign(request.url))

    def follow(self, starts: Iterable[str], language: str) -> list[str]:
        """Look at one page of each kind, from these on; the addresses, in the order in which they were seen."""
        waiting, known, seen = list(starts), set[str](), list[str]()
        while waiting:
            path = urlsplit(waiting.pop(0)).path
            if self._is_left_out(path) or (kind := self.name_kind(path)) in known:
                continue
            known.add(kind)
            if self.look(path, language):
                seen.append(path)
                links: list[str] = self.page.evaluate(_READ)
                waiting += [link for link in links if link.startswith(self.home)]
        return seen

    def name_kind(self, path: str) -> str:
        """Pages of one kind differ in nothing but the row that they show."""
        if found := _BY_STATE.match(path):
            return path.replace(found[1], self.states.get(found[1], "#"))
        if found := _ROW.match(path):
            # A row's history and its deletion are the framework's pages, the same for every table.
            return f"{found[1]}/#/change/" if found[2] == "change" else f"/admin/#/{found[2]}/"
        return re.sub(r"/\d+(?=/)", "/#", re.sub(_ID, "#", path))

    def _is_left_out(self, path: str) -> bool:
        return bool(_LEFT.search(path) or (self.left_out and self.left_out.search(path)))

    def look(self, path: str, language: str) -> bool:
        """Whether there is a page at this address; every check of it is counted."""
        try:
            answer = self.page.goto(path, wait_until="load")
        except Error as error:
            if "Download is starting" in str(error) or "ERR_ABORTED" in str(error):
                return False
            raise
        self.pages += 1
        self._check_answer(answer)
        self.done["lang"] += 1
        if (spoken := self.page.get_attribute("html", "lang")) != language:
            self._note("lang", f"{spoken} for {language}")
        self.done["main"] += 1
        if (mains := self.page.locator("main, [role=main]").count()) != 1:
            self._note("main", f"{mains} main landmarks")
        self.done["enter"] += 1
        for pressed in self.page.evaluate(_ENTER):
            self._note("enter", pressed)
        # Where it has led to: the portal's first page leads staff to their desk.
        on_desk = urlsplit(self.page.url).path.startswith("/admin/")
        for width in DESK_WIDTHS if on_desk else PORTAL_WIDTHS:
            self._check_width(width)
            if width == NARROW and not on_desk:
                self._check_rules(ON_A_NARROW_SCREEN)
        self._check_rules(RULES, *(_GRAVE if on_desk else ()))
        self.done["console"] += 1
        self.done["foreign"] += 1
        return True

    def _check_answer(self, answer: Response | None) -> None:
        self.done["answer"] += 1
        if answer is None or answer.status >= 400:
            self._note("answer", str(answer and answer.status))

    def _check_width(self, width: int) -> None:
        self.done["width"] += 1
        self.page.set_viewport_size({"width": width, "height": _HEIGHT})
        if wide := self.page.evaluate(_WIDE):
            self._note("width", f"{width}: {wide}")

    def _check_rules(self, rules: dict[str, Any], *impacts: str) -> None:
        self.done["axe"] += 1
        found: list[dict[str, Any]] = Axe().run(self.page, options=rules).response["violations"]
        for one in found:
            if not impacts or one["impact"] in impacts:
                self._note("axe", f"{one['id']} ({len(one['nodes'])}): {one['nodes'][0]['html'][:160]}")

    def _overhear(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self._note("console", message.text[:200])

    def _notice_foreign(self, url: str) -> None:
        if not url.startswith((self.home, "data:", "blob:")):
            self._note("foreign", url)

    def _note(self, check: str, text: str) -> None:
        self.faults.append(f"{check}: {urlsplit(self.page.url).path}: {text}")
