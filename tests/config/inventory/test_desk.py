from __future__ import annotations

from django.contrib.admin import site

from config.inventory.desk import list_desk_entries


def test_every_table_of_the_desk_is_declared_with_who_reads_it() -> None:
    tables = {one.pattern.split("/")[2] for one in list_desk_entries()}

    assert tables == {str(model._meta.model_name) for model in site._registry}


def test_nothing_is_deleted_from_the_desk() -> None:
    assert {one.shows for one in list_desk_entries() if one.pattern.endswith("/delete/")} == {False}
