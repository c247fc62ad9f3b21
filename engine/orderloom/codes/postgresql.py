"""Stores on PostgreSQL: what is said when one cannot be opened or does not go on."""

from orderloom.codes.model import code

CODES = (
    code(
        "OL056",
        "a store on PostgreSQL needs a driver that is not installed",
        "使用 PostgreSQL 存储需要尚未安装的驱动",
        ("pip install 'orderloom[{extra}]'", "pip install 'orderloom[{extra}]'"),
    ),
    code(
        "OL057",
        "the store '{path}' cannot be used now: {reason}",
        "存储“{path}”目前无法使用：{reason}",
        (
            "check that the server runs, and the address, user and password",
            "请检查服务器是否运行，以及地址、用户和密码",
        ),
    ),
    code(
        "OL058",
        "'{path}' holds tables of something else, or no schema to make some in",
        "“{path}”中有其他程序的表，或没有可用的模式（schema）",
        (
            "name a database that is empty, or a schema: '?options=-csearch_path%3DNAME'",
            "请指定空的数据库，或模式：'?options=-csearch_path%3DNAME'",
        ),
    ),
    code(
        "OL059",
        "the store '{path}' asks for the secret '{secret}', and there is none",
        "存储“{path}”需要密钥“{secret}”，但不存在",
        (
            "set {variable}, or put it into the folder {folder}",
            "请设置 {variable}，或放入 {folder} 指定的文件夹",
        ),
    ),
    code(
        "OL072",
        "the database of '{path}' is encoded in {encoding}",
        "“{path}”的数据库编码为 {encoding}",
        (
            "make one in UTF8: a store holds texts of all languages",
            "请建立 UTF8 编码的数据库：存储中有各种语言的文本",
        ),
    ),
    code(
        "OL073",
        "the database took a write back for the sake of another one",
        "数据库为另一次写入而撤回了本次写入",
    ),
)
