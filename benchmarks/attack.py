"""What an attacker with every page and a solver finds out: ten thousand histories of publications, and as many trends.

    python -m benchmarks.attack --histories 10000

Ends with 1 when anything at all was found. The same histories each time; another `--seed` gives others.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from itertools import repeat

from benchmarks.support.report import machine, table, verdict
from tests.support.attack.campaign import Result, inside_campaign, outside_campaign

HEAD = ("attack", "histories", "pages", "with numbers", "small counts attacked", "recovered", "seconds of work")
CHUNK = 50


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("--histories", type=int, default=10_000)
    asked.add_argument("--processes", type=int, default=os.cpu_count() or 1)
    asked.add_argument("--seed", type=int, default=1)
    wanted = asked.parse_args()
    print(f"Attack · {machine()}")
    first = wanted.seed * 1_000_000
    seeds = [
        range(at, min(at + CHUNK, first + wanted.histories)) for at in range(first, first + wanted.histories, CHUNK)
    ]
    with ProcessPoolExecutor(wanted.processes) as pool:
        done = {
            name: list(pool.map(_run, repeat(campaign), seeds))
            for name, campaign in (("publications", outside_campaign), ("trends", inside_campaign))
        }
    table(f"{wanted.histories:,} random histories, and months", HEAD, [_row(*each) for each in done.items()])
    recovered = [each for results in done.values() for result in results for each in result.recovered]
    for each in recovered[:20]:
        print(f"  {each}")
    print(verdict("small counts of which more was found out", len(recovered), 0))
    return 1 if recovered else 0


def _run(campaign: Callable[[range], Result], seeds: range) -> Result:
    return campaign(seeds)


def _row(name: str, results: list[Result]) -> list[str]:
    columns = ("histories", "pages", "with_numbers", "cells")
    sums = [f"{sum(getattr(result, column) for result in results):,}" for column in columns]
    seconds = sum(result.seconds for result in results)
    return [name, *sums, str(sum(len(result.recovered) for result in results)), f"{seconds:,.0f}"]


if __name__ == "__main__":
    sys.exit(main())
