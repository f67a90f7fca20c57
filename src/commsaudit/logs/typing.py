"""The SQL that gives raw text its types: one expression per column, the same for every file and engine.

Source: logs.toml (types, marks, enumerations) and product.md, "Exports that were not made for it". Every
expression is quick for values in their plainest form and careful, by a CASE that leaves the rest alone, for all
others. A value that cannot be read gives NULL beside a text that is not blank: that is how a reject is seen.
"""

from __future__ import annotations

from collections.abc import Sequence

from commsaudit.model.options import LogOptions
from commsaudit.model.schema import Column, Log, enumerations

TYPES = {
    "id": "VARCHAR",
    "text": "VARCHAR",
    "bool": "BOOLEAN",
    "int": "BIGINT",
    "money": "DECIMAL(18, 2)",
    "number": "DECIMAL(18, 6)",
    "date": "DATE",
    "time": "TIMESTAMP",
    "until": "TIMESTAMP",
    "period": "VARCHAR",
    "enum": "VARCHAR",
    "list": "VARCHAR[]",
}
_TRUE = ("是", "有", "true", "yes", "y", "1", "√")
_FALSE = ("否", "无", "false", "no", "n", "0", "×")
# What stands behind the year of a date in one of the plainest forms, and the macro that reads it.
PLAIN_FORMS = {"-": "dashed_moment", "/": "slashed_moment", ".": "dotted_moment", "年": "chinese_moment"}


def literal(value: str) -> str:
    """``value`` as a SQL string."""
    return "'" + value.replace("'", "''") + "'"


def array(values: Sequence[str]) -> str:
    """``values`` as a SQL list of strings."""
    return "[" + ", ".join(literal(value) for value in values) + "]"


def spellings_of(column: Column, options: LogOptions) -> dict[str, str]:
    """Every spelling that a column of words takes, and the word it means; ``true`` and ``false`` for a bool."""
    theirs = dict(options.words.get(column.name, {}))
    if column.type == "bool":
        return dict.fromkeys(_TRUE, "true") | dict.fromkeys(_FALSE, "false") | theirs
    return {**enumerations()[column.enum or ""].spellings(), **theirs}


_NARROW = {ord("　"): " ", **{0xFF01 + offset: chr(0x21 + offset) for offset in range(94)}}


def folded_word(said: str) -> str:
    """A word as careful reading compares it: narrow signs, small letters, no space around it."""
    return said.translate(_NARROW).strip().lower()


def _macro(log: Log, column: Column, options: LogOptions) -> str:
    """The name of the macros that read a column's words: shared where the settings add none."""
    own = f"{log.name}_{column.name}"
    shared = column.enum or "bool"
    return own if column.name in options.words else shared


def word_macros(log: Log, column: Column, options: LogOptions) -> dict[str, str]:
    """The macros that reading a column's words needs, by name: ``plain_…``, ``any_…``, for lists ``…_list_…`` too."""
    name, spellings = _macro(log, column, options), spellings_of(column, options)
    folded: dict[str, str] = {}
    for spelling, word in spellings.items():
        folded.setdefault(folded_word(spelling), word)
    kind = "BOOLEAN" if column.type == "bool" else "VARCHAR"
    has_other = column.type != "bool" and enumerations()[column.enum or ""].has_other
    unknown = "'other'" if has_other else "NULL"
    plain = f"word_of(said, {array(list(spellings))}, {array(list(spellings.values()))})"
    known = f"word_of(said, {array(list(folded))}, {array(list(folded.values()))})"
    return {
        f"plain_{name}": f"plain_{name}(said) AS CAST({plain} AS {kind})",
        f"known_{name}": f"known_{name}(said) AS CASE WHEN said IS NOT NULL THEN CAST(coalesce({known}, {unknown}) AS {kind}) END",
        f"any_{name}": f"any_{name}(raw) AS list_transform([lower(narrowed(raw))], lambda said: known_{name}(said))[1]",
        f"plain_list_{name}": f"plain_list_{name}(raw) AS CASE WHEN raw IS NOT NULL THEN coalesce("
        f"all_known(list_transform(string_split(raw, ';'), lambda part: plain_{name}(part))),"
        f" all_known(list_transform(parts_of(raw, '[;、]'), lambda part: plain_{name}(part)))) END",
        f"any_list_{name}": f"any_list_{name}(raw) AS"
        f" all_known(list_transform(parts_of(lower(narrowed(raw)), '[;,、，；|]'), lambda part: known_{name}(part)))",
    }


def _moment(raw: str, formats: Sequence[str], zone: str | None, company_zone: str) -> str:
    """A local timestamp: by the given formats alone, or by every usual year-first form."""
    foreign = zone is not None and zone != company_zone
    zones = f"{literal(zone or company_zone)}, {literal(company_zone)}"
    if formats:
        parsed = f"try_strptime(narrowed({raw}), {array(formats)})"
        if any("%z" in form or "%Z" in form for form in formats):
            parsed = f"timezone({literal(company_zone)}, {parsed})"
        elif foreign:
            parsed = f"localised({parsed}, {zones})"
    elif foreign:
        parsed = f"any_foreign_moment(narrowed({raw}), {zones})"
    else:
        parsed = f"any_moment(narrowed({raw}), {literal(company_zone)})"
    return f"CASE WHEN {raw} IS NOT NULL THEN {parsed} END"


def _plain_moment(raw: str, marks: frozenset[str]) -> str:
    """A local timestamp in one of the plainest year-first forms; NULL for any other."""
    readers = [macro for mark, macro in PLAIN_FORMS.items() if mark in (marks or {"-"})]
    calls = ", ".join(f"{macro}({raw})" for macro in readers)
    return f"coalesce({calls})" if len(readers) > 1 else calls


def plain_value(
    log: Log, column: Column, raw: str, options: LogOptions, company_zone: str, marks: frozenset[str]
) -> str | None:
    """``value`` for texts in their plainest form alone: quick to bind and to run, NULL for all others.

    ``marks`` are what stands behind the year in the dates of a sample. None where ``value`` itself is as quick.
    """
    foreign = options.timezone not in (None, company_zone)
    match column.type:
        case "bool" | "enum":
            return f"plain_{_macro(log, column, options)}({raw})"
        case "list":
            return f"plain_list_{_macro(log, column, options)}({raw})"
        case "date" if not foreign and column.name not in options.formats:
            return f"CAST({_plain_moment(raw, marks)} AS DATE)"
        case "time" | "until" if not foreign and column.name not in options.formats:
            return _plain_moment(raw, marks)
        case "int":
            return f"plain_int({raw})"
        case "period":
            return f"plain_label({raw})"
        case _:
            return None


def finished(column: Column) -> str:
    """What is left to do with a typed value, in terms of the column's name: a bare ``until`` date is its day's end."""
    name = column.name
    if column.type != "until":
        return name
    return f"CASE WHEN is_bare({name}) THEN eod({name}) ELSE {name} END"


def value(log: Log, column: Column, raw: str, options: LogOptions, company_zone: str) -> str:
    """The typed value of ``column`` read from the text ``raw``; NULL where blank or unreadable."""
    formats = options.formats.get(column.name, ())
    match column.type:
        case "id":
            return f"narrowed({raw})"
        case "text":
            return f"trimmed({raw})"
        case "int" | "money" | "number":
            return f"any_{column.type}({raw})"
        case "date":
            return f"CAST({_moment(raw, formats, options.timezone, company_zone)} AS DATE)"
        case "time" | "until":
            return _moment(raw, formats, options.timezone, company_zone)
        case "period":
            return f"CASE WHEN {raw} IS NOT NULL THEN unit_label(narrowed({raw})) END"
        case "list":
            return f"any_list_{_macro(log, column, options)}({raw})"
        case _:
            return f"any_{_macro(log, column, options)}({raw})"


def native_value(column: Column, raw: str, native: str, options: LogOptions, company_zone: str) -> str | None:
    """The typed value of ``column`` where a Parquet type already fits, else None: then text is the way."""
    local = f"CAST({raw} AS TIMESTAMP)"
    if options.timezone not in (None, company_zone):
        local = f"localised({local}, {literal(options.timezone or '')}, {literal(company_zone)})"
    moments = {
        "TIMESTAMP": local,
        "TIMESTAMPTZ": f"timezone({literal(company_zone)}, {raw})",
        "DATE": f"CAST({raw} AS TIMESTAMP)",
    }
    if column.type in {"time", "until", "date"} and native in moments:
        if column.type == "date":
            return f"CAST({moments[native]} AS DATE)" if native != "DATE" else raw
        return moments[native]
    if column.type == "bool" and native == "BOOLEAN":
        return raw
    if column.type == "int" and native == "INTEGER":
        return f"CAST({raw} AS BIGINT)"
    return None
