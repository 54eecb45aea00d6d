"""Whether a PDF can be opened, has pages, and does nothing by itself."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any, Final

from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, NameObject, StreamObject

from licensing.messages import Message

MOST_PAGES: Final = 5_000
_MOST_OBJECTS: Final = 200_000
_MOST_ACTIONS: Final = 100
# ISO 32000-2, 12.6: actions that run a program, a script, send what the reader has typed, or open another file.
_ACTIONS: Final = frozenset(
    {"/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/GoToE", "/GoToR", "/Thread", "/Rendition", "/Movie", "/Sound",
    "/RichMediaExecute"}
)  # fmt: skip
# Content that is a program or a file of its own inside the document.
_PARTS: Final = frozenset({"/RichMedia", "/Movie", "/Sound", "/Screen", "/3D", "/FileAttachment"})
_BROKEN: Final = Message(
    "This PDF cannot be opened: it is damaged or cut short. Save it again, and open it before you attach it."
)
_LOCKED: Final = Message("This PDF asks for a password. Save it without one.")
_EMPTY: Final = Message("This PDF has no pages.")
_LARGE: Final = Message("This PDF has more pages or parts than anybody could read.")
_ACTIVE: Final = Message(
    "This PDF does more than show pages: it holds a script, a program, a form that sends, or a file. Print it to a new PDF."
)


def find_pdf_fault(content: bytes) -> Message | None:
    """Why the PDF is refused; None for one with pages that only shows them."""
    try:
        reader = PdfReader(io.BytesIO(content), strict=False)
        if reader.is_encrypted and not reader.decrypt(""):
            return _LOCKED
        pages = len(reader.pages)
        if pages > MOST_PAGES:
            return _LARGE
        if pages < 1:
            return _EMPTY
        # Whether the last page is there as well: a file cut short often still has its first.
        reader.pages[pages - 1].mediabox  # noqa: B018 - reading it is the test
        return _find_active_content(reader)
    # A damaged file fails in the library in whatever way it is damaged: wrong types, missing keys, endless nesting.
    except Exception:  # noqa: BLE001
        return _BROKEN


def _find_active_content(reader: PdfReader) -> Message | None:
    objects = _list_objects(reader)
    for count, found in enumerate(objects):
        if count > _MOST_OBJECTS:
            return _LARGE
        if _is_active(found):
            return _ACTIVE
    return None


def _list_objects(reader: PdfReader) -> Iterator[DictionaryObject]:
    """Every dictionary that can be reached from the trailer, each once."""
    seen: set[tuple[int, int]] = set()
    waiting: list[Any] = [reader.trailer]
    while waiting:
        one = waiting.pop()
        if isinstance(one, IndirectObject):
            if (key := (one.idnum, one.generation)) in seen:
                continue
            seen.add(key)
            one = one.get_object()
        if isinstance(one, DictionaryObject):
            yield one
            waiting.extend(one.values())
        elif isinstance(one, ArrayObject):
            waiting.extend(one)


def _is_active(found: DictionaryObject) -> bool:
    if "/JS" in found or "/XFA" in found or "/EmbeddedFiles" in found or "/EF" in found:
        return True
    if _name(found, "/Type") == "/EmbeddedFile" or _name(found, "/FS") == "/URL" or _opens_address(found):
        return True
    # Content that lies in another file (7.3.8), or a page that is taken from one (8.10.4).
    if isinstance(found, StreamObject) and ("/F" in found or "/Ref" in found):
        return True
    return _name(found, "/S") in _ACTIONS or _name(found, "/Subtype") in _PARTS


def _opens_address(found: DictionaryObject) -> bool:
    """Whether showing the document or a page opens an address; a link that somebody must press does not."""
    triggers = found.get("/AA")
    triggers = triggers.get_object() if triggers is not None else {}
    waiting = [found.get("/OpenAction"), *(triggers.values() if isinstance(triggers, DictionaryObject) else ())]
    for _ in range(_MOST_ACTIONS):
        if not waiting:
            return False
        one = waiting.pop()
        one = one.get_object() if one is not None else None
        if isinstance(one, DictionaryObject):
            if _name(one, "/S") == "/URI":
                return True
            waiting.append(one.get("/Next"))
        elif isinstance(one, ArrayObject):
            waiting.extend(one)
    # So many, or a circle: nobody needs that.
    return True


def _name(found: DictionaryObject, key: str) -> str:
    # A value may stand elsewhere in the file, with a reference in its place.
    value = found.get(key)
    value = value.get_object() if value is not None else None
    return str(value) if isinstance(value, NameObject) else ""
