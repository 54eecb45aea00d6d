"""Put what somebody has typed back into a page: into the form that it was sent from, whatever page that is.

The page is read as a browser reads it, and only the values of its controls are changed. So every form can be offered again,
those of libraries included, and no view has to know of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape, unescape
from html.parser import HTMLParser
from typing import Final
from urllib.parse import urlsplit

Fields = Mapping[str, Sequence[str]]

_BUTTONS: Final = frozenset({"submit", "button", "image", "reset", "file", "password"})
_CHOSEN: Final = frozenset({"checkbox", "radio"})


@dataclass(slots=True)
class Control:
    """A control of a form: its tag as it is written, and where; for a text area, where its text begins and ends."""

    tag: str
    attributes: dict[str, str]
    name: str
    start: int
    end: int
    stop: int = -1

    @property
    def is_button(self) -> bool:
        """Whether nothing can be typed into it that could be put back."""
        return self.tag == "button" or self.attributes.get("type", "").lower() in _BUTTONS

    @property
    def mark(self) -> str:
        """The attribute that says that it is chosen; empty for what is typed."""
        if self.tag == "option":
            return "selected"
        return "checked" if self.attributes.get("type", "").lower() in _CHOSEN else ""


@dataclass(slots=True)
class Form:
    """A form of a page, with its controls in the order of the page."""

    start: int
    end: int
    action: str
    posts: bool
    controls: list[Control] = field(default_factory=list)

    @property
    def names(self) -> set[str]:
        """The names that it can send, those of its buttons included."""
        return {one.name for one in self.controls}


@dataclass(frozen=True, slots=True)
class Filled:
    """A page with its form filled in, and the answers for which the form has no place."""

    html: str
    left_over: Fields
    # Whether anything stands in the page now that did not before.
    is_changed: bool


def fill_form(html: str, fields: Fields, *, page: str, sent_to: str, before: str, inside: str) -> Filled | None:
    """Fill the form of `page` that sends to `sent_to`; None when no form of the page could have sent these fields.

    `before` is put in front of the form, and `inside` at its beginning. Both are HTML.
    """
    found = _choose_form(read_forms(html), fields, page, sent_to)
    if found is None:
        return None
    left = {name: list(values) for name, values in fields.items() if name not in found.names}
    edits = list(_fill_controls(html, found, fields, left))
    # What a form carries for the machine, such as its key, is another on every page.
    hidden = {one.start for one in found.controls if one.attributes.get("type", "").lower() == "hidden"}
    is_changed = bool(left) or any(start not in hidden for start, _end, _text in edits)
    around = [(found.start, found.start, before), (found.end, found.end, inside)]
    return Filled(_apply(html, [*edits, *around]), left, is_changed)


def read_forms(html: str) -> list[Form]:
    """The forms of a page, with what can be typed and chosen in each."""
    reader = _FormReader(html)
    reader.feed(html)
    reader.close()
    return reader.forms


def _choose_form(forms: Sequence[Form], fields: Fields, page: str, sent_to: str) -> Form | None:
    """The form that sends to the same address and has the most of these names; without such an address, the latter alone."""
    rated = [
        (urlsplit(one.action or page).path == sent_to, len(one.names & fields.keys()), one)
        for one in forms
        if one.posts and one.names & fields.keys()
    ]
    return max(rated, key=lambda one: one[:2])[2] if rated else None


def _fill_controls(html: str, form: Form, fields: Fields, left: dict[str, list[str]]) -> Iterator[tuple[int, int, str]]:
    """The edits that fill the controls, and only those that change one; what cannot be chosen any more is added to `left`."""
    taken: dict[str, int] = {}
    offered: dict[str, set[str]] = {}
    for one in form.controls:
        if one.is_button:
            continue
        if one.mark:
            own = one.attributes.get("value", html[one.end : one.stop].strip() if one.tag == "option" else "on")
            offered.setdefault(one.name, set()).add(own)
            # A box that was not ticked was not sent at all.
            is_chosen = own in fields.get(one.name, ())
            # The empty first line of a list is chosen where no other is; it bears no mark.
            if is_chosen != (one.mark in one.attributes) and (own or not is_chosen):
                yield one.start, one.end, _write_tag(one, one.mark, one.mark if is_chosen else None)
        elif one.name in fields:
            place = taken[one.name] = taken.get(one.name, -1) + 1
            yield from _fill_text(html, one, [*fields[one.name], *[""] * place][place])
    for name, codes in offered.items():
        # A code may have been withdrawn from its list meanwhile.
        if gone := [value for value in fields.get(name, ()) if value and value not in codes]:
            left[name] = gone


def _fill_text(html: str, control: Control, value: str) -> Iterator[tuple[int, int, str]]:
    if control.tag == "textarea":
        # A browser drops the first line feed of a text area, and sends two characters at the end of each line.
        text = value.replace("\r\n", "\n")
        if unescape(html[control.end : control.stop]).removeprefix("\n") != text:
            yield control.end, control.stop, "\n" + escape(text)
    elif control.attributes.get("value", "") != value:
        yield control.start, control.end, _write_tag(control, "value", value)


def _write_tag(control: Control, name: str, value: str | None) -> str:
    attributes = {key: text for key, text in control.attributes.items() if key != name}
    if value is not None:
        attributes[name] = value
    # Without a slash at its end: in HTML a tag of these kinds has none.
    return "<" + control.tag + "".join(f' {key}="{escape(text)}"' for key, text in attributes.items()) + ">"


def _apply(html: str, edits: Sequence[tuple[int, int, str]]) -> str:
    parts, at = [], 0
    for start, end, text in sorted(edits, key=lambda one: one[:2]):
        parts += [html[at:start], text]
        at = end
    return "".join([*parts, html[at:]])


class _FormReader(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.forms: list[Form] = []
        self._lines = [0, *(place + 1 for place, sign in enumerate(html) if sign == "\n")]
        self._open: Form | None = None
        self._select = ""
        self._unfinished: Control | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        start = self._place()
        end = start + len(self.get_starttag_text() or "")
        if tag == "form":
            self._open = Form(start, end, given.get("action", ""), given.get("method", "").lower() == "post")
            self.forms.append(self._open)
        elif self._open is not None and tag in ("input", "textarea", "select", "option", "button"):
            self._add(self._open, Control(tag, given, given.get("name", ""), start, end))

    def handle_endtag(self, tag: str) -> None:
        if self._unfinished is not None and tag in (self._unfinished.tag, "select"):
            self._unfinished.stop = self._place()
            self._unfinished = None
        if tag == "select":
            self._select = ""
        elif tag == "form":
            self._open = None

    def _add(self, form: Form, control: Control) -> None:
        if control.tag == "select":
            self._select = control.name
            return
        if control.tag == "option":
            control.name = self._select
        if control.tag in ("option", "textarea"):
            self._unfinished = control
        if control.name:
            form.controls.append(control)

    def _place(self) -> int:
        line, offset = self.getpos()
        return self._lines[line - 1] + offset
