"""The contracts of what packages add in code: tests to subclass, part of the supported API."""

from orderloom.testing.contract.actions import ActionContract, ActionRig, Asked
from orderloom.testing.contract.codecs import CodecContract, CodecRig
from orderloom.testing.contract.functions import FunctionContract, FunctionRig
from orderloom.testing.contract.operations import OperationContract
from orderloom.testing.contract.refusals import RefusalContract
from orderloom.testing.contract.rig import Rig
from orderloom.testing.contract.session import ContractSession, FaultyHttp
from orderloom.testing.contract.streams import StreamContract

__all__ = [
    "ActionContract",
    "ActionRig",
    "Asked",
    "CodecContract",
    "CodecRig",
    "ConnectorContract",
    "ContractSession",
    "FaultyHttp",
    "FunctionContract",
    "FunctionRig",
    "OperationContract",
    "RefusalContract",
    "Rig",
    "StreamContract",
]


class ConnectorContract(RefusalContract, OperationContract):
    """All of it: subclass this in a test module and give it ``rig``.

    A check that the connector has no use for skips itself: one that reads nothing has no pages,
    one that does not speak HTTP gets no statuses.
    """
