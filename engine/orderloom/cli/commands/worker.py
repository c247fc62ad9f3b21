"""``worker``: work messages and jobs, as one of many processes."""

from orderloom.cli.duties import duty_command

worker = duty_command(
    "worker",
    "work",
    en="Work what was taken: messages and jobs, until Ctrl-C.\n"
    "Several may run on one store. Timers by the clock are rung by 'schedule'.",
    zh="处理已接收的内容：报文与任务，直到按 Ctrl-C。\n"
    "同一存储可运行多个。按时钟触发的定时由 schedule 负责。",
)
