"""What the shell proposes for names: standards, clauses, logs and formats. Nothing heavy is imported for it."""

from __future__ import annotations

import click


def standards(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:
    """The shipped standards."""
    del ctx, param
    from commsaudit.checks.catalogue import shipped_folder

    names = sorted(path.name for path in shipped_folder().iterdir() if path.is_dir())
    return [name for name in names if name.startswith(incomplete)]


def clauses(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:
    """The ids of the shipped clauses, in catalogue order."""
    del ctx, param
    from commsaudit.checks.catalogue import load_catalogue

    ids = [clause.id for standard in load_catalogue().values() for clause in standard.clauses]
    return [each for each in ids if each.startswith(incomplete)]


def logs(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:
    """The logs."""
    del ctx, param
    from commsaudit.model import schema

    return [name for name in schema.logs() if name.startswith(incomplete)]


def formats(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:
    """The formats that results are written in."""
    del ctx, param
    from commsaudit.reports.formats import FORMATS

    return [name for name in FORMATS if name.startswith(incomplete)]
