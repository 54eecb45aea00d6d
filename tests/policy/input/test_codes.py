"""Customs codes are taken as tariffs print them, and numbers of vessels as their papers do."""

from __future__ import annotations

from time import process_time

import pytest

from licensing.policy.input.codes import clean_tariff_code, clean_vessel_number, has_check_digit


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("8806 22 90 00", "8806229000"),
        ("8806.22", "880622"),
        (" 8806-22-90\u00a000\u200b", "8806229000"),
        ("8806", "8806"),
        ("", ""),
        ("88O6.22", "88O6.22"),
        ("\u0668\u0668\u0660\u0666", "\u0668\u0668\u0660\u0666"),
    ],
)
def test_separators_of_a_tariff_code_are_taken_out(written: str, code: str) -> None:
    assert clean_tariff_code(written) == code


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("IMO 1234567", "1234567"),
        ("imo1234567", "1234567"),
        (" IMO No. 1234567 ", "1234567"),
        ("IMO number:\u00a01234567", "1234567"),
        ("IMO-1234567", "1234567"),
        ("1234567", "1234567"),
        ("", ""),
        ("MMSI 1234567", "MMSI 1234567"),
        ("IMO 12345671", "IMO 12345671"),
        ("IMO", "IMO"),
    ],
)
def test_a_number_of_a_vessel_is_taken_out_of_what_introduces_it(written: str, number: str) -> None:
    assert clean_vessel_number(written) == number


@pytest.mark.parametrize("run", ["-", ": ", "IMO" + "-" * 9_999])
def test_a_long_run_of_separators_is_read_once(run: str) -> None:
    began = process_time()
    written = run * (20_000 // len(run))

    assert clean_vessel_number(written) == written.strip()
    assert process_time() - began < 1


def test_every_slip_of_one_digit_but_few_is_noticed_by_the_check_digit() -> None:
    # By hand: 1·7 + 2·6 + 3·5 + 4·4 + 5·3 + 6·2 = 77, and 7 is the last digit.
    right = "1234567"
    slips = [right[:at] + digit + right[at + 1 :] for at in range(7) for digit in "0123456789" if digit != right[at]]

    assert has_check_digit(right)
    # Under an even weight a digit stands for the one that is 5 away, under 5 for each that is an even number away.
    assert sorted(filter(has_check_digit, slips)) == [
        *("1214567", "1234517", "1239567", "1254567", "1274567", "1294567", "1734567"),
    ]
