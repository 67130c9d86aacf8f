"""The finder: how well it finds, how fast, how heavy; beside Presidio with patterns only, in the same run.

Presidio is installed into a throwaway environment (it never enters ours), with its pattern recognizers and no
language model: what it is without hundreds of megabytes. Both look at the same notes. The phone is Chromium with
the processor slowed down four times.
"""

from __future__ import annotations

import json
import mimetypes
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import brotli
from playwright.sync_api import Route, sync_playwright

from benchmarks.support.name_origins import recall_by_origin
from benchmarks.support.report import machine, table
from fieldlog.config import ROOT
from fieldlog.operations.privacy import DATA, finder
from fieldlog.operations.privacy_score import score, score_note
from tests.support.chromium import ARGS, find
from tests.support.privacy_notes import LabelledNote, development_notes, written_notes

SLOW_DOWN = 4
HOST = "http://finder.test"
COLD = "from fieldlog.operations.privacy import finder; finder().find('carol sang')"
PRESIDIO = """
import json, sys, time
from presidio_analyzer import AnalyzerEngine, RecognizerRegistry
from presidio_analyzer.nlp_engine import NlpArtifacts, NlpEngine
class Nothing(NlpEngine):
    def load(self): pass
    def is_loaded(self): return True
    def process_text(self, text, language): return NlpArtifacts([], [], [], [], self, language)
    def process_batch(self, texts, language, **_): return ((t, self.process_text(t, language)) for t in texts)
    def is_stopword(self, word, language): return False
    def is_punct(self, word, language): return False
    def get_supported_entities(self): return []
    def get_supported_languages(self): return ["en"]
notes = json.load(sys.stdin)
registry = RecognizerRegistry(supported_languages=["en"])
registry.load_predefined_recognizers(languages=["en"])
engine = AnalyzerEngine(registry=registry, nlp_engine=Nothing(), supported_languages=["en"])
engine.analyze(notes[0], language="en")
began = time.process_time()
found = [[[r.start, r.end] for r in engine.analyze(n, language="en")] for n in notes]
json.dump({"seconds": time.process_time() - began, "found": found}, sys.stdout)
"""
PHONE = """async (texts) => {
  const before = performance.now();
  const { loadFinder } = await import('/js/privacy/finder.js');
  const finder = await loadFinder();
  finder.find(texts[0]);
  const ready = performance.now() - before;
  const began = performance.now();
  const times = texts.map((text) => { const t = performance.now(); finder.find(text); return performance.now() - t; });
  times.sort((a, b) => a - b);
  return { ready, each: (performance.now() - began) / texts.length, slowest: times[Math.floor(times.length * 0.99)] };
}"""


def main() -> None:
    notes = development_notes()
    for author in ("second", "third", "fourth", "fifth", "sixth"):
        notes += written_notes(f"{author}_author")
    print(machine())
    ours, speed = our_findings(notes)
    rows = [["fieldlog", *figures(notes, ours), f"{speed:,.0f}", f"{weight() / 1000:.0f} kB br"]]
    theirs = presidio([note.text for note in notes])
    if theirs is None:
        print("Presidio could not be installed here: measured alone.")
    else:
        rows.append(["Presidio, patterns only", *figures(notes, theirs[0]), f"{theirs[1]:,.0f}", "-"])
    table("The finder", ["finder", "recall", "cover", "precision", "clean flagged", "notes/s", "size"], rows)
    table("Names by origin, held out from training", ["origin", "recall", "tried"], recall_by_origin(notes))
    print(f"cold start (Python, process to first finding): {cold_start():.2f} s")
    seen = phone([note.text for note in notes])
    print(
        f"phone at {SLOW_DOWN}x slow-down: ready in {seen['ready']:.0f} ms, "
        f"{seen['each']:.2f} ms a note, 99 % within {seen['slowest']:.1f} ms"
    )


def our_findings(notes: list[LabelledNote]) -> tuple[list[list[tuple[int, int]]], float]:
    """Findings, and notes per second of one core's time (median of five passes after a warm-up)."""
    look = finder().find
    found = [[(f.start, f.end) for f in look(note.text)] for note in notes]
    passes = []
    for _ in range(5):
        began = time.process_time()
        for note in notes:
            look(note.text)
        passes.append(len(notes) / (time.process_time() - began))
    return found, sorted(passes)[2]


def figures(notes: list[LabelledNote], found: list[list[tuple[int, int]]]) -> list[str]:
    scored = [
        score_note(note.text, note.spans, [{"start": a, "end": b} for a, b in spans])
        for note, spans in zip(notes, found, strict=True)
    ]
    measured = score(scored, draws=1).figures
    return [f"{measured[name]:.2f}" for name in ("recall", "cover", "precision", "false_alarm")]


def weight() -> int:
    """Bytes of code and data, brotli."""
    files = [*(ROOT / "static" / "js" / "privacy").glob("*.js"), *DATA.iterdir()]
    return sum(len(brotli.compress(path.read_bytes(), quality=11)) for path in files)


def cold_start() -> float:
    """Seconds from starting Python to the first finding, the best of five."""
    times = []
    for _ in range(5):
        began = time.perf_counter()
        subprocess.run([sys.executable, "-c", COLD], check=True, cwd=ROOT)
        times.append(time.perf_counter() - began)
    return min(times)


def presidio(texts: list[str]) -> tuple[list[list[tuple[int, int]]], float] | None:
    """Its findings and speed, from an environment that is thrown away; None where it can't be had."""
    with tempfile.TemporaryDirectory() as folder:
        python = Path(folder) / "bin" / "python"
        pip = [sys.executable, "-m", "pip", "--python", str(python), "install", "-qq", "presidio-analyzer"]
        subprocess.run([sys.executable, "-m", "venv", "--without-pip", folder], check=True)
        if subprocess.run(pip, capture_output=True, check=False).returncode:
            return None
        env = {**os.environ, "PYTHONWARNINGS": "ignore"}
        done = subprocess.run(
            [str(python), "-c", PRESIDIO], input=json.dumps(texts), capture_output=True, text=True, check=False, env=env
        )
    if done.returncode:
        print(done.stderr[-800:])
        return None
    reply = json.loads(done.stdout)
    return [[(a, b) for a, b in spans] for spans in reply["found"]], len(texts) / reply["seconds"]


def phone(texts: list[str]) -> dict[str, Any]:
    """How long until the finder is ready, and how long a note takes, on a slowed-down phone."""

    def serve(route: Route) -> None:
        path = ROOT / "static" / route.request.url.removeprefix(f"{HOST}/")
        if path.is_file():
            route.fulfill(body=path.read_bytes(), content_type=mimetypes.guess_type(path.name)[0] or "text/plain")
        else:
            route.fulfill(body="<!doctype html><title>finder</title>", content_type="text/html")

    chromium = find()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium.executable, env=chromium.env, args=list(ARGS))
        page = browser.new_page()
        page.route(f"{HOST}/**", serve)
        page.goto(f"{HOST}/")
        page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOW_DOWN})
        seen: dict[str, Any] = page.evaluate(PHONE, texts)
        browser.close()
    return seen


if __name__ == "__main__":
    main()
