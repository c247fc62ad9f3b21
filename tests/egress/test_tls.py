"""TLS is spoken with the name that was asked for, and with nobody else."""

from tests.egress.calling import HOST, Names, calling, failing, get, post
from tests.servers.authority import Authority

from orderloom.errors import OutcomeUnknown
from orderloom_connectors.sandbox.http import answer, serving


def test_this_machine_is_out_of_reach_in_production_even_when_it_is_listed(authority):
    tls = authority.server(HOST)
    with (
        serving(answer(200), tls=tls) as server,
        calling(server.port, production=True, trust=authority.trust()) as client,
    ):
        error = failing(client, get(f"https://{HOST}:{server.port}/"))

    assert (error.code, error.facts["what"]) == ("OL855", "loopback")
    assert server.connections == 0


def test_tls_is_spoken_with_the_name_that_was_asked_for(authority):
    tls = authority.server("localhost")
    asked = []
    tls.sni_callback = lambda _, name, __: asked.append(name)
    with serving(answer(200, b"safe"), tls=tls) as server:
        trust, names = authority.trust(), Names([HOST])
        with calling(server.port, hosts=["localhost"], names=names, trust=trust) as client:
            for _ in range(2):
                response = client.send(get(f"https://localhost:{server.port}/"))

    assert (response.body, asked, server.connections) == (b"safe", ["localhost"], 1)


def test_a_certificate_for_another_name_ends_the_call_before_it_is_made(authority):
    tls = authority.server("other.example.com")
    with serving(answer(200), tls=tls) as server:
        trust, names = authority.trust(), Names([HOST])
        with calling(server.port, hosts=["localhost"], names=names, trust=trust) as client:
            error = failing(client, post(f"https://localhost:{server.port}/"))

    assert (error.code, error.error_class) == ("OL858", "rejected")
    assert server.seen == []


def test_a_certificate_of_an_unknown_authority_is_not_believed(authority, tmp_path):
    with (
        serving(answer(200), tls=Authority(tmp_path).server(HOST)) as server,
        calling(server.port, trust=authority.trust()) as client,
    ):
        error = failing(client, post(f"https://{HOST}:{server.port}/"))

    assert error.code == "OL858"
    assert server.seen == []


def test_a_peer_that_speaks_no_tls_is_not_called(authority):
    with (
        serving(lambda _, __: None) as server,
        calling(server.port, trust=authority.trust()) as client,
    ):
        error = failing(client, post(f"https://{HOST}:{server.port}/"))

    assert error.code == "OL857"
    assert server.seen == []
    assert not isinstance(error, OutcomeUnknown)
