"""Paths that were typed: they must be there, and it is said in the reader's language."""

from pathlib import Path

import click

from orderloom.errors import OrderloomError


class ExistingFolder(click.Path):
    """A folder that exists."""

    name = "folder"

    def convert(self, value: object, param: object, ctx: object) -> Path:
        """Give the folder.

        Raises:
            OrderloomError: There is none.
        """
        del param, ctx
        path = Path(str(value))
        if not path.is_dir():
            raise OrderloomError("OL680", path=str(value))
        return path


class ExistingFile(click.Path):
    """A file that exists."""

    name = "file"

    def convert(self, value: object, param: object, ctx: object) -> Path:
        """Give the file.

        Raises:
            OrderloomError: There is none.
        """
        del param, ctx
        path = Path(str(value))
        if not path.is_file():
            raise OrderloomError("OL681", path=str(value))
        return path
