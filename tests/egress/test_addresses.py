"""Which IP addresses are public, however they are wrapped."""

from ipaddress import IPv4Address, IPv6Address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orderloom.egress.addresses import read_ip, why_closed

V4 = st.integers(0, 2**32 - 1).map(IPv4Address)
INSIDE = ["127.0.0.1", "10.0.0.5", "169.254.169.254", "192.168.1.1", "100.100.100.200"]
OUTSIDE = ["8.8.8.8", "93.184.216.34", "1.1.1.1", "223.5.5.5"]


WRAPPINGS = {
    "mapped": lambda v4: IPv6Address((0xFFFF << 32) | v4),
    "compatible": IPv6Address,
    "NAT64": lambda v4: IPv6Address((0x0064FF9B << 96) | v4),
    "local NAT64": lambda v4: IPv6Address((0x0064FF9B0001 << 80) | v4),
    "6to4": lambda v4: IPv6Address((0x2002 << 112) | (v4 << 80) | 1),
    "Teredo, its server": lambda v4: IPv6Address((0x20010000 << 96) | (v4 << 64) | 1),
    "Teredo, its client": lambda v4: IPv6Address((0x20010000 << 96) | (v4 ^ 0xFFFFFFFF)),
    "ISATAP": lambda v4: IPv6Address((0x24003200 << 96) | (0x00005EFE << 32) | v4),
    "ISATAP, universal": lambda v4: IPv6Address((0x24003200 << 96) | (0x02005EFE << 32) | v4),
}


@pytest.mark.parametrize("text", [*OUTSIDE, "2606:4700:4700::1111", "240e::1", "2a00:1450::1"])
def test_a_public_address_is_open(text):
    assert why_closed(read_ip(text)) is None


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("0.255.0.1", "unspecified"),
        ("0.1.2.3", "unspecified"),
        ("10.255.255.255", "private"),
        ("100.64.0.1", "shared by a provider"),
        ("100.100.100.200", "shared by a provider"),
        ("127.8.9.10", "loopback"),
        ("168.63.129.16", "metadata"),
        ("169.254.169.254", "link-local"),
        ("172.31.255.255", "private"),
        ("192.0.0.192", "reserved"),
        ("192.0.2.1", "documentation"),
        ("192.88.99.1", "6to4 relay"),
        ("192.168.0.1", "private"),
        ("198.19.255.255", "benchmark"),
        ("224.0.0.1", "multicast"),
        ("255.255.255.255", "reserved"),
        ("::", "unspecified"),
        ("::1", "loopback"),
        ("::7f00:1", "IPv4 in IPv6"),
        ("::ffff:127.0.0.1", "loopback"),
        ("64:ff9b::a9fe:a9fe", "link-local"),
        ("64:ff9b:1::808:808", "local NAT64"),
        ("100::1", "reserved"),
        ("2001:0:4136:e378:8000:63bf:3fff:fdd2", "Teredo"),
        ("2001:20::1", "reserved"),
        ("2001:db8::1", "documentation"),
        ("2002:808:808::1", "6to4"),
        ("3fff::1", "documentation"),
        ("5f00::1", "reserved"),
        ("4000::1", "reserved"),
        ("fd00:ec2::254", "private"),
        ("febf::1", "link-local"),
        ("fec0::1", "site-local"),
        ("ff02::1", "multicast"),
        ("2400:3200::5efe:808:808", "ISATAP"),
    ],
)
def test_every_other_kind_is_closed_and_named(text, what):
    assert why_closed(read_ip(text)) == what


@pytest.mark.parametrize("text", ["fe80::1%eth0", "2606:4700::1%1", "0177.0.0.1", "2130706433", ""])
def test_what_has_a_zone_or_an_odd_spelling_is_no_address(text):
    assert read_ip(text) is None


@pytest.mark.parametrize("wrapping", WRAPPINGS)
@pytest.mark.parametrize("text", INSIDE)
def test_no_wrapping_opens_a_closed_address(wrapping, text):
    assert why_closed(WRAPPINGS[wrapping](int(IPv4Address(text)))) is not None


@given(V4)
def test_mapped_and_well_known_nat64_are_judged_by_what_is_inside(v4):
    for wrapping in ("mapped", "NAT64"):
        assert why_closed(WRAPPINGS[wrapping](int(v4))) == why_closed(v4)


@given(V4 | st.integers(0, 2**128 - 1).map(IPv6Address))
def test_nothing_that_python_calls_private_is_open(address):
    if why_closed(address) is None and not getattr(address, "ipv4_mapped", None):
        assert address.is_global or str(address).startswith("64:ff9b::")
        assert not address.is_multicast
