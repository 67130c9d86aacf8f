"""Row 4: the browser kills the storage connection in the background. It is opened again, once; else the words stay."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.faults.line import Line

HOLD_CONNECTIONS = """(() => {
  const { open } = IDBFactory.prototype;
  window.connections = [];
  IDBFactory.prototype.open = function (...asked) {
    if (window.noStorage) throw new DOMException('Connection to Indexed Database server lost', 'UnknownError');
    const request = open.apply(this, asked);
    request.addEventListener('success', () => window.connections.push(request.result));
    return request;
  };
})();"""
KILL = "() => { for (const one of window.connections.splice(0)) one.close(); }"


def test_it_is_opened_again(line: Line) -> None:
    page = line.browsers.phone()
    page.add_init_script(HOLD_CONNECTIONS)
    phone = line.handset(page=page)
    phone.until_sent()
    phone.rest()
    phone.write("written before the phone slept")
    page.evaluate(KILL)
    phone.press_save()
    phone.sees_saved("written before the phone slept")
    line.keep()
    page.evaluate(KILL)
    phone.nudge()
    phone.until_sent()
    line.settle()


def test_else_the_words_stay(line: Line) -> None:
    page = line.browsers.phone()
    page.add_init_script(HOLD_CONNECTIONS)
    phone = line.handset(page=page)
    phone.until_sent()
    phone.rest()
    phone.write("written when nothing could be kept")
    page.evaluate("() => { window.noStorage = true; }")
    page.evaluate(KILL)
    phone.press_save()
    trouble = page.locator("#observation-form [data-trouble]")
    expect(trouble).to_contain_text("could not save it")
    expect(trouble).to_contain_text("Your words are still here")
    expect(page.locator("#toast")).to_be_hidden()
    expect(page.locator("#observation-form [name=note]")).to_have_value("written when nothing could be kept")
    page.evaluate("() => { window.noStorage = false; }")
    phone.press_save_again()
    phone.sees_saved("written when nothing could be kept")
    line.keep()
    line.settle()
