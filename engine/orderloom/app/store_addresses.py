"""Addresses of stores whose password is a secret of the installation, named instead of written."""

from urllib.parse import quote, urlsplit, urlunsplit

from orderloom.app.secrets import FOLDER, Secrets, variable_of
from orderloom.errors import StoreUnusable
from orderloom.names import is_name

_MARK = "secret:"


def with_secrets(url: str, secrets: Secrets) -> str:
    """Give an address with the password that it names: ``postgresql://anna:secret:NAME@host/db``.

    Raises:
        StoreUnusable: There is no secret of that name (OL059).
    """
    try:
        parts = urlsplit(url)
    except ValueError:  # whoever opens it says so
        return url
    login, _, place = parts.netloc.rpartition("@")
    user, _, password = login.partition(":")
    name = password.removeprefix(_MARK)
    if name == password or not is_name(name):
        return url
    found = secrets.sought(name, parts.scheme)
    if not isinstance(found, str):
        facts = {"variable": variable_of(name), "folder": FOLDER}
        raise StoreUnusable("OL059", path=url, secret=name, **facts)
    netloc = f"{user}:{quote(found, safe='')}@{place}"
    return urlunsplit(parts._replace(netloc=netloc))
