"""Can every connection be reached, with secrets kept out of the files?"""

import re

from orderloom.compiler.node import MapNode, ScalarNode
from orderloom.compiler.resolve import reading
from orderloom.compiler.resolve.draft import Draft
from orderloom.compiler.resolve.outline import Declaration
from orderloom.definition.flow import Flow
from orderloom.names import is_name

_HOST = re.compile(
    r"(?:\*\.)?[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*"
)
_LONGEST_PLAIN_NAME = 40
_MANY_DIGITS = 6


def check_addresses(draft: Draft, flow: Flow) -> None:
    """Report addresses that lack something, secrets written out, and hosts that are none."""
    for declaration in draft.outline.sound("connection"):
        _check_connection(draft, declaration, flow.environment)
    for declaration in draft.outline.sound("flow"):
        _check_hosts(draft, declaration.root)


def _check_connection(draft: Draft, declaration: Declaration, environment: str) -> None:
    connector = draft.outline.connectors.get(reading.text(declaration.root, "connector"))
    addresses = reading.submap(declaration.root, "environments")
    if addresses is None:
        return
    if environment and environment not in addresses:
        draft.findings.warn(
            "OL450", declaration.place, name=declaration.id, environment=environment
        )
    for key, node in reading.pairs(addresses):
        address = node if isinstance(node, MapNode) else MapNode({}, {}, node.place)
        for need in () if connector is None else connector.needs:
            if reading.scalar(address, need) is None:
                draft.findings.error(
                    "OL427", key.place, key=need, connector=connector.id if connector else ""
                )
        _check_secret(draft, reading.scalar(address, "secret"))


def _check_secret(draft: Draft, secret: ScalarNode | None) -> None:
    """Refuse what looks like a credential itself; the text is not repeated in the finding."""
    if secret is None:
        return
    digits = sum(character.isdigit() for character in secret.text)
    credential_like = len(secret.text) > _LONGEST_PLAIN_NAME or digits > _MANY_DIGITS
    if not is_name(secret.text) or credential_like:
        draft.findings.error("OL428", secret.place)


def _check_hosts(draft: Draft, root: MapNode) -> None:
    for _, node in reading.entries(root, "environments"):
        for host in reading.words(node, "hosts") if isinstance(node, MapNode) else ():
            if _HOST.fullmatch(host.text) is None:
                draft.findings.error("OL429", host.place, host=host.text)
