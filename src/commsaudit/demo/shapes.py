"""In which file each log is exported: one shape a log, each a habit that users have."""

from __future__ import annotations

from dataclasses import dataclass, field

from commsaudit.demo.cells import Style

_YES_NO = (("是", "否"), ("有", "无"))
_TICKS = (("√", "×"),)
_ZH = Style("slash", "zh", _YES_NO)


@dataclass(frozen=True)
class Shape:
    """How one log is exported.

    ``name`` is the file's, `{}` for the part of a split export. ``split``: the column by whose month exports
    are made. ``overlap``: each export also holds the last ten days of the month before. ``headers``: en, zh,
    or other (the last of the accepted headers). ``zone``: Parquet times carry that zone.
    """

    name: str
    style: Style = field(default_factory=Style)
    headers: str = "en"
    encoding: str = "utf-8"
    delimiter: str = ","
    split: str | None = None
    overlap: bool = False
    zone: str | None = None


SHAPES: dict[str, Shape] = {
    "projects": Shape("projects.csv"),
    "staff": Shape("员工.xlsx", _ZH, "zh"),
    "staff_changes": Shape("员工异动.csv", Style("dash", "zh"), "zh", "utf-8-sig"),
    "households": Shape("业户-2026上半年.csv", Style("slash", "zh", _YES_NO, spaced=True), "zh", "gb18030"),
    "life_events": Shape("life_events.csv", Style("dash")),
    "complaints": Shape("投诉_{}.csv", _ZH, "zh", "gb18030", split="received_at", overlap=True),
    "requests": Shape(
        "建议需求-{}.csv",
        Style("chinese", "zh", _YES_NO, spaced=True),
        "zh",
        "utf-8-sig",
        split="received_at",
        overlap=True,
    ),
    "work_orders": Shape("work_orders-2026H1.parquet"),
    "home_services": Shape("居家服务.xlsx", _ZH, "zh"),
    "contacts": Shape("contacts-{}.parquet", split="started_at", overlap=True),
    "notices": Shape(
        "notices_{}.csv",
        Style("offset", flags=(("yes", "no"), ("y", "n"))),
        "en",
        "utf-8-sig",
        split="published_at",
    ),
    "documents": Shape("文件台账_2026.xlsx", _ZH, "zh"),
    "meetings": Shape(
        "会议.csv", Style("dash", "zh", _YES_NO, spellings={"other": "业委会秘书"}), "zh", "utf-16", "\t"
    ),
    "postponements": Shape("postponements.csv", Style("dash")),
    "actions": Shape("actions.csv", Style("slash"), "en", "utf-8", "\t"),
    "events": Shape("events.csv", Style("dot", flags=(("1", "0"),)), "en", "utf-8", ";"),
    "surveys": Shape("满意度调查.xlsx", _ZH, "zh"),
    "survey_answers": Shape("survey_answers.parquet"),
    "access_cards": Shape("IC卡.csv", Style("slash", "zh", _YES_NO, wide=True, spaced=True), "other", "gb18030"),
    "codes": Shape("codes.parquet", zone="UTC"),
    "custody": Shape("物品代管.csv", Style("chinese", "zh", _TICKS), "zh", "utf-8"),
    "keys": Shape("keys.parquet"),
    "merchants": Shape("商户.csv", Style("dash", "zh", _TICKS, wide=True), "zh", "gb18030"),
    "letters": Shape("往来函件.csv", Style("dot", "zh", _YES_NO), "zh", "utf-8-sig"),
    "transmittals": Shape("transmittals.csv", Style("dash")),
    "committee_funds": Shape("业委会经费.csv", Style("chinese", "zh"), "zh", "gb18030"),
    "works": Shape("works.csv", Style("iso", flags=(("TRUE", "FALSE"),))),
    "data_access": Shape("data_access.csv", Style("offset")),
    "insurance": Shape("保险.csv", Style("chinese", "zh"), "zh", "gb18030"),
    "grievances": Shape("grievances.csv", Style("dash")),
    "weather": Shape("weather.csv", Style("compact")),
    "inspections": Shape("现场检查/{}.csv", _ZH, "zh", "utf-8-sig", split="inspected_on"),
}
