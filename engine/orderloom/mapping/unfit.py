"""Why a channel's value does not fit its field."""


class Unfit(Exception):
    """A value that does not fit; ``facts`` add to the wording of ``code`` what it needs.

    The field and the value itself are known to whoever catches this.
    """

    def __init__(self, code: str, **facts: str) -> None:
        super().__init__(code, facts)
        self.code = code
        self.facts = facts


def kind_of(value: object) -> str:
    """Name the kind of a raw value as a channel's people would: ``list``, ``object``, ``null``."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "boolean"
    names = ((str, "text"), (dict, "object"), (list | tuple, "list"))
    return next((name for of, name in names if isinstance(value, of)), "number")
