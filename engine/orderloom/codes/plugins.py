"""OL908 to OL919: functions, codecs and actions of installed packages, and what they got wrong."""

from orderloom.codes.model import code

_TELL = ("update {distribution}, or tell its authors", "请更新 {distribution}，或告知其作者")

LOADING = (
    code(
        "OL908",
        "'{plugin}' of {distribution} ({group}) cannot be loaded: {reason}",
        "无法加载 {distribution} 的“{plugin}”（{group}）：{reason}",
        ("reinstall or update {distribution}", "请重新安装或更新 {distribution}"),
    ),
    code(
        "OL909",
        "'{plugin}' of {distribution} ({group}) declares something impossible: {part}",
        "{distribution} 的“{plugin}”（{group}）的声明有误：{part}",
        _TELL,
    ),
    code(
        "OL910",
        "'{plugin}' ({group}) is offered by {distribution} and by {other}",
        "“{plugin}”（{group}）由 {distribution} 和 {other} 同时提供",
        ("uninstall one of the two", "请卸载其中一个"),
    ),
)

FUNCTIONS = (
    code(
        "OL911",
        "the function '{function}' of {distribution} failed: {error}",
        "{distribution} 的函数“{function}”出错：{error}",
        _TELL,
    ),
    code(
        "OL912",
        "the function '{function}' of {distribution} gave {found} instead of {expected}",
        "{distribution} 的函数“{function}”应返回 {expected}，却返回了 {found}",
        _TELL,
    ),
)

CODES = (*LOADING, *FUNCTIONS)
