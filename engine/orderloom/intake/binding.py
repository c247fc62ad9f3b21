"""The socket of an intake, before anything answers at it."""

import socket
from ipaddress import ip_address

from orderloom.errors import OrderloomError


def bound(listen: str, *, public: bool) -> socket.socket:
    """Bind ``HOST:PORT``.

    Raises:
        OrderloomError: It is no address (OL767), others could call there and nobody said so
            (OL768), or it cannot be had (OL770).
    """
    host, _, port = listen.rpartition(":")
    try:
        address, number = ip_address(host.strip("[]")), int(port)
    except ValueError:
        raise OrderloomError("OL767", listen=listen) from None
    if not 0 <= number <= 65_535:
        raise OrderloomError("OL767", listen=listen)
    if not address.is_loopback and not public:
        raise OrderloomError("OL768", host=str(address))
    family = socket.AF_INET if address.version == 4 else socket.AF_INET6
    new = socket.socket(family, socket.SOCK_STREAM)
    new.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        new.bind((str(address), number))
    except OSError as error:
        new.close()
        raise OrderloomError("OL770", listen=listen, reason=error.strerror or "–") from error
    return new
