"""How templates are filled in: what goes into HTML is escaped, a name that nobody gave is an error."""

from __future__ import annotations

from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined

from commsaudit.scoring.numbers import points_text


@cache
def environment(package: str, folder: str = "templates", *, escape: bool = True) -> Environment:
    """The templates in ``folder`` of ``package``, with the filter ``points``."""
    found = Environment(
        loader=PackageLoader(package, folder),
        autoescape=escape,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    found.filters["points"] = points_text
    return found
