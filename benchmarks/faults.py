"""How much is lost: random schedules of faults against the real server, and kill -9 under eight writers.

    python -m benchmarks.faults --schedules 200 --trials 200

Ends with 1 when anything at all was lost, doubled or misattributed. The same schedules each time; another
`--seed` gives others.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.support.report import machine, table, verdict
from tests.support.forked import ForkedServer
from tests.support.kills import WRITERS, Trial, kill_trials
from tests.support.model.schedule import STEPS, Outcome, Schedule

HEAD = ("schedule", "edits", "faults met", "restores", "lost", "doubled", "misattributed")


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("--schedules", type=int, default=200)
    asked.add_argument("--trials", type=int, default=200)
    asked.add_argument("--seed", type=int, default=1)
    wanted = asked.parse_args()
    print(f"Faults · {machine()}")
    clean = _schedules(wanted.seed, wanted.schedules) if wanted.schedules else True
    return 0 if (_kills(wanted.seed, wanted.trials) if wanted.trials else True) and clean else 1


def _schedules(seed: int, count: int) -> bool:
    began = time.monotonic()
    done = [Schedule(seed * 100_000 + number).run() for number in range(count)]
    rows = [_row(str(each.seed), [each]) for each in done]
    table(
        f"{count} random schedules of {STEPS} steps: two leaders share three phones",
        HEAD,
        [*rows, _row("all", done)],
    )
    for each in done:
        if each.broken:
            print(f"  schedule {each.seed}: {each.broken}")
    print(f"  in {time.monotonic() - began:.0f} seconds")
    print(verdict("schedules in which some rule did not hold", sum(not each.clean for each in done), 0))
    return all(each.clean for each in done)


def _row(name: str, done: list[Outcome]) -> list[str]:
    columns = ("edits", "faults", "restores", "lost", "doubled", "misattributed")
    return [name, *(f"{sum(getattr(each, column) for each in done):,}" for column in columns)]


def _kills(seed: int, count: int) -> bool:
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        server = ForkedServer(Path(folder))
        server.start()
        try:
            with kill_trials(server, seed) as trials:
                done: list[Trial] = [trials.trial() for _ in range(count)]
                trials.finish()
                trials.check_all_there_once()
                acked, unheard = trials.acked, trials.lost_replies
        finally:
            server.close()
    lost, unsound = sum(trial.lost for trial in done), sum(not trial.sound for trial in done)
    table(
        f"{count} times kill -9 under {WRITERS} writers",
        ["trials", "edits acknowledged", "fewest in a trial", "replies lost", "lost edits", "damaged files"],
        [[str(count), f"{acked:,}", str(min(t.acked for t in done)), f"{unheard:,}", str(lost), str(unsound)]],
    )
    print("  Every edit that was made is there once, under its author; all tables agree with a rebuild.")
    print(f"  in {time.monotonic() - began:.0f} seconds")
    print(verdict("acknowledged edits that were lost", lost, 0))
    return lost == 0 and unsound == 0


if __name__ == "__main__":
    sys.exit(main())
