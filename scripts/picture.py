"""Take the README's picture of the demo agency anew: `python -m scripts.picture`."""

import base64
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from fieldlog.demo.agency import to_sign_in_as
from scripts.npm_package import ROOT
from tests.support.browsers import DESK, PHONE
from tests.support.chromium import ARGS, find

PICTURE = ROOT / "docs" / "img" / "fieldlog.png"
FRAME = """<body style="margin:0;background:#e9e4da"><div style="display:flex;gap:36px;padding:36px;align-items:flex-start">
<img alt="" width="300" style="border-radius:28px;box-shadow:0 0 0 8px #1d2b30" src="{phone}">
<img alt="" width="760" style="border-radius:6px;box-shadow:0 2px 14px #0003" src="{page}"></div></body>"""


def main() -> int:
    with tempfile.TemporaryDirectory() as folder, _demo(Path(folder)) as url, sync_playwright() as playwright:
        chromium = find()
        browser = playwright.chromium.launch(executable_path=chromium.executable, env=chromium.env, args=list(ARGS))
        phone = _phone(browser, url)
        page = _public_page(browser, url, _newest_slug(Path(folder)))
        sheet = browser.new_page(viewport={"width": 1168, "height": 722})
        sheet.set_content(FRAME.format(phone=_data(phone), page=_data(page)))
        PICTURE.parent.mkdir(exist_ok=True)
        sheet.screenshot(path=PICTURE)
        browser.close()
    print(f"{PICTURE.relative_to(ROOT)}: {PICTURE.stat().st_size // 1024} KB")
    return 0


@contextmanager
def _demo(folder: Path) -> Iterator[str]:
    command = [sys.executable, "-m", "fieldlog", "demo", "--port", "0", "--folder", str(folder)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    try:
        yield next(word for line in process.stdout for word in line.split() if word.startswith("http://")).rstrip("/")
    finally:
        process.terminate()
        process.communicate()


def _newest_slug(folder: Path) -> str:
    with closing(sqlite3.connect(folder / "demo.sqlite")) as raw:
        row = raw.execute("SELECT slug FROM publications ORDER BY publication_id DESC LIMIT 1").fetchone()
    return str(row[0])


def _phone(browser: Browser, url: str) -> bytes:
    """The newest ride of the demo's leader."""
    leader = next(person for person in to_sign_in_as() if "leader" in person.roles)
    page = browser.new_page(base_url=url, **PHONE)
    page.goto("/sign-in")
    page.fill("[name=email]", leader.email)
    page.fill("[name=password]", leader.password)
    page.press("[name=password]", "Enter")
    page.wait_for_selector("html[data-complete]", state="attached")
    page.wait_for_load_state("networkidle")  # the year has come down by then
    page.goto(f"{url}/app/#rides")
    page.locator("a.place:visible").nth(1).click()  # the first is still going on, at whatever hour this runs
    page.locator("[data-view=ride] .entry").first.wait_for()
    page.wait_for_load_state("networkidle")
    return page.screenshot()


def _public_page(browser: Browser, url: str, slug: str) -> bytes:
    page = browser.new_page(base_url=url, **{**DESK, "viewport": {"width": 900, "height": 770}})
    page.goto(f"/s/{slug}")
    return page.screenshot()


def _data(png: bytes) -> str:
    return "data:image/png;base64," + base64.b64encode(png).decode()


if __name__ == "__main__":
    sys.exit(main())
