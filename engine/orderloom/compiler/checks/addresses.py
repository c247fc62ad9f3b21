"""Can every connection be reached, with secrets kept out of the files?"""

from orderloom.compiler.node import MapNode, ScalarNode
from orderloom.compiler.resolve import reading
from orderloom.compiler.resolve.draft import Draft
from orderloom.compiler.resolve.outline import Declaration
from orderloom.definition.connector import ConnectorShape
from orderloom.definition.flow import Flow
from orderloom.expression.faults import shown
from orderloom.hosts import (
    ALL_PORTS,
    OWN_MACHINE,
    PORTS,
    is_host_pattern,
    is_listed,
    read_addresses,
)
from orderloom.names import is_name

_LONGEST_PLAIN_NAME = 40
_MANY_DIGITS = 6


def check_addresses(draft: Draft, flow: Flow) -> None:
    """Report addresses that lack something, secrets written out, and hosts that are none."""
    for declaration in draft.outline.sound("connection"):
        _check_connection(draft, declaration, flow)
    for declaration in draft.outline.sound("flow"):
        _check_hosts(draft, declaration.root)


def _check_connection(draft: Draft, declaration: Declaration, flow: Flow) -> None:
    environment = flow.environment
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
        _check_url(draft, connector, reading.scalar(address, "url"), key.text, flow)


def _check_url(
    draft: Draft,
    connector: ConnectorShape | None,
    url: ScalarNode | None,
    environment: str,
    flow: Flow,
) -> None:
    """Refuse an address that is none, or leads where the environment does not reach."""
    if url is None:
        return
    schemes = tuple(PORTS) if connector is None else connector.schemes
    addresses = read_addresses(url.text, {name: ALL_PORTS[name] for name in schemes})
    if not addresses:
        _refuse(draft, connector, url, schemes)
    declared = flow.environments.get(environment)
    if declared is None:
        return
    for host in [each.host for each in addresses]:
        is_own = host in OWN_MACHINE and not declared.production
        if not is_own and not is_listed(host, declared.hosts):
            known = ", ".join(declared.hosts)
            draft.findings.error(
                "OL471", url.place, host=host, environment=environment, known=known
            )


def _refuse(
    draft: Draft, connector: ConnectorShape | None, url: ScalarNode, schemes: tuple[str, ...]
) -> None:
    if connector is None or set(schemes) <= set(PORTS):
        draft.findings.error("OL470", url.place, url=shown(url.text))
        return
    known = ", ".join(f"{each}://" for each in schemes)
    found = shown(url.text)
    draft.findings.error("OL953", url.place, url=found, connector=connector.id, known=known)


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
            if not is_host_pattern(host.text):
                draft.findings.error("OL429", host.place, host=host.text)
