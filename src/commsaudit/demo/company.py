"""The demo company's ten projects, and three of other kinds that only procedures apply to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from commsaudit.model.units import Unit


@dataclass(frozen=True, slots=True)
class Project:
    """One project: the columns of `projects`, and how busy its logs are.

    ``busy_from`` and ``busy_to`` bound the days on which anything is reported, asked for or held there.
    """

    id: str
    name: str
    type: str
    households: int
    occupied: int
    area: Decimal
    delivered: date
    files: int
    public_class: str | None = None
    phased: bool | None = None
    started: date | None = None
    ended: date | None = None
    single_client: bool | None = None
    fee_basis: str = "lump_sum"
    committee: date | None = None
    busy_from: date = date(2025, 12, 1)
    busy_to: date = date(2026, 6, 30)
    shops: int = 0
    partners: int = 0

    @property
    def residential(self) -> bool:
        """Whether it owes the quarterly service report."""
        return self.type == "residential"

    @property
    def public(self) -> bool:
        """Whether it owes the monthly brief."""
        return self.type == "public"

    @property
    def class_a(self) -> bool:
        """A public project of class A."""
        return self.public_class == "A"

    def owes(self, unit: Unit) -> bool:
        """Whether the project owes what is asked for each ``unit`` (semantics.md, "Periodic obligations")."""
        begun = self.started is None or unit.starts_on >= self.started
        return begun and (self.ended is None or unit.ends_on <= self.ended)

    def owes_standing(self, period_end: date) -> bool:
        """Whether standing obligations are owed at ``period_end``."""
        begun = self.started is None or self.started <= period_end
        return begun and (self.ended is None or self.ended > period_end)

    def busy(self, day: date) -> bool:
        """Whether anything may happen there on ``day``."""
        return self.busy_from <= day <= self.busy_to


PROJECTS = (
    Project(
        "P01",
        "锦绣花园",
        "residential",
        1260,
        496,
        Decimal("152300.5"),
        date(2018, 6, 30),
        36,
        committee=date(2022, 9, 18),
        fee_basis="commission",
        shops=3,
        partners=2,
    ),
    Project(
        "P02",
        "翠湖雅居",
        "residential",
        486,
        452,
        Decimal("68750"),
        date(2015, 9, 28),
        30,
        committee=date(2024, 3, 10),
        shops=2,
        partners=1,
    ),
    Project(
        "P03",
        "江畔新城",
        "residential",
        732,
        395,
        Decimal("91400"),
        date(2025, 8, 15),
        28,
        started=date(2025, 3, 1),
        committee=date(2026, 5, 12),
    ),
    Project(
        "P04",
        "云山里",
        "residential",
        910,
        400,
        Decimal("88900.25"),
        date(2026, 2, 10),
        30,
        phased=True,
        committee=date(2023, 11, 26),
        shops=2,
    ),
    Project(
        "P05",
        "春风里",
        "residential",
        358,
        61,
        Decimal("43200"),
        date(2026, 5, 20),
        24,
        started=date(2025, 12, 1),
        busy_from=date(2026, 5, 21),
    ),
    Project(
        "P06",
        "书香苑",
        "residential",
        214,
        208,
        Decimal("21600"),
        date(2012, 3, 31),
        22,
        started=date(2026, 2, 15),
        committee=date(2014, 10, 19),
        busy_from=date(2026, 2, 15),
        partners=1,
    ),
    Project(
        "P07",
        "市民服务中心",
        "public",
        24,
        24,
        Decimal("38600"),
        date(2016, 11, 8),
        20,
        public_class="A",
        single_client=True,
        fee_basis="commission",
    ),
    Project(
        "P08",
        "滨江科技馆",
        "public",
        21,
        19,
        Decimal("46800"),
        date(2026, 3, 10),
        20,
        public_class="B",
        started=date(2025, 10, 1),
        fee_basis="commission",
    ),
    Project(
        "P09",
        "万汇广场",
        "commercial",
        168,
        151,
        Decimal("100000"),
        date(2017, 5, 1),
        24,
        shops=9,
        partners=3,
    ),
    Project(
        "P10",
        "星港中心",
        "commercial",
        96,
        90,
        Decimal("52100"),
        date(2024, 9, 30),
        22,
        ended=date(2026, 6, 20),
        busy_to=date(2026, 6, 10),
        shops=7,
        partners=2,
    ),
)

OTHER_PROJECTS = (
    Project("P11", "云栖案场", "presales", 0, 0, Decimal("2600"), date(2025, 6, 1), 0, started=date(2025, 6, 1)),
    Project("P12", "大学城公寓", "dormitory", 320, 300, Decimal("26400"), date(2019, 8, 20), 0),
    Project("P13", "康宁医院", "hospital", 0, 0, Decimal("58200"), date(2014, 4, 1), 0),
)
"""Projects to which the supervision standard does not apply: they have staff, and the logs of their own procedures."""

ALL_PROJECTS = (*PROJECTS, *OTHER_PROJECTS)
