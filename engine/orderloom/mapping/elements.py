"""What an XML element is where a mapping asks for a text or a list."""

TEXT = "#text"
"""The key of the own text of an element that has attributes or parts."""


def text_of(value: object) -> object:
    """Give the text of an element that has attributes beside it; anything else as it is."""
    if type(value) is not dict or any(not name.startswith(("@", "#")) for name in value):
        return value
    return value.get(TEXT, "")


def list_of(value: object) -> object:
    """Give an element that stands alone as a list of one: XML does not tell the two apart."""
    if type(value) is dict or (type(value) is str and not (not value or value.isspace())):
        return [value]
    return value


def texts_of(value: object) -> object:
    """Give a list of elements as a list of their texts."""
    found = list_of(value)
    return [text_of(each) for each in found] if type(found) is list else found
