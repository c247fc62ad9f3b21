"""Calls of the corpus, made by the client that connections have.

Those that may leave reach servers in a network of this process's own, where public addresses are
this machine's. Without such a network they are not judged; all that must be refused before
anything leaves still is.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from urllib.parse import urlsplit

from tests.corpus.contract import ACCEPT, NEUTRALISE, NOT_YET, REJECT, Case, Judgement
from tests.egress.calling import OPEN, Names, get
from tests.servers.authority import Authority
from tests.servers.namespace import enter_own_network

from orderloom.codes.catalogue import lookup
from orderloom.egress.client import HttpClient, World
from orderloom.egress.reach import Reach
from orderloom.errors import DeliveryFailed, OutcomeUnknown
from orderloom_connectors.sandbox.http import answer, serving

_PUBLIC = "93.184.216.34"
_PUBLIC_V6 = "2606:4700:4700::1111"
_HOSTS = {"test": ("*.test.internal",), "prod": ("api.allowed.example",)}
_CALLED = frozenset({"redirect", "control"})
CALLS = frozenset({(_PUBLIC, 443), (_PUBLIC_V6, 443)})


@dataclass
class _Stage:
    """Servers on the public addresses; each request is sent to the next of ``redirects``."""

    authority: Authority
    is_own: bool
    redirects: Iterator[str] = field(default_factory=lambda: iter(()))
    servers: ExitStack = field(default_factory=ExitStack)

    def reply(self, seen, wire):
        elsewhere = next(self.redirects, None)
        if elsewhere is None:
            answer(200, b"{}")(seen, wire)
        else:
            answer(302, b"", {"Location": elsewhere})(seen, wire)


@cache
def _stage() -> _Stage:
    is_own = enter_own_network((f"{_PUBLIC}/32", f"{_PUBLIC_V6}/128"))
    stage = _Stage(Authority(Path(mkdtemp())), is_own)
    if is_own:
        tls = stage.authority.server("api.allowed.example", "other.example", _PUBLIC_V6)
        for host in (_PUBLIC, _PUBLIC_V6):
            stage.servers.enter_context(serving(stage.reply, host=host, port=443, tls=tls))
    return stage


def judge(case: Case) -> Judgement:
    """Make a call; a literal address is also called by https with its very spelling listed."""
    stage = _stage()
    if case.family in _CALLED and not stage.is_own:
        return Judgement(verdict=NOT_YET, code="a call in a network of its own, which needs root")
    facts = json.loads(case.body)
    stage.redirects = iter(facts.get("redirects", ()))
    environment = facts.get("flow_env", "prod")
    hosts = tuple(facts.get("allow_list", _HOSTS[environment]))
    if case.family == "rebind":
        hosts = (*hosts, urlsplit(facts["url"]).netloc)
    found = _called(facts["url"], hosts, facts, production=environment != "test")
    if case.family != "literal_ip" or found.verdict != REJECT:
        return found
    parts = urlsplit(facts["url"])
    return _called(parts._replace(scheme="https").geturl(), (parts.netloc,), facts)


def _called(
    url: str, hosts: Sequence[str], facts: Mapping[str, object], *, production: bool = True
) -> Judgement:
    own = "localhost" in urlsplit(url).netloc
    answers = facts.get("dns", [["127.0.0.1" if own else "PUBLIC"]])
    names = Names(*[[_PUBLIC if each == "PUBLIC" else each for each in some] for some in answers])
    client = HttpClient(
        Reach(connection="shop", hosts=tuple(hosts), production=production),
        OPEN,
        (),
        World(resolver=names, trust=_stage().authority.trust()),
    )
    try:
        response = client.send(get(url))
    except DeliveryFailed as error:
        return _refused(error, url)
    finally:
        client.close()
    return Judgement(verdict=ACCEPT, said=f"{response} {response.body!r}")


def _refused(error: DeliveryFailed, url: str) -> Judgement:
    """Say how a call ended that was not made; one that is made again later does no harm."""
    stays = error.error_class == "transient" and not isinstance(error, OutcomeUnknown)
    return Judgement(
        verdict=NEUTRALISE if stays else REJECT,
        code=error.code,
        place={"url": url},
        said=lookup(error.code).message.fill(error.facts, "en"),
    )
