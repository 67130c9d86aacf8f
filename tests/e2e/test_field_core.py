"""The pure parts of the phone's code, run where they will run: in a browser."""

from __future__ import annotations

import hashlib
import json
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page

Js = Callable[..., Any]


@pytest.fixture
def js(phone: Page) -> Js:
    """Run a function body with a module's exports: `js("core/entry.js", "return m.newId()")`."""
    phone.goto("/app/#danger")

    def run(module: str, body: str, argument: Any = None) -> Any:
        return phone.evaluate(
            f"""async (x) => {{
              const start = document.querySelector('script[src$="ui/main.js"]').src;
              const m = await import(new URL('../{module}', start));
              {body}
            }}""",
            argument,
        )

    return run


def record(edit_id: str, bases: list[str], state: str = "acked", kind: str = "save", **body: Any) -> dict[str, Any]:
    edit = {"edit_id": edit_id, "entry_id": "e", "entry_type": "observation", "kind": kind, "base_edit_ids": bases,
            "occurred_at": "2026-05-13T14:02:00Z", "body": json.dumps(body)}  # fmt: skip
    return {"edit_id": edit_id, "edit": edit, "state": state, "at": None, "code": None}


def project(js: Js, records: list[dict[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = js(
        "core/entry.js",
        """const entry = m.project(x).get('e'); return { heads: entry.heads.map((one) => one.edit.edit_id),
        body: entry.body, removed: entry.removed, state: entry.state, follows: m.following(entry),
        unsent: m.unsent(m.project(x)) }""",
        records,
    )
    return found


def test_ids_are_uuid_7_and_sort_by_time(js: Js) -> None:
    made = [uuid.UUID(one) for one in js("core/entry.js", "return [m.newId(1), m.newId(1e12), m.newId(1.9e12)]")]
    assert [one.version for one in made] == [7, 7, 7]
    assert made == sorted(made)
    assert [one.int >> 80 for one in made] == [1, 10**12, 19 * 10**11]


def test_an_edit_carries_the_hash_of_its_words(js: Js) -> None:
    edit = js(
        "core/entry.js",
        """return m.makeEdit({ entryId: 'e', type: 'observation', body: x, author: 'a', device: 'd',
        now: new Date('2026-05-13T14:02:03Z') })""",
        {"note": "José said “no” 😀"},
    )
    assert edit["content_sha256"] == edit["body_sha256"] == hashlib.sha256(edit["body"].encode()).hexdigest()
    assert json.loads(edit["body"])["note"] == "José said “no” 😀"
    assert len(json.loads(edit["body"])["nonce"]) >= 16
    assert edit["occurred_at"] == "2026-05-13T14:02:03Z"


def test_the_same_hash_where_the_browser_has_none(js: Js) -> None:
    """Plain http has no crypto.subtle; the vendored one gives the same."""
    own, vendored = js(
        "core/entry.js",
        """const own = await m.sha256(x);
        Object.defineProperty(globalThis.crypto, 'subtle', { value: undefined });
        return [own, await m.sha256(x)]""",
        "heat off nine days, José",
    )
    assert own == vendored == hashlib.sha256("heat off nine days, José".encode()).hexdigest()


def test_the_last_version_is_the_entry(js: Js) -> None:
    entry = project(js, [record("b", ["a"], note="new"), record("a", [], note="old")])
    assert (entry["heads"], entry["body"], entry["removed"]) == (["b"], {"note": "new"}, False)


def test_two_versions_of_one_base_are_both_heads(js: Js) -> None:
    entry = project(js, [record("a", []), record("b", ["a"]), record("c", ["a"], state="queued")])
    assert entry["heads"] == ["b", "c"]
    assert entry["follows"] == {"bases": ["b", "c"], "supersedes": []}
    assert entry["state"] == "queued"


def test_a_removal_can_be_taken_back(js: Js) -> None:
    gone = [record("a", [], note="x"), record("b", ["a"], kind="retract", note="x")]
    assert project(js, gone)["removed"]
    assert not project(js, [*gone, record("c", ["b"], note="x")])["removed"]


def test_a_refused_version_is_followed_from_its_base(js: Js) -> None:
    """The server never stored it, so nothing there may hang on it."""
    entry = project(js, [record("a", []), record("b", ["a"], state="needs_fix")])
    assert entry["follows"] == {"bases": ["a"], "supersedes": ["b"]}
    assert [one["edit"]["edit_id"] for one in [head["record"] for head in entry["unsent"]["stuck"]]] == ["b"]


def test_an_unreadable_body_is_an_empty_entry_not_a_dead_app(js: Js) -> None:
    damaged = record("a", [])
    damaged["edit"]["body"] = '{"note": "cut'
    assert project(js, [damaged])["body"] == {}


def test_a_batch_is_fifty_edits_or_256_kb_and_a_giant_goes_alone(js: Js) -> None:
    sizes = js(
        "sync/answers.js",
        """const some = (n, size) => Array.from({ length: n }, () => ({ body: 'x'.repeat(size) }));
        return [some(60, 10), some(20, 30000), [...some(1, 400000), ...some(1, 10)], []].map((all) => m.nextBatch(all).length)""",
    )
    assert sizes == [50, 8, 1, 0]


@pytest.mark.parametrize(
    ("answer", "wrong"),
    [
        ({"status": 200, "json": {"app": "fieldlog", "user_id": "me"}}, None),
        ({"status": 0, "type": "opaqueredirect", "json": None}, "captive"),
        ({"status": 200, "redirected": True, "json": {"app": "fieldlog", "user_id": "me"}}, "captive"),
        ({"status": 200, "json": None}, "captive"),
        ({"status": 200, "json": {"app": "other"}}, "captive"),
        ({"status": 401, "json": {"app": "fieldlog"}}, "signed_out"),
        ({"status": 409, "json": {"app": "fieldlog", "error": {"code": "other_person"}}}, "other_person"),
        ({"status": 200, "json": {"app": "fieldlog"}}, "captive"),
        ({"status": 200, "json": {"app": "fieldlog", "user_id": "somebody else"}}, "other_person"),
        ({"status": 503, "json": None}, "server"),
        ({"status": 429, "json": {"app": "fieldlog"}}, "server"),
    ],
)
def test_what_is_wrong_with_an_answer(js: Js, answer: dict[str, Any], wrong: str | None) -> None:
    assert js("sync/answers.js", "return m.trouble(x, 'me')", answer) == wrong


@pytest.mark.parametrize(
    ("status", "echo", "state"),
    [
        ("ok", "h", "acked"),
        ("dup", "h", "acked"),
        ("ok", "another", None),
        ("held", "h", "held"),
        ("not_yours", "h", "not_yours"),
        ("needs_fix", "h", "needs_fix"),
        ("clash", "h", "needs_fix"),
        ("resend", "h", None),
        ("never heard of", "h", None),
    ],
)
def test_only_ok_or_dup_with_our_hash_is_an_ack(js: Js, status: str, echo: str, state: str | None) -> None:
    results = [{"edit_id": "a", "status": status, "content_sha256": echo}, {"edit_id": "x", "status": "ok"}]
    sent = [{"edit_id": "a", "content_sha256": "h"}]
    verdicts = js("sync/answers.js", "return m.judge(x.results, x.sent)", {"results": results, "sent": sent})
    assert [one["state"] for one in verdicts] == ([state] if state else [])


SYNC = """const waits = [];
  const sync = new m.Sync({ store: { person: 'p' }, device: 'd', onChange() {} });
  Object.assign(sync, { attempt: async () => ({ wrong: x.wrong, wait: x.wait }), later: (seconds) => waits.push(seconds) });"""


def test_a_signal_that_is_not_quite_back_is_tried_again_soon(js: Js) -> None:
    script = SYNC + "sync.failures = 9; await sync.kick(); return waits;"
    (wait,) = js("sync/sync.js", script, {"wrong": "offline", "wait": 0})
    assert wait <= 2


def test_a_signal_that_comes_back_while_a_try_fails_is_tried_at_once(js: Js) -> None:
    script = SYNC + (
        "let tries = 0; sync.attempt = async () => { tries += 1; await null; if (tries === 1) sync.kick(); return { wrong: x.wrong, wait: 0 }; };"
        "await sync.kick(); return [tries, waits.length];"
    )
    assert js("sync/sync.js", script, {"wrong": "offline"}) == [2, 1]


def test_a_server_that_asks_for_time_gets_it(js: Js) -> None:
    script = SYNC + "await sync.kick(); const held = sync.kick(); return [waits, held];"
    assert js("sync/sync.js", script, {"wrong": "server", "wait": 60}) == [[60], None]


def test_waiting_doubles_up_to_five_minutes_and_minds_the_server(js: Js) -> None:
    waits = js(
        "sync/answers.js", "return [m.backOff(1, 0, 1), m.backOff(4, 0, 1), m.backOff(99, 0, 1), m.backOff(1, 60, 0)]"
    )
    assert waits == [2, 16, 300, 60]
    assert js("sync/answers.js", "return [m.retryAfter('120'), m.retryAfter(null), m.retryAfter('soon')]") == [
        120,
        0,
        0,
    ]


def test_words_are_filled_in(js: Js) -> None:
    assert js("core/i18n.js", "return m.tn('1 not yet sent', '{n} not yet sent', 3)") == "3 not yet sent"
    assert js("core/i18n.js", "m.useWords({ Save: 'Guardar' }); return m.t('Save')") == "Guardar"
