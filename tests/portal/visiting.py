"""A person at the portal, without JavaScript: opens pages, fills in the forms that it finds there, and presses the button."""

from __future__ import annotations

import re
from collections.abc import Callable
from html.parser import HTMLParser
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from licensing.models import User
from tests.signing_in import sign_in


class Visitor:
    def __init__(self, user: User | None) -> None:
        self.client = Client()
        if user is not None:
            sign_in(self.client, user)

    def open(self, name: str, /, *args: Any, query: str = "") -> Any:
        return self.client.get(reverse(f"portal:{name}", args=args) + query)

    def send(self, name: str, /, *args: Any, form: int = 0, into: Any = None, **typed: Any) -> Any:
        """Fill in the page's form (`form` counts those of the page's content) and send it to where it leads."""
        url = reverse(f"portal:{name}", args=args)
        sheet = forms_of(into if into is not None else self.client.get(url))[form]
        return self.client.post(sheet.action or url, sheet.filled(typed))


class Form:
    """A form as a page shows it: what pressing its button would send."""

    def __init__(self, action: str) -> None:
        self.action = action
        self.values: dict[str, list[str]] = {}

    def filled(self, typed: dict[str, Any]) -> dict[str, Any]:
        """The values of the page with those that somebody typed; names are paths, with `__` for `-`."""
        values: dict[str, Any] = {name: value if len(value) != 1 else value[0] for name, value in self.values.items()}
        return values | {name.replace("__", "-"): value for name, value in typed.items() if value is not None}


def forms_of(page: Any) -> list[Form]:
    """The forms in the content of a page, in order; those of its frame (language, signing out) are left out."""
    reader = _Reader()
    content = page.content.decode()
    reader.feed(content[content.index("<main") : content.index("</main>")])
    return reader.forms


def text_of(page: Any) -> str:
    """What a reader sees in the content of a page, in one line."""
    content = page.content.decode()
    main = content[content.index("<main") : content.index("</main>")]
    plain = re.sub(r"<[^>]+>", " ", main)
    for entity, char in (("&amp;", "&"), ("&#x27;", "'"), ("&quot;", '"'), ("&lt;", "<"), ("&gt;", ">"), ("&nbsp;", " ")):
        plain = plain.replace(entity, char)
    return re.sub(r"\s+", " ", plain).strip()


def summary_of(page: Any) -> list[str]:
    """The lines of the summary of errors."""
    content = page.content.decode()
    found = re.search(r'govuk-error-summary__list">(.*?)</ul>', content, re.DOTALL)
    lines = re.findall(r"<li>(.*?)</li>", found[1], re.DOTALL) if found else []
    return [re.sub(r"<[^>]+>", "", line).strip() for line in lines]


def count_selects(visit: Callable[[], Any]) -> int:
    """How many times a visit reads the database; what it writes, such as savepoints, is not counted."""
    with CaptureQueriesContext(connection) as caught:
        visit()
    return len([one for one in caught.captured_queries if one["sql"].startswith("SELECT")])


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self._select = ""
        self._textarea = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value if value is not None else "" for name, value in attrs}
        name = given.get("name", "")
        if tag == "form":
            self.forms.append(Form(given.get("action", "")))
        elif tag == "input" and name:
            kind = given.get("type", "text")
            if kind != "file" and (kind not in ("radio", "checkbox") or "checked" in given):
                self._add(name, given.get("value", ""))
        elif tag == "textarea":
            self._textarea = name
            self._add(name, "")
        elif tag == "select":
            self._select = name
        elif tag == "option" and self._select:
            self._choose(given)

    def handle_endtag(self, tag: str) -> None:
        self._textarea = "" if tag == "textarea" else self._textarea
        self._select = "" if tag == "select" else self._select

    def handle_data(self, data: str) -> None:
        if self._textarea:
            values = self.forms[-1].values
            # A browser drops the first line feed of a text area.
            values[self._textarea] = [values[self._textarea][0] + data.removeprefix("\n")]

    def _choose(self, given: dict[str, str]) -> None:
        values = self.forms[-1].values
        if self._select not in values or "selected" in given:
            values[self._select] = [given.get("value", "")]

    def _add(self, name: str, value: str) -> None:
        if self.forms:
            self.forms[-1].values.setdefault(name, []).append(value)
