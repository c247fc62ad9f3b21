"""Databases for stores: each test gets its own, copied from one that holds the schema."""

from contextlib import contextmanager
from itertools import count

from tests.servers.postgres import PASSWORD, USER, listening_server

from orderloom.store import engine, schema


class Databases:
    """The databases of one server."""

    def __init__(self, port):
        self.port = port
        self._numbers = count()

    def url(self, name):
        """Give the address of a database."""
        return f"postgresql://{USER}:{PASSWORD}@127.0.0.1:{self.port}/{name}"

    def run(self, statement, url=None):
        """Run a statement outside any transaction; give its rows."""
        import psycopg

        with psycopg.connect(url or self.url("postgres"), autocommit=True) as connection:
            found = connection.execute(statement)
            return found.fetchall() if found.description else []

    @contextmanager
    def fresh(self, template="migrated", options=""):
        """Give the address of a new database, and drop it at the end, whoever is still in it."""
        name = f"store_{next(self._numbers)}"
        self.run(f"CREATE DATABASE {name} TEMPLATE {template} {options}")
        try:
            yield self.url(name)
        finally:
            self.run(f"DROP DATABASE {name} WITH (FORCE)")


@contextmanager
def databases():
    """Start a server; where PostgreSQL is not installed the test is skipped."""
    with listening_server() as port:
        made = Databases(port)
        made.run("CREATE DATABASE migrated TEMPLATE template0")
        database = engine.create(made.url("migrated"))
        schema.upgrade(database)
        database.close()
        yield made
