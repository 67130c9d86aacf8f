"""A place on a page of the second engine: the part of Playwright's Locator that the fault tests use."""

from __future__ import annotations

import functools
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from playwright.sync_api import Error

if TYPE_CHECKING:
    from tests.support.engines.page import EnginePage

PATIENCE = 15.0
KEYS = {"Enter": "\ue007", "End": "\ue010"}
# WebDriver's own name for a reference to an element.
ELEMENT = "element-6066-11e4-a52e-4f735466cecf"

LOOK = """(steps) => find(steps).map((one) => (
  { shown: isShown(one), text: squash(one.textContent), value: one.value ?? null, checked: !!one.checked }
))"""
# In the middle of the screen nothing that sticks to an edge lies over it. A click goes to a place and not to an element,
# so wait until it has stopped moving, and remember whether the click came.
TAKE = """async (steps) => {
  const frame = () => new Promise((resolve) => setTimeout(resolve, 30));
  const place = (one) => JSON.stringify(one.getBoundingClientRect());
  const found = find(steps);
  const [one] = found;
  if (found.length !== 1 || !isShown(one) || one.disabled) return null;
  one.scrollIntoView({ block: 'center' });
  const before = place(one);
  await frame();
  if (!one.isConnected || place(one) !== before) return null;
  const { x, y, width, height } = one.getBoundingClientRect();
  const top = document.elementFromPoint(x + width / 2, y + height / 2);
  if (top && !one.contains(top) && !top.contains(one)) return null;
  window.fieldlogClicked = false;
  document.addEventListener('click', ({ target }) => { window.fieldlogClicked ||= one.contains(target); }, { capture: true, once: true });
  return one;
}"""
# On a page that came after the click, nothing is remembered.
MISSED = "window.fieldlogClicked === false"
EMPTY = """(steps) => {
  const [one] = find(steps);
  one.focus();
  one.select();
  if (one.value) document.execCommand('delete');
}"""


class Seen(NamedTuple):
    """One element as a person would meet it."""

    shown: bool
    text: str
    value: str | None
    checked: bool


@dataclass(frozen=True)
class Spot:
    """Found anew each time that it is asked for."""

    page: EnginePage
    steps: tuple[tuple[str, Any], ...] = ()

    def locator(self, selector: str) -> Spot:
        return self._then("css", selector)

    def get_by_text(self, words: str) -> Spot:
        return self._then("text", words)

    def get_by_role(self, role: str, *, name: str = "", exact: bool = False) -> Spot:
        return self._then("role", {"role": role, "name": name, "exact": exact})

    def filter(self, *, has_text: str) -> Spot:
        return self._then("holding", has_text)

    @property
    def first(self) -> Spot:
        return self._then("first", None)

    def look(self) -> list[Seen]:
        """Every element that is there now."""
        return [Seen(**one) for one in self.page.evaluate(LOOK, self.steps)]

    def count(self) -> int:
        return len(self.look())

    def is_visible(self) -> bool:
        return any(one.shown for one in self.look())

    def is_checked(self) -> bool:
        return all(one.checked for one in self.look())

    def click(self) -> None:
        self._act(self._click)

    def fill(self, text: str) -> None:
        """Empty it, and type."""
        self._act(lambda element: self.page.evaluate(EMPTY, self.steps))
        self.press_sequentially(text)

    def press(self, key: str) -> None:
        self.press_sequentially(KEYS[key])

    def press_sequentially(self, text: str, *, delay: float = 0) -> None:
        """Type it; `delay` milliseconds after each key."""
        for part in text if delay else [text]:
            self._act(functools.partial(self._type, part))
            time.sleep(delay / 1000)

    def check(self, *, force: bool = False) -> None:
        """`force`: it may lie under its label."""
        if force:
            self.page.evaluate("(steps) => find(steps)[0].click()", self.steps)
        else:
            self.click()

    def _click(self, element: str) -> None:
        self.page.send("ElementClick", id=element)
        if self.page.evaluate(MISSED):
            raise Error("the click went elsewhere")

    def _type(self, text: str, element: str) -> None:
        self.page.send("ElementSendKeys", id=element, text=text)

    def _then(self, kind: str, asked: Any) -> Spot:
        return Spot(self.page, (*self.steps, (kind, asked)))

    def _act(self, act: Callable[[str], object]) -> None:
        """Do it once the one element is there, shown and within reach."""
        give_up = time.monotonic() + PATIENCE
        while True:
            try:
                found = self.page.evaluate(TAKE, self.steps)
                if found:
                    act(found[ELEMENT])
                    return
                wrong = f"{len(self.look())} elements, none or not one of them to be used"
            except Error as error:
                wrong = error.message
                if "gone" in wrong:
                    raise
            if time.monotonic() > give_up:
                raise Error(f"{self}: {wrong}")
            time.sleep(0.05)

    def __str__(self) -> str:
        return " > ".join(f"{kind} {asked!r}" for kind, asked in self.steps)
