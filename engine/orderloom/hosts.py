"""Web addresses in their one plain spelling, and lists of hosts.

What is checked must be what is called. So an address that two readers could understand in two ways
(odd numbers, user names, encoded dots, a backslash) is no address here, rather than being cleaned.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from ipaddress import AddressValueError, IPv6Address
from urllib.parse import unquote

OWN_MACHINE = frozenset({"127.0.0.1", "localhost", "[::1]"})
PORTS = {"http": 80, "https": 443}
WIRES = {
    "amqp": 5672,
    "amqps": 5671,
    "kafka": 9092,
    "kafkas": 9093,
    "postgresql": 5432,
    "sftp": 22,
    "smtp": 587,
    "smtps": 465,
}
"""What connectors in code speak besides HTTP: scheme to usual port."""
ALL_PORTS = PORTS | WIRES

_NAME = r"[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*"
_NAMED = re.compile(_NAME)
_URL = re.compile(
    r"(?P<scheme>[A-Za-z]+)://(?P<host>[A-Za-z0-9.-]+|\[[0-9A-Fa-f:.]+\])(?P<port>:[0-9]{1,5})?"
    r"(?P<path>/[^?#]*)?(?P<query>\?[^#]*)?",
    re.ASCII | re.IGNORECASE,
)
_WRITTEN = re.compile(r"(?:[\w.~:/?&=+,;@!$'()*\[\]-]|%[0-9A-Fa-f]{2})*", re.ASCII)
_NUMBER = re.compile(r"(?:[0-9]+|0x[0-9a-f]*)")
_DOTTED = re.compile(r"(?:(?:0|[1-9][0-9]{0,2})\.){3}(?:0|[1-9][0-9]{0,2})")
_SEPARATORS = re.compile(r"[/\\]")
_LONGEST_HOST = 253
_LONGEST_LABEL = 63
_LARGEST_PORT = 65_535


@dataclass(frozen=True, slots=True)
class WebAddress:
    """A plain address of the web, or of another service.

    ``host`` is in lower case and ASCII (international names as ``xn--``), an IPv6 address in its
    shortest form and brackets. ``target`` is path and query as they are sent, at least ``/``.
    """

    scheme: str
    host: str
    port: int
    target: str

    def __repr__(self) -> str:
        """Leave out the query: it may hold a token."""
        return f"WebAddress({self.scheme}://{self.authority}{self.target.partition('?')[0]})"

    @property
    def authority(self) -> str:
        """Give host, and port unless it is the scheme's own, as the header ``Host`` has them."""
        usual = ALL_PORTS[self.scheme] == self.port
        return self.host if usual else f"{self.host}:{self.port}"


def read_address(url: str, ports: Mapping[str, int] = PORTS) -> WebAddress | None:
    """Read a plain address; None when it is none, or can be read in two ways.

    Args:
        url: The address.
        ports: Schemes that are known, each with its usual port.
    """
    parts = _URL.fullmatch(url)
    if parts is None or parts["scheme"].lower() not in ports:
        return None
    scheme, host = parts["scheme"].lower(), plain_host(parts["host"])
    port = int(parts["port"][1:]) if parts["port"] else ports[scheme]
    path, query = parts["path"] or "/", parts["query"] or ""
    if host is None or not 0 < port <= _LARGEST_PORT or not _is_plain_path(path, query):
        return None
    return WebAddress(scheme, host, port, path + query)


def read_addresses(url: str, ports: Mapping[str, int]) -> tuple[WebAddress, ...]:
    """Read an address that may name several hosts: ``kafka://b1:9092,b2:9092``.

    None at all when any of them is no plain address.
    """
    scheme, mark, rest = url.partition("://")
    authority, slash, path = rest.partition("/")
    found = [
        read_address(f"{scheme}{mark}{each}{slash}{path}", ports) for each in authority.split(",")
    ]
    return tuple(each for each in found if each) if all(found) else ()


def plain_host(text: str) -> str | None:
    """Give a host in its one spelling; None when it is none, or a number in disguise."""
    host = text.lower()
    if host.startswith("["):
        return _plain_v6(host)
    labels = host.split(".")
    fits = len(host) <= _LONGEST_HOST and all(len(label) <= _LONGEST_LABEL for label in labels)
    if not fits or _NAMED.fullmatch(host) is None:
        return None
    # A last label that is a number makes systems read the whole as an IPv4 address, octal and all.
    return host if _NUMBER.fullmatch(labels[-1]) is None or _is_dotted(host) else None


def _plain_v6(host: str) -> str | None:
    try:
        return f"[{IPv6Address(host[1:-1]).compressed}]" if host.endswith("]") else None
    except AddressValueError:
        return None


def _is_dotted(host: str) -> bool:
    return _DOTTED.fullmatch(host) is not None and all(int(part) < 256 for part in host.split("."))


def _is_plain_path(path: str, query: str) -> bool:
    """Say whether every reader sees the same path: nothing odd, and no way up."""
    if _WRITTEN.fullmatch(path + query) is None:
        return False
    return not {".", ".."} & set(_SEPARATORS.split(unquote(path)))


def is_host_pattern(text: str) -> bool:
    """Say whether ``text`` may stand in a list of hosts: a host, or ``*.`` before a name."""
    name = text.removeprefix("*.")
    host = plain_host(name)
    if host != name:
        return False
    return name == text or (not _is_dotted(name) and not name.startswith("["))


def is_listed(host: str, patterns: Iterable[str]) -> bool:
    """Say whether a plain host is in a list; ``*.example.com`` holds all names below that one."""
    return any(
        host.endswith(pattern[1:]) and host != pattern[1:]
        if pattern.startswith("*.")
        else host == pattern
        for pattern in patterns
    )
