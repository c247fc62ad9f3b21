"""Shipped channels keep the contract of all connectors, each before its strict server."""

import json
from contextlib import ExitStack
from datetime import timedelta
from unittest import SkipTest

import pytest
from tests.egress.calling import calling
from tests.library.shipped import LIBRARY
from tests.library.test_channels import CHANNELS, SHIP, numbers_in

from orderloom.declarative.connector import DeclaredConnector
from orderloom.testing.contract import ConnectorContract, ContractSession, FaultyHttp, Rig
from orderloom_connectors.sandbox.http import serving

PAGES = {"jd": 50, "kuaishou": 50, "shopify": 250}
LONG_AGO = timedelta(days=60)


class ChannelContract(ConnectorContract):
    """A channel whose orders are read, and which is told of parcels; ``name`` its connector."""

    name = ""

    @pytest.fixture(autouse=True)
    def _until_the_end(self):
        with ExitStack() as self.stack:
            yield

    def rig(self):
        platform_type, key = CHANNELS[self.name]
        session = ContractSession()
        platform = platform_type(session.clock)
        server = self.stack.enter_context(serving(platform))
        session.url = f"http://127.0.0.1:{server.port}"
        session.http = FaultyHttp(self.stack.enter_context(calling(server.port)))
        session.secret = dict(platform.secret)
        operation, payload = SHIP[self.name]
        platform.orders["7"] = (session.clock.now() - LONG_AGO, {key: "7"})

        def put(number):
            at, first = session.clock.now() - timedelta(seconds=1), 1000 + len(platform.orders)
            names = [str(first + each) for each in range(number)]
            platform.orders |= {no: (at, {key: no, "status": "paid"}) for no in names}
            return names

        def remake():
            return DeclaredConnector(LIBRARY[self.name].definition)

        return Rig(
            connector=remake(),
            session=session,
            stream="orders",
            put=put,
            ids=lambda body: numbers_in(json.loads(body), key),
            page=PAGES.get(self.name, 100),
            operation=operation,
            payload=payload,
            done=lambda: platform.shipped,
            remake=remake,
            **self.tokens(platform),
        )

    def tokens(self, _):
        return {}

    def test_another_key_is_another_time(self):
        """Two keys would be two wishes."""
        raise SkipTest("an order is shipped once, whatever the key")


class AmazonContract(ChannelContract):
    """The channel that gives tokens for a time."""

    def tokens(self, platform):
        def expire():
            platform._until = platform.clock.now()

        return {"token_requests": lambda: platform.tokens, "expire": expire}


def _named(name):
    base = AmazonContract if name == "amazon" else ChannelContract
    return type(f"Test_{name}", (base,), {"name": name, "__doc__": name})


globals().update({f"Test_{name}": _named(name) for name in CHANNELS})
