"""Every sentence of Dozvil is in Ukrainian too: the catalogue is whole, keeps its placeholders and is compiled."""

from __future__ import annotations

import ast
import gettext
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from django.utils.translation.template import templatize

from tests.sources import IN_ONE_PROCESS, parse_source

pytestmark = IN_ONE_PROCESS


ROOT = Path(__file__).resolve().parent.parent
PO = ROOT / "licensing/locale/uk/LC_MESSAGES/django.po"
MO = PO.with_suffix(".mo")

# What is left of a percent sign once it is doubled, or begins a placeholder.
LONE_PERCENT = re.compile(r"%(?!\(\w+\)[sd])")
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}|<[^>]+>")
FIELD = re.compile(r'(msgctxt|msgid_plural|msgid|msgstr)(?:\[\d\])? (".*")')
SPOKEN = re.compile(r"""(?<!\w)(_|n?p?gettext)\(((?:u?(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")(?:, )?)+)""")
PLAIN = {"gettext", "gettext_lazy", "gettext_noop", "ngettext", "ngettext_lazy", "Message", "PluralMessage"}
WITH_CONTEXT = {"pgettext", "pgettext_lazy", "npgettext", "npgettext_lazy", "MessageInContext"}
CONTEXT_END = "\x04"


@dataclass
class Entry:
    """One sentence of the catalogue: what it is in English, and its one or several forms in Ukrainian."""

    english: str = ""
    context: str | None = None
    plural: str | None = None
    forms: list[str] = field(default_factory=list)
    fuzzy: bool = False

    @property
    def key(self) -> str:
        return self.english if self.context is None else f"{self.context}{CONTEXT_END}{self.english}"


def test_every_sentence_has_a_translation() -> None:
    entries = _entries()

    without = [entry.english for entry in entries if not entry.forms or not all(entry.forms)]

    assert entries
    assert without == []


def test_no_translation_is_a_guess() -> None:
    assert [entry.english for entry in _entries() if entry.fuzzy] == []


def test_plural_sentences_have_all_ukrainian_forms() -> None:
    numbers = {len(entry.forms) for entry in _entries() if entry.plural is not None}

    assert numbers == {4}


def test_translations_keep_the_placeholders() -> None:
    changed = [
        (entry.english, form)
        for entry in _entries()
        for form in entry.forms
        if _placeholders(form) != _placeholders(entry.plural or entry.english)
    ]

    assert changed == []


def test_a_percent_sign_beside_placeholders_is_doubled() -> None:
    """A lone one is read as the begin of a placeholder: the sentence cannot be filled, and the page that shows it fails."""
    broken = [
        form
        for entry in _entries()
        if "%(" in entry.english
        for form in (entry.english, *entry.forms)
        if LONE_PERCENT.search(form.replace("%%", ""))
    ]

    assert broken == []


def test_translations_keep_the_spaces_at_their_ends() -> None:
    changed = [(entry.english, form) for entry in _entries() for form in entry.forms if _edges(form) != _edges(entry.english)]

    assert changed == []


def test_the_compiled_catalogue_says_what_the_source_says() -> None:
    with MO.open("rb") as file:
        compiled = gettext.GNUTranslations(file)

    said = {key: text for key, text in compiled._catalog.items() if key}  # type: ignore[attr-defined]

    assert said == {
        key: text
        for entry in _entries()
        for key, text in (
            [(entry.key, entry.forms[0])]
            if entry.plural is None
            else [((entry.key, number), form) for number, form in enumerate(entry.forms)]
        )
    }


def test_every_sentence_of_the_code_and_the_templates_is_in_the_catalogue() -> None:
    known = {entry.key for entry in _entries()}

    unknown = {sentence for sentence in (*_of_modules(), *_of_templates()) if sentence not in known}

    # Mended by `manage.py makemessages` and `compilemessages`; CONTRIBUTING.md says how.
    assert unknown == set()


def _entries() -> list[Entry]:
    """The sentences of the .po file, without its header."""
    paragraphs = PO.read_text(encoding="utf-8").strip().split("\n\n")
    return [entry for entry in map(_entry, paragraphs) if entry.english]


def _entry(paragraph: str) -> Entry:
    entry, told = Entry(), ""
    for line in paragraph.splitlines():
        if line.startswith("#"):
            entry.fuzzy = entry.fuzzy or (line.startswith("#,") and "fuzzy" in line)
            continue
        if opened := FIELD.fullmatch(line):
            told = opened[1]
            entry.forms += [""] * (told == "msgstr")
        _append(entry, told, ast.literal_eval(opened[2] if opened else line))
    return entry


def _append(entry: Entry, told: str, text: str) -> None:
    match told:
        case "msgctxt":
            entry.context = (entry.context or "") + text
        case "msgid":
            entry.english += text
        case "msgid_plural":
            entry.plural = (entry.plural or "") + text
        case "msgstr":
            entry.forms[-1] += text


def _placeholders(text: str) -> list[str]:
    return sorted(PLACEHOLDER.findall(text))


def _edges(text: str) -> tuple[bool, bool]:
    return text[:1].isspace(), text[-1:].isspace()


def _of_modules() -> Iterator[str]:
    """What the modules hand to gettext, under whatever name they imported it."""
    for folder in ("config", "licensing"):
        for path in (ROOT / folder).rglob("*.py"):
            tree = parse_source(path)
            names = dict(_gettext_names(tree))
            for node in ast.walk(tree):
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in names:
                    words = [arg.value for arg in node.args if isinstance(arg, ast.Constant) and isinstance(arg.value, str)]
                    yield from _key(names[node.func.id], words)


def _gettext_names(tree: ast.Module) -> Iterator[tuple[str, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module in ("django.utils.translation", "licensing.messages"):
            yield from ((name.asname or name.name, name.name) for name in node.names)


def _of_templates() -> Iterator[str]:
    """What Django's own reader of templates would hand to gettext."""
    for path in (ROOT / "templates").rglob("*"):
        if path.suffix in {".html", ".txt"}:
            for call, words in SPOKEN.findall(templatize(path.read_text(encoding="utf-8"), origin=str(path))):
                yield from _key("gettext" if call == "_" else call, ast.literal_eval(f"[{words}]"))


def _key(call: str, words: list[str]) -> Iterator[str]:
    """The sentence as the catalogue knows it; nothing for a call whose words are computed."""
    if words and call in PLAIN:
        yield words[0]
    if words and call in WITH_CONTEXT:
        yield CONTEXT_END.join(words[:2])
