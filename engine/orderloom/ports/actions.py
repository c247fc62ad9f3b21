"""What an action offers, as an installed package gives it: it decides, the engine acts."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, TypeAlias

from msgspec import Struct, field

from orderloom.ports.connecting import JsonSchema
from orderloom.ports.functions import PLUGIN_API


class SetFields(Struct, frozen=True):
    """Wish to write fields of the record; None clears."""

    values: Mapping[str, Any]


class PutTag(Struct, frozen=True):
    """Wish to put a tag on."""

    name: str


class TakeTag(Struct, frozen=True):
    """Wish to take a tag off."""

    name: str


class PutHold(Struct, frozen=True):
    """Wish to hold the record: every transition; ``why`` in ``en`` and ``zh``."""

    name: str
    why: Mapping[str, str] = {}


class LiftHold(Struct, frozen=True):
    """Wish to lift a hold."""

    name: str
    why: Mapping[str, str] = {}


class OpenCase(Struct, frozen=True):
    """Wish to open a case about the record."""

    type: str
    values: Mapping[str, Any] = {}


class Notify(Struct, frozen=True):
    """Wish to send a message to the record's own contact."""

    message: str


Wish: TypeAlias = SetFields | PutTag | TakeTag | PutHold | LiftHold | OpenCase | Notify


class Outcome(Struct, frozen=True, kw_only=True):
    """What came of it.

    Attributes:
        result: By the names that the action ``gives``; absent ones are missing.
        wishes: What the engine is to carry out, in order; each must be among what the definition
            allows under ``may``. One that is refused refuses the action.
    """

    result: Mapping[str, Any] = field(default_factory=dict)
    wishes: tuple[Wish, ...] = ()


class Refusal(Struct, frozen=True):
    """It will not do it, and why: the action counts as refused."""

    en: str
    zh: str


Input: TypeAlias = Mapping[str, Any]
View: TypeAlias = Mapping[str, Any]
"""The record's values by name, copies, without anything that is sensitive or holds such parts:
what of that is needed, the definition hands over."""


class PluginAction(Struct, frozen=True, kw_only=True):
    """A plugin of the group ``orderloom.actions``: decides from what it is given, and no more.

    It reads no clock, file or network: a dry run asks it as often as a live one, and must hear
    the same.

    Attributes:
        name: As definitions say it in ``use: NAME``, and as its entry point is called.
        takes: JSON Schema (of an object) of its input, held at check and when it is used. There
            money, times and durations are text, decimals numbers; ``run`` gets them as values.
        gives: Name to type of what its result has, spelt as those of ``ports.functions``.
        en: One line that says what it does.
        zh: The same in Chinese.
        run: Takes the input, the record (empty without one) and ``now``.
        api: The version that it is written for.
    """

    name: str
    takes: JsonSchema
    gives: Mapping[str, str]
    en: str
    zh: str
    run: Callable[[Input, View, datetime], Outcome | Refusal]
    api: int = PLUGIN_API
