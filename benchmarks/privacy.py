"""The finder: how well it finds, how fast, how heavy; beside Presidio with patterns only, in the same run.

Presidio is installed into a throwaway environment (it never enters ours), with its pattern recognizers and no
language model: what it is without hundreds of megabytes. Both look at the same notes. The phone is Chromium with
the processor slowed down four times.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import waitress
from playwright.sync_api import sync_playwright
from werkzeug.wrappers import Request, Response

from benchmarks.support.name_origins import recall_by_origin
from benchmarks.support.report import machine, table
from fieldlog.config import ROOT
from fieldlog.operations.privacy import finder
from fieldlog.operations.privacy_score import score, score_note
from fieldlog.web.assets import PREFIX, Assets
from tests.support.chromium import ARGS, find
from tests.support.privacy_notes import LabelledNote, development_notes, written_notes

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse

SLOW_DOWN = 4
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
PHONE = """async ([address, texts]) => {
  const before = performance.now();
  const { loadFinder } = await import(address);
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
    """Bytes of code (with its hints) and data as they are served, brotli."""
    assets = Assets(ROOT / "static")
    return sum(len(assets.files[path].packed["br"]) for path in ["js/ui/hints.js", *assets.below("privacy/")])


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
    """How long until the finder is ready on a slowed-down phone that has the app, and how long a note takes."""
    chromium = find()
    with served_assets() as (url, finder_url), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium.executable, env=chromium.env, args=list(ARGS))
        page = browser.new_page()
        page.goto(url)
        page.evaluate(PHONE, [finder_url, texts[:1]])  # from now on the files are kept, as the app's worker keeps them
        page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOW_DOWN})
        runs = []
        for _ in range(5):
            page.goto(url)
            runs.append(page.evaluate(PHONE, [finder_url, texts]))
        browser.close()
    seen: dict[str, Any] = sorted(runs, key=lambda run: float(run["ready"]))[2]
    return seen


@contextmanager
def served_assets() -> Iterator[tuple[str, str]]:
    """Our static files as they are served, around an empty page: its address, and where the finder's code is."""
    assets = Assets(ROOT / "static")

    def serve(environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        if environ["PATH_INFO"].startswith(PREFIX):
            return assets.respond(Request(environ))(environ, start_response)
        return Response("<!doctype html><title>finder</title>", mimetype="text/html")(environ, start_response)

    server = waitress.create_server(serve, host="127.0.0.1", port=0)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.effective_port}/", assets.url("js/privacy/finder.js")
    finally:
        server.close()
        thread.join(timeout=5)


if __name__ == "__main__":
    main()
