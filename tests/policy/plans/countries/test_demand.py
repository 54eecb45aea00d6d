"""What is asked, promised and delivered, added up by country and family; and its picture."""

from __future__ import annotations

from decimal import Decimal

from licensing.policy.plans.countries.demand import (
    WIDTH,
    AskedLine,
    FamilyFlow,
    PromisedLine,
    Standing,
    WantedLine,
    add_up_flows,
    build_bars,
    rank_series,
)


def _number(*amounts: int) -> list[Decimal]:
    return [Decimal(one) for one in amounts]


def test_open_requests_are_asked_and_closed_ones_ask_for_nothing() -> None:
    asked = [
        AskedLine("EE", "uav", Decimal(40), Standing.OPEN),
        AskedLine("EE", "uav", Decimal(7), Standing.CLOSED),
        AskedLine("EE", "uav", Decimal(5), Standing.OPEN),
        AskedLine("PL", "missiles", Decimal(9), Standing.CLOSED),
    ]

    assert add_up_flows(asked, []) == [
        FamilyFlow("EE", "uav", *_number(0, 45, 0, 0, 0)),
        FamilyFlow("PL", "missiles", *_number(0, 0, 0, 0, 0)),
    ]


def test_what_is_wanted_before_any_request_stands_beside_what_is_asked() -> None:
    wanted = [WantedLine("EE", "uav", Decimal(30)), WantedLine("EE", "uav", Decimal(12)), WantedLine("DK", "uav", Decimal(1))]

    flows = add_up_flows([AskedLine("EE", "uav", Decimal(40), Standing.OPEN)], [], wanted)

    assert flows == [FamilyFlow("DK", "uav", *_number(1, 0, 0, 0, 0)), FamilyFlow("EE", "uav", *_number(42, 40, 0, 0, 0))]


def test_what_is_left_counts_only_while_goods_may_leave() -> None:
    lines = [
        PromisedLine("EE", "uav", Decimal(40), Decimal(10), is_live=True),
        PromisedLine("EE", "uav", Decimal(20), Decimal(15), is_live=False),
    ]

    [flow] = add_up_flows([AskedLine("EE", "uav", Decimal(40), Standing.GRANTED)], lines)

    assert flow == FamilyFlow("EE", "uav", *_number(0, 0, 60, 25, 30))


def test_the_longest_bar_is_as_wide_as_the_picture_and_its_parts_touch() -> None:
    bars = build_bars({"EE": _number(1, 1, 1), "PL": _number(0, 6, 0), "DK": _number(0, 0, 0)})

    assert [(bar.country, bar.total) for bar in bars] == [("PL", Decimal(6)), ("EE", Decimal(3))]
    assert [(part.series, part.x, part.width) for part in bars[0].parts] == [(1, 0, WIDTH)]
    ends = [(part.x, part.x + part.width) for part in bars[1].parts]
    assert [ends[0][0], ends[0][1], ends[1][1], ends[2][1]] == [0, ends[1][0], ends[2][0], WIDTH // 2]


def test_without_anything_there_is_no_bar() -> None:
    assert build_bars({}) == []
    assert build_bars({"EE": _number(0)}) == []


def test_the_largest_are_named_and_goods_of_no_family_never_are() -> None:
    amounts = dict(zip(("uav", "", "missiles", "vessels", "nothing"), _number(5, 99, 5, 7, 0), strict=True))

    assert rank_series(amounts, most=2) == ["vessels", "missiles"]
