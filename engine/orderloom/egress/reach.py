"""What one connection may reach in one environment."""

from collections.abc import Sequence
from dataclasses import dataclass

from orderloom.definition.connection import Address
from orderloom.definition.flow import Environment
from orderloom.egress.addresses import IPAddress, is_loopback, read_ip, why_closed
from orderloom.errors import DeliveryFailed
from orderloom.hosts import OWN_MACHINE, PORTS, WebAddress, is_listed, read_address

REJECTED = "rejected"
TRANSIENT = "transient"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """The hosts and ports that a connection may call.

    Attributes:
        connection: Named in every refusal.
        hosts: The environment's list, where ``*.`` stands for any labels.
        ports: Ports beside those of http and https: the one that the connection's address names.
        production: Only https and public addresses. Elsewhere http is fine, and this machine's own
            address where ``hosts`` names it literally.
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

    The connection's own address adds its port. Outside production it also names this machine, if
    that is where it leads: the compiler lets such an address pass unlisted.
    """
    home = None if address.url is None else read_address(address.url)
    own = {home.host} & OWN_MACHINE if home and not environment.production else frozenset()
    return Reach(
        connection=connection,
        hosts=(*environment.hosts, *own),
        ports=frozenset() if home is None else frozenset({home.port}),
        production=environment.production,
    )
