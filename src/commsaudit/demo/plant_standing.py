"""Plants: what stands broken at a period's end (policies, notices, files, certificates, insurance)."""

from __future__ import annotations

from datetime import date, timedelta

from commsaudit.demo import dates
from commsaudit.demo.planted import ALL, FIRST, SECOND, Breach, Plant, Planting, Site
from commsaudit.demo.world import Row, text

_LATE = date(2026, 4, 20)
"""After the end of March, before the end of June: broken in the first quarter only."""
_GONE = date(2026, 5, 31)
"""The other way round: broken in the second quarter only."""


def _documents(site: Site, kind: str) -> list[Row]:
    """The documents of ``kind`` that stand (for the year or without a period)."""
    rows = [row for row in site.world.of("documents", site.project) if row["kind"] == kind]
    return [row for row in rows if row["period"] in (None, "2026", "2026-Q1", "2026-Q2")]


def missing(clause: str, kind: str, tag: str = "") -> Plant:
    """The plant that leaves a project without any document of ``kind``."""

    def without(site: Site) -> list[Breach]:
        """There is no such document at all."""
        site.drop("documents", _documents(site, kind))
        return site.standing(clause, tag)

    return without


def late(clause: str, kind: str, tag: str = "") -> Plant:
    """The plant that has a document of ``kind`` approved in April only."""

    def approved_in_april(site: Site) -> list[Breach]:
        """The document came after the first quarter."""
        for row in _documents(site, kind):
            row["approved_at"] = dates.at(_LATE, 10)
        return site.standing(clause, tag, FIRST)

    return approved_in_april


def lapsed(clause: str, kind: str, tag: str = "") -> Plant:
    """The plant that lets the documents of ``kind`` run out in May."""

    def ran_out(site: Site) -> list[Breach]:
        """The document was not renewed."""
        for row in _documents(site, kind):
            row["expires_on"] = _GONE
        return site.standing(clause, tag, SECOND)

    return ran_out


def taken_down(clause: str, kind: str) -> Plant:
    """The plant that has a notice of ``kind`` taken down in March."""

    def gone_since_march(site: Site) -> list[Breach]:
        """The notice no longer hangs."""
        for row in site.world.of("notices", site.project):
            if row["kind"] == kind:
                row["removed_at"] = dates.at(date(2026, 3, 27), 17)
        return site.standing(clause) + _unpublished(site, kind, ALL)

    return gone_since_march


def notice_ran_out(clause: str, kind: str) -> Plant:
    """The plant that lets a notice of ``kind`` run out in May."""

    def stale(site: Site) -> list[Breach]:
        """The notice was put up for a time, and not renewed."""
        for row in site.world.of("notices", site.project):
            if row["kind"] == kind:
                taken = dates.at(_GONE + timedelta(days=1), 9)
                row.update(expires_on=_GONE, removed_at=taken, archived_at=taken)
        return site.standing(clause, periods=SECOND) + _unpublished(site, kind, SECOND)

    return stale


def _unpublished(site: Site, kind: str, periods: tuple[str, ...]) -> list[Breach]:
    """What procedures say of a standing notice that is down."""
    if kind != "hotline" or site.project.single_client:
        return []
    return site.standing("CU-10", periods=periods)


def unplanned_quarter(site: Site) -> list[Breach]:
    """A project that plans its events by the quarter has no plan for the second."""
    rows = [row for row in _documents(site, "event_plan") if row["period"] == "2026-Q2"]
    site.drop("documents", rows)
    return site.standing("3.1.1", "#plan", SECOND)


def _technician(site: Site) -> Row:
    """A technician whose certificate is neither on the edge nor without an end."""
    return site.find("staff", lambda row: row["special_post"] and row["left_on"] is None, 2)


def without_certificate(site: Site) -> list[Breach]:
    """A technician without a certificate."""
    row = _technician(site)
    row.update(certificate_no=None, certificate_expires_on=None)
    return site.standing("4.1.1", text(row, "staff_id"))


def certificate_ran_out(site: Site) -> list[Breach]:
    """A technician whose certificate ran out on the day before the half-year's last."""
    row = _technician(site)
    row["certificate_expires_on"] = date(2026, 6, 29)
    return site.standing("4.1.1", text(row, "staff_id"), SECOND)


def formation_in_part(site: Site) -> list[Breach]:
    """The committee's formation was never filed."""
    for row in _documents(site, "committee_formation"):
        row["sections"] = ["preparation", "candidates", "election"]
    return site.standing("5.1.1")


def formation_undated(site: Site) -> list[Breach]:
    """Nobody knows when the formation's papers were drawn up."""
    for row in _documents(site, "committee_formation"):
        row["prepared_at"] = None
    return site.standing("5.1.1")


def _fund_entry(site: Site) -> Row:
    return site.take(
        "committee_funds",
        lambda row: dates.eod(row["occurred_on"]) if isinstance(row["occurred_on"], date) else None,
    )


def spent_unapproved(site: Site) -> list[Breach]:
    """An entry of the committee's funds that nobody approved."""
    row = _fund_entry(site)
    row["approved_at"] = None
    occurred = row["occurred_on"]
    return site.breach("5.2.1", text(row, "entry_id"), occurred) if isinstance(occurred, date) else []


def _merchant(site: Site, kind: str) -> Row:
    def stays(row: Row) -> bool:
        since = row["moved_in_on"]
        settled = since is None or (isinstance(since, date) and since < date(2025, 12, 1))
        return row["kind"] == kind and row["moved_out_on"] is None and settled

    return site.find("merchants", stays)


def _merchant_lacks(clause: str, kind: str, column: str) -> Plant:
    """The plant that blanks ``column`` of a merchant's file."""

    def lacking(site: Site) -> list[Breach]:
        """The merchant's file lacks something."""
        row = _merchant(site, kind)
        row[column] = False if isinstance(row[column], bool) else None
        return site.standing(clause, text(row, "merchant_id"))

    return lacking


def filed_in_may(site: Site) -> list[Breach]:
    """A shop's file was only drawn up in May."""
    row = _merchant(site, "shop")
    row["archived_on"] = date(2026, 5, 10)
    return site.standing("6.2.2", text(row, "merchant_id"), FIRST)


def partner_approved_late(site: Site) -> list[Breach]:
    """A partner was approved in April only."""
    row = _merchant(site, "partner")
    row["approved_at"] = dates.at(_LATE, 10)
    return site.standing("6.3.2", text(row, "merchant_id"), FIRST)


def _household_lacks(clause: str, column: str, nth: int = 0) -> Plant:
    """The plant that takes ``column`` from the file of a household that lives there."""

    def incomplete(site: Site) -> list[Breach]:
        """The household's file is not complete."""
        row = site.find("households", lambda row: row["moved_in_on"] and row[column], nth)
        row[column] = None if nth else False
        since = row["moved_in_on"]
        periods = tuple(label for label in ALL if isinstance(since, date) and since <= dates.month(label).ends_on)
        return site.standing(clause, text(row, "household_id"), periods)

    return incomplete


def _policies(site: Site, kind: str) -> list[Row]:
    return [row for row in site.world.of("insurance", site.project) if row["kind"] == kind]


def uninsured(clause: str, kind: str, tag: str, periods: tuple[str, ...] = ALL) -> Plant:
    """The plant that leaves a project without a policy of ``kind``, owed in ``periods``."""

    def without(site: Site) -> list[Breach]:
        """There is no such policy."""
        site.drop("insurance", _policies(site, kind))
        return site.standing(clause, tag, periods)

    return without


def insured_from_april(site: Site) -> list[Breach]:
    """The public-liability policy begins on 1 April."""
    for row in _policies(site, "public_liability"):
        row.update(starts_on=date(2026, 4, 1), ends_on=date(2027, 3, 31))
    return site.standing("7.5.1", "#public_liability", FIRST)


def insured_until_may(site: Site) -> list[Breach]:
    """The machinery policy ended with May."""
    for row in _policies(site, "machinery"):
        row["ends_on"] = _GONE
    return site.standing("7.5.2", "", SECOND)


PLANTINGS: tuple[Planting, ...] = (
    (taken_down("2.1.2", "hotline"), "P03", ""),
    (notice_ran_out("2.1.2", "hotline"), "P07", ""),
    (taken_down("2.1.3", "complaint_channel"), "P08", ""),
    (notice_ran_out("2.1.3", "complaint_channel"), "P02", ""),
    (missing("2.1.4", "information_process"), "P05", ""),
    (lapsed("2.1.4", "confidentiality_policy"), "P09", ""),
    (late("2.11.1", "data_custodian", "#custodian"), "P06", ""),
    (missing("2.11.1", "data_custodian", "#custodian"), "P10", ""),
    (missing("2.12.1", "card_custodian"), "P04", ""),
    (lapsed("2.12.1", "card_custodian"), "P06", ""),
    (unplanned_quarter, "P04", ""),
    (late("3.1.1", "event_plan", "#plan"), "P09", ""),
    (missing("3.5.1", "visit_plan", "#plan"), "P03", ""),
    (late("3.5.1", "visit_plan", "#plan"), "P10", ""),
    (without_certificate, "P04", ""),
    (certificate_ran_out, "P09", ""),
    (without_certificate, "P10", ""),
    (taken_down("4.3.1", "fee_standard"), "P04", ""),
    (notice_ran_out("4.3.1", "fee_standard"), "P08", ""),
    (missing("4.6.1", "custody_list"), "P06", ""),
    (late("4.6.1", "custody_policy"), "P10", ""),
    (formation_in_part, "P02", ""),
    (formation_undated, "P06", ""),
    (missing("5.2.1", "committee_fund_policy", "#policy"), "P04", ""),
    (spent_unapproved, "P01", "2026-03"),
    (spent_unapproved, "P06", "2026-05"),
    (lapsed("6.1.1", "merchant_policy"), "P02", ""),
    (missing("6.1.1", "merchant_policy"), "P09", ""),
    (_merchant_lacks("6.2.1", "shop", "bank_agreement"), "P01", ""),
    (_merchant_lacks("6.2.1", "shop", "fire_agreement"), "P09", ""),
    (_merchant_lacks("6.2.1", "shop", "staff_register"), "P10", ""),
    (_merchant_lacks("6.2.2", "shop", "photos"), "P02", ""),
    (_merchant_lacks("6.2.2", "shop", "archived_on"), "P09", ""),
    (filed_in_may, "P04", ""),
    (_merchant_lacks("6.3.1", "partner", "product_certificate"), "P01", ""),
    (_merchant_lacks("6.3.1", "partner", "promoter_id"), "P09", ""),
    (partner_approved_late, "P09", ""),
    (partner_approved_late, "P02", ""),
    (_merchant_lacks("6.3.3", "partner", "supervisor_id"), "P06", ""),
    (_merchant_lacks("6.3.3", "partner", "supervisor_id"), "P10", ""),
    (_household_lacks("7.2.1", "covenant"), "P01", ""),
    (_household_lacks("7.2.1", "owner_card", 3), "P07", ""),
    (_household_lacks("7.2.1", "bank_agreement", 5), "P10", ""),
    (missing("7.3.1", "customer_property_policy"), "P03", ""),
    (missing("7.3.1", "key_policy"), "P07", ""),
    (missing("7.3.2", "property_list", "#list"), "P08", ""),
    (lapsed("7.3.4", "key_custodian", "#custodian"), "P09", ""),
    (_household_lacks("7.4.1", "agent_authorization"), "P02", ""),
    (_household_lacks("7.4.1", "agent_id_copy"), "P05", ""),
    (_household_lacks("7.4.1", "agent_id_copy", 1), "P09", ""),
    (uninsured("7.5.1", "public_liability", "#public_liability", SECOND), "P05", ""),
    (uninsured("7.5.1", "property_all_risks", "#property_all_risks"), "P02", ""),
    (insured_from_april, "P08", ""),
    (uninsured("7.5.2", "machinery", ""), "P06", ""),
    (insured_until_may, "P09", ""),
    (missing("7.6.1", "price_filing"), "P05", ""),
    (late("7.6.1", "price_filing"), "P10", ""),
)
