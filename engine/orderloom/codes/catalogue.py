"""All codes, and one by its id."""

from functools import cache

from orderloom.codes import (
    application,
    calling,
    cassettes,
    command_line,
    deciding,
    declarative,
    definition_back,
    definition_front,
    egress,
    expression,
    intake,
    lifecycle,
    operating,
    postgresql,
    record_expressions,
    running,
    seeing,
    store,
    templates,
    testing,
    versions,
)
from orderloom.codes.model import Code, table


def lookup(identifier: str) -> Code:
    """Give the code of that id, such as ``OL103``.

    Raises:
        KeyError: There is none.
    """
    return all_codes()[identifier]


@cache  # the wordings never change while the program runs
def all_codes() -> dict[str, Code]:
    """Give every code by its id, in the order of the modules and within them as written."""
    return table(
        (
            *definition_front.CODES,
            *definition_back.CODES,
            *expression.CODES,
            *record_expressions.CODES,
            *templates.CODES,
            *running.CODES,
            *deciding.CODES,
            *calling.CODES,
            *declarative.CODES,
            *egress.CODES,
            *intake.CODES,
            *lifecycle.CODES,
            *store.CODES,
            *postgresql.CODES,
            *versions.CODES,
            *testing.CODES,
            *cassettes.CODES,
            *application.CODES,
            *command_line.CODES,
            *seeing.CODES,
            *operating.CODES,
        )
    )
