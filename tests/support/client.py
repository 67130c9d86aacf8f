"""The test client: it signs people in, sends forms as pages offer them, and checks each page it opens."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from xml.etree.ElementTree import Element

from flask.testing import FlaskClient
from werkzeug.exceptions import HTTPException
from werkzeug.test import TestResponse

from fieldlog.domain.people import Person
from tests.support import html
from tests.support.people import Cast

# Pages that hold nothing of anybody; all other pages of a signed-in person must not be kept.
USER_FREE = ("/app/", "/s/", "/danger")

Values = Mapping[str, str | list[str]]


class CheckedClient(FlaskClient):
    """Checks every HTML page that any test opens: see `_problems`."""

    signed_in = False

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        response = super().open(*args, **kwargs)
        if response.mimetype == "text/html" and response.status_code not in range(300, 400) and response.data:
            problems = self._problems(response)
            assert not problems, f"{response.request.path}: " + "; ".join(problems)
        return response

    def sign_in(self, person: Person) -> None:
        """Carry a session of this person from here on."""
        cast = Cast(self.application.extensions["fieldlog.store"])
        with self.session_transaction() as session:
            session["_user_id"] = cast.session_token(person)
            session["_fresh"] = True
        self.signed_in = True

    def page(self, path: str, *, status: int = 200) -> Element:
        """Open a page and return it as a tree."""
        response = self.get(path)
        assert response.status_code == status, f"{path}: {response.status}"
        return html.parse(response.text)

    def submit(self, path: str, values: Values | None = None, *, action: str | None = None) -> TestResponse:
        """Open `path`, fill in the form that it offers (the one to `action`, or with a button to it), send it.

        `values` may only name fields that the form has; what they don't name goes as the page has it.
        """
        tree = self.page(path)
        forms = html.post_forms(tree)
        own = [form for form in forms if (form.get("action") or path) != "/sign-out"] or forms
        fitting = [form for form in own if action is None or (form.get("action") or path) == action]
        # A button may lead elsewhere than its form.
        fitting = fitting or [form for form in own if action in [f.get("formaction") for f in _fields(form, tree)]]
        assert len(fitting) == 1, f"{path} has {len(fitting)} such forms: {[form.get('action') for form in forms]}"
        fields = _fields(fitting[0], tree)
        offered = _offered(fields)
        for name in values or {}:
            assert name in _names(fields), f"the form on {path} has no field {name}"
        return self.post(action or fitting[0].get("action") or path, data={**offered, **(values or {})})

    def _problems(self, response: TestResponse) -> list[str]:
        path = response.request.path
        tree = html.parse(response.text)
        problems = html.page_problems(response.text) + html.form_problems(tree, path, self._takes_post)
        policy = response.headers.get("Content-Security-Policy", "")
        if "default-src 'none'" not in policy or "unsafe" in policy or "data:" in policy or "*" in policy:
            problems.append(f"weak content security policy: {policy or 'none'}")
        kept = "no-store" not in response.headers.get("Cache-Control", "")
        if self.signed_in and kept and not path.startswith(USER_FREE):
            problems.append("a signed-in page that a browser may keep")
        return problems + [f"{name} is missing" for name in sorted(html.own_files(tree)) if not self._served(name)]

    def _takes_post(self, path: str) -> bool:
        try:
            self.application.url_map.bind("localhost").match(path, method="POST")
        except HTTPException:
            return False
        return True

    def _served(self, address: str) -> bool:
        path, _, fragment = address.partition("#")
        known: dict[str, str] = self.application.extensions.setdefault("fieldlog.tests.files", {})
        if path not in known:
            response = FlaskClient.open(self, path)
            known[path] = response.data.decode(errors="replace") if response.status_code == 200 else ""
        return bool(known[path]) and (not fragment or f'id="{fragment}"' in known[path])


def _fields(form: Element, tree: Element) -> list[Element]:
    """What stands inside the form, and what belongs to it by its `form` attribute."""
    elsewhere = [field for field in tree.iter() if field.get("form") and field.get("form") == form.get("id")]
    return [*form.iter(), *elsewhere]


def _offered(fields: list[Element]) -> dict[str, str | list[str]]:
    """What a browser would send if the person changed nothing and pressed an unnamed button."""
    sent: dict[str, list[str]] = {}
    for field in fields:
        name = field.get("name")
        if not name or field.get("disabled") is not None:
            continue
        for value in _values(field):
            sent.setdefault(name, []).append(value)
    return dict(sent)


def _values(field: Element) -> list[str]:
    if field.tag == "textarea":
        return [(field.text or "").removeprefix("\n")]
    if field.tag == "select":
        options = list(field.iter("option"))
        chosen = [option for option in options if option.get("selected") is not None]
        if not chosen and field.get("multiple") is None:
            chosen = options[:1]
        return [option.get("value", html.text_of(option)) for option in chosen]
    if field.tag != "input":
        return []
    kind = field.get("type", "text")
    if kind in {"checkbox", "radio"}:
        return [field.get("value", "on")] if field.get("checked") is not None else []
    return [] if kind in {"submit", "button", "image", "reset", "file"} else [field.get("value", "")]


def _names(fields: list[Element]) -> set[str]:
    return {field.get("name", "") for field in fields if field.tag in {"input", "select", "textarea", "button"}}
