"""Snapshots as an agency would publish them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from fieldlog.domain.period import Period, Quarter
from fieldlog.domain.privacy.disclosure import Hidden, Nearly, Number, Zero
from fieldlog.domain.snapshot import PageLine, PageNumber, PageNumbers, PagePromise, Snapshot
from fieldlog.operations.packs import load_packs

ADDRESS = "https://fieldlog.example.org/s/abcdefghjkmnpqrstuvwxyz234"

USUAL = Snapshot(
    title="What we saw on the road this spring",
    agency="Prairie County",
    area="North region",
    period=Period(Quarter(2026, 2), Quarter(2026, 2)),
    audience="community",
    version=1,
    published=Quarter(2026, 3),
    strengths=(
        PageLine(
            "Neighbors and kin step in long before we do, and most parents can name who they would call tonight.",
            "Protective factors",
        ),
        PageLine(
            "Workers who say a strength out loud leave a family more willing to ask for help.", "Community engagement"
        ),
        PageLine("Schools call us early, and stay in the room when we come.", "Community engagement"),
    ),
    concerns=(
        PageLine(
            "Many of our worries would end with a deposit, a repair or a ride. We arrived with a plan and no means.",
            "Poverty or neglect?",
        ),
        PageLine("Past the county line there is no signal, and no second way to call for help.", "Worker safety"),
        PageLine("The drive to a court date takes a day off work that a parent can't lose.", "Rural practice"),
    ),
    promises=(
        PagePromise("A satellite phone in every car that goes past the ridge. Workers were told this spring.", "done"),
        PagePromise("A fund that a worker can use the same day for heat, food and repairs. By the fall.", "doing"),
        PagePromise(
            "A second office in the valley: no lease we can pay. We will borrow a room at the school one day a week.",
            "cannot",
        ),
    ),
    questions=(
        "Who in this room knew before we did, and what would have made it easy to tell us?",
        "What did we hear wrong?",
    ),
    numbers=PageNumbers(
        Number(71),
        Number(23),
        (
            PageNumber("Worker safety", Number(22)),
            PageNumber("Poverty or neglect?", Number(19)),
            PageNumber("Rural practice", Hidden(11)),
            PageNumber("Community engagement", Number(31)),
            PageNumber("Protective factors", Nearly(11)),
            PageNumber("Worker resilience", Zero()),
            PageNumber("Leadership support", Number(12)),
        ),
    ),
    why_no_numbers="",
    credit=load_packs().newest("child_welfare").credit,
)


def usual(**changes: Any) -> Snapshot:
    """The usual page, otherwise."""
    return replace(USUAL, **changes)
