"""What a loan or an export credit costs and when it is paid back: the whole schedule, exact to the smallest coin.

Interest is counted over equal periods (a year of 360 days of twelve equal months, the 30E/360 rule of ISDA 2006, section
4.16 (g)), rounded half up in each period to what the currency is paid in. The last instalment takes what rounding has left,
so that the parts always add up to the loan.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, localcontext
from typing import Any

from licensing.policy.exact import round_half_up, to_decimal
from licensing.policy.input.drafts import read_day
from licensing.policy.licences.validity import add_months
from licensing.policy.requests.cooperation import Repayment

# Enough for a loan of 15 digits with interest on interest over 60 years of months.
_PRECISION = 60
_ONCE_A_YEAR = 1


@dataclass(frozen=True, slots=True)
class Draw:
    """Money that the borrower takes up: from which day it bears interest, and what must have happened before."""

    on: date
    amount: Decimal
    milestone: str = ""


@dataclass(frozen=True, slots=True)
class Loan:
    """The terms that a schedule follows from. Rate and cover are per cent, the rate for a year; `decimals` of the currency.

    Without a first day the schedule counts periods, and all is drawn at their start.
    """

    amount: Decimal
    decimals: int
    rate: Decimal
    years: int
    grace_years: int
    repayment: Repayment
    payments_a_year: int = _ONCE_A_YEAR
    start_on: date | None = None
    draws: tuple[Draw, ...] = ()
    cover: Decimal = Decimal()
    premium: Decimal = Decimal()


@dataclass(frozen=True, slots=True)
class LoanYear:
    """What is drawn and paid of a loan in one year, numbered from 1; `left` after its last day."""

    number: int
    drawn: Decimal
    interest: Decimal
    principal: Decimal
    left: Decimal

    @property
    def payment(self) -> Decimal:
        """What is paid together."""
        return self.interest + self.principal


@dataclass(frozen=True, slots=True)
class Instalment(LoanYear):
    """The same of one period, and the year that it lies in; it is paid on its last day."""

    year: int
    due_on: date | None


@dataclass(frozen=True, slots=True)
class LoanSchedule:
    """What follows from the terms of a loan, in its currency; `premium` is what the cover costs, once."""

    loan: Loan
    instalments: tuple[Instalment, ...]
    premium: Decimal

    @property
    def total_interest(self) -> Decimal:
        """The interest of all periods."""
        return sum((one.interest for one in self.instalments), Decimal())

    @property
    def first_year_interest(self) -> Decimal:
        """The interest of the first twelve months."""
        return sum((one.interest for one in self.instalments if one.year == 1), Decimal())

    @property
    def total_cost(self) -> Decimal:
        """What the borrower pays beyond what was lent: interest, and the premium for the cover."""
        return self.total_interest + self.premium

    def list_years(self) -> list[LoanYear]:
        """The schedule year by year."""
        return [_sum_year(year, self.instalments) for year in sorted({one.year for one in self.instalments})]


def read_loan(part: Mapping[str, Any], decimals: int) -> Loan | None:
    """The loan that `terms.financing` of a request describes; None while too little of it is stated to compute anything."""
    amount, rate = to_decimal(part.get("amount")), read_rate(part)
    years, repayment = part.get("tenor_years"), part.get("repayment")
    if not amount or amount <= 0 or rate is None or not isinstance(years, int) or years < 1:
        return None
    if repayment not in Repayment.values:
        return None
    return Loan(
        amount=amount,
        decimals=decimals,
        rate=rate,
        years=years,
        grace_years=min(part.get("grace_years") or 0, years),
        repayment=Repayment(str(repayment)),
        payments_a_year=part.get("payments_a_year") or _ONCE_A_YEAR,
        start_on=read_day(part.get("start_on")),
        draws=tuple(_read_draws(part.get("disbursements") or ())),
        cover=to_decimal(part.get("cover_percent")) or Decimal(),
        premium=to_decimal(part.get("premium_percent")) or Decimal(),
    )


def read_rate(part: Mapping[str, Any]) -> Decimal | None:
    """The interest of a year, per cent: the fixed one, or the margin over what the reference rate stands at."""
    if (fixed := to_decimal(part.get("rate_percent"))) is not None:
        return fixed
    reference, margin = to_decimal(part.get("reference_percent")), to_decimal(part.get("margin_percent"))
    return None if reference is None or margin is None else reference + margin


def compute_loan_schedule(loan: Loan) -> LoanSchedule:
    """Every period of a loan from its first day to the day on which nothing is left."""
    with localcontext(prec=_PRECISION):
        covered = loan.amount * loan.cover / 100
        return LoanSchedule(loan, tuple(_list_instalments(loan)), round_half_up(covered * loan.premium / 100, loan.decimals))


def find_last_draw_day(start_on: date, grace_years: int, tenor_years: int, repayment: Repayment) -> date:
    """Until when a loan is drawn: until repayment begins, or to its end where all of it is paid back at the end."""
    years = tenor_years if repayment is Repayment.BULLET else grace_years
    return add_months(start_on, 12 * years)


def _read_draws(rows: Sequence[Mapping[str, Any]]) -> Iterator[Draw]:
    for row in rows:
        on, amount = read_day(row.get("on")), to_decimal(row.get("amount"))
        if on is not None and amount is not None:
            yield Draw(on, amount, str(row.get("milestone") or ""))


def _list_instalments(loan: Loan) -> Iterator[Instalment]:
    periods, grace = loan.years * loan.payments_a_year, loan.grace_years * loan.payments_a_year
    days = _list_days(loan, periods)
    owed, level = Decimal(), None
    for number in range(1, periods + 1):
        drawn = _list_draws_in(loan, days, number)
        taken = sum((amount for amount, _share in drawn), Decimal())
        interest = round_half_up(sum((amount * share for amount, share in drawn), owed) * _period_rate(loan), loan.decimals)
        owed += taken
        if number > grace and level is None:
            level = _compute_level(loan, owed, periods - number + 1)
        principal = _compute_principal(loan, owed, interest, level, is_last=number == periods)
        owed -= principal
        year = (number - 1) // loan.payments_a_year + 1
        yield Instalment(number, taken, interest, principal, owed, year, days[number] if days else None)


def _list_days(loan: Loan, periods: int) -> list[date]:
    """The first day of the loan and the last of each period; none where it has no first day."""
    if loan.start_on is None:
        return []
    months = 12 // loan.payments_a_year
    return [add_months(loan.start_on, months * number) for number in range(periods + 1)]


def _list_draws_in(loan: Loan, days: Sequence[date], number: int) -> list[tuple[Decimal, Decimal]]:
    """What is drawn in a period, each amount with the share of the period for which it bears interest."""
    if not days or not loan.draws:
        return [(loan.amount, Decimal(1))] if number == 1 else []
    first, last = days[number - 1], days[number]
    # A draw on the first day of a period belongs to it, and one on the very last day of the loan to none.
    return [(one.amount, _share_of_period(one.on, first, last)) for one in loan.draws if first <= one.on < last]


def _share_of_period(day: date, first: date, last: date) -> Decimal:
    return Decimal(1) if day == first else Decimal(_count_days(day, last)) / Decimal(_count_days(first, last))


def _count_days(first: date, last: date) -> int:
    """Days between two days in a year of twelve months of thirty."""
    months = (last.year - first.year) * 12 + last.month - first.month
    return months * 30 + min(last.day, 30) - min(first.day, 30)


def _compute_level(loan: Loan, owed: Decimal, periods: int) -> Decimal:
    """What is paid in every period of repayment: of an annuity the whole payment, else the part of the loan."""
    rate = _period_rate(loan)
    if loan.repayment is Repayment.ANNUITY and rate:
        return round_half_up(owed * rate / (1 - (1 + rate) ** -periods), loan.decimals)
    return round_half_up(owed / periods, loan.decimals)


def _compute_principal(loan: Loan, owed: Decimal, interest: Decimal, level: Decimal | None, *, is_last: bool) -> Decimal:
    if is_last:
        return owed
    if level is None or loan.repayment is Repayment.BULLET:
        return Decimal()
    wanted = level - interest if loan.repayment is Repayment.ANNUITY and loan.rate else level
    return min(max(wanted, Decimal()), owed)


def _period_rate(loan: Loan) -> Decimal:
    return loan.rate / 100 / loan.payments_a_year


def _sum_year(year: int, instalments: Sequence[Instalment]) -> LoanYear:
    rows = [one for one in instalments if one.year == year]
    return LoanYear(
        year,
        sum((one.drawn for one in rows), Decimal()),
        sum((one.interest for one in rows), Decimal()),
        sum((one.principal for one in rows), Decimal()),
        rows[-1].left,
    )
