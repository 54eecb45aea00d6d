"""Expressions of interest in the portal: said in a table of years, answered, countered, accepted, withdrawn."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

from licensing.acts.acting import now, to_local_day
from licensing.acts.plans import interests
from licensing.choices import CooperationForm, InterestState, Urgency
from licensing.models import Interest
from licensing.policy.plans.interests import InterestInput, OfferInput, WantedLine, YearVolume
from tests.portal.visiting import Visitor, forms_of, text_of
from tests.world import World

YEAR = to_local_day(now()).year
LINE = WantedLine(goods="Pressure vessels", unit="NAR", volumes=(YearVolume(YEAR + 1, Decimal(40)),))
TYPED: dict[str, Any] = {
    "title": "Vessels for the coast",
    "rows": "3",
    "goods-2": "Pressure vessels",
    "unit-2": "NAR",
    f"y{YEAR + 1}-2": "1 040",
    "cooperation": "long_term",
    "urgency": "soon",
    "financing": "A loan.",
    "text": "",
}


def file(visitor: Visitor, **changes: Any) -> Any:
    typed = {name.replace("-", "__"): value for name, value in (TYPED | changes).items()}
    # What is typed must have its field: a form is not sent with names that the page does not have.
    assert set(TYPED) <= set(forms_of(visitor.open("file_interest"))[0].values) | {"organisation"}
    return visitor.send("file_interest", **typed)


def filed(world: World) -> Interest:
    given = InterestInput("Vessels for the coast", (LINE,), CooperationForm.LONG_TERM, Urgency.SOON)
    return interests.file_interest(world.paula, world.partner, given)


def offered(world: World) -> Interest:
    last = to_local_day(now()) + timedelta(days=20)
    return interests.make_offer(filed(world), world.otto, OfferInput("Thirty.", (LINE,), CooperationForm.DIRECT_SALE, last))


def test_what_is_typed_in_the_table_is_filed(world: World, paula: Visitor) -> None:
    assert file(paula).status_code == 302

    interest = Interest.objects.get()
    step = interest.steps.get()
    assert (interest.title, interest.financing) == ("Vessels for the coast", "A loan.")
    assert step.read_lines() == (WantedLine((YearVolume(YEAR + 1, Decimal(1040)),), goods="Pressure vessels", unit="NAR"),)
    page = text_of(paula.open("interest", interest.pk))
    assert "Pressure vessels" in page
    assert f"{YEAR + 1} – 1,040 pieces" in page


def test_what_is_wrong_stands_at_its_field_and_nothing_is_lost(world: World, paula: Visitor) -> None:
    answer = file(paula, **{f"y{YEAR + 1}-2": "many"}, title="")

    page = answer.content.decode()
    assert answer.status_code == 422
    assert f'href="#id_y{YEAR + 1}-2"' in page
    assert 'value="many"' in page
    assert not Interest.objects.exists()


def test_more_rows_are_given_and_what_was_typed_stays(world: World, paula: Visitor) -> None:
    page = file(paula, more="1").content.decode()

    assert 'name="goods-6"' in page
    assert 'value="1 040"' in page
    assert not Interest.objects.exists()


def test_an_offer_is_countered_with_its_goods_filled_in(world: World, paula: Visitor) -> None:
    interest = offered(world)

    page = paula.open("counter_offer", interest.pk).content.decode()
    assert 'value="Pressure vessels"' in page
    assert paula.send("counter_offer", interest.pk, text="Forty.", **{f"y{YEAR + 1}__1": "40"}).status_code == 302

    interest.refresh_from_db()
    assert interest.state == InterestState.COUNTERED


def test_an_offer_that_was_changed_meanwhile_is_not_accepted(world: World, paula: Visitor) -> None:
    interest = offered(world)
    assert "waits for your answer" in text_of(paula.open("interests"))

    assert paula.send("interest", interest.pk, revision="1").status_code == 412
    interest.refresh_from_db()
    assert interest.state == InterestState.OFFERED
    assert paula.send("interest", interest.pk).status_code == 302
    interest.refresh_from_db()
    assert interest.state == InterestState.AGREED


def test_it_is_withdrawn_with_a_reason(world: World, paula: Visitor) -> None:
    interest = filed(world)

    assert paula.send("withdraw_interest", interest.pk, reason="").status_code == 422
    assert paula.send("withdraw_interest", interest.pk, reason="Not needed.").status_code == 302

    interest.refresh_from_db()
    assert interest.state == InterestState.WITHDRAWN


def test_those_of_others_are_not_there(world: World, rita: Visitor) -> None:
    interest = filed(world)

    for name in ("interest", "counter_offer", "withdraw_interest"):
        assert rita.open(name, interest.pk).status_code == 404
    assert "Vessels" not in text_of(rita.open("interests"))
