from __future__ import annotations

import pytest

from licensing.messages import Message
from licensing.policy.documents.kinds import EXCEL, WORD
from licensing.policy.documents.office import find_office_fault
from tests import papers


def test_what_office_programs_write_opens() -> None:
    assert find_office_fault(papers.word(), WORD) is None
    assert find_office_fault(papers.sheet(), EXCEL) is None


@pytest.mark.parametrize("kind", ["attachedTemplate", "oleObject", "image", "frame", "subDocument"])
def test_a_document_that_fetches_a_part_of_itself_is_refused_and_one_with_a_link_is_not(kind: str) -> None:
    said = {"Target": "https://elsewhere.example/x", "TargetMode": "External"}
    part = "word/_rels/document.xml.rels"

    fault = find_office_fault(papers.word(**{part: papers.relations(Type=kind, **said)}), WORD)

    assert "fetches a part of itself" in str(fault)
    assert find_office_fault(papers.word(**{part: papers.relations(Type="hyperlink", **said)}), WORD) is None


RELATIONS = "word/_rels/document.xml.rels"
TEMPLATE = papers.relations(Type="attachedTemplate", Target="https://elsewhere.example/x", TargetMode="External")


@pytest.mark.parametrize(
    "disguised",
    [
        f'<?xml version="1.0" encoding="UTF-16"?>{TEMPLATE}'.encode("utf-16"),
        TEMPLATE.replace('"External"', '"&#69;xternal"'),
        TEMPLATE.replace('"External"', '" External "'),
        TEMPLATE.replace("elsewhere.example/x", "elsewhere.example/a>b"),
        TEMPLATE.replace("<Relationship ", "<r:Relationship ").replace("<Relationships xmlns=", "<r:Relationships xmlns:r=")
        .replace("</Relationships>", "</r:Relationships>"),
        TEMPLATE.replace(' TargetMode="External"', ""),
        papers.relations(Type="image", Target="\\\\elsewhere.example\\share\\x.png"),
    ],
)  # fmt: skip
def test_no_way_of_writing_a_remote_part_hides_it(disguised: bytes | str) -> None:
    assert "fetches a part of itself" in str(find_office_fault(papers.word(**{RELATIONS: disguised}), WORD))


def _field(*runs: str, before: str = "") -> Message | None:
    main = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    code = "".join(f"<w:r><w:instrText>{run}</w:instrText></w:r>" for run in runs)
    text = f'{before}<w:r><w:fldChar w:fldCharType="begin"/></w:r>{code}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    body = f'<w:document xmlns:w="{main}"><w:body><w:p>{text}</w:p></w:body></w:document>'
    return find_office_fault(papers.word(**{"word/document.xml": body}), WORD)


@pytest.mark.parametrize(
    "runs",
    [
        ["DDEAUTO c:\\\\x.exe"],
        ["DD", "EAUTO c:\\\\x.exe"],
        ["dde<!-- a comment --> x"],
        ["INCLUDEPICTURE&#32;&quot;https://elsewhere.example/x&quot;"],
        [' IF "a" = "a" ', "IncludeText x"],
        ["LINK Excel.Sheet.12 x.xlsx"],
    ],
)
def test_a_field_that_fetches_or_runs_is_found_however_it_is_split(runs: list[str]) -> None:
    behind_another = (
        '<w:r><w:fldChar w:fldCharType="begin"/><w:instrText>PAGE</w:instrText><w:fldChar w:fldCharType="end"/></w:r>'
    )

    assert "fetches a part of itself" in str(_field(*runs))
    assert "fetches a part of itself" in str(_field(*runs, before=behind_another))


def test_a_simple_field_that_fetches_or_runs_is_found() -> None:
    assert "fetches a part of itself" in str(_field(before='<w:fldSimple w:instr=" DDEAUTO x "/>'))
    assert "fetches a part of itself" in str(_field(before='<w:fldSimple w:instr="&#68;DE x"/>'))


def test_fields_that_only_count_or_link_are_taken() -> None:
    assert _field("PAGE") is None
    assert _field(' HYPERLINK "https://elsewhere.example/dder link" ') is None
    assert _field(" REF _Ref1 \\h ") is None


@pytest.mark.parametrize("kind", ["vbaProject", "oleObject", "package", "control", "aFChunk", "xlMacrosheet"])
def test_a_program_is_one_under_any_name(kind: str) -> None:
    renamed = papers.word(**{RELATIONS: papers.relations(Type=kind, Target="notes.bin"), "word/notes.bin": b"x"})

    assert "a macro, a program or another file" in str(find_office_fault(renamed, WORD))


def test_a_part_of_markup_is_read_under_any_ending() -> None:
    base = "application/vnd.openxmlformats-officedocument.wordprocessingml"
    types = (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        f'<Override PartName="/word/head.bin" ContentType="{base}.header+xml"/></Types>'
    )
    head = "<hdr><fldSimple instr='DDEAUTO x'/></hdr>"

    hidden = papers.word(**{"[Content_Types].xml": types, "word/head.bin": head})

    assert "fetches a part of itself" in str(find_office_fault(hidden, WORD))
