"""A cell of a list shows what it is given, and nothing of it is taken for markup."""

from __future__ import annotations

from licensing.admin.pages.cells import render_cell


def test_a_cell_escapes_what_it_shows() -> None:
    cell = render_cell("link", url="/x/?a=1&b=2", label="<script>alert(1)</script>")

    assert '<a href="/x/?a=1&amp;b=2">&lt;script&gt;alert(1)&lt;/script&gt;</a>' in cell
