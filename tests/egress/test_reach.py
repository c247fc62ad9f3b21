"""What a connection may reach, by its environment."""

import pytest

from orderloom.definition.connection import Address
from orderloom.definition.flow import Environment
from orderloom.diagnostics import Place
from orderloom.egress.reach import Reach, reach_of
from orderloom.errors import DeliveryFailed

PLACE = Place("flow.yaml", 1, 1)


def environment(*hosts, production=False):
    return Environment(name="e", place=PLACE, production=production, hosts=hosts, publish=())


def reach(url, *hosts, production=False):
    return reach_of(
        "shop", Address(place=PLACE, url=url), environment(*hosts, production=production)
    )


def code(call):
    with pytest.raises(DeliveryFailed) as caught:
        call()
    assert caught.value.error_class in {"rejected", "transient"}
    return caught.value.code


def test_production_calls_listed_hosts_by_https_on_the_usual_port_and_its_own():
    shop = reach("https://api.example.com:8443/v1", "api.example.com", production=True)

    assert shop.target("https://api.example.com/x").port == 443
    assert shop.target("https://api.example.com:8443/x").port == 8443
    assert code(lambda: shop.target("https://api.example.com:22/")) == "OL854"
    assert code(lambda: shop.target("http://api.example.com/")) == "OL853"
    assert code(lambda: shop.target("https://other.example.com/")) == "OL852"
    assert code(lambda: shop.target("https://api.example.com@other/")) == "OL851"


def test_elsewhere_http_is_fine():
    shop = reach("http://api.test.internal", "*.test.internal")

    assert shop.target("http://api.test.internal/").scheme == "http"


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_this_machine_is_reached_where_the_list_or_the_address_names_it(host):
    by_list = Reach(connection="shop", hosts=(host,), production=False)
    by_address = reach(f"http://{host}:8801", "*.test.internal")

    for shop in (by_list, by_address):
        assert [str(each) for each in shop.checked(host, ["127.0.0.1"])] == ["127.0.0.1"]
    assert by_address.target(f"http://{host}:8801/").host == host


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_this_machine_is_never_reached_in_production(host):
    shop = reach(f"https://{host}", host, production=True)

    assert code(lambda: shop.checked(host, ["127.0.0.1"])) == "OL855"
    assert (
        code(lambda: reach(f"https://{host}", production=True).target(f"https://{host}/"))
        == "OL852"
    )


def test_another_name_does_not_lead_to_this_machine():
    shop = Reach(connection="shop", hosts=("127.0.0.1", "*.test.internal"), production=False)

    assert code(lambda: shop.checked("a.test.internal", ["127.0.0.1"])) == "OL855"


def test_a_listed_private_address_stays_closed():
    shop = Reach(connection="shop", hosts=("10.0.0.5", "localhost"), production=False)

    assert code(lambda: shop.checked("10.0.0.5", ["10.0.0.5"])) == "OL855"
    assert code(lambda: shop.checked("localhost", ["10.0.0.5"])) == "OL855"


def test_one_closed_address_among_public_ones_closes_all():
    shop = Reach(connection="shop", hosts=("a.b",))

    assert code(lambda: shop.checked("a.b", ["8.8.8.8", "10.1.2.3"])) == "OL855"
    assert code(lambda: shop.checked("a.b", [])) == "OL856"
    assert len(shop.checked("a.b", ["8.8.8.8", "2606:4700::1"])) == 2
