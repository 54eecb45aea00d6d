"""Putting back into a page what was typed: every kind of control, and no other page than the one meant."""

from __future__ import annotations

from html import escape
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.web.form_filling import Filled, fill_form, read_forms

PAGE = """<!DOCTYPE html><html><body>
<form method="get" action="/search/"><input name="text"></form>
<form method="post" action="/language/"><button name="language" value="uk">UK</button></form>
<form method="post" novalidate>
<input type="hidden" name="key" value="fresh">
<label>Name</label><input
  type="text" name="name" value="Old &amp; worn" @input.debounce="x > 1">
<textarea name="text">
Old text</textarea>
<input type="checkbox" name="grounds" value="R01" checked><input type="checkbox" name="grounds" value="R02">
<input type="radio" name="choice" value="approve"><input type="radio" name="choice" value="object" checked>
<select name="unit"><option value="">Choose</option><option value="NAR" selected>pieces</option><option>KGM</option></select>
<input type="file" name="file"><button name="another" value="yes">Save</button></form></body></html>"""


def fill(**fields: list[str]) -> Filled:
    filled = fill_form(PAGE, fields, page="/page/", sent_to="/page/", before="<p>NOTICE</p>", inside="<i>INSIDE</i>")
    assert filled is not None
    return filled


def test_every_kind_of_control_gets_back_what_was_typed() -> None:
    filled = fill(key=["k1"], name=['"New" <name>'], text=["Two\r\nlines"], grounds=["R02"], choice=["approve"], unit=["KGM"])

    assert values_of(filled.html) == {
        "key": ["k1"],
        "name": ['"New" <name>'],
        "text": ["Two\nlines"],
        "grounds": ["R02"],
        "choice": ["approve"],
        "unit": ["KGM"],
    }
    assert filled.left_over == {}
    assert filled.is_changed


def test_the_rest_of_the_page_stays_as_it_was() -> None:
    filled = fill(name=["Old & worn"], text=["Old text"], grounds=["R01"], choice=["object"], unit=["NAR"])

    assert filled.html.replace("<p>NOTICE</p>", "").replace("<i>INSIDE</i>", "") == PAGE
    assert filled.html.index("NOTICE") < filled.html.index("novalidate") < filled.html.index("INSIDE")
    assert not filled.is_changed


def test_what_the_form_has_no_place_for_is_told() -> None:
    filled = fill(name=["A"], gone=["Was typed"], unit=["LTR"], another=["yes"])

    assert filled.left_over == {"gone": ["Was typed"], "unit": ["LTR"]}


def test_a_page_without_such_a_form_is_not_filled() -> None:
    assert fill_form(PAGE, {"comment": ["x"]}, page="/page/", sent_to="/page/", before="", inside="") is None
    assert fill_form("<p>Nothing</p>", {"name": ["x"]}, page="/page/", sent_to="/page/", before="", inside="") is None


def test_of_several_forms_that_with_the_address_is_meant() -> None:
    page = "".join(f'<form method="post" action="/{n}/"><input name="reason"></form>' for n in (1, 2, 3))

    filled = fill_form(page, {"reason": ["B"]}, page="/page/", sent_to="/2/", before="", inside="")

    assert filled is not None
    assert [form.controls[0].attributes.get("value") for form in read_forms(filled.html)] == [None, "B", None]


@given(
    st.text(st.characters(blacklist_categories=["Cs", "Cc"]), max_size=40),
    st.text(st.sampled_from("<>&\"'/= \n-ab"), max_size=40),
)
def test_whatever_is_typed_comes_back_as_it_was_and_opens_no_tag(line: str, lines: str) -> None:
    filled = fill(name=[line], text=[lines])

    found = values_of(filled.html)
    assert (found["name"], found["text"]) == ([line], [lines])
    assert len(read_forms(filled.html)) == 3


@pytest.mark.parametrize("text", ["</textarea><script>x</script>", "<!--", "]]>"])
def test_a_stored_text_that_looks_like_html_is_no_html(text: str) -> None:
    page = f'<form method="post"><textarea name="text">\n{escape(text)}</textarea></form>'

    filled = fill_form(page, {"text": [text]}, page="/", sent_to="/", before="", inside="")

    assert filled is not None
    assert not filled.is_changed


def values_of(html: str) -> dict[str, list[str]]:
    """What a browser would send of the form, read by a parser of its own."""
    reader = _Sent()
    reader.feed(html[html.index("novalidate") - 30 :])
    return reader.values


class _Sent(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.values: dict[str, list[str]] = {}
        self.select = self.area = ""
        self.option: list[str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        name = given.get("name") or ""
        kind = given.get("type", "text")
        if tag == "input" and kind != "file" and (kind not in ("radio", "checkbox") or "checked" in given):
            self.values.setdefault(name, []).append(given.get("value") or "")
        elif tag == "textarea":
            self.area = name
            self.values[name] = [""]
        elif tag == "select":
            self.select = name
        elif tag == "option" and "selected" in given:
            self.values[self.select] = [given.get("value") or ""]
            self.option = self.values[self.select] if "value" not in given else None

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self.values[self.area] = [self.values[self.area][0].removeprefix("\n")]
            self.area = ""
        self.option = None

    def handle_data(self, data: str) -> None:
        if self.area:
            self.values[self.area][0] += data
        elif self.option is not None:
            self.option[0] = data
