"""Functions of installed packages, and how they are kept to what they say of themselves."""

from collections.abc import Callable
from importlib.metadata import EntryPoint
from typing import Any

from orderloom.compiler.resolve.outline import EVERYWHERE
from orderloom.expression.faults import shown
from orderloom.expression.functions.model import REQUIRED, Function, Parameter
from orderloom.expression.functions.table import functions
from orderloom.expression.rebuilding import LIST_OF, NotOfType, fitted, rebuilt, type_named
from orderloom.expression.tokens import KEYWORDS
from orderloom.expression.trouble import refuse
from orderloom.expression.typos import FOREIGN
from orderloom.names import is_name
from orderloom.plugins.distributions import OWN, broken, distribution_of
from orderloom.ports.functions import PLUGIN_API, Argument, ExpressionFunction


def function_from(point: EntryPoint, found: object) -> Function:
    """Give a plugin's function as expressions call it.

    Raises:
        PluginBroken: It is none, says something impossible (OL909), or has the name of a function
            or word of the language (OL910).
    """
    if not isinstance(found, ExpressionFunction):
        raise broken("OL909", point, part=type(found).__name__)
    wrong = _wrong_part(point.name, found)
    if wrong is not None:
        raise broken("OL909", point, part=wrong)
    if is_of_the_language(found.name):
        raise broken("OL910", point, other=OWN)
    return Function(
        name=found.name,
        parameters=tuple(_parameter(each) for each in found.takes),
        result=type_named(found.gives),  # type: ignore[arg-type] # looked at above
        run=_guarded(found, distribution_of(point)),
        located=True,
        en=found.en,
        zh=found.zh,
    )


def is_of_the_language(name: str) -> bool:
    """Say whether expressions use a name for something else."""
    return any(name in each for each in (functions(), KEYWORDS, FOREIGN, EVERYWHERE))


def _wrong_part(name: str, found: Any) -> str | None:  # noqa: ANN401 - a stranger's parts
    if found.api != PLUGIN_API:
        return f"api: {shown(str(found.api))}"
    if found.name != name or not is_name(name):
        return f"name: {shown(str(found.name))}"
    if type_named(found.gives) is None:
        return f"gives: {shown(str(found.gives))}"
    if not callable(found.run):
        return "run"
    for language in ("en", "zh"):
        text = getattr(found, language)
        if not isinstance(text, str) or not text.strip():
            return language
    return _wrong_argument(found.takes)


def _wrong_argument(takes: Any) -> str | None:  # noqa: ANN401
    if not isinstance(takes, tuple) or not all(isinstance(each, Argument) for each in takes):
        return "takes"
    names = [each.name for each in takes]
    for place, each in enumerate(takes):
        if not isinstance(each.name, str) or not is_name(each.name) or names.count(each.name) > 1:
            return f"takes: {shown(str(each.name))}"
        if type_named(each.type) is None or not isinstance(each.optional, bool):
            return f"takes: {each.name}"
        if not each.optional and any(one.optional for one in takes[:place]):
            return f"takes: {each.name}"
    return None


def _parameter(argument: Argument) -> Parameter:
    is_list = argument.type.startswith(LIST_OF)
    item = _accepted(argument.type.removeprefix(LIST_OF))
    return Parameter(
        name=argument.name,
        accepts=("list",) if is_list else item,
        # Items that must be whole are looked at when it is called: types say 'number' of them.
        items=("number",) if is_list and item == ("integer",) else item if is_list else (),
        default=None if argument.optional else REQUIRED,
    )


def _accepted(word: str) -> tuple[str, ...]:
    return ("number",) if word == "decimal" else (word,)


def _guarded(found: ExpressionFunction, distribution: str) -> Callable[..., Any]:
    """Run it on copies, and give what it gives only where that is of its type."""

    def run(*given: Any) -> Any:  # noqa: ANN401 - values, then where the call stands
        *values, start, end = given
        copies = [
            fitted(value, argument.type, start, end)
            for argument, value in zip(found.takes, values, strict=True)
        ]
        facts = {"plugin": found.name, "distribution": distribution}
        try:
            return rebuilt(found.run(*copies), found.gives)
        except NotOfType as unlike:
            facts["expected"] = found.gives
            refuse("OL912", start, end, found=shown(unlike.found), **facts)
        except (Exception, SystemExit) as error:  # noqa: BLE001 - a stranger's; words may tell data
            refuse("OL911", start, end, error=shown(type(error).__name__), **facts)

    return run
