"""What is wrong with a call, in the reader's language; click speaks English only."""

import click

from orderloom.codes.model import Wording

_NO_COMMAND = Wording("there is no command '{name}'{near}", "没有命令“{name}”{near}")
_NO_OPTION = Wording("there is no option '{name}'{near}", "没有选项“{name}”{near}")
_NEAR = Wording("; did you mean '{near}'?", "；是否想写“{near}”？")
_MISSING = Wording("'{name}' is missing", "缺少“{name}”")
_ONE_OF = Wording("'{name}' is one of: {known}", "“{name}”可为：{known}")
_UNFIT = Wording("'{name}': {reason}", "“{name}”：{reason}")
_WRONG = Wording("{reason}", "调用有误：{reason}")


class NoSuchCommand(click.UsageError):
    """The command line has no command of that name; ``near`` is the closest, or None."""

    def __init__(self, name: str, near: str | None, ctx: click.Context) -> None:
        super().__init__(name, ctx)
        self.name = name
        self.near = near


def usage_text(error: click.ClickException, language: str) -> str:
    """Give one line that says what is wrong with the call."""
    if isinstance(error, NoSuchCommand):
        near = _near(error.near, language)
        return _NO_COMMAND.fill({"name": error.name, "near": near}, language)
    if isinstance(error, click.NoSuchOption):
        near = _near(next(iter(error.possibilities or ()), None), language)
        return _NO_OPTION.fill({"name": error.option_name, "near": near}, language)
    if isinstance(error, click.MissingParameter):
        return _MISSING.fill({"name": _name(error)}, language)
    if isinstance(error, click.BadParameter):
        if error.param is not None and isinstance(error.param.type, click.Choice):
            known = ", ".join(str(each) for each in error.param.type.choices)
            return _ONE_OF.fill({"name": _name(error), "known": known}, language)
        return _UNFIT.fill({"name": _name(error), "reason": _plain(error)}, language)
    return _WRONG.fill({"reason": _plain(error)}, language)


def _near(name: str | None, language: str) -> str:
    return "" if name is None else _NEAR.fill({"near": name}, language)


def _name(error: click.BadParameter) -> str:
    """Name the option or argument concerned as the help does."""
    if error.param is None:
        return str(error.param_hint or "")
    if isinstance(error.param, click.Option):
        return error.param.opts[-1]
    return error.param.human_readable_name


def _plain(error: click.ClickException) -> str:
    """Give click's sentence in our manner: lower case, no full stop."""
    text = error.message.strip().rstrip(".")
    return text[:1].lower() + text[1:]
