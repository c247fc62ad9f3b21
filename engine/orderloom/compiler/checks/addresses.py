"""Can every connection be reached, with secrets kept out of the files?"""

import re
from fnmatch import fnmatchcase
from urllib.parse import urlsplit

from orderloom.compiler.node import MapNode, ScalarNode
from orderloom.compiler.resolve import reading
from orderloom.compiler.resolve.draft import Draft
from orderloom.compiler.resolve.outline import Declaration
from orderloom.definition.flow import Flow
from orderloom.expression.faults import shown
from orderloom.names import is_name

_HOST = re.compile(
    r"(?:\*\.)?[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*"
)
_PLAIN = re.compile(r"[\w.~:/?#%&=+,;@!$'()*\[\]-]+", re.ASCII)
_OWN_MACHINE = frozenset({"127.0.0.1", "localhost"})
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
        _check_url(draft, reading.scalar(address, "url"), key.text, flow)


def _check_url(draft: Draft, url: ScalarNode | None, environment: str, flow: Flow) -> None:
    """Refuse an address that is none, or leads where the environment does not reach."""
    if url is None:
        return
    host = _host(url.text)
    if host is None:
        draft.findings.error("OL470", url.place, url=shown(url.text))
        return
    declared = flow.environments.get(environment)
    hosts = () if declared is None else declared.hosts
    if declared is None or (host in _OWN_MACHINE and not declared.production):
        return
    if not any(fnmatchcase(host, each) for each in hosts):
        known = ", ".join(hosts)
        draft.findings.error("OL471", url.place, host=host, environment=environment, known=known)


def _host(url: str) -> str | None:
    """Give the host of a plain http address in lower case; None when it is not plain."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return None
    plain = parts.scheme in {"http", "https"} and parts.netloc.lower() in {host, f"{host}:{port}"}
    if not plain or _HOST.fullmatch(host) is None or not _PLAIN.fullmatch(url):
        return None
    return host


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
