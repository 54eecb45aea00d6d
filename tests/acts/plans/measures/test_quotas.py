"""What a quota counts: what left in its period and what may still leave, of the goods that it covers."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from licensing.acts.acting import now, to_local_day
from licensing.acts.licences import ledger
from licensing.acts.licences.licence import revoke_licence
from licensing.acts.plans.measures.facts import MeasureReader
from licensing.acts.plans.measures.preparing import prepare_measure
from licensing.acts.plans.measures.quotas import count_leaving, count_promised, find_goods
from licensing.acts.plans.measures.settling import publish_measure
from licensing.choices import MeasureKind, QuotaPeriod
from licensing.models import Case, LicenceLine, Measure
from licensing.models.requests.composition import read_filed_document
from licensing.policy.plans.measures.effects import MeasureVerdict, apply_measure
from licensing.policy.plans.measures.scope import Goods, MeasuredCase
from tests.acts.plans.measures.state import draft, publish, second_officer
from tests.world import REQUEST, World, clearance


def _read(case: Case, measure: Measure) -> tuple[MeasuredCase, MeasureVerdict]:
    document = read_filed_document(case)
    assert document is not None
    facts = MeasureReader(to_local_day(now())).read_case(case, document)
    verdict = apply_measure(measure.as_policy(), facts)
    assert verdict is not None
    return facts, verdict


def test_what_may_still_leave_is_taken_until_its_licence_ends(world: World) -> None:
    licence, case, today = world.licence(), world.filed(title="Second"), to_local_day(now())
    measure = publish(world, kind=MeasureKind.QUOTA, ceiling=Decimal(100), unit="NAR", period=QuotaPeriod.YEAR)
    ledger.draw_down_licence(licence, world.cus, clearance("m1", 15))
    facts, verdict = _read(case, measure)

    promised = count_promised(verdict, case, facts.goods, on=today)
    own = count_promised(verdict, licence.case, facts.goods, on=today)
    leaving = count_leaving(verdict, facts.goods[0], on=today)
    licence.refresh_from_db()
    revoke_licence(licence, world.dora, reason="Diverted.")
    after = count_promised(verdict, case, facts.goods, on=today)

    assert [(one.taken, one.asked) for one in (promised, own, leaving, after)] == [(40, 40), (0, 40), (15, 40), (15, 40)]


def test_a_quota_for_all_its_time_counts_over_all_its_versions(world: World) -> None:
    licence, today = world.licence(), to_local_day(now())
    tomorrow, last = today + timedelta(days=1), today + timedelta(days=40)
    quota = {"kind": MeasureKind.QUOTA, "ceiling": Decimal(100), "unit": "NAR", "period": QuotaPeriod.WHOLE}
    first = publish(world, **quota, valid_until=last)
    ledger.draw_down_licence(licence, world.cus, clearance("m1", 15))

    reworded = prepare_measure(world.pol, draft(**quota, valid_from=tomorrow, valid_until=last), supersedes=first)
    second = publish_measure(reworded, second_officer())
    # Another quota of the same goods counts from its own first day on.
    other = publish(world, **quota, valid_from=tomorrow, valid_until=last)

    taken = [count_leaving(*_of_first(licence.case, one), on=tomorrow).taken for one in (second, other)]
    assert taken == [15, 0]


def _of_first(case: Case, measure: Measure) -> tuple[MeasureVerdict, Goods]:
    facts, verdict = _read(case, measure)
    return verdict, facts.goods[0]


def test_a_line_is_of_the_item_that_was_granted_whatever_their_names() -> None:
    goods = (Goods(1, name="UAV", model="Z"), Goods(2, name="Kit"), Goods(3, name="Kit"))
    case = MeasuredCase("sale", goods=goods)

    found = [find_goods(case, [1, 3, 4], LicenceLine(number=number, name="Kit")) for number in (1, 2, 3, 4)]

    assert found == [goods[0], goods[2], None, None]


def test_two_items_of_one_name_count_at_their_own_prices(world: World) -> None:
    first = REQUEST["items"][0]
    world.licence(items=[first | {"quantity": "2"}, first | {"quantity": "3", "unit_price": "10000.00"}])
    case = world.filed(title="Second")
    measure = publish(world, kind=MeasureKind.QUOTA, ceiling=Decimal(10**9), unit="EUR", period=QuotaPeriod.YEAR)
    facts, verdict = _read(case, measure)

    assert count_promised(verdict, case, facts.goods, on=to_local_day(now())).taken == 190_000


def test_what_left_in_an_earlier_period_is_asked_of_a_later_one_no_more(world: World) -> None:
    licence, today = world.licence(), to_local_day(now())
    measure = publish(world, kind=MeasureKind.QUOTA, ceiling=Decimal(100), unit="NAR", period=QuotaPeriod.YEAR)
    ledger.draw_down_licence(licence, world.cus, clearance("m1", 15))
    facts, verdict = _read(licence.case, measure)

    days = (today, date(today.year + 1, 1, 1))
    assert [count_promised(verdict, licence.case, facts.goods, on=day).asked for day in days] == [40, 25]
