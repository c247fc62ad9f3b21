"""OL19x, OL22x, OL240: metrics: which are none, what they cannot say, where they are not seen."""

from orderloom.codes.model import code

METRIC_CODES = (
    code(
        "OL191",
        "unknown metric '{found}'",
        "未知的度量“{found}”",
        ("did you mean '{nearest}'?", "是否想写“{nearest}”？"),
        ("there are: {known}", "已有：{known}"),
        ("add a definition of kind 'metric'", "请添加 kind: metric 的定义"),
    ),
    code(
        "OL192",
        "metric '{name}' has no part '{found}'",
        "度量“{name}”没有“{found}”这一部分",
        ("did you mean '{nearest}'?", "是否想写“{nearest}”？"),
        ("it has 'baseline', 'sigma' and 'n'", "它有 baseline、sigma 和 n"),
    ),
    code(
        "OL193",
        "metric '{name}' has no baseline, so that it has no '{found}'",
        "度量“{name}”没有基线，因而没有“{found}”",
        (
            "give the metric a 'baseline' with 'season' and 'periods'",
            "请给该度量写上 baseline（season、periods）",
        ),
    ),
    code(
        "OL194",
        "'{name}' cannot be read here: an item, a message or a window stands for itself alone",
        "此处不能读取“{name}”：各项、报文与时间窗只按自身计算",
        (
            "read it in rules, guards, actions, messages, or in the 'value' of a metric",
            "请在规则、守卫条件、动作、消息或度量的 value 中读取",
        ),
    ),
    code(
        "OL195",
        "the items are the records of 'sample', of type '{record}', and '{name}' names others",
        "各项是 sample 选取的“{record}”记录，而“{name}”指的是别的",
        ("leave it out, or select records of that type", "请去掉它，或选取该类型的记录"),
    ),
    code(
        "OL196",
        "'{name}' in a lasting rule about records would have every record judged at each change",
        "针对记录的持续规则若读取“{name}”，每次变化都要判断全部记录",
        (
            "leave 'record' out, and give 'per' where the metric has groups",
            "请去掉 record；度量有分组时请写 per",
        ),
    ),
    code(
        "OL197",
        "metric '{name}' has groups by {by}, and 'per' names only a part of them: {per}",
        "度量“{name}”按 {by} 分组，而 per 只写了其中一部分：{per}",
        (
            "name all of its groups in 'per', or none of them for the value over all",
            "请在 per 中写全其分组名，或一个也不写以取总体值",
        ),
    ),
    code(
        "OL198",
        "'{name}' alone is no value",
        "“{name}”本身不是值",
        ("write '{name}.' and the id of a metric", "请写“{name}.”加度量的标识"),
    ),
    code(
        "OL226",
        "these metrics read each other without end: {cycle}",
        "这些度量循环互读：{cycle}",
        ("take one of them out of a 'value'", "请从某个 value 中去掉其中一个"),
    ),
    code(
        "OL227",
        "values by '{name}', which is sensitive, cannot be kept for a grid or a baseline",
        "“{name}”属敏感信息，按其分组的值不能为时间格或基线而保存",
        ("group by something else, or leave the key out", "请改用其他分组，或去掉该键"),
    ),
    code(
        "OL228",
        "no metric that is read here has all of the groups {by}",
        "此处读取的度量中没有一个具有全部分组 {by}",
        (
            "read metrics of one grouping, and such without groups",
            "请读取分组相同的度量，以及没有分组的度量",
        ),
    ),
    code(
        "OL229",
        "values of type {type} have no median, so that there is no baseline",
        "{type} 类型的值没有中位数，因而没有基线",
        ("measure a number, an amount of money or a duration", "请度量数字、金额或时长"),
    ),
    code(
        "OL240",
        "a metric has all groups at once, and 'by' picks one",
        "度量同时具有所有分组，而 by 只选取了一组",
        (
            "write the names alone, as 'by: [channel]'; choose items with 'where'",
            "请只写名称，如 by: [channel]；选取各项请用 where",
        ),
    ),
)
