"""OL60x, OL61x, OL780 to OL782: plugins that cannot be used, and what connectors could not do."""

from orderloom.codes.model import code

PLUGINS = (
    code(
        "OL601",
        "the connector '{plugin}' of {distribution} cannot be loaded: {reason}",
        "无法加载 {distribution} 的连接器“{plugin}”：{reason}",
        ("reinstall or update {distribution}", "请重新安装或更新 {distribution}"),
    ),
    code(
        "OL602",
        "the connector '{plugin}' of {distribution} lacks {lacking}",
        "{distribution} 的连接器“{plugin}”缺少 {lacking}",
        ("update {distribution}, or tell its authors", "请更新 {distribution}，或告知其作者"),
    ),
    code(
        "OL603",
        "the connector '{plugin}' of {distribution} calls itself '{id}'",
        "{distribution} 的连接器“{plugin}”自称“{id}”",
        ("its entry point and its id must be the same", "入口点名称必须与 id 相同"),
    ),
    code(
        "OL604",
        "the connector '{plugin}' is offered by {distribution} and by {other}",
        "连接器“{plugin}”由 {distribution} 和 {other} 同时提供",
        ("uninstall one of the two", "请卸载其中一个"),
    ),
    code(
        "OL605",
        "the connector '{plugin}' of {distribution} cannot be used: {file}, line {line}: {fault}",
        "{distribution} 的连接器“{plugin}”无法使用：{file} 第 {line} 行：{fault}",
        ("reinstall or update {distribution}", "请重新安装或更新 {distribution}"),
    ),
    code(
        "OL606",
        "the connector '{plugin}' of {distribution} declares something impossible: {part}",
        "{distribution} 的连接器“{plugin}”的声明有误：{part}",
        ("update {distribution}, or tell its authors", "请更新 {distribution}，或告知其作者"),
    ),
    code(
        "OL780",
        "the connector '{plugin}' of {distribution} says: {text}",
        "{distribution} 的连接器“{plugin}”报告：{text}",
    ),
    code(
        "OL781",
        "'{where}' of the connector '{plugin}' of {distribution} gave something else than it "
        "promises ({found})",
        "{distribution} 的连接器“{plugin}”的“{where}”返回了不符合约定的内容（{found}）",
        ("update {distribution}, or tell its authors", "请更新 {distribution}，或告知其作者"),
    ),
    code(
        "OL782",
        "'{operation}' of the connector '{connector}' cannot take '{where}': {wanted}",
        "连接器“{connector}”的操作“{operation}”无法接受“{where}”：{wanted}",
        ("correct what 'with' hands over; nothing was sent", "请修改 with 中的值；未发送任何内容"),
    ),
)

DELIVERY = (
    code(
        "OL610",
        "the folder '{folder}' of the connection '{connection}' cannot be used: {reason}",
        "连接“{connection}”的文件夹“{folder}”无法使用：{reason}",
        ("create it, or correct 'folder' in the connection", "请创建它，或修改连接的 'folder'"),
    ),
    code(
        "OL611",
        "the file '{file}' of the connection '{connection}' cannot be read: {reason}",
        "连接“{connection}”的文件“{file}”无法读取：{reason}",
    ),
    code(
        "OL612",
        "'{file}' leads out of the folder of the connection '{connection}'",
        "“{file}”指向连接“{connection}”的文件夹之外",
        ("put the file itself into the folder", "请将文件本身放入该文件夹"),
    ),
    code(
        "OL613",
        "the file '{file}' cannot be moved to '{folder}': {reason}",
        "文件“{file}”无法移至“{folder}”：{reason}",
    ),
    code(
        "OL614",
        "the connector '{connector}' has no operation '{operation}'",
        "连接器“{connector}”没有操作“{operation}”",
        ("did you mean '{nearest}'?", "是否应为“{nearest}”？"),
        ("it has: {known}", "可用：{known}"),
    ),
    code(
        "OL615",
        "the stream '{stream}' is not a name",
        "流“{stream}”不是合法名称",
    ),
    code(
        "OL617",
        "the file '{file}' of the connection '{connection}' has {size} bytes, more than {limit}",
        "连接“{connection}”的文件“{file}”有 {size} 字节，超过上限 {limit}",
        ("split it into smaller files", "请拆分为较小的文件"),
    ),
    code(
        "OL616",
        "'{file}' of the connection '{connection}' cannot be written: {reason}",
        "连接“{connection}”的“{file}”无法写入：{reason}",
    ),
)

SANDBOX = (
    code(
        "OL830",
        "no installed package brings platforms for the sandbox",
        "没有已安装的软件包提供沙箱平台",
    ),
)

CODES = (*PLUGINS, *DELIVERY, *SANDBOX)
