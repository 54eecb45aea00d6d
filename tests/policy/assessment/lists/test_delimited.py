"""Lists that are text files, each in the shape in which it is published."""

from __future__ import annotations

import pytest

from licensing.policy.assessment.lists.delimited import read_dpl, read_ofac, read_own
from licensing.policy.assessment.lists.entries import EntryName

SDN = b"""1,"VYHADKA LINES",-0- ,"INVENTED",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,"Linked to nobody"
2,"VYHADKO, Ivan","individual","INVENTED","Director",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0-
3,"VYHADKA ONE","vessel","INVENTED",-0- ,"UVAA",-0- ,-0- ,-0- ,"Nowhere","Vyhadka Lines",-0-
"""
ALT = b'2,11,"aka","VYGADKO, Ivan",-0-\n2,12,"fka","VYHADKO, I.",-0-\n'
DPL_HEADER = (
    "Name\tStreet_Address\tCity\tState\tCountry\tPostal_Code\tEffective_Date\tExpiration_Date\tStandard_Order\t"
    "Last_Update\tAction\tFR_Citation\n"
)


def test_the_shape_of_the_us_treasury_has_no_header_and_its_aliases_apart() -> None:
    lines, person, vessel = read_ofac(SDN, ALT).entries

    assert (lines.kind, lines.country, lines.remarks) == ("entity", "", "Linked to nobody")
    assert (person.kind, person.remarks) == ("person", "Director")
    assert person.names == (
        EntryName("VYHADKO, Ivan", is_primary=True),
        EntryName("VYGADKO, Ivan"),
        EntryName("VYHADKO, I."),
    )
    assert (vessel.kind, vessel.country, vessel.remarks) == ("vessel", "Nowhere", "UVAA; Vyhadka Lines")


def test_our_own_shape_has_a_row_for_each_name() -> None:
    content = "entity_id,kind,type,name,country\nA,primary,individual,Vyhadko,EE\nA,alt,,Вигадко,\nB,primary,,Vyhadka,\n"

    first, second = read_own(content.encode()).entries

    assert (first.kind, first.country, [one.text for one in first.names]) == ("person", "EE", ["Vyhadko", "Вигадко"])
    assert (second.reference, second.kind) == ("B", "")
    assert read_own(b"entity_id,kind,type,name").entries == []


def test_denied_persons_are_one_party_at_several_addresses() -> None:
    rows = "".join(f"VYHADKO IVAN\t{street}\tTown\t\tEE\t1\t01/02/2020\t01/02/2030\tY\t\tDENIED\t85 FR 1\n" for street in "ab")

    [entry] = read_dpl((DPL_HEADER + rows).encode()).entries

    assert entry.reference.startswith("DPL-")
    assert (entry.programme, entry.dates) == ("85 FR 1", "01/02/2020 – 01/02/2030")
    assert entry.remarks == "a, Town, 1; DENIED; b, Town, 1; DENIED"


@pytest.mark.parametrize(
    ("read", "content", "where"),
    [
        (read_own, "entity_id,kind,type,name\nA,primary,ghost,Vyhadka", [(2, "type")]),
        (read_own, "entity_id,kind,type,name\n,primary,,Vyhadka\nB,alt,,Vyhadka", [(2, "entity_id"), (3, "kind")]),
        (read_own, "entity_id,kind,type,name\nA,primary,,One\nA,primary,,Two", [(3, "kind")]),
        (read_own, "entity_id,kind,type,name\nA,primary,,One,more", [(2, "4")]),
        (read_ofac, SDN.decode() + SDN.decode()[:200].splitlines()[0], [(4, "ent_num")]),
        (read_ofac, "1,VYHADKA", [(1, "3")]),
        (lambda content: read_ofac(SDN, content), '9,1,"aka","NOBODY",-0-', [(1, "ent_num")]),
        (read_dpl, DPL_HEADER + "\t" * 4 + "EE" + "\t" * 7, [(2, "name")]),
    ],
)
def test_a_broken_row_is_named_by_line_and_column(read: object, content: str, where: list[tuple[int, str]]) -> None:
    assert callable(read)
    found = read(content.encode())

    assert [(one.line, one.column) for one in found.faults] == where
    assert found.entries == ()
