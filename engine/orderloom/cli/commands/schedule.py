"""``schedule``: ring timers, run schedules, poll and probe, as one of many processes."""

from orderloom.cli.duties import duty_command

schedule = duty_command(
    "schedule",
    "schedule",
    en="Ring timers, run schedules, poll and probe connections, until Ctrl-C.\n"
    "Each instant of a timer or schedule happens once, however many run.",
    zh="触发定时、运行定时计划、轮询并探测连接，直到按 Ctrl-C。\n"
    "无论运行多少个，每个时刻只触发一次。",
)
