"""A store on PostgreSQL through the users' door: what works, what is said when it cannot be."""

import sys
from json import loads

import pytest
from tests.cli.program import call
from tests.runtime.shop import orders_file, write_shop
from tests.servers.postgres import PASSWORD, USER

from orderloom.store import engine, schema

ORDER = {"no": "N1", "amount": "CNY 120.00", "status": "unpaid"}


@pytest.fixture(name="shop")
def _shop(tmp_path):
    return write_shop(tmp_path)


@pytest.fixture(name="orders")
def _orders(tmp_path):
    return orders_file(tmp_path, "orders.json", [ORDER])


def said(shop, url):
    answer = call("run", shop, "--store", url)
    assert answer.code in {1, 2}
    assert answer.out == ""
    return answer.err


def test_an_order_is_taken_once_and_told(shop, orders, postgresql, monkeypatch):
    with postgresql.fresh("template0") as url:
        monkeypatch.setenv("ORDERLOOM_SECRET_STORE_WORD", PASSWORD)
        store = {"ORDERLOOM_STORE": url.replace(PASSWORD, "secret:store_word")}
        taking = ("--input", orders, "--mapping", "orders", "--format", "json")
        found = [loads(call("run", shop, *taking, **store).out)["messages"] for _ in range(2)]
        told = call("explain", "order/N1", "--flow", shop, **store)
    assert [(each["applied"], each["duplicate"]) for each in found] == [(1, 0), (0, 1)]
    assert "CNY 120.00" in told.out
    assert not (shop / ".orderloom" / "orderloom.db").exists()
    key = shop / ".orderloom" / f"127.0.0.1-{url.rpartition('/')[2]}.db.key"
    assert key.is_file()


def test_a_wrong_password_is_told_and_not_shown(shop, postgresql):
    wrong = said(shop, f"postgresql://{USER}:guess-me@127.0.0.1:{postgresql.port}/postgres")
    assert wrong.startswith(
        f"error[OL057]: the store 'postgresql://{USER}:***@127.0.0.1:{postgresql.port}/postgres' "
        "cannot be used now: connection failed"
    )
    assert "guess-me" not in wrong


def test_a_secret_that_is_not_there_is_named(shop):
    wrong = said(shop, "postgresql://anna:secret:nothing@db.invalid/shop")
    assert wrong == (
        "error[OL059]: the store 'postgresql://anna:secret:nothing@db.invalid/shop' asks for "
        "the secret 'nothing', and there is none\n"
        "  hint: set ORDERLOOM_SECRET_NOTHING, or put it into the folder ORDERLOOM_SECRETS_DIR\n"
    )


def test_no_address_shows_its_password(shop):
    wrong = said(shop, "postgresql://anna:guess-me@db:port/shop")
    assert wrong.startswith("error[OL620]: 'postgresql://anna:***@db:port/shop'")


def test_what_libpq_does_not_know_is_told(shop, postgresql):
    wrong = said(shop, postgresql.url("postgres") + "?colour=red")
    assert wrong.startswith("error[OL057]")
    assert '"colour"' in wrong


def test_tables_of_others_stay_as_they_are(shop, orders, postgresql):
    with postgresql.fresh("template0") as url:
        postgresql.run("CREATE TABLE theirs (a int)", url)
        assert said(shop, url).startswith("error[OL058]")
        assert postgresql.run("SELECT relname FROM pg_class WHERE relname = 'records'", url) == []
        # A schema of its own is all that a store needs.
        postgresql.run("CREATE SCHEMA loom", url)
        taking = ("run", shop, "--input", orders, "--mapping", "orders")
        assert call(*taking, "--store", f"{url}?options=-csearch_path%3Dloom").code == 0
        assert said(shop, f"{url}?options=-csearch_path%3Dnowhere").startswith("error[OL058]")


def test_texts_must_fit_in(shop, postgresql):
    with postgresql.fresh("template0", "ENCODING 'LATIN1' LOCALE 'C'") as url:
        assert said(shop, url).startswith("error[OL072]")


def test_without_the_driver_the_extra_is_named(shop, monkeypatch):
    monkeypatch.setitem(sys.modules, "psycopg", None)
    assert said(shop, "postgresql://db.invalid/shop") == (
        "error[OL056]: a store on PostgreSQL needs a driver that is not installed\n"
        "  hint: pip install 'orderloom[postgresql]'\n"
    )


def test_texts_are_sorted_by_their_bytes(postgresql):
    with postgresql.fresh("template0", "LOCALE 'C.UTF-8'") as url:
        database = engine.create(url)
        schema.upgrade(database)
        found = postgresql.run(
            "SELECT DISTINCT collation_name FROM information_schema.columns "
            "WHERE table_schema = 'public' AND data_type = 'text'",
            url,
        )
        database.close()
    assert found == [("C",)]
