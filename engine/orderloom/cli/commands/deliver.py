"""``deliver``: send what waits in the outbox, as one of many processes."""

from orderloom.cli.duties import duty_command

deliver = duty_command(
    "deliver",
    "deliver",
    en="Send what waits in the outbox, until Ctrl-C.\n"
    "Several may run on one store; each call is sent by one of them.",
    zh="发送发件箱中待发的内容，直到按 Ctrl-C。\n同一存储可运行多个；每个调用只由其中一个发送。",
)
