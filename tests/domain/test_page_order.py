"""The order of lines tells nothing of the order in which they were written."""

from __future__ import annotations

from fieldlog.domain.page_order import page_order
from fieldlog.domain.share_line import ShareLine
from fieldlog.domain.summary import moved


def lines(how_many: int) -> list[ShareLine]:
    return [
        ShareLine(f"line {n}", "s", "question", n, f"Question {n}?", frozenset({"writer"}))
        for n in range(1, how_many + 1)
    ]


def test_each_page_draws_its_own_order_and_keeps_it() -> None:
    orders = {tuple(line.line_id for line in page_order(f"summary {n}", lines(4))) for n in range(400)}
    assert len(orders) == 24  # every order there is
    assert page_order("summary 1", lines(4)) == page_order("summary 1", reversed(lines(4)))


def test_what_somebody_put_in_order_stays_so() -> None:
    by_hand = moved(lines(4), "line 4", -2)
    for n in range(9):
        assert [line.line_id for line in page_order(f"summary {n}", by_hand)] == [
            "line 1",
            "line 4",
            "line 2",
            "line 3",
        ]
