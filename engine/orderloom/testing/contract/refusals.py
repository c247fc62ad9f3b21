"""Answers that nobody hoped for: each has a class, and no secret leaves by it."""

import os
import time
from collections.abc import Callable
from contextlib import suppress
from threading import Thread
from urllib.parse import urlsplit

from orderloom.egress.masking import Mask
from orderloom.errors import DeliveryFailed
from orderloom.flow.http import HttpRequest, HttpResponse
from orderloom.testing.contract.rig import Rig, demand, refusal, skip
from orderloom.testing.contract.session import answering, falling_silent
from orderloom.testing.contract.streams import StreamContract

BROKEN = b'{"orders": [{"id'
TOGETHER = 6
LONGEST = 300.0


class RefusalContract(StreamContract):
    """Checks of a connector that speaks HTTP; see ``ConnectorContract``."""

    def _refused(self, fault: Callable[[HttpRequest], HttpResponse]) -> tuple[Rig, DeliveryFailed]:
        rig = self.rig()
        rig.speaking()
        rig.put(1)
        rig.session.http.fail(fault)
        return rig, refusal(self._asking(rig))

    def _asking(self, rig: Rig) -> Callable[[], object]:
        return rig.perform if rig.stream is None else rig.take

    def _class(self, status: int, *classes: str) -> None:
        _, error = self._refused(answering(status))
        demand(error.error_class in classes, f"{status} is called {error.error_class}")

    def test_a_server_in_trouble_is_transient(self) -> None:
        """500 and 503 pass by themselves."""
        self._class(500, "transient")
        self._class(503, "transient", "throttled")

    def test_too_many_requests_are_throttled(self) -> None:
        """429 asks for patience."""
        self._class(429, "throttled")

    def test_the_wait_that_the_peer_asks_for_is_told(self) -> None:
        """``Retry-After`` reaches the engine as the fact ``retry_after``."""
        _, error = self._refused(answering(429, retry_after="77"))
        demand(error.facts.get("retry_after") == "77", "Retry-After is lost")

    def test_a_refused_proof_is_about_access(self) -> None:
        """401 needs a person or a new token, not patience."""
        self._class(401, "auth")

    def test_a_refused_request_is_not_tried_again(self) -> None:
        """What the peer will never take is not sent for ever."""
        self._class(422, "rejected", "bug")

    def test_silence_is_no_answer(self) -> None:
        """A time that ran out is told as such."""
        _, error = self._refused(falling_silent)
        demand(error.error_class == "transient", f"silence is called {error.error_class}")

    def test_a_broken_body_is_no_answer(self) -> None:
        """Half a body never counts as an empty one."""
        rig = self.rig()
        rig.speaking()
        if rig.stream is None:
            rig.session.http.fail(answering(200, BROKEN))
            refusal(rig.perform)
            return
        put = set(rig.put(1))
        rig.session.http.fail(answering(200, BROKEN))
        with suppress(DeliveryFailed):
            for file in rig.poll():
                rig.connector.taken(rig.session, rig.stream, file)
        rig.session.http.mend()
        demand(set(rig.take()) >= put, "a broken body was taken for a whole one")

    def test_a_redirect_is_not_followed(self) -> None:
        """Nobody else's address gets what was meant for the peer."""
        elsewhere = "http://elsewhere.example/"
        rig, error = self._refused(answering(302, location=elsewhere))
        hosts = {urlsplit(each.url).hostname for each in rig.session.http.sent}
        demand("elsewhere.example" not in hosts, "it followed a redirect")
        demand(error.error_class not in ("throttled", "transient"), "it would try a redirect again")

    def test_only_its_own_address_is_called(self) -> None:
        """Every request goes where the connection says."""
        rig = self.rig()
        rig.speaking()
        rig.put(1)
        self._asking(rig)()
        own = urlsplit(str(rig.session.url))[:2]
        others = {each.url for each in rig.session.http.sent if urlsplit(each.url)[:2] != own}
        demand(not others, "it called another address")

    def test_every_request_has_its_time(self) -> None:
        """No request may take for ever."""
        rig = self.rig()
        rig.speaking()
        rig.put(1)
        self._asking(rig)()
        times = [each.seconds for each in rig.session.http.sent]
        demand(all(0 < each <= LONGEST for each in times), f"times {times}")

    def test_secrets_are_in_no_error_and_no_log(self) -> None:
        """Also when the peer repeats what it was sent."""
        rig = self.rig()
        rig.speaking()
        if rig.session.secret is None:
            skip("it has no secret")
        rig.put(1)
        for status in (200, 401, 422, 500):
            rig.session.http.fail(_echo(status, rig))
            with suppress(DeliveryFailed):
                try:
                    self._asking(rig)()
                except DeliveryFailed as error:
                    _demand_clean(rig, f"{error} {error.__cause__} {error.__context__}")
        _demand_clean(rig, repr(rig.connector))
        _demand_clean(rig, "\n".join(rig.session.log.told))

    def test_secrets_are_in_no_file(self) -> None:
        """What is stored was said by the peer, and is called by no secret."""
        rig = self.rig()
        rig.speaking()
        rig.reading()
        rig.put(1)
        _demand_clean(rig, " ".join(file.name for file in rig.poll()))

    def test_a_token_is_fetched_once_however_many_ask(self) -> None:
        """Who come together share one token, also when it is refused to all of them."""
        rig = self.rig()
        if rig.token_requests is None or rig.expire is None:
            skip("it fetches no token")
            return
        self._together(rig)
        demand(rig.token_requests() == 1, f"{rig.token_requests()} requests for a first token")
        rig.expire()
        rig.later()  # a cursor that stands at this instant would ask for nothing
        self._together(rig)
        demand(rig.token_requests() == 2, f"{rig.token_requests()} requests after one expiry")

    def _together(self, rig: Rig) -> None:
        troubles: list[Exception] = []

        def ask() -> None:
            try:
                list(rig.poll()) if rig.stream is not None else rig.perform()
            except Exception as error:  # noqa: BLE001 - told by the thread that waits
                troubles.append(error)

        threads = [Thread(target=ask) for _ in range(TOGETHER)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        demand(not troubles, f"{troubles[:1]}")

    def test_the_computer_s_zone_means_nothing(self) -> None:
        """Times on the wire are those of the session's clock, in the connection's zone."""
        if not hasattr(time, "tzset"):
            skip("no zone can be set here")
        told = [self._sent_in(zone) for zone in ("UTC", "America/New_York")]
        demand(told[0] == told[1], "requests differ with the computer's zone")

    def _sent_in(self, zone: str) -> list[str]:
        before = os.environ.get("TZ")
        os.environ["TZ"] = zone
        time.tzset()
        try:
            rig = self.rig()
            rig.speaking()
            rig.put(1)
            self._asking(rig)()
            return [_path(each.url) for each in rig.session.http.sent]
        finally:
            if before is None:
                del os.environ["TZ"]
            else:
                os.environ["TZ"] = before
            time.tzset()


def _path(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.path}?{parts.query}"


def _echo(status: int, rig: Rig) -> Callable[[HttpRequest], HttpResponse]:
    def fault(request: HttpRequest) -> HttpResponse:
        said = f"{request.url} {dict(request.headers)} {request.body!r} {rig.session.secret}"
        return answering(status, said.encode())(request)

    return fault


def _demand_clean(rig: Rig, text: str) -> None:
    secret = rig.session.secret
    texts = () if secret is None else (secret,) if isinstance(secret, str) else secret.values()
    demand(Mask(texts).text(text) == text, "a secret can be read")
