"""Shipped connectors, each before its strict server."""

from contextlib import contextmanager
from dataclasses import replace

from tests.declarative.talking import NOW, talking

from orderloom.app.library import load_library
from orderloom.testing.clock import FrozenClock
from orderloom_connectors.sandbox.http import serving

LIBRARY = load_library().connectors


@contextmanager
def before(platform_type, name, secret=None):
    """Give a connector, a session to its platform, and the platform."""
    clock = FrozenClock(NOW)
    platform = platform_type(clock)
    secret = secret or platform.secret
    secret = secret if isinstance(secret, str) else dict(secret)
    with serving(platform) as server, talking(server, secret) as session:
        yield LIBRARY[name], replace(session, clock=clock), platform
    assert server.faults == []
