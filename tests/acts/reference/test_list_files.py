"""Every governed list leaves as a file and comes in again by the same file, with every fault of it told by its line."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from licensing.acts.acting import now, to_local_day
from licensing.acts.reference.change_sets.drafting import put_change_lines
from licensing.acts.reference.change_sets.rows import MODELS, find_stored, load_present
from licensing.acts.reference.list_files import read_list_file, write_list_file
from licensing.choices import ChangeAction
from licensing.errors import Invalid
from licensing.models import ExchangeRate, Holiday
from licensing.policy.reference.governed import GOVERNED, RowChange
from licensing.policy.reference.texts import Texts
from tests.by_hand import by_hand
from tests.change_sets import add_policy_officer, draft
from tests.world import World

pytestmark = pytest.mark.django_db


@pytest.mark.walk
def test_every_governed_list_comes_back_by_the_file_in_which_it_left() -> None:
    pol = add_policy_officer("pol")
    # Rows of past days stay as they are, so of these lists there is one that is still to come.
    soon = to_local_day(now()) + timedelta(days=9)
    with by_hand():
        ExchangeRate.objects.create(currency_id="USD", on=soon, to_eur="0.9")
        Holiday.objects.create(calendar_id="UA", on=soon, kind="off", names={"en": "Rest", "uk": "Спокій"})

    for code in GOVERNED:
        file = write_list_file(code)
        same = read_list_file(code, file.content)
        assert (list(same.changes), list(same.faults), same.count) == ([], [], len(load_present(code))), code

        key, row, content = _change_last_row(code, file.content)
        read = read_list_file(code, content)
        lines = put_change_lines(draft(pol), pol, read.changes).lines.all()

        assert list(read.faults) == [], code
        assert [(line.list, line.key, line.after) for line in lines] == [(code, key, row)]


def _change_last_row(code: str, content: bytes) -> tuple[str, dict[str, Any], bytes]:
    """Another content of the last row than its file has: in the table, or for procedures a next version in the file."""
    key, row = list(load_present(code).items())[-1]
    if GOVERNED[code].whole:
        later = {"version": row["version"] + 1, "valid_from": "2099-01-01"}
        head = content.decode().rsplit(f'code = "{key}"\n', 1)[0]
        tail = content.decode()[len(head) :]
        for name, value in later.items():
            tail = tail.replace(f"{name} = {row[name]}\n", f"{name} = {value}\n", 1)
        return key, row | later, (head + tail).encode()
    if code in ("rates", "holidays"):
        key, row = max(load_present(code).items(), key=lambda one: str(one[1]["on"]))
    pk = next(one.pk for one in find_stored(code, [key]) if GOVERNED[code].build_key(vars_of(code, one)) == key)
    may_change = [name for name in (*GOVERNED[code].texts, "source", "to_eur") if name in row.keys() - {*GOVERNED[code].fixed}]
    column = may_change[0]
    value: Texts | str = {**row[column], "en": "Otherwise"} if column in GOVERNED[code].texts else "7.5"
    with by_hand():
        MODELS[code]._default_manager.filter(pk=pk).update(**{column: value})
    return key, row, content


def vars_of(code: str, stored: Any) -> dict[str, Any]:
    return {name: stored.serializable_value(name) for name in GOVERNED[code].key}


ROW = '[[rows]]\ncode = "new"\nbecause_en = "New"\nbecause_uk = "Новий"\n'


@pytest.mark.parametrize(
    ("name", "text", "line", "column"),
    [
        ("routing", ROW + 'procedure = "gone"\nvalid_from = 2099-01-01\n', 5, "rows.0.procedure"),
        ("routing", "\n" + ROW + "valid_from = 2020-01-01\nflags = ['x']\n", 6, "rows.0.valid_from"),
        ("routing", ROW + "valid_from = 2099-01-01\n[rows.when]\ntier = { bogus = 1 }\n", 7, "rows.0.when.tier"),
        ("routing", ROW + "valid_from = 2099-01-01\nextra_seats = ['NONE']\n" + ROW, 7, "rows.1.valid_from"),
        ("routing", "rows = 5\n", 1, "rows"),
        ("routing", 'more = 1\n[[rows]]\ncode = "x"\n', 1, "rows"),
        ("procedures", 'code = "x"\n', 1, "version"),
        ("procedures", "procedures = [1]\n", 1, "procedures.0.request"),
        ("units", "code,name_en,name_uk,decimals\nZZZ,x,х,0\n\nKGM,,кг,3\n", 4, "name_en"),
        ("rates", "currency,on,to_eur\nUSD,2099-01-01,1\nUSD,2020-01-02,0.5\nXXX,2099-01-01,1\n", 4, "currency"),
        ("requirements", "kind,code,section,test,target,applies_if,sentence_en,sentence_uk\n", 0, ""),
    ],
)
def test_a_fault_is_told_by_its_line_and_nothing_is_taken(name: str, text: str, line: int, column: str) -> None:
    read = read_list_file(name, text.encode())

    assert [(one.line, one.column) for one in read.faults][:1] == ([(line, column)] if line else [])
    assert list(read.changes) == []


def test_a_row_that_no_draft_could_take_is_told_by_its_line_too() -> None:
    read = read_list_file("holidays", b"calendar,on,kind,name_en,name_uk\nUA,2099-05-01,off,x,x\nUA,2020-05-01,off,x,x\n")

    assert [(one.line, one.column, one.sentence) for one in read.faults] == [(3, "on", "A row of a past day stays as it is.")]


@pytest.mark.parametrize(
    "content", [b"\xff\xfe\x00", b"code = ", b"x = " + b"[" * 100_000, b"x = " + b"9" * 5_000, b"PK\x03\x04"]
)
def test_what_is_no_toml_is_refused(content: bytes) -> None:
    with pytest.raises(Invalid) as refused:
        read_list_file("routing", content)

    assert [str(gap.sentence) for gap in refused.value.gaps] != []


def test_numbers_that_no_digest_takes_are_refused() -> None:
    head = "kind,code,section,test,target,applies_if,sentence_en,sentence_uk\n"
    rows = "".join(f'*,n{at},items,field,title,"{{""title"": {number}}}",A,Б\n' for at, number in enumerate(["1.5", "9" * 20]))

    read = read_list_file("requirements", (head + rows).encode())

    assert [(one.line, one.column) for one in read.faults] == [(2, "applies_if"), (3, "applies_if")]


def test_rows_of_the_readers_drafts_may_be_named(world: World) -> None:
    row = {"code": "ZZZ", "names": {"en": "New", "uk": "Нова"}, "decimals": 2}
    change_set = draft(world.pol)
    put_change_lines(change_set, world.pol, [RowChange("currencies", "ZZZ", ChangeAction.PUT, row)])
    content = b"currency,on,to_eur\nZZZ,2099-01-01,1\n"

    refused, taken = read_list_file("rates", content), read_list_file("rates", content, drafts=[change_set])

    assert ([one.line for one in refused.faults], list(taken.faults)) == ([2], [])
    assert [one.key for one in taken.changes] == ["ZZZ:2099-01-01"]
