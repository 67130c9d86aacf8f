"""Signing in, in a real browser, at both sizes."""

from __future__ import annotations

import re

from playwright.sync_api import Page

from tests.support.accessibility import axe
from tests.support.browsers import Browsers
from tests.support.field import Field
from tests.support.people import PASSWORD, Agency, Cast


def test_the_sign_in_page_on_a_phone(phone: Page) -> None:
    phone.goto("/sign-in")
    axe(phone)


def test_the_sign_in_page_at_a_desk(desk: Page) -> None:
    desk.goto("/sign-in")
    axe(desk)


def test_a_leader_arrives_in_the_field(phone: Page, cast: Cast, agency: Agency) -> None:
    phone.goto("/sign-in")
    phone.fill("[name=email]", cast.person("leader", agency.unit).email)
    phone.fill("[name=password]", PASSWORD)
    phone.press("[name=password]", "Enter")
    phone.wait_for_url(re.compile(r"/app/(#.*)?$"))


def test_a_wrong_password_is_said_in_plain_words(phone: Page, cast: Cast, agency: Agency) -> None:
    person = cast.person("leader", agency.unit)
    phone.goto("/sign-in")
    phone.fill("[name=email]", person.email)
    phone.fill("[name=password]", "not the password")
    phone.press("[name=password]", "Enter")
    phone.get_by_text("do not go together").wait_for()


def test_half_written_words_go_with_whoever_signs_out(
    desk: Page, browsers: Browsers, cast: Cast, agency: Agency
) -> None:
    browsers.sign_in(desk, cast.person("editor", agency.region))
    desk.goto("/desk/")
    desk.evaluate("sessionStorage.setItem('line', 'half a thought')")
    desk.get_by_role("button", name="Sign out").click()
    desk.wait_for_url("**/sign-in**")
    assert desk.evaluate("sessionStorage.length") == 0


def test_an_ended_session_opens_offline_and_online(signed_in: Field) -> None:
    signed_in.start_ride()
    signed_in.all_sent()
    signed_in.page.context.clear_cookies()
    signed_in.open()
    signed_in.page.get_by_text("You are on a ride-along").wait_for()
