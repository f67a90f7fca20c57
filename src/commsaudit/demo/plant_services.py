"""Plants: home services, goods in custody, keys, counts, and what inspectors saw (1, 2.1, 4, 6.2, 7)."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from commsaudit.demo import dates
from commsaudit.demo.inspecting import faulted
from commsaudit.demo.planted import Breach, Planting, Site, escaped, next_day, tagged
from commsaudit.demo.sharing import papers, received
from commsaudit.demo.world import Row, moment, text


def _assigning(row: Row) -> datetime:
    return dates.wd(moment(row, "requested_at"), 1)


def service_unassigned(site: Site) -> list[Breach]:
    """Nobody is named to do it."""
    row = site.take("home_services", _assigning)
    row["handler_id"] = None
    return site.breach("4.2.1", text(row, "service_id"), _assigning(row))


def service_recorded_late(site: Site) -> list[Breach]:
    """Written down a day late."""
    row = site.take("home_services", _assigning)
    row["recorded_at"] = next_day(_assigning(row))
    return site.breach("4.2.1", text(row, "service_id"), _assigning(row))


def _completed(row: Row) -> datetime:
    return moment(row, "completed_at")


def overcharged(site: Site) -> list[Breach]:
    """A cent more than the published price."""
    row = site.take("home_services", _completed, lambda row: row["charged"] and row["charged"] == row["list_price"])
    price = row["list_price"]
    if isinstance(price, Decimal):
        row["charged"] = price + Decimal("0.01")
    return site.breach("4.3.2", text(row, "service_id"), _completed(row))


def charged_unlisted(site: Site) -> list[Breach]:
    """Charged for what has no published price."""
    row = site.take("home_services", _completed, lambda row: row["charged"])
    row["list_price"] = None
    return site.breach("4.3.2", text(row, "service_id"), _completed(row))


def _rated(site: Site) -> Row:
    """A callback of one of the month's five services, of which four out of five remain."""
    service = site.take("home_services", lambda row: dates.days(_completed(row), 7))
    return next(
        row
        for row in site.world.of("contacts", site.project)
        if row["related_id"] == service["service_id"] and row["purpose"] == "service_callback"
    )


def service_not_called(site: Site) -> list[Breach]:
    """One of the month's five services was not called back: three clauses ask for that."""
    service = site.take("home_services", lambda row: dates.days(_completed(row), 7))
    record = text(service, "service_id")
    site.drop("contacts", [row for row in site.world.of("contacts", site.project) if row["related_id"] == record])
    found = site.breach("4.4.1", site.when, site.unit.ends_on) + site.breach("CC-1", site.when, site.unit.ends_on)
    return found + site.breach("SV-13", f"service:{escaped(record)}", dates.days(_completed(service), 3))


def service_not_rated(site: Site) -> list[Breach]:
    """One of the month's five callbacks asked for no grade of the attitude."""
    _rated(site)["rated_attitude"] = None
    return site.breach("4.4.1", site.when, site.unit.ends_on)


def services_analysed_late(site: Site) -> list[Breach]:
    """The home-service analysis comes on the 11th."""
    for row in papers(site, "home_service_analysis", site.unit.previous()):
        row["prepared_at"] = next_day(dates.on(site.unit, 10))
    return site.breach("4.5.1", site.when, dates.on(site.unit, 10))


def opinions_left_out(site: Site) -> list[Breach]:
    """The home-service analysis says nothing of opinions."""
    for row in papers(site, "home_service_analysis", site.unit.previous()):
        row["sections"] = ["satisfaction", "measures"]
    return site.breach("4.5.1", site.when, dates.on(site.unit, 10))


def measures_left_out(site: Site) -> list[Breach]:
    """The home-service analysis leads to nothing."""
    for row in papers(site, "home_service_analysis", site.unit.previous()):
        row["sections"] = ["satisfaction", "opinions"]
    return site.breach("4.5.2", site.when, dates.on(site.unit, 10))


def no_term(site: Site) -> list[Breach]:
    """Goods taken in without a term."""
    row = site.take("custody", received)
    row["keep_until"] = None
    return site.breach("4.6.2", tagged(row, "item_id", "in"), received(row))


def given_back_unsigned(site: Site) -> list[Breach]:
    """Goods given back without a signature."""
    row = site.take("custody", lambda row: moment(row, "returned_at") if row["returned_at"] else None)
    row["returned_signed"] = False
    return site.breach("4.6.2", tagged(row, "item_id", "out"), moment(row, "returned_at"))


def valuables(site: Site) -> list[Breach]:
    """A ring taken into custody."""
    row = site.take("custody", received)
    row.update(valuable=True, description="金戒指一枚")
    return site.breach("4.6.3", text(row, "item_id"), received(row))


def delivery_plan_late(site: Site) -> list[Breach]:
    """The delivery plan is ready a day too late."""
    due = site.project.delivered
    for row in site.world.of("documents", site.project):
        if row["kind"] == "delivery_plan":
            row["prepared_at"] = next_day(dates.months(due, -2))
    return site.breach("7.1.1", "", due)


def delivery_plan_in_part(site: Site) -> list[Breach]:
    """The delivery plan forgets the taking over."""
    for row in site.world.of("documents", site.project):
        if row["kind"] == "delivery_plan":
            row["sections"] = ["training", "site", "process"]
    return site.breach("7.1.1", "", site.project.delivered)


def uncounted(site: Site) -> list[Breach]:
    """Customers' property was counted on the first of the next month."""
    for row in papers(site, "property_count", site.unit):
        row["prepared_at"] = dates.bare(next_day(site.unit.ends_on))
    return site.breach("7.3.2", site.when, site.unit.ends_on)


def change_unreported(site: Site) -> list[Breach]:
    """Customers' property had changed, and nobody was told."""
    for row in papers(site, "property_count", site.unit):
        row.update(changed=True, submitted_at=None)
    return site.breach("7.3.2", site.when, site.unit.ends_on)


def _acted(row: Row) -> datetime:
    return moment(row, "acted_at")


def key_without_agreement(site: Site) -> list[Breach]:
    """A key taken in without an agreement."""
    row = site.take("keys", _acted, lambda row: row["action"] == "receive")
    row["agreement_signed"] = False
    return site.breach("7.3.3", text(row, "record_id"), _acted(row))


def key_unregistered(site: Site) -> list[Breach]:
    """A key that is not in the register."""
    row = site.take("keys", _acted, lambda row: row["action"] == "receive")
    row["in_register"] = None
    return site.breach("7.3.3", text(row, "record_id"), _acted(row))


def key_used_unasked(site: Site) -> list[Breach]:
    """A key used before the owner had agreed."""
    row = site.take("keys", _acted, lambda row: row["action"] == "use")
    row["authorised_at"] = _acted(row).replace(minute=30)
    return site.breach("7.3.4", text(row, "record_id"), _acted(row))


def key_use_unrecorded(site: Site) -> list[Breach]:
    """A key used without a record."""
    row = site.take("keys", _acted, lambda row: row["action"] == "use")
    row["recorded"] = False
    return site.breach("7.3.4", text(row, "record_id"), _acted(row))


def inspector_on_responses(site: Site) -> list[Breach]:
    """An inspector faults a clause that the logs judge too; the row's id holds a sign that is escaped."""
    found: date = dates.on(site.unit, 18)
    site.world.add(
        "inspections",
        site.project,
        inspection_id="XJ#S-1",
        clause="2.3.3",
        inspected_on=found,
        inspector="郑督导",
        subject="抽查投诉录音",
        verdict="fail",
        note="录音显示次日下午才首次回应",
    )
    return site.breach("2.3.3", "inspection:XJ%23S-1", found)


PLANTINGS: tuple[Planting, ...] = (
    (faulted("1.1.1"), "P01", "2026-03"),
    (faulted("1.1.1"), "P05", "2026-06"),
    (faulted("1.1.1"), "P09", "2026-01"),
    (faulted("2.1.1"), "P07", "2026-03"),
    (faulted("2.1.1"), "P02", "2026-05"),
    (faulted("4.1.2"), "P03", "2026-03"),
    (faulted("4.1.2"), "P10", "2026-04"),
    (faulted("4.5.3"), "P06", "2026-04"),
    (faulted("4.5.3"), "P08", "2026-02"),
    (faulted("6.2.3"), "P09", "2026-03"),
    (faulted("6.2.3"), "P01", "2026-05"),
    (faulted("6.2.4"), "P10", "2026-02"),
    (faulted("6.2.4"), "P04", "2026-06"),
    (faulted("6.2.5"), "P02", "2026-03"),
    (faulted("6.2.5"), "P09", "2026-04"),
    (faulted("6.2.6"), "P01", "2026-02"),
    (faulted("6.2.6"), "P10", "2026-05"),
    (faulted("6.2.7"), "P04", "2026-03"),
    (faulted("6.2.7"), "P09", "2026-06"),
    (inspector_on_responses, "P02", "2026-03"),
    (service_unassigned, "P02", "2026-03"),
    (service_recorded_late, "P09", "2026-06"),
    (service_unassigned, "P07", "2026-01"),
    (overcharged, "P01", "2026-03"),
    (charged_unlisted, "P10", "2026-02"),
    (overcharged, "P05", "2026-06"),
    (service_not_called, "P03", "2026-03"),
    (service_not_rated, "P09", "2026-05"),
    (service_not_called, "P08", "2026-01"),
    (opinions_left_out, "P02", "2026-Q2"),
    (services_analysed_late, "P09", "2026-Q1"),
    (measures_left_out, "P04", "2026-Q1"),
    (measures_left_out, "P08", "2026-Q2"),
    (no_term, "P03", "2026-03"),
    (given_back_unsigned, "P08", "2026-05"),
    (valuables, "P01", "2026-03"),
    (valuables, "P07", "2026-06"),
    (delivery_plan_late, "P08", ""),
    (delivery_plan_in_part, "P05", ""),
    (uncounted, "P01", "2026-03"),
    (change_unreported, "P06", "2026-04"),
    (key_without_agreement, "P02", "2026-03"),
    (key_unregistered, "P09", "2026-05"),
    (key_used_unasked, "P04", "2026-03"),
    (key_use_unrecorded, "P10", "2026-04"),
)
