"""The consolidated list of the United Nations, in XML."""

from __future__ import annotations

import pytest

from licensing.policy.assessment.lists.consolidated import read_consolidated
from licensing.policy.assessment.lists.rows import BrokenFile

LIST = """<CONSOLIDATED_LIST dateGenerated="2026-01-01">
<INDIVIDUALS><INDIVIDUAL><DATAID>1</DATAID><FIRST_NAME>IVAN</FIRST_NAME><SECOND_NAME>VYHADKO</SECOND_NAME>
<UN_LIST_TYPE>Invented</UN_LIST_TYPE><REFERENCE_NUMBER>INi.001</REFERENCE_NUMBER>
<NATIONALITY><VALUE>Nowhere</VALUE></NATIONALITY><NAME_ORIGINAL_SCRIPT>Іван Вигадко</NAME_ORIGINAL_SCRIPT>
<INDIVIDUAL_ALIAS><QUALITY>Good</QUALITY><ALIAS_NAME>Ivan Vygadko</ALIAS_NAME></INDIVIDUAL_ALIAS>
<INDIVIDUAL_DATE_OF_BIRTH><YEAR>1970</YEAR></INDIVIDUAL_DATE_OF_BIRTH></INDIVIDUAL></INDIVIDUALS>
<ENTITIES><ENTITY><DATAID>2</DATAID><FIRST_NAME>VYHADKA LINES</FIRST_NAME>
<ENTITY_ADDRESS><COUNTRY>Nowhere</COUNTRY></ENTITY_ADDRESS></ENTITY></ENTITIES>
</CONSOLIDATED_LIST>"""


def test_persons_and_entities_are_read_with_their_aliases() -> None:
    person, entity = read_consolidated(LIST.encode()).entries

    assert (person.reference, person.kind, person.programme) == ("1", "person", "Invented INi.001")
    assert [one.text for one in person.names] == ["IVAN VYHADKO", "Ivan Vygadko", "Іван Вигадко"]
    assert (person.country, person.dates) == ("Nowhere", "1970")
    assert (entity.kind, entity.name, entity.country) == ("entity", "VYHADKA LINES", "Nowhere")


@pytest.mark.parametrize(
    ("content", "line"),
    [
        (LIST[:-30], 11),
        ('<!DOCTYPE a [<!ENTITY x "y">]>' + LIST, 1),
        ("<LIST/>", 1),
    ],
)
def test_what_is_no_such_list_is_refused(content: str, line: int) -> None:
    with pytest.raises(BrokenFile) as broken:
        read_consolidated(content.encode())

    assert broken.value.fault.line <= line


def test_a_party_without_a_name_or_with_the_reference_of_another_is_named() -> None:
    nameless = LIST.replace("<FIRST_NAME>VYHADKA LINES</FIRST_NAME>", "").replace("<DATAID>2<", "<DATAID>1<")

    found = read_consolidated(nameless.encode())

    assert [(one.line, one.column) for one in found.faults] == [(7, "DATAID"), (7, "FIRST_NAME")]
    assert found.entries == ()
