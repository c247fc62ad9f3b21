"""The connectors that ship in code keep the contract of all connectors."""

import json
import os
import tempfile
from datetime import timedelta
from pathlib import Path

from orderloom.plugins import load_connectors
from orderloom.testing.contract import ConnectorContract, ContractSession, Rig

CONNECTORS = load_connectors().connectors


class TestFolder(ConnectorContract):
    def rig(self):
        base = Path(tempfile.mkdtemp())
        session = ContractSession(folder=str(base))

        def put(number):
            first = len(list(base.rglob("*.json")))
            names = [f"{first + each:05}.json" for each in range(number)]
            for name in names:
                (base / name).write_text(json.dumps({"id": name}))
                old = (session.clock.now() - timedelta(minutes=1)).timestamp()
                os.utime(base / name, (old, old))
            return names

        return Rig(
            connector=CONNECTORS["folder"],
            session=session,
            stream="orders",
            put=put,
            ids=lambda body: [json.loads(body)["id"]],
        )


class TestJsonLines(ConnectorContract):
    def rig(self):
        base = Path(tempfile.mkdtemp())

        def done():
            file = base / "outbox.jsonl"
            return file.read_text().splitlines() if file.exists() else []

        return Rig(
            connector=CONNECTORS["json_lines"],
            session=ContractSession(folder=str(base)),
            operation="notify",
            payload={"medium": "sms", "to": "x", "text": "y"},
            done=done,
        )
