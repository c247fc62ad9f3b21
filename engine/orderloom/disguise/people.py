"""Who is meant in what platforms say: by the names of fields, and by the shape of texts."""

import re
from collections.abc import Collection, Iterator
from itertools import pairwise

from orderloom.disguise.leaves import leaves


def words_of(text: str) -> frozenset[str]:
    """Give the words of a text."""
    return frozenset(text.split())


_WORDS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+|[\u4e00-\u9fff]+")
_PERSON = words_of(
    "receiver recipient consignee consignor addressee buyer customer contact sender shipper payer "
    "payee user member person client guest owner purchaser to"
)
_PLACE = words_of("address addr shipping billing delivery receiver recipient consignee")
_ALWAYS = words_of(
    "phone mobile mobilephone tel telephone cellphone cell fax email username nick nickname "
    "surname firstname lastname fullname realname openid unionid idcard passport wechat whatsapp "
    "birthday address addr address1 address2 street zip zipcode postcode postal receiver consignee "
    "buyer consignor addressee"
)
_PAIRS = frozenset(
    (
        *(("user", "name"), ("first", "name"), ("last", "name"), ("full", "name")),
        *(("real", "name"), ("nick", "name"), ("family", "name"), ("given", "name")),
        *(("id", "card"), ("open", "id"), ("union", "id"), ("open", "uid"), ("buyer", "id")),
        *(("customer", "id"), ("user", "id"), ("login", "name"), ("post", "code")),
        *(("contact", "name"), ("line", "1"), ("line", "2")),
    )
)
_IN_PERSON = words_of("name memo message remark note comment company")
_IN_PLACE = words_of(
    "name city province state district county town area village line1 line2 company"
)
# Such a word at the end says that the rest only qualifies something else.
_NOT_PEOPLE = words_of(
    "id no code type status count flag time at date model url amount method fee sn number"
)
_NUMBERS = words_of("phone mobile tel telephone cellphone cell fax contact")
_CHINESE = re.compile(
    "姓名|收件人|收货人|寄件人|发件人|联系人|联系方式|电话|手机|地址|邮箱|邮编|身份证|买家|昵称|微信|客户名|会员名|旺旺"
)
_EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+", re.ASCII)
_PHONE = re.compile(r"(?<![\w.+-])(?:\+?86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}(?![\w.])", re.ASCII)
_ABROAD = re.compile(r"(?<![\w+])\+\d{1,3}[- ]?\(?\d[\d ()-]{5,14}\d(?!\w)", re.ASCII)
_LOCAL = re.compile(r"(?<![\w.-])0\d{2,3}-\d{7,8}(?![\w-])", re.ASCII)
_DIALLED = re.compile(r"[+\d() .-]{7,}")
_CODE = re.compile(r"[A-Z]{1,3}|\d{1,3}|.", re.DOTALL)

Person = tuple[str, str]
"""``phone``, ``email`` or ``text``, and what stands there."""


def people_in(text: str, names: Collection[str] = ()) -> Iterator[Person]:
    """Give what a text tells of people.

    Args:
        text: What a platform said, or is told.
        names: Fields that are known to tell of people, beside those that are called so.
    """
    for path, value in leaves(text):
        is_theirs = bool(path) and (path[-1] in names or is_personal(path))
        if is_theirs and _tells(value):
            yield kind_of(value), value
        for shape, kind in _SHAPES:
            yield from ((kind, found) for found in shape.findall(value))


_SHAPES = ((_EMAIL, "email"), (_PHONE, "phone"), (_ABROAD, "phone"), (_LOCAL, "phone"))


def kind_of(value: str) -> str:
    """Say what kind of fake a text needs; digits alone stay a number."""
    if "@" in value and _EMAIL.fullmatch(value):
        return "email"
    return "phone" if value.isdigit() or _DIALLED.fullmatch(value) else "text"


def _tells(value: str) -> bool:
    """Say whether a text can tell of somebody: no code, no address of the web, no mask."""
    text = value.strip()
    has_signs = any(sign.isalnum() for sign in text)
    return has_signs and "://" not in text and "**" not in text and not _CODE.fullmatch(text)


def is_personal(path: tuple[str, ...]) -> bool:
    """Say whether a field tells of people, by its name and the names around it."""
    name = path[-1]
    if _CHINESE.search(name):
        return True
    words = [word.lower() for word in _WORDS.findall(name)]
    around = {word.lower() for each in path[-3:-1] for word in _WORDS.findall(each)}
    if not words or any(word in ("lines", "items", "goods") for word in around):
        return False
    if set(pairwise(words)) & _PAIRS:
        return True
    if words[-1] in _NOT_PEOPLE and not _numbers(words):
        return words[-1] in ("code", "number") and words[-2:-1] in (["zip"], ["postal"])
    if _ALWAYS & {*words, "".join(words)}:
        return True
    said = {*words} - _PERSON
    own = {*words} | around
    return bool(
        (own & _PERSON and said & _IN_PERSON)
        or (own & _PLACE and said & _IN_PLACE)
        or (set(words) <= _PERSON - {"to", "user", "owner", "client", "customer"})
    )


def _numbers(words: list[str]) -> bool:
    """Say whether it is a telephone's number, rather than another's."""
    return words[-1] in ("no", "number") and bool(_NUMBERS & set(words))
