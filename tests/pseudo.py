"""A language that nobody speaks, made on the fly: every sentence that can be translated reads ⟦Ĺîķé ţĥîš⟧.

What stands on a page in plain letters was therefore never given to gettext, or is what somebody wrote.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cached_property
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from zoneinfo import available_timezones

import django
from django.apps import apps
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db.models import CharField, Field, JSONField, TextField
from django.template.base import Lexer, TokenType
from django.utils.text import normalize_newlines

from licensing.models import Event, Procedure, Requirement, RoutingRow

CODE = "qq"
_ACCENTS = str.maketrans(
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ", "áƀćđéƒǵĥíĵķĺḿñóṕɋŕšţúṽŵẋýžÁßĆĐÉƑǴĤÍĴĶĹḾÑÓṔɊŔŠŢÚṼŴẊÝŽ"
)
# What a translator leaves as it is: parameters, markup, entities, and the escapes of all three.
_KEPT = re.compile(r"%\(\w+\)[sd]|%[sd%]|\{\w*\}|<[^>]+>|&#?\w+;")
_CONTEXT_END = "\x04"
_PLURALS = "nplurals=2; plural=(n != 1);"


def translate(english: str) -> str:
    """The sentence in the language of these tests; spaces at its ends stay outside, as the catalogue's tests ask."""
    words = english.strip()
    parts, end = [], 0
    for kept in _KEPT.finditer(words):
        parts += [words[end : kept.start()].translate(_ACCENTS), kept[0]]
        end = kept.end()
    translated = f"⟦{''.join(parts)}{words[end:].translate(_ACCENTS)}⟧"
    return english.replace(words, translated) if words else english


def write_catalogue(folder: Path) -> None:
    """A compiled catalogue of our sentences and of those of Django and its kin, as a real third language would have them."""
    sentences = {text for file in _catalogues() for text in _msgids(file)}
    header = f"Content-Type: text/plain; charset=UTF-8\nLanguage: {CODE}\nPlural-Forms: {_PLURALS}\n"
    pairs = {"": header} | {msgid: _translation(msgid) for msgid in sentences if msgid}
    target = folder / CODE / "LC_MESSAGES" / "django.mo"
    target.parent.mkdir(parents=True)
    target.write_bytes(_compiled(pairs))


def _catalogues() -> Iterator[Path]:
    """The Ukrainian catalogues name every sentence; the theme has none, and what our pages show of it is in ours."""
    folders = [*settings.LOCALE_PATHS, Path(django.__file__).parent / "conf" / "locale"]
    folders += [Path(app.path) / "locale" for app in apps.get_app_configs() if app.name != "licensing"]
    yield from (file for folder in folders if (file := Path(folder) / "uk" / "LC_MESSAGES" / "django.mo").exists())


def _msgids(file: Path) -> Iterator[str]:
    """The left side of a compiled catalogue, a singular and its plural together, as the format has them."""
    content = file.read_bytes()
    order = "<" if content[:4] == b"\xde\x12\x04\x95" else ">"
    _version, count, table = struct.unpack(f"{order}3I", content[4:16])
    for number in range(count):
        length, start = struct.unpack(f"{order}2I", content[table + 8 * number : table + 8 * number + 8])
        yield content[start : start + length].decode()


def _translation(msgid: str) -> str:
    return "\x00".join(translate(form) for form in msgid.rpartition(_CONTEXT_END)[2].split("\x00"))


def _compiled(pairs: Mapping[str, str]) -> bytes:
    """The bytes of a .mo file: two tables of lengths and places, then the texts, each ended by a zero."""
    keys = sorted(key.encode() for key in pairs)
    values = [pairs[key.decode()].encode() for key in keys]
    place = 28 + 16 * len(keys)
    entries, texts = [], b""
    for text in (*keys, *values):
        entries.append(struct.pack("<2I", len(text), place + len(texts)))
        texts += text + b"\x00"
    head = struct.pack("<7I", 0x950412DE, 0, len(keys), 28, 28 + 8 * len(keys), 0, 28 + 16 * len(keys))
    return head + b"".join(entries) + texts


def visible_texts(page: str) -> list[str]:
    """What a reader of a page sees or hears: text between tags, titles, labels, placeholders, and names of buttons."""
    return _VisibleTexts(page).texts


def literal_page(template: str) -> str:
    """A template without what it looks up or translates, so that only the words that it says by itself are left."""
    said, translated = [], False
    for token in Lexer(template).tokenize():
        if token.token_type is TokenType.BLOCK and "blocktrans" in token.contents.split()[0]:
            translated = not token.contents.startswith("end")
        elif token.token_type is TokenType.TEXT and not translated:
            said.append(token.contents)
        elif token.token_type is TokenType.VAR:
            said.append("1")
    return "".join(said)


class _VisibleTexts(HTMLParser):
    _SILENT = {"script", "style", "svg", "code", "template"}
    # Icons of the theme are words that its typeface draws; the other two are for codes and digests, as they are stored.
    _CODES = {"material-symbols-outlined", "dz-mono", "dz-code"}
    _SPOKEN = {"title", "placeholder", "aria-label", "alt", "label", "data-label", "content"}

    def __init__(self, page: str) -> None:
        super().__init__()
        self.texts: list[str] = []
        self._silent: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag in self._SILENT or self._CODES & set(given.get("class", "").split()):
            self._silent.append(tag)
        spoken = self._SPOKEN - ({"content"} if given.get("name") != "description" else set())
        self.texts += [value for name, value in given.items() if name in spoken]
        if tag == "input" and given.get("type") in ("submit", "button", "reset"):
            self.texts.append(given.get("value", ""))

    def handle_endtag(self, tag: str) -> None:
        if self._silent and self._silent[-1] == tag:
            self._silent.pop()

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.texts.append(data)


# Marks, formats and names that are the same in every language, and one key of the keyboard that the theme names.
ALLOWED = frozenset({"Dozvil", "CSV", "XLSX", "TOML", "JSON", "PDF", "EET", "Kyiv", "English", "Українська", "esc"})
_WORD = re.compile(r"[A-Za-zА-Яа-яІіЇїЄєҐґ][A-Za-zА-Яа-яІіЇїЄєҐґ’'-]+")
_CODE = re.compile(r"[a-z][a-z0-9]*([_.-][a-z0-9]+)*")
_ADDRESS = re.compile(r"https?://\S+|\S+@\S+")
# Numbers, references, digests, codes of several parts, and names of files.
_NO_WORD = re.compile(r"\S*[\d_]\S*|\b[\w-]+\.(txt|pdf|csv|xlsx)\b")
_SLOT = re.compile(r"\\{\w+\\}")
_CUT = re.compile(r"([^⟦⟧…]+)…")
_IN_BRACKETS = re.compile(r"\(([^()]+)\)")


@dataclass(frozen=True)
class Written:
    """What stands in our tables: texts that people wrote, the longest first, and codes, which stand alone on a page.

    Beside the name of a row its code stands in brackets, also one of a closed vocabulary: `choices` are those.
    """

    texts: Sequence[str]
    codes: AbstractSet[str]
    choices: AbstractSet[str] = frozenset()

    @cached_property
    def with_slots(self) -> Sequence[re.Pattern[str]]:
        """Texts of the library of conditions, whose `{days}` a page fills or shows as `[days]`."""
        sentences = [text for text in self.texts if "{" in text and text.endswith(".")]
        return [re.compile(_SLOT.sub(".+?", re.escape(text))) for text in sentences]

    def without(self, text: str) -> str:
        """What is left of a text when everything that people wrote is taken out of it."""
        if text.strip('"') in self.codes:
            return ""
        text = _IN_BRACKETS.sub(lambda found: " " if self._is_code(found[1]) else found[0], _ADDRESS.sub(" ", text))
        text = _CUT.sub(lambda cut: " " if any(one.startswith(cut[1].strip()) for one in self.texts) else cut[0], text)
        for sentence in self.with_slots:
            text = sentence.sub(" ", text)
        for one in self.texts:
            if one in text:
                text = re.sub(rf"(?<!\w){re.escape(one)}(?!\w)", " ", text)
        return text

    def _is_code(self, text: str) -> bool:
        """Whether brackets hold the key of a row, of one column or of several."""
        return set(text.split(" · ")) <= {"*", *self.codes, *self.choices}


def written_by_people() -> Written:
    """Names of governed lists, titles, reasons, addresses, and the codes of rows."""
    texts: set[str] = set()
    codes: set[str] = set(available_timezones())
    choices: set[str] = set()
    for model in apps.get_app_config("licensing").get_models():
        for field in model._meta.concrete_fields:
            values = list(model._default_manager.values_list(field.name, flat=True))
            found, names = set(_texts_of(values, field)), {name for value in values for name in _names_in(value)}
            alone = set() if field.name.endswith("_en") else {text for text in found - names if _CODE.fullmatch(text)}
            texts |= found - alone
            codes |= alone
            choices |= {value for value, _label in field.flatchoices if isinstance(value, str)}
    # These call their rows by codes, and the desk begins a heading with a capital letter.
    for row in (*Requirement.objects.all(), *Procedure.objects.all(), *RoutingRow.objects.all(), *Event.objects.all()):
        texts |= {str(row), str(row).capitalize()}
    return Written(sorted(texts, key=len, reverse=True), codes, choices)


def _texts_of(values: Iterable[Any], field: Field[Any, Any]) -> Iterator[str]:
    if isinstance(field, (CharField, TextField)) and not field.choices:
        yield from (normalize(value) for value in values if value)
    elif isinstance(field, (JSONField, ArrayField)):
        yield from (text for value in values for text in _texts_in(value))


def _texts_in(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield normalize(value)
    elif isinstance(value, Mapping):
        # A text that is kept in every language: a page that showed another one than its reader's would be wrong.
        yield from () if CODE in value else (text for pair in value.items() for one in pair for text in _texts_in(one))
    elif isinstance(value, Sequence):
        yield from (text for one in value for text in _texts_in(one))


def _names_in(value: Any) -> Iterator[str]:
    """What stands by language, such as the names of a list: one small word there is a text all the same, and no code."""
    if isinstance(value, Mapping):
        yield from map(normalize, value.values()) if "en" in value else ()
        yield from (name for one in value.values() for name in _names_in(one))
    elif isinstance(value, list):
        yield from (name for one in value for name in _names_in(one))


def normalize(text: str) -> str:
    return " ".join(normalize_newlines(str(text)).split())


def untranslated(texts: Iterable[str], written: Written) -> list[str]:
    """The texts that hold words in plain letters which nobody wrote."""
    return sorted({text for text in map(normalize, texts) if _WORD.search(text) and _words(written.without(text))})


def _words(text: str) -> list[str]:
    return [word for word in _WORD.findall(_NO_WORD.sub(" ", text)) if word not in ALLOWED]
