"""The path of the worked example, as a table and as lines that fill their picture."""

from __future__ import annotations

from decimal import Decimal

from licensing.policy.supply.chart import HEIGHT, WIDTH, build_chart, build_path
from tests.policy.supply.test_spare import SUPPLY, claim


def test_the_table_tells_stock_promises_request_and_what_is_left() -> None:
    rows = build_path(SUPPLY, [claim(0, 120), claim(1, 120)])

    assert [int(row.stock) for row in rows] == [450, 500, 470, 520]
    assert [int(row.promised) for row in rows] == [50] * 4
    assert [int(row.asked) for row in rows] == [120, 120, 0, 0]
    assert [int(row.left) for row in rows] == [80, -40, -120, -120]
    assert [int(row.available) for row in rows] == [120] * 4


def test_the_lines_keep_within_the_picture_and_apart() -> None:
    chart = build_chart(build_path(SUPPLY, [claim(0, 120)]), Decimal(200))

    lines = [
        [tuple(map(int, point.split(","))) for point in line.split()] for line in (chart.stock, chart.promised, chart.asked)
    ]
    assert {len(line) for line in lines} == {5}
    assert {(line[0][0], line[-1][0]) for line in lines} == {(0, WIDTH)}
    assert all(0 <= y <= HEIGHT for line in lines for _x, y in line)
    assert all(stock[1] < promised[1] < asked[1] for stock, promised, asked in zip(*lines, strict=True))
    assert 0 < chart.floor < HEIGHT
