"""The connector `smtp` against a real mail server: whom it believes, and what a mail may hold."""

import json

import pytest
from tests.connectors.shop import give, opened, write
from tests.servers.authority import Authority

pytest.importorskip("aiosmtpd", reason="needs aiosmtpd, which is not installed here")
from tests.servers.mail import PASSWORD, USER, taking_mails

CONNECTION = """kind: connection
id: peer
connector: smtp
zone: Asia/Shanghai
environments: {{test: {{url: "{scheme}://127.0.0.1:{port}"{secret}}}}}
retry: {{tries: 1}}
with: {{from: shop@example.com, name: 小店, roles: {{ops: ops@example.com}}{more}}}
"""
MESSAGE = """kind: message
id: told
record: order
media:
  email:
    subject: {zh: "订单 {{ no }} 已收到", en: "Order {{ no }} has arrived"}
    body: {zh: "您好，{{ note }}", en: "Hello, {{ note }}"}
"""
RULE = """kind: rule
id: tell
on: order.created
do: [{{notify: told, to: {to}}}]
"""


@pytest.fixture
def authority(tmp_path, monkeypatch):
    (tmp_path / "tls").mkdir()
    found = Authority(tmp_path / "tls")
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "tls" / "authority.pem"))
    return found


@pytest.fixture(autouse=True)
def _secret(monkeypatch):
    monkeypatch.setenv("ORDERLOOM_SECRET_MAIL", json.dumps({"user": USER, "password": PASSWORD}))


def flow(tmp_path, server, *, scheme="smtp", to="role/ops", more="", secret=""):
    connection = CONNECTION.format(scheme=scheme, port=server.port, more=more, secret=secret)
    write(tmp_path, connection, MESSAGE, RULE.format(to=to))


def sent(tmp_path, number="A-1", note="谢谢"):
    body = json.dumps([{"no": number, "amount": "1", "note": note}]).encode()
    with opened(tmp_path) as app:
        return give(app, tmp_path, f"{abs(hash(note))}.json", body)


def test_a_mail_has_chinese_subject_text_and_html(tmp_path):
    with taking_mails() as server:
        flow(tmp_path, server, to="ops", more=", html: true")
        assert sent(tmp_path, note="<b>&\n第二行") == {"sent": 1, "failed": 0}
        [mail] = server.mails
        assert mail["Subject"] == "订单 A-1 已收到"
        assert str(mail["From"]) == "小店 <shop@example.com>"
        assert mail["To"] == "ops@example.com"
        assert mail["Message-ID"].endswith("@example.com>")
        assert mail.get_body(("plain",)).get_content().split() == ["您好，<b>&", "第二行"]
        assert "您好，&lt;b&gt;&amp;<br>" in mail.get_body(("html",)).get_content()


@pytest.mark.parametrize("number", ["A\r\nBcc: evil@example.com", "A\nX: y\n\nbody", "A\x00\x1b"])
def test_no_text_becomes_a_header(number, tmp_path):
    with taking_mails() as server:
        flow(tmp_path, server, to="ops")
        sent(tmp_path, number=number)
        for mail in server.mails:
            assert mail["Bcc"] is None
            assert mail["X"] is None
            assert set(mail.keys()) == {
                "From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted", "MIME-Version",
                "Content-Type", "Content-Transfer-Encoding",
            }  # fmt: skip
        assert [to for _, to, _ in server.envelopes] == [["ops@example.com"]] * len(server.mails)


@pytest.mark.parametrize(
    "to",
    ["a@b.example\r\nBcc: c@d.example", "a b@c.example", "a@b@c.example", "a@", "", "<a@b.example>",
     "a@b.example,c@d.example", "ä@b.example"],
)  # fmt: skip
def test_what_is_no_plain_address_gets_no_mail(to, tmp_path):
    with taking_mails() as server:
        flow(tmp_path, server, to="=note")
        assert sent(tmp_path, note=to)["sent"] == 0
        assert server.mails == []


def test_starttls_is_used_and_the_login_told_only_then(tmp_path, authority):
    with taking_mails(tls=authority.server("127.0.0.1"), login=True) as server:
        flow(tmp_path, server, to="ops", secret=", secret: mail")
        assert sent(tmp_path)["sent"] == 1
        assert server.envelopes == [("shop@example.com", ["ops@example.com"], True)]


@pytest.mark.filterwarnings("ignore:Requiring AUTH")  # the server does not count TLS of its own
def test_smtps_is_encrypted_from_the_start(tmp_path, authority):
    with taking_mails(tls=authority.server("127.0.0.1"), at_once=True, login=True) as server:
        flow(tmp_path, server, scheme="smtps", to="ops", secret=", secret: mail")
        assert sent(tmp_path)["sent"] == 1
        assert len(server.mails) == 1


@pytest.mark.parametrize("at_once", [True, False])
def test_a_certificate_of_another_is_not_believed(at_once, tmp_path, authority):
    tls = authority.server("mail.example.com")
    with taking_mails(tls=tls, at_once=at_once) as server:
        flow(tmp_path, server, to="ops", scheme="smtps" if at_once else "smtp")
        assert sent(tmp_path)["failed"] == 1
        assert server.mails == []


def test_no_password_goes_to_a_server_without_encryption(tmp_path):
    with taking_mails() as server:
        flow(tmp_path, server, to="ops", secret=", secret: mail")
        assert sent(tmp_path)["failed"] == 1
        assert server.mails == []


@pytest.mark.parametrize("verdict", ["451 later", "554 never"])
def test_a_server_that_says_no_is_heard(verdict, tmp_path):
    with taking_mails() as server:
        flow(tmp_path, server, to="ops")
        server.verdict = verdict
        assert sent(tmp_path)["failed"] == 1


def test_a_mailbox_that_is_not_there_is_heard(tmp_path):
    with taking_mails() as server:
        flow(tmp_path, server, to="=note")
        assert sent(tmp_path, note="nobody@example.com")["failed"] == 1
        assert server.mails == []
