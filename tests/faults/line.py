"""The whole line of a fault test: phones, a way that can be broken, a server, and the count of what was promised."""

from __future__ import annotations

import hashlib
import shutil
import sqlite3
import time
from collections import Counter
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, NamedTuple

from playwright.sync_api import Page

from fieldlog.domain.people import Person
from tests.faults.handset import Handset, is_open
from tests.faults.proxy import Proxy
from tests.support.browsers import Browsers
from tests.support.cookies import session_cookie
from tests.support.forked import ForkedServer
from tests.support.live import LiveServer
from tests.support.people import Agency, Cast, small_agency


class Row(NamedTuple):
    """One edit as the server has it."""

    edit_id: str
    entry_id: str
    author_id: str
    content_sha256: str
    """Of the words that are really there, not of those that were announced."""
    status: str


@dataclass
class World:
    """A server with people on it."""

    server: LiveServer
    cast: Cast
    agency: Agency

    @classmethod
    def on(cls, server: LiveServer) -> World:
        cast = Cast(server.store)
        return cls(server, cast, small_agency(cast))

    def leader(self) -> Person:
        return self.cast.person("leader", self.agency.unit)

    def rows(self, people: Iterable[Person]) -> dict[str, Row]:
        """The edits of these people by id, straight from the file."""
        marks = [person.person_id for person in people]
        with closing(sqlite3.connect(f"file:{self.server.file}?mode=ro", uri=True)) as db:
            found = db.execute(
                "SELECT edit_id, entry_id, author_id, body, status FROM edits"
                f" WHERE author_id IN ({', '.join('?' * len(marks))})",
                marks,
            )
            return {
                row[0]: Row(row[0], row[1], row[2], hashlib.sha256(row[3].encode()).hexdigest(), row[4])
                for row in found
            }

    def back_up(self, folder: Path) -> None:
        """Copy the database, as yesterday's backup. The epoch file beside it is no part of one."""
        self._stopped()
        folder.mkdir()
        for path in self._files():
            shutil.copy(path, folder)
        self._started()

    def restore(self, folder: Path) -> None:
        """Put the backup in the place of the database."""
        self._stopped()
        for path in self._files():
            path.unlink()
        for path in folder.iterdir():
            shutil.copy(path, self.server.folder)
        self._started()

    def _files(self) -> list[Path]:
        found = self.server.folder.glob(f"{self.server.file.name}*")
        return [path for path in found if not path.name.endswith(".epoch")]

    def _stopped(self) -> None:
        self.server.stop()
        self.server.forget_store()

    def _started(self) -> None:
        self.server.start()
        self.cast.store = self.server.store

    def heads(self, person: Person) -> dict[str, tuple[str, int, bool]]:
        """The entries of a person: id → head edit, number of heads, taken back or not."""
        with closing(sqlite3.connect(f"file:{self.server.file}?mode=ro", uri=True)) as db:
            found = db.execute(
                "SELECT entry_id, head_edit_id, head_count, retracted FROM entries WHERE owner_id = ?",
                [person.person_id],
            )
            return {row[0]: (row[1], row[2], bool(row[3])) for row in found}

    def change(self, person: Person, **how: Any) -> None:
        """The office changes something about a person: `active`, `grants`."""
        with self.server.store.write() as tx:
            tx.people.save_person(replace(tx.people.person(person.person_id), **how))

    def quarantined(self, person: Person) -> dict[str, str]:
        """What a person's phone sent and could not be stored: edit id → code."""
        with closing(sqlite3.connect(f"file:{self.server.file}?mode=ro", uri=True)) as db:
            found = db.execute("SELECT edit_id, code FROM quarantine WHERE person_id = ?", [person.person_id])
            return dict(found.fetchall())


@dataclass
class Line:
    """Phones ↔ proxy ↔ server, and the invariant over all of it."""

    world: World
    proxy: Proxy
    browsers: Browsers
    saved: dict[str, tuple[str, str]] = field(default_factory=dict)
    """Edit id → author and content hash, of everything that a person was told is saved."""
    handsets: list[Handset] = field(default_factory=list)
    known_gone: set[str] = field(default_factory=set)
    """Edits that a wiped phone took with it (row 6 only): they are counted and named instead."""

    def handset(self, person: Person | None = None, page: Page | None = None, *, ride: bool = True) -> Handset:
        """A new phone, signed in, with a ride started."""
        made = self.bare(person or self.world.leader(), page)
        self.sign_in(made.page, made.person)
        made.open()
        if ride:
            made.start_ride()
            self.keep(made)
        return made

    def bare(self, person: Person, page: Page | None = None) -> Handset:
        """A phone that has not opened the app yet; nobody is signed in on a new one."""
        made = Handset(page or self.browsers.phone(), person, self.proxy)
        self.handsets.append(made)
        return made

    def relaunched(self, phone: Handset, folder: Path) -> Handset:
        """The same phone after its browser was killed. The browser may not yet have written its cookies down."""
        made = self.bare(phone.person, self.browsers.kept_phone(folder))
        self.sign_in(made.page, made.person)
        made.open()
        return made

    def sign_in(self, page: Page, person: Person) -> None:
        """Give the browser the cookie of a new session."""
        name, value = session_cookie(self.world.server, self.world.cast.session_token(person))
        page.context.add_cookies([{"name": name, "value": value, "url": self.proxy.url, "httpOnly": True}])

    def keep(self, *handsets: Handset) -> None:
        """Remember what these phones have just said is saved."""
        for handset in handsets or self.handsets:
            for edit_id, record in handset.edits().items():
                self.saved[edit_id] = (record["edit"]["author_id"], record["edit"]["content_sha256"])

    def check(self) -> None:
        """The invariant: what was shown as saved is on a phone or on the server, all of it, right now."""
        there, entries = set(self._rows()), {row.entry_id for row in self._rows().values()}
        for person in self._people():
            there |= set(self.world.quarantined(person))
        for handset in self._alive():
            found = handset.edits()
            there |= set(found)
            entries |= {record["edit"]["entry_id"] for record in found.values()}
        lost = set(self.saved) - there - self.known_gone
        assert not lost, f"lost: {len(lost)} of {len(self.saved)} saved edits are neither on a phone nor on the server"
        shown = set().union(*(handset.shown for handset in self.handsets))
        assert shown <= entries or self.known_gone, f"shown as saved, and nowhere: {shown - entries}"

    def settle(self, *, seconds: float = 20) -> None:
        """The faults are over: after some clean rounds the server has what was saved, once, under its author."""
        self.check()
        self.proxy.clear()
        give_up = time.monotonic() + seconds
        for handset in self._alive():
            handset.nudge()
            while handset.queued():
                assert time.monotonic() < give_up, f"never sent: {handset.states()}"
                handset.page.wait_for_timeout(100)
        self.check()
        self.compare()

    def compare(self) -> None:
        """The server's set equals the saved set: nothing lost, nothing doubled, nobody's name on another's words."""
        assert self.saved, "a test in which nothing was saved proves nothing"
        for wrong, edit_ids in self.wrongs().items():
            assert not edit_ids, f"{wrong}: {len(edit_ids)} of {len(self.saved)}"

    def wrongs(self) -> dict[str, set[str]]:
        """What is not as it has to be, by kind: ids of edits."""
        rows = self._rows()
        replaced = {
            edit_id
            for handset in self._alive()
            for edit_id, record in handset.edits().items()
            if record["state"] in ("superseded", "needs_fix", "not_yours")
        }
        contents = Counter(row.content_sha256 for row in rows.values())
        return {
            "lost": set(self.saved) - replaced - self.known_gone - set(rows),
            "doubled": {edit_id for edit_id, row in rows.items() if contents[row.content_sha256] > 1},
            "misattributed or changed": {
                edit_id for edit_id, row in rows.items() if self.saved.get(edit_id, row[2:4]) != row[2:4]
            },
            "from nowhere": set(rows) - set(self.saved) - self.known_gone,
        }

    def server_has(self, handset: Handset) -> int:
        """How many edits of a phone's person the server has."""
        return len(self.world.rows([handset.person]))

    def until_synced(self, count: int, *, seconds: float = 10) -> None:
        """Wait until phones have asked for at least this many syncs, and the last of them is over."""
        give_up = time.monotonic() + seconds
        while len(self.proxy.syncs()) < count:
            assert time.monotonic() < give_up, f"only {len(self.proxy.syncs())} syncs"
            self.handsets[0].page.wait_for_timeout(50)

    def _rows(self) -> dict[str, Row]:
        return self.world.rows(self._people())

    def _people(self) -> list[Person]:
        return list({handset.person.person_id: handset.person for handset in self.handsets}.values())

    def _alive(self) -> list[Handset]:
        return [handset for handset in self.handsets if is_open(handset.page)]


def new_server(folder: Path) -> LiveServer:
    """A server that runs, on a new file."""
    server = ForkedServer(folder)
    server.start()
    return server
