"""Spreadsheets of items that somebody is importing."""

from licensing.models import ItemImport


def test_an_import_is_called_by_its_file() -> None:
    assert str(ItemImport(file_name="drones.xlsx")) == "drones.xlsx"
