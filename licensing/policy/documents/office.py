"""Whether a Word or Excel document opens, and neither runs nor fetches anything (ECMA-376: an archive of XML parts)."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping
from typing import Final

from lxml import etree

from licensing.messages import Message
from licensing.policy.documents.kinds import WORD
from licensing.policy.documents.signatures import parse_xml

_LARGEST_UNPACKED: Final = 200 * 1024 * 1024
_LARGEST_PART: Final = 50 * 1024 * 1024
_MOST_PARTS: Final = 5_000
_ENCRYPTED: Final = 0x1
_PROGRAM: Final = re.compile(
    r"vbaproject|vbadata|/activex/|/embeddings/|macrosheets|\.(?:exe|dll|js|vbs|ps1|bat|com|scr|jar|lnk)$"
)
# Whatever a part is called, the relation that leads to it says what it is.
_PROGRAMS: Final = frozenset(
    {"vbaproject", "wordvbadata", "oleobject", "package", "control", "activexcontrolbinary", "xlmacrosheet", "xlintlmacrosheet",
    "afchunk"}
)  # fmt: skip
_MACROS: Final = re.compile(r"macroenabled|vbaproject|vbadata|activex|macrosheet", re.IGNORECASE)
# A place that is no part of this archive: an address, or a share of a network.
_ELSEWHERE: Final = re.compile(r"\s*(?:[a-z][a-z0-9+.-]*:|[\\/]{2})", re.IGNORECASE)
# Fields that fetch or run when the document is opened (ECMA-376, part 1, 17.16.5), and a function that does.
_RUNS: Final = re.compile(
    r"(?<![^\W_])(?:DDE(?:AUTO)?|INCLUDE(?:TEXT|PICTURE))(?![^\W_])|^\W*(?:LINK|INCLUDE|IMPORT|DATABASE|RD)(?![^\W_])"
    r"|(?<![^\W_])WEBSERVICE\s*\(",
    re.IGNORECASE,
)
_LINKS: Final = frozenset({"ddeLink", "oleLink", "dbPr", "webPr"})
_CODES: Final = frozenset({"instrText", "delInstrText", "f"})
_DRAWN: Final = frozenset({"imagedata", "fill", "stroke"})
_JUDGED: Final = _LINKS | _DRAWN | {"Relationship", "f", "fldSimple", "fldChar", "Override", "Default"}
_DECLARATION: Final = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_BROKEN: Final = Message(
    "This document cannot be opened: it is damaged, cut short or protected. Save it again without a password."
)
_LARGE: Final = Message("This document unpacks to more than it may.")
_ACTIVE: Final = Message("This document holds a macro, a program or another file. Save it without them, or as a PDF.")
_REMOTE: Final = Message(
    "This document fetches a part of itself from elsewhere (a template, an object or a picture). Save it as a PDF."
)


def find_office_fault(content: bytes, media_type: str) -> Message | None:
    """Why the document is refused; None for one that opens and has everything inside."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            return _find_fault(packed, media_type)
    # A damaged archive fails in whatever way it is damaged, each way of packing with errors of its own.
    except Exception:  # noqa: BLE001
        return _BROKEN


def _find_fault(packed: zipfile.ZipFile, media_type: str) -> Message | None:
    parts = packed.infolist()
    # What the archive declares; a part that lies about its size fails when it is read.
    if sum(part.file_size for part in parts) > _LARGEST_UNPACKED or len(parts) > _MOST_PARTS:
        return _LARGE
    if any(part.flag_bits & _ENCRYPTED for part in parts):
        return _BROKEN
    if any(_PROGRAM.search(part.filename.lower()) for part in parts):
        return _ACTIVE
    main = "word/document.xml" if media_type == WORD else "xl/workbook.xml"
    if main not in packed.namelist():
        return _BROKEN
    declared = _list_declared(packed)
    faults = (_find_fault_of_part(packed.read(part)) for part in parts if _holds_markup(part, declared))
    return next((fault for fault in faults if fault is not None), None)


def _list_declared(packed: zipfile.ZipFile) -> frozenset[str]:
    """The names, in small letters, of the parts that the archive itself declares to be XML, whatever their ending."""
    types = parse_xml(packed.read("[Content_Types].xml"))
    kinds = {
        (one.get("PartName") or one.get("Extension") or "").strip().lower(): one.get("ContentType", "").strip().lower()
        for one in types
        if isinstance(one.tag, str)
    }
    return frozenset(name for name, kind in kinds.items() if kind.endswith("xml") and not kind.startswith("image/"))


def _holds_markup(part: zipfile.ZipInfo, declared: frozenset[str]) -> bool:
    name = part.filename.lower()
    return name.endswith((".xml", ".rels")) or f"/{name}" in declared or name.rpartition(".")[2] in declared


def _find_fault_of_part(text: bytes) -> Message | None:
    if len(text) > _LARGEST_PART:
        return _LARGE
    if _DECLARATION.search(text):
        return _ACTIVE
    reader = _Reader()
    # The reader is told of each element, and no tree is built: a sheet may have a million cells.
    etree.fromstring(text, etree.XMLParser(target=reader, resolve_entities=False, no_network=True, load_dtd=False))
    return reader.fault


class _Reader:
    """Reads one part as an office program would, with its encoding and its entities resolved: the first fault, if any."""

    def __init__(self) -> None:
        self.fault: Message | None = None
        self._reads_code = False
        # The codes of the fields that are open, the innermost last: a field may be split over runs, and hold others.
        self._codes: list[list[str]] = [[]]

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        name = _strip_namespace(tag)
        self._reads_code = name in _CODES
        if name in _JUDGED:
            self._judge_element(name, {_strip_namespace(key): value for key, value in attributes.items()})

    def end(self, tag: str) -> None:
        self._reads_code = False
        if tag == "f" or tag.endswith("}f"):
            self._close_field()

    def data(self, text: str) -> None:
        if self._reads_code:
            self._codes[-1].append(text)

    def doctype(self, *_: str | None) -> None:
        self._judge(_ACTIVE)

    def close(self) -> None:
        while any(self._codes):
            self._close_field()

    def _judge_element(self, name: str, said: Mapping[str, str]) -> None:
        if name == "Relationship":
            self._judge(_find_fault_of_relation(said))
        elif name == "fldSimple":
            self._judge_code(said.get("instr", ""))
        elif name == "f" or said.get("fldCharType") == "begin":
            self._codes.append([])
        elif said.get("fldCharType") == "end":
            self._close_field()
        elif name in _LINKS or (name in _DRAWN and _ELSEWHERE.match(said.get("src", ""))):
            self._judge(_REMOTE)
        elif _MACROS.search(said.get("ContentType", "")):
            self._judge(_ACTIVE)

    def _close_field(self) -> None:
        self._judge_code("".join(self._codes.pop()))
        self._codes = self._codes or [[]]

    def _judge_code(self, code: str) -> None:
        self._judge(_REMOTE if _RUNS.search(code) else None)

    def _judge(self, fault: Message | None) -> None:
        self.fault = self.fault or fault


def _find_fault_of_relation(said: Mapping[str, str]) -> Message | None:
    kind = said.get("Type", "").strip().rpartition("/")[2].lower()
    is_elsewhere = said.get("TargetMode", "").strip().lower() == "external" or _ELSEWHERE.match(said.get("Target", ""))
    if is_elsewhere:
        return None if kind == "hyperlink" else _REMOTE
    return _ACTIVE if kind in _PROGRAMS else None


def _strip_namespace(name: str) -> str:
    """A name without its namespace: the strict and the transitional form of the format differ in nothing else."""
    return name.rpartition("}")[2]
