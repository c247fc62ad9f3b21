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

RUNNING = (
    code(
        "OL911",
        "'{plugin}' of {distribution} failed: {error}",
        "{distribution} 的“{plugin}”出错：{error}",
        _TELL,
    ),
    code(
        "OL912",
        "'{plugin}' of {distribution} gave {found} instead of {expected}",
        "{distribution} 的“{plugin}”应给出 {expected}，却给出了 {found}",
        _TELL,
    ),
)

FORMATS = (
    code(
        "OL915",
        "the format '{format}' of {distribution} cannot be read at {place}: {reason}",
        "{distribution} 的格式“{format}”在 {place} 处无法读取：{reason}",
    ),
    code(
        "OL916",
        "the format '{format}' of {distribution} failed: {error}",
        "{distribution} 的格式“{format}”出错：{error}",
        _TELL,
    ),
)

DEFINITION_CODES = (
    code(
        "OL913",
        "no installed package adds an action '{found}'",
        "没有已安装的软件包提供动作“{found}”",
        ("did you mean '{nearest}'?", "是否应为“{nearest}”？"),
        ("there are: {known}", "现有：{known}"),
        ("install the package that has it", "请安装提供它的软件包"),
    ),
    code(
        "OL917",
        "the action '{action}' cannot take '{where}': {wanted}",
        "动作“{action}”无法接受“{where}”：{wanted}",
        ("correct what 'with' hands over", "请修改 with 中的值"),
    ),
    code(
        "OL914",
        "there is no format '{found}'",
        "没有格式“{found}”",
        ("did you mean '{nearest}'?", "是否应为“{nearest}”？"),
        (
            "known: {known}; added by installed packages: {added}",
            "可用：{known}；已安装的软件包提供：{added}",
        ),
        (
            "known: {known}; no installed package adds another",
            "可用：{known}；已安装的软件包未提供其他格式",
        ),
    ),
)

ACTION_CODES = (code("OL918", "'{action}' refuses: {reason}", "“{action}”拒绝：{reason}"),)

CODES = (*LOADING, *RUNNING, *FORMATS)
