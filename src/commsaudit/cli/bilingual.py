"""click's commands, options and arguments with their words in two languages, chosen when they are shown."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from gettext import gettext
from importlib import import_module
from typing import Any, TypeVar

import click
from click.core import ParameterSource

from commsaudit.cli.formatting import HelpFormatter
from commsaudit.cli.language import Text

OPTIONS = Text("[OPTIONS]", "[选项]")
_COMMAND = Text("COMMAND [ARGS]...", "命令 [参数]...")
_EXAMPLES = Text("Examples", "示例")
Words = Text | Callable[[], Text]
"""A text, or what gives it when it is shown: for names that only a heavy import knows."""
_C = TypeVar("_C", bound=Callable[..., Any])


class Context(click.Context):
    """click's, with our help pages."""

    formatter_class = HelpFormatter


@dataclass(frozen=True, slots=True)
class Example:
    """A call that a help page shows, and what it does."""

    call: str
    does: Text


class _Parameter(click.Parameter):
    """Words that click keeps as plain attributes get the language of the moment by ``speak``."""

    text: Words
    shown: Text | None

    def speak(self) -> None:
        """Take the words of the language that is spoken."""
        self.help = str(self.text() if callable(self.text) else self.text)
        self.metavar = None if self.shown is None else str(self.shown)


class Option(_Parameter, click.Option):
    """An option that may also stand in the settings file, and in the environment as COMMSAUDIT_<NAME>.

    Of a repeatable one the values are parted by commas in the environment. ``of_one_call``: it stands on the command
    line alone.
    """

    def __init__(
        self, *args: Any, text: Words, shown: Text | None = None, of_one_call: bool = False, **more: Any
    ) -> None:
        self.text, self.shown, self.of_one_call = text, shown, of_one_call
        super().__init__(*args, **more)
        if not of_one_call:
            self.envvar = f"COMMSAUDIT_{(self.name or '').upper()}"

    def value_from_envvar(self, ctx: click.Context) -> Any:
        """The variable's value, in parts where the option may be repeated."""
        value = self.resolve_envvar_value(ctx)
        if value is None or not self.multiple:
            return value
        return [part.strip() for part in value.split(",") if part.strip()]

    def consume_value(self, ctx: click.Context, opts: Mapping[str, Any]) -> tuple[Any, ParameterSource]:
        """The value and where it is from; one text in the settings file is a list of one."""
        value, source = super().consume_value(ctx, opts)
        if source is ParameterSource.DEFAULT_MAP and self.multiple and isinstance(value, str):
            value = [value]
        return value, source

    def type_cast_value(self, ctx: click.Context, value: Any) -> Any:
        """The value in its type; an error says which file or variable it stands in."""
        try:
            return super().type_cast_value(ctx, value)
        except click.BadParameter as error:
            error.param_hint = self.place(ctx)
            raise

    def place(self, ctx: click.Context) -> str:
        """Where the value stands: on the command line, in a variable, or in the settings file."""
        match ctx.get_parameter_source(self.name or ""):
            case ParameterSource.ENVIRONMENT:
                return str(self.envvar)
            case ParameterSource.DEFAULT_MAP:
                return f"{ctx.obj.settings_path}: {self.name}"
            case _:
                return self.get_error_hint(ctx)


class Argument(_Parameter, click.Argument):
    """A positional argument with a metavar in both languages."""

    def __init__(self, *args: Any, text: Text, shown: Text, **more: Any) -> None:
        self.text, self.shown = text, shown
        super().__init__(*args, **more)

    def speak(self) -> None:
        """Take the words of the language that is spoken."""
        self.metavar = str(self.shown)

    def make_metavar(self, ctx: click.Context) -> str:
        """The metavar as a usage line has it: in brackets where it may be left out."""
        del ctx
        name = str(self.shown) + ("..." if self.nargs != 1 else "")
        return name if self.required else f"[{name}]"


class _Spoken(click.Command):
    """What commands and groups share."""

    context_class = Context
    text: Text
    examples: Sequence[Example]

    def speak(self) -> None:
        """Take the words of the language that is spoken."""
        self.help = str(self.text)
        self.options_metavar = str(OPTIONS)
        for param in self.params:
            if isinstance(param, Option | Argument):
                param.speak()

    def make_context(
        self, info_name: str | None, args: list[str], parent: click.Context | None = None, **extra: Any
    ) -> click.Context:
        """A context; from here on all words are those of the language that is spoken."""
        self.speak()
        return super().make_context(info_name, args, parent, **extra)

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """``--help``, whose words click would keep in the language of the first call."""
        help_option = super().get_help_option(ctx)
        if help_option is not None:
            help_option.help = gettext("Show this message and exit.")
        return help_option

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The examples."""
        del ctx
        if self.examples:
            with formatter.section(str(_EXAMPLES)):
                for example in self.examples:
                    formatter.write(f"{'':>{formatter.current_indent}}{example.call}\n")
                    with formatter.indentation():
                        formatter.write_text(str(example.does))


class Command(_Spoken):
    """A command."""

    def __init__(self, *args: Any, text: Text, examples: Sequence[Example] = (), **more: Any) -> None:
        self.text, self.examples = text, examples
        super().__init__(*args, **more)

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Parse; keep in which order options were given, for those that go in pairs."""
        order = self.make_parser(ctx).parse_args(list(args))[2] if not ctx.resilient_parsing else []
        ctx.meta["commsaudit.order"] = [param.name for param in order]
        return super().parse_args(ctx, args)


@dataclass(frozen=True, slots=True)
class Member:
    """A command of a group that is imported when it is called: ``module:attribute``, and what it does in a line."""

    target: str
    does: Text


class Group(_Spoken, click.Group):
    """A group that imports a command when it is called, so that help stays quick."""

    def __init__(
        self, *args: Any, text: Text, members: Mapping[str, Member], examples: Sequence[Example] = (), **more: Any
    ) -> None:
        self.text, self.members, self.examples = text, members, examples
        super().__init__(*args, **more)

    def speak(self) -> None:
        """Take the words of the language that is spoken."""
        super().speak()
        self.subcommand_metavar = str(_COMMAND)

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names, in the order of the work."""
        del ctx
        return list(self.members)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command, imported now; None where there is none."""
        del ctx
        if cmd_name not in self.members:
            return None
        module, _, attribute = self.members[cmd_name].target.partition(":")
        command = getattr(import_module(module), attribute)
        assert isinstance(command, click.Command)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that is called.

        Raises:
            click.UsageError: there is none; says which may be meant.
        """
        name = args[0]
        if name not in self.members and not name.startswith("-") and not ctx.resilient_parsing:
            from difflib import get_close_matches

            near = get_close_matches(name, self.members, 1)
            hint = Text(f" Did you mean '{near[0]}'?", f"是否指“{near[0]}”？") if near else ""
            ctx.fail(f"{Text(f'No such command {name!r}.', f'没有命令“{name}”。')}{hint}")
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list of the commands; none is imported for it."""
        del ctx
        with formatter.section(str(Text("Commands", "命令"))):
            formatter.write_dl([(name, str(member.does)) for name, member in self.members.items()])


def command(
    name: str, text: Text, *examples: tuple[str, Text], **more: Any
) -> Callable[[Callable[..., int | None]], click.Command]:
    """A decorator that makes a command; examples are calls and what each does."""
    shown = [Example(call, does) for call, does in examples]
    return click.command(name, cls=Command, text=text, examples=shown, **more)


def option(*names: str, text: Words, shown: Text | None = None, **more: Any) -> Callable[[_C], _C]:
    """A decorator that adds an option."""
    return click.option(*names, cls=Option, text=text, shown=shown, **more)


def argument(name: str, text: Text, shown: Text, **more: Any) -> Callable[[_C], _C]:
    """A decorator that adds an argument."""
    return click.argument(name, cls=Argument, text=text, shown=shown, **more)
