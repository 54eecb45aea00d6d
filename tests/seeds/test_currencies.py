"""The currencies that are loaded are those of the standard, each as fine as the standard has it."""

from __future__ import annotations

import csv
from pathlib import Path

TABLE = Path(__file__).resolve().parents[2] / "seeds" / "reference" / "currencies.csv"

# ISO 4217, list one, as it stands in 2026: what is paid with, by the decimals that are no two. Left out are metals, the codes
# for tests and for no currency, and units in which funds are reckoned and nobody is paid (BOV, CHE, CHW, COU, MXV, USN, UYI).
NO_DECIMALS = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF"
THREE_DECIMALS = "BHD IQD JOD KWD LYD OMR TND"
# Reckoned by an index, and written in contracts.
FOUR_DECIMALS = "CLF UYW"
TWO_DECIMALS = """
AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CNY COP CRC CUP CVE CZK DKK
DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK
LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR
RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD UYU UZS VED
VES WST XCD XCG YER ZAR ZMW ZWG
"""


def test_every_currency_of_the_standard_is_there_with_its_decimals() -> None:
    standard = {
        code: decimals
        for decimals, codes in ((0, NO_DECIMALS), (2, TWO_DECIMALS), (3, THREE_DECIMALS), (4, FOUR_DECIMALS))
        for code in codes.split()
    }

    with TABLE.open(encoding="utf-8", newline="") as lines:
        loaded = {row["code"]: int(row["decimals"]) for row in csv.DictReader(lines)}

    assert loaded == standard
    assert len(loaded) == 157
    assert [loaded[code] for code in ("BHD", "QAR", "IQD", "KWD")] == [3, 2, 3, 3]
