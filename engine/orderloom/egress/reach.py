"""What one connection may reach in one environment."""

from collections.abc import Sequence
from dataclasses import dataclass

from orderloom.definition.connection import Address
from orderloom.definition.flow import Environment
from orderloom.egress.addresses import IPAddress, is_loopback, read_ip, why_closed
from orderloom.errors import DeliveryFailed
from orderloom.hosts import (
    ALL_PORTS,
    OWN_MACHINE,
    PORTS,
    WebAddress,
    is_listed,
    plain_host,
    read_address,
    read_addresses,
)

REJECTED = "rejected"
TRANSIENT = "transient"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """The hosts and ports that a connection may call.

    Attributes:
        connection: Named in every refusal.
        hosts: The environment's list, where ``*.`` stands for any labels.
        ports: Ports beside those of http and https: those that the connection's address names.
        production: Only https (or what else is encrypted) and public addresses. Elsewhere http is
            fine, and this machine's own address where ``hosts`` names it literally.
    """

    connection: str
    hosts: tuple[str, ...]
    ports: frozenset[int] = frozenset()
    production: bool = True

    def target(self, url: str) -> WebAddress:
        """Give the address to call.

        Raises:
            DeliveryFailed: It is no plain address, or lies beyond the reach.
        """
        address = read_address(url)
        if address is None:
            raise self._refused("OL851")
        if not is_listed(address.host, self.hosts):
            raise self._refused("OL852", host=address.host)
        if self.production and address.scheme != "https":
            raise self._refused("OL853", host=address.host)
        if address.port not in {PORTS[address.scheme], *self.ports}:
            raise self._refused("OL854", host=address.host, port=str(address.port))
        return address

    def endpoint(self, host: str, port: int, *, plain: bool) -> str:
        """Give a host's one spelling if a connector in code may open a socket to it.

        Args:
            host: A name or an address, as a peer may have told it.
            port: Only one that the connection's own address names is open.
            plain: What goes over the socket is not encrypted.

        Raises:
            DeliveryFailed: It lies beyond the reach.
        """
        known = plain_host(f"[{host}]" if ":" in host and not host.startswith("[") else host)
        if known is None or not is_listed(known, self.hosts):
            raise self._refused("OL852", host=host)
        if self.production and plain:
            raise self._refused("OL853", host=known)
        if port not in self.ports:
            raise self._refused("OL854", host=known, port=str(port))
        return known

    def checked(self, host: str, answers: Sequence[str]) -> tuple[IPAddress, ...]:
        """Give the IP addresses to connect to, of what a name resolved to.

        Raises:
            DeliveryFailed: There is none, or any of them may not be connected to: a name that
                answers both is not believed at all.
        """
        if not answers:
            raise DeliveryFailed("OL856", TRANSIENT, connection=self.connection, host=host)
        return tuple(self._checked(host, answer) for answer in answers)

    def _checked(self, host: str, answer: str) -> IPAddress:
        address = read_ip(answer)
        closed = "zone" if address is None else why_closed(address)
        if address is None or (closed is not None and not self._is_own(host, address)):
            raise self._refused("OL855", host=host, address=answer, what=closed or "")
        return address

    def _is_own(self, host: str, address: IPAddress) -> bool:
        """Say whether this is a test environment's own machine, listed by its very name."""
        named = host in OWN_MACHINE and host in self.hosts
        return not self.production and named and is_loopback(address)

    def _refused(self, code: str, **facts: str) -> DeliveryFailed:
        return DeliveryFailed(code, REJECTED, connection=self.connection, **facts)


def reach_of(connection: str, address: Address, environment: Environment) -> Reach:
    """Give the reach of a connection in an environment.

    The connection's own address adds its ports. Outside production it also names this machine, if
    that is where it leads: the compiler lets such an address pass unlisted.
    """
    homes = read_addresses(address.url or "", ALL_PORTS)
    own = {home.host for home in homes} & OWN_MACHINE
    return Reach(
        connection=connection,
        hosts=environment.hosts if environment.production else (*environment.hosts, *own),
        ports=frozenset(home.port for home in homes),
        production=environment.production,
    )
