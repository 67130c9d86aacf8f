"""Counts for the trends page, straight from the projections."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from fieldlog.domain.month import Month
from fieldlog.domain.trends import Count
from fieldlog.storage.sqlite.connection import Sql, to_json


class SqliteTrends(Sql):
    """Implements `TrendsStore`."""

    def visits_by_month(self, unit_ids: Iterable[str], first: date, last: date) -> dict[tuple[str, Month], int]:
        rows = self.rows(
            "SELECT r.unit_id, substr(r.date, 1, 7) AS month, count(*) AS visits"
            " FROM rides r JOIN visits v ON v.ride_id = r.ride_id AND v.leader_id = r.leader_id AND NOT v.retracted"
            " WHERE r.unit_id IN (SELECT value FROM json_each(:units)) AND r.date BETWEEN :first AND :last"
            " AND NOT r.retracted GROUP BY r.unit_id, month",
            **_scope(unit_ids, first, last),
        )
        return {(row["unit_id"], Month.parse(row["month"])): row["visits"] for row in rows}

    def counts(self, unit_ids: Iterable[str], first: date, last: date) -> list[Count]:
        # CROSS JOIN fixes the order: from the rides of the period down to their notes, by index all the way.
        rows = self.rows(
            "SELECT r.unit_id, substr(r.date, 1, 7) AS month, i.issue, o.lean, count(DISTINCT o.visit_id) AS visits"
            " FROM rides r"
            " CROSS JOIN visits v ON v.ride_id = r.ride_id AND v.leader_id = r.leader_id AND NOT v.retracted"
            " CROSS JOIN observations o ON o.visit_id = v.visit_id AND NOT o.retracted AND o.sharing <> 'private'"
            "   AND o.ride_id = r.ride_id AND o.author_id = r.leader_id"  # nobody notes on another's ride
            " CROSS JOIN observation_issues i ON i.observation_id = o.observation_id"
            " WHERE r.unit_id IN (SELECT value FROM json_each(:units)) AND r.date BETWEEN :first AND :last"
            " AND NOT r.retracted GROUP BY r.unit_id, month, i.issue, o.lean",
            **_scope(unit_ids, first, last),
        )
        return [
            Count(row["unit_id"], Month.parse(row["month"]), row["issue"], row["lean"], row["visits"]) for row in rows
        ]


def _scope(unit_ids: Iterable[str], first: date, last: date) -> dict[str, object]:
    return {"units": to_json(list(unit_ids)), "first": first.isoformat(), "last": last.isoformat()}
