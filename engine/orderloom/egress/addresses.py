"""Which IP addresses may be connected to: those of the public internet.

Python's ``is_global`` and ``is_private`` are no such filter: they let through local NAT64, metadata
services with public-looking numbers, and more.
"""

from ipaddress import (
    IPv4Address,
    IPv4Network,
    IPv6Address,
    IPv6Network,
    ip_address,
)

_CLOSED_V4 = tuple(
    (IPv4Network(network), what)
    for network, what in (
        ("0.0.0.0/8", "unspecified"),
        ("10.0.0.0/8", "private"),
        ("100.64.0.0/10", "shared by a provider"),  # Alibaba Cloud's metadata is in it
        ("127.0.0.0/8", "loopback"),
        ("168.63.129.16/32", "metadata"),  # Azure's, in public space
        ("169.254.0.0/16", "link-local"),
        ("172.16.0.0/12", "private"),
        ("192.0.0.0/24", "reserved"),  # Oracle's metadata is in it
        ("192.0.2.0/24", "documentation"),
        ("192.31.196.0/24", "reserved"),
        ("192.52.193.0/24", "reserved"),
        ("192.88.99.0/24", "6to4 relay"),
        ("192.168.0.0/16", "private"),
        ("192.175.48.0/24", "reserved"),
        ("198.18.0.0/15", "benchmark"),
        ("198.51.100.0/24", "documentation"),
        ("203.0.113.0/24", "documentation"),
        ("224.0.0.0/4", "multicast"),
        ("240.0.0.0/4", "reserved"),
    )
)
# In the order of the question: what holds an IPv4 address is named before the range around it.
_CLOSED_V6 = tuple(
    (IPv6Network(network), what)
    for network, what in (
        ("::/128", "unspecified"),
        ("::1/128", "loopback"),
        ("::/96", "IPv4 in IPv6"),
        ("64:ff9b:1::/48", "local NAT64"),
        ("2001::/32", "Teredo"),
        ("2001::/23", "reserved"),
        ("2001:db8::/32", "documentation"),
        ("2002::/16", "6to4"),
        ("2620:4f:8000::/48", "reserved"),
        ("3fff::/20", "documentation"),
        ("fc00::/7", "private"),  # the metadata of AWS is in it
        ("fe80::/10", "link-local"),
        ("fec0::/10", "site-local"),
        ("ff00::/8", "multicast"),
    )
)
_PUBLIC_V6 = IPv6Network("2000::/3")
_MAPPED = IPv6Network("::ffff:0:0/96")
_NAT64 = IPv6Network("64:ff9b::/96")
_ISATAP = frozenset({0x00005EFE, 0x02005EFE})
_LOW_32 = 0xFFFF_FFFF

IPAddress = IPv4Address | IPv6Address


def read_ip(text: str) -> IPAddress | None:
    """Read an address in its plain spelling, without zone; None when it is none."""
    try:
        address = ip_address(text)
    except ValueError:
        return None
    return None if isinstance(address, IPv6Address) and address.scope_id else address


def why_closed(address: IPAddress) -> str | None:
    """Say what kind of address it is when none may connect to it; None when it is public.

    An IPv4-mapped address, and one of the well-known NAT64, is judged by the IPv4 address inside.
    The other ways to wrap IPv4 (v4-compatible, local NAT64, 6to4, Teredo, ISATAP) are closed
    whatever is inside: where they lead is another's choice.
    """
    if isinstance(address, IPv4Address):
        return next((what for network, what in _CLOSED_V4 if address in network), None)
    if address.scope_id:
        return "zone"
    if address in _MAPPED or address in _NAT64:
        return why_closed(IPv4Address(int(address) & _LOW_32))
    closed = next((what for network, what in _CLOSED_V6 if address in network), None)
    if closed is None and (int(address) >> 32) & _LOW_32 in _ISATAP:
        return "ISATAP"
    return closed or (None if address in _PUBLIC_V6 else "reserved")


def is_loopback(address: IPAddress) -> bool:
    """Say whether it is this machine's own, however it is written."""
    if isinstance(address, IPv6Address) and address in _MAPPED:
        return IPv4Address(int(address) & _LOW_32).is_loopback
    return address.is_loopback
