"""``commsaudit completion``: the script that teaches a shell our commands, options and names."""

from __future__ import annotations

import click

from commsaudit.cli import common
from commsaudit.cli.bilingual import argument, command
from commsaudit.cli.language import Text

_SHELLS = ("bash", "zsh", "fish")


@command(
    "completion",
    Text(
        "Print the completion script for a shell. It completes commands, options, standards, clauses, logs and formats.",
        "输出命令行补全脚本：可补全命令、选项、标准、条款、日志和格式。",
    ),
    (
        'eval "$(commsaudit completion bash)"',
        Text("For this shell; in ~/.bashrc for every one.", "当前终端生效；写入 ~/.bashrc 则长期有效。"),
    ),
    (
        "commsaudit completion fish > ~/.config/fish/completions/commsaudit.fish",
        Text("For fish.", "用于 fish。"),
    ),
)
@argument("shell", Text("", ""), Text("SHELL", "终端"), type=click.Choice(_SHELLS))
@common.lang
def completion(shell: str) -> int:
    """Print the script."""
    from click.shell_completion import get_completion_class

    from commsaudit.cli.main import NAME, root

    kind = get_completion_class(shell)
    assert kind is not None
    click.echo(kind(root, {}, NAME, f"_{NAME.upper()}_COMPLETE").source())
    return 0
