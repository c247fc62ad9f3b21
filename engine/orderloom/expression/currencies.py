"""Currencies of ISO 4217 with the digits of their minor unit."""

from orderloom.expression.arithmetic import round_half_up
from orderloom.expression.values import Money

_TWO = (
    "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BOV BRL BSD BTN BWP BYN "
    "BZD CAD CDF CHE CHF CHW CNY COP COU CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP "
    "GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP "
    "LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO NOK NPR "
    "NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN "
    "SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD USN UYU UZS VED VES WST XCD XCG YER ZAR "
    "ZMW ZWG"
)
_NONE = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF"
_THREE = "BHD IQD JOD KWD LYD OMR TND"
_FOUR = "CLF UYW"

MINOR_UNITS = {
    name: digits
    for digits, names in ((2, _TWO), (0, _NONE), (3, _THREE), (4, _FOUR))
    for name in names.split()
}


def minor_units(currency: str) -> int:
    """Give the digits after the point that ``currency`` has: 2 for CNY, 0 for JPY.

    Raises:
        KeyError: ``currency`` is not a code of ISO 4217.
    """
    return MINOR_UNITS[currency]


def is_currency(text: str) -> bool:
    """Say whether ``text`` is a currency's code, in capitals."""
    return text in MINOR_UNITS


def round_money(money: Money) -> Money:
    """Round half up to the minor unit of its currency."""
    return Money(round_half_up(money.amount, minor_units(money.currency)), money.currency)
