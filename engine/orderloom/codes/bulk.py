"""OL054, OL79x: playbooks on many records."""

from orderloom.codes.model import code

BULK_CODES = (
    code(
        "OL054",
        "the turns of a deploy are worked to their end, so that every record is of one version: "
        "'{job}' cannot be paused or cancelled",
        "一次部署会逐一处理到底，以使每条记录都属于同一版本：任务“{job}”不能暂停或取消",
        (
            "'orderloom run' goes on with it; go back with 'orderloom rollback'",
            "orderloom run 会继续处理；如需退回，请用 orderloom rollback",
        ),
    ),
    code(
        "OL790",
        "there is no playbook '{playbook}'",
        "没有预案“{playbook}”",
        ("did you mean '{nearest}'?", "是否应为“{nearest}”？"),
        ("the playbooks are: {known}", "已有预案：{known}"),
    ),
    code(
        "OL791",
        "the playbook '{playbook}' is for one record at a time",
        "预案“{playbook}”一次只能用于一条记录",
        ("write 'bulk: true' in the playbook", "请在预案中写 bulk: true"),
    ),
    code(
        "OL793",
        "there is no job '{job}'",
        "没有任务“{job}”",
        ("list them with 'orderloom jobs'", "可用 orderloom jobs 列出"),
    ),
    code(
        "OL794",
        "the job '{job}' is not over: {worked} of {number} records are worked",
        "任务“{job}”尚未结束：{number} 条记录已处理 {worked} 条",
        (
            "let it end, or cancel it with 'orderloom jobs cancel {job}'",
            "请等待其结束，或用 orderloom jobs cancel {job} 取消",
        ),
    ),
    code(
        "OL795",
        "give a record or '--over', not both",
        "记录与 --over 只能给其一",
        (
            "write 'play RECORD PLAYBOOK' for one, 'play PLAYBOOK --over WHERE' for many",
            "单条请写 play 记录 预案，批量请写 play 预案 --over 条件",
        ),
    ),
    code(
        "OL796",
        "'--dry-run', '--yes' and what chooses records need '--over'",
        "--dry-run、--yes 及选取记录的选项须与 --over 同用",
        ("say which records with '--over WHERE'", "请用 --over 条件 写明哪些记录"),
    ),
    code(
        "OL797",
        "give '--dry-run' or '--yes', not both",
        "--dry-run 与 --yes 只能给其一",
    ),
    code(
        "OL798",
        "give a record or '--job', one of the two",
        "记录与 --job 须且只能给其一",
        (
            "write 'undo RECORD' for one, 'undo --job JOB' for all that a job did",
            "撤回单条请写 undo 记录，撤回整个任务请写 undo --job 任务",
        ),
    ),
    code(
        "OL800",
        "say which job is meant, and with '--as' who acts",
        "请写明哪个任务，并用 --as 写明操作者",
        ("list them with 'orderloom jobs'", "可用 orderloom jobs 列出"),
    ),
    code(
        "OL799",
        "nothing that the job '{job}' did is left to be taken back",
        "任务“{job}”没有可撤回的内容",
    ),
)
