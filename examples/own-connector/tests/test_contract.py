"""The connector keeps the contract of all connectors."""

import json

from orderloom.testing.contract import ConnectorContract, ContractSession, FaultyHttp, Rig

from orderloom_corner_shop.connector import SIZE, Platform
from peer import Peer

SECRET = "s3cret of nobody"


class TestContract(ConnectorContract):
    """Every check of the contract, over the strict peer."""

    def rig(self) -> Rig:
        """Give the connector with an empty peer."""
        session = ContractSession(url="https://api.example", secret=SECRET)
        peer = Peer(session.clock, SECRET)
        session.http = FaultyHttp(peer)
        return Rig(
            connector=Platform(),
            session=session,
            stream="orders",
            put=peer.put,
            ids=lambda body: [row["id"] for row in json.loads(body)["orders"]],
            page=SIZE,
            operation="confirm",
            payload={"number": "T1"},
            done=lambda: list(peer.confirmed),
            token_requests=lambda: peer.tokens,
            expire=peer.expire,
            remake=Platform,
        )
