"""What the compiler must know of a connector, however it is implemented."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class ConnectorShape:
    """A connector as definitions see it.

    ``needs`` are the address keys it requires (``url``, ``folder``, ``secret``), ``streams`` what
    it offers to read, empty: any name. ``media`` are the message media it can carry.
    """

    id: str
    needs: tuple[str, ...] = ()
    streams: tuple[str, ...] = ()
    media: tuple[str, ...] = ()
