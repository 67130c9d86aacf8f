"""`fieldlog privacy …`: the finder of identifiers, from the command line."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import click

from fieldlog.i18n import gettext as _


@click.group(help=_("Find what could point to a family, and measure how well it is found."))
def privacy() -> None:
    """Only a group. The engine is loaded by the commands that use it, so that the others start at once."""


@privacy.command(
    help=_(
        'Read one {"text": …} a line, write one {"spans": [{"start", "end", "type", "score"}]} a line in the same order. '
        "Offsets are code points, end exclusive. Nothing is kept."
    )
)
@click.argument("notes", type=click.File("r", encoding="utf-8"), default="-")
def scan(notes: Any) -> None:
    """Line by line, so that any number of notes can go through."""
    from fieldlog.operations.privacy import finder

    find = finder().find
    write = sys.stdout.write
    for number, line in enumerate(notes, start=1):
        if not line.strip():
            continue
        spans = [
            {"start": found.start, "end": found.end, "type": found.type, "score": found.score}
            for found in find(_text(line, number))
        ]
        write(json.dumps({"spans": spans}) + "\n")


@privacy.command(help=_("Compare the findings in PRED with the labels in GOLD, note by note."))
@click.argument("gold", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.argument("pred", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--min-score", type=float, default=0.0, help=_("Leave out findings less sure than this."))
def score(gold: Path, pred: Path, min_score: float) -> None:
    """Both files have one note a line, in the same order."""
    from fieldlog.operations import privacy_score

    labelled, found = _lines(gold), _lines(pred)
    if len(labelled) != len(found):
        raise click.ClickException(
            _("{gold} gold notes but {pred} predictions").format(gold=len(labelled), pred=len(found))
        )
    notes = []
    for number, (truth, guess) in enumerate(zip(labelled, found, strict=True), start=1):
        if guess.get("text", truth["text"]) != truth["text"]:
            raise click.ClickException(_("line {number}: text differs").format(number=number))
        spans = [span for span in guess["spans"] if span.get("score", 1) >= min_score]
        notes.append(privacy_score.score_note(truth["text"], truth["spans"], spans))
    for line in privacy_score.lines(privacy_score.score(notes)):
        click.echo(line)


@privacy.command(help=_("Rebuild the word list and the model from the inventories in training/, from a fixed seed."))
@click.option("--notes", type=click.IntRange(min=1_000), default=None, help=_("How many notes to make."))
def train(notes: int | None) -> None:
    """Needs a clone (training/ is not installed) and numpy."""
    try:
        from training import train as training
    except ModuleNotFoundError as missing:
        raise click.ClickException(
            _("Training needs a clone of Fieldlog and numpy; {name} is missing.").format(name=missing.name)
        ) from missing
    from fieldlog.operations.privacy import DATA

    done = training.train(DATA, notes=notes or training.NOTES)
    click.echo(", ".join(f"{name} {value}" for name, value in done.items()))


def _text(line: str, number: int) -> str:
    try:
        text = json.loads(line)["text"]
    except (ValueError, KeyError, TypeError) as error:
        raise click.ClickException(_('line {number}: not {{"text": …}}').format(number=number)) from error
    if not isinstance(text, str):
        raise click.ClickException(_('line {number}: not {{"text": …}}').format(number=number))
    return text


def _lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]
