"""Web addresses have one spelling, and lists of hosts mean what they say."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orderloom.hosts import WebAddress, is_host_pattern, is_listed, plain_host, read_address


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("https://api.example.com", WebAddress("https", "api.example.com", 443, "/")),
        ("HTTP://API.Example.COM:80/V1", WebAddress("http", "api.example.com", 80, "/V1")),
        ("https://a.b:8443?x=1", WebAddress("https", "a.b", 8443, "/?x=1")),
        ("http://127.0.0.1:8801/a%20b", WebAddress("http", "127.0.0.1", 8801, "/a%20b")),
        ("https://[2606:4700::0:1111]/", WebAddress("https", "[2606:4700::1111]", 443, "/")),
        ("https://xn--fiqs8s/", WebAddress("https", "xn--fiqs8s", 443, "/")),
        ("https://a.b/x?u=http://c/../d", WebAddress("https", "a.b", 443, "/x?u=http://c/../d")),
        ("https://a.b/x..y/...", WebAddress("https", "a.b", 443, "/x..y/...")),
    ],
)
def test_a_plain_address_is_read(url, address):
    assert read_address(url) == address


@pytest.mark.parametrize(
    "url",
    [
        "", "api.example.com", "//api.example.com/", "https:/a.b", "https:a.b", "https:///a",
        "ftp://a.b/", "file:///etc/passwd", "jar:http://x!/", "gopher://a.b/", "javascript:1",
        "https://user@a.b/", "https://a.b@127.0.0.1/", "https://a.b:pw@c/", "https://a.b#@c/",
        "https://a.b\\@c/", "https://a.b\\c", "https://a.b/\\c", "https://a.b/ x", " https://a.b/",
        "https://a.b/\n", "https://a.b\t/", "https://a.b./", "https://.a.b/", "https://a..b/",
        "https://-a.b/", "https://a_b.c/", "https://a%2eb/", "https://a.b%00/", "https://中文.cn/",
        "https://ａ.b/", "http://127。0。0。1/", "https://a.b:0/", "https://a.b:65536/",
        "https://a.b:/", "https://a.b:+1/", "https://a.b:٣/", "https://a.b/#x", "https://a.b/中",
        "https://a.b/%", "https://a.b/%zz", "https://a.b/../x", "https://a.b/x/..", "https://a.b/./x",
        "https://a.b/%2e%2e/x", "https://a.b/x/%2E", "https://a.b/..%2fx", "https://a.b/..%5cx",
        "http://0x7f.1/", "http://2130706433/", "http://017700000001/", "http://0177.0.0.1/",
        "http://127.1/", "http://127.0.0.1./", "http://0x7f000001/", "http://a.0x7f/",
        "http://1.2.3.256/", "http://1.2.3.4.5/", "http://00.0.0.0/", "http://[::1/", "http://::1/",
        "http://[fe80::1%25eth0]/", "http://[fe80::1%eth0]/", "http://[v1.x]/", "http://[]/",
        "http://[1.2.3.4]/", "http://" + "a" * 64 + ".com/", "http://" + "a." * 130 + "com/",
    ],
)  # fmt: skip
def test_what_can_be_read_in_two_ways_is_no_address(url):
    assert read_address(url) is None


def test_a_query_is_not_shown():
    assert "s3cr3t" not in repr(read_address("https://a.b/x?token=s3cr3t"))


@pytest.mark.parametrize(
    ("host", "listed"),
    [
        ("api.example.com", True),
        ("example.com", False),
        ("evil-api.example.com", False),
        ("api.example.com.evil.test", False),
        ("a.shop.test", True),
        ("a.b.shop.test", True),
        ("shop.test", False),
        ("evilshop.test", False),
        ("xn--pi-6kc.example.com", False),
        ("127.0.0.1", True),
        ("[2606:4700::1111]", True),
    ],
)
def test_a_host_is_listed_by_its_name_or_below_a_star(host, listed):
    hosts = ("api.example.com", "*.shop.test", "127.0.0.1", "[2606:4700::1111]")
    assert is_listed(host, hosts) is listed


@pytest.mark.parametrize("text", ["a.b", "*.a.b", "*.internal", "localhost", "1.2.3.4", "[::1]"])
def test_a_list_may_hold_hosts_and_names_below_one(text):
    assert is_host_pattern(text)


@pytest.mark.parametrize(
    "text",
    ["", "*", "*.", "a.*", "*a.b", "*.*.a", "A.b", "a.b.", "a.b:80", "http://a.b", "a b", "中.cn",
     "*.1.2.3.4", "*.[::1]", "[0::1]", "0177.0.0.1", "[?]"],
)  # fmt: skip
def test_a_list_holds_nothing_else(text):
    assert not is_host_pattern(text)


@given(st.text("aA0.-x1[]:*%", max_size=20))
def test_a_plain_host_stays_as_it_is(text):
    host = plain_host(text)
    assert host is None or plain_host(host) == host


@given(st.text(max_size=30), st.text(max_size=30))
def test_what_is_read_is_read_alike_when_written_again(host, rest):
    address = read_address(f"https://{host}/{rest}")
    if address is not None:
        again = f"{address.scheme}://{address.authority}{address.target}"
        assert read_address(again) == address
