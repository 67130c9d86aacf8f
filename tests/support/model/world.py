"""Everything at once: two leaders, three phones that they share, one server, and what people were told is saved."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

from fieldlog.domain.people import Grant, Person, Unit
from fieldlog.domain.permissions import Actor
from fieldlog.operations import people
from fieldlog.operations.packs import load_packs
from fieldlog.operations.projections import rebuild_projections
from tests.operations.test_projections import tables
from tests.support.model.book import App, Book, NoAnswer, following
from tests.support.model.line import Line
from tests.support.model.server import Server
from tests.support.people import Cast, small_agency
from tests.support.phone import Item, Phone, some_id

PHONES = 3
CLEAN_ROUNDS = 4
REFUSED = ("needs_fix", "superseded", "not_yours")
# Nothing here asks what a power cut does to the disk, so that the database may lie in memory.
MEMORY = Path("/dev/shm")


@dataclass
class Handset:
    """A phone that is passed around: whose pages are open, and who the cookie says is signed in."""

    device_id: str
    here: Person
    cookie: str | None = None
    books: dict[str, Book] = field(default_factory=dict)

    def book(self) -> Book:
        return self.books.setdefault(self.here.person_id, Book(self.here.person_id, self.device_id))


@dataclass
class World:
    """One schedule. Every method is one thing that happens; `check` holds after each, `settle` ends it."""

    app: App = field(default_factory=App)

    def __post_init__(self) -> None:
        self.folder = Path(mkdtemp(dir=MEMORY if MEMORY.is_dir() else None))
        agency = _agency()
        shutil.copytree(agency.folder, self.folder, dirs_exist_ok=True)
        self.unit, self.leaders, self.admin = agency.unit, agency.leaders, agency.admin
        self.server = Server(self.folder)
        self.line = Line(self.server)
        self.saved: dict[str, Item] = {}
        self.met = 0  # faults
        self.frozen: list[Callable[[], object]] = []
        self.cookie_of: dict[str, str] = {}
        self.handsets = [Handset(some_id(), self.leaders[0]) for _ in range(PHONES)]
        for handset in self.handsets:
            self.sign_in(handset, self.leaders[0])

    # ------------------------------------------------------------ what people do

    def save_new(self, handset: Handset, what: str) -> None:
        """Something new; `what` is a type of entry, or `unreadable` or `oversized`."""
        phone, ride = self._pen(handset), self._some_ride(handset)
        if what == "unreadable":
            self._save(handset, {**phone.promise(), "entry_type": "poem"})
        elif what == "oversized":
            self._save(handset, phone.promise(what="long " * 14_000))
        elif what == "promise":
            self._save(handset, phone.promise(ride))
        elif ride is None or what == "ride":
            self._save(handset, phone.ride())
        elif what == "reflection":
            self._save(handset, phone.reflection(ride))
        else:
            visit = phone.visit(ride)
            self._save(handset, visit)
            self._save(handset, phone.observation(visit))

    def save_again(self, handset: Handset, pick: int, how: str) -> None:
        """A further version of something: saved, retracted, settled (of all its versions), or fixed."""
        entries = sorted(handset.book().heads().values(), key=lambda heads: heads[0].edit["entry_id"])
        if not entries:
            return
        heads = entries[pick % len(entries)]
        chosen = heads if how == "resolve" else heads[pick % len(heads) :][:1]
        bases, supersedes = following(chosen)
        last = chosen[-1].edit
        kind = how if how in ("retract", "resolve") else "save"
        item = self._pen(handset).again(last, kind=kind, bases=tuple(bases))
        if supersedes:
            item = self._mended(handset, item)
        self._save(handset, item, supersedes)

    def sign_in(self, handset: Handset, person: Person) -> None:
        """The app opens for this person, whoever it was open for before."""
        handset.here = person
        self.swap_cookie(handset, person)

    def swap_cookie(self, handset: Handset, person: Person) -> None:
        """Somebody signs in in another tab: the app goes on for whom it was open."""
        token = Cast(self.server.store).session_token(person)
        self.cookie_of[token] = person.person_id
        handset.cookie = token

    def expire(self, handset: Handset) -> None:
        """Every session of whoever is here ends."""
        with self.server.store.write() as tx:
            tx.sessions.remove_all(handset.here.person_id)

    def switch(self, person: Person, *, on: bool) -> None:
        """An admin switches an account off or on."""
        act = people.enable_person if on else people.disable_person
        act(self.server.store, self._admin(), person.person_id, now=_now())

    def give_role(self, person: Person, role: str) -> None:
        """An admin makes a leader an editor, or the other way round."""
        with self.server.store.read() as tx:
            found = tx.people.person(person.person_id)
        grants = [Grant(role, self.unit.unit_id)]
        people.save_person(
            self.server.store,
            self._admin(),
            found.person_id,
            name=found.name,
            email=found.email,
            grants=grants,
            now=_now(),
        )

    def sync(self, handset: Handset, faults: list[str]) -> str | None:
        """The phone tries, and meets `faults` one after the other; returns what was wrong."""
        waiting = list(faults)
        try:
            return self.app.run(
                handset.book(),
                lambda path, payload: self.line.post(path, payload, handset.cookie, waiting),
                self.frozen.append,
            )
        except NoAnswer:
            return "offline"
        finally:
            self.met += len(faults) - len(waiting)

    def thaw(self, pick: int) -> None:
        """A frozen tab goes on with an answer of long ago."""
        self.frozen.pop(pick % len(self.frozen))()

    # ------------------------------------------------------------ what must be true

    def check(self) -> None:
        """At all times: what was saved is on a phone or on the server, word for word, under its author."""
        here = self._stored()
        restored = self.server.restored
        for edit_id, item in self.saved.items():
            on_server = here.get(edit_id)
            if on_server is not None:
                assert on_server == (item["author_id"], item["body"]), f"stored otherwise than saved: {edit_id}"
            else:
                assert self._on_a_phone(edit_id, item), f"lost: {edit_id}"
        assert not (here.keys() - self.saved.keys()), "stored, though nobody saved it"
        if not restored:
            for book in self._books():
                for edit_id, record in [*book.edits.items(), *book.pulled.items()]:
                    assert record.state != "acked" or edit_id in here, f"acked, though not stored: {edit_id}"

    def settle(self) -> None:
        """The faults end; after some clean rounds the server has what was saved: no more, no less, no other."""
        for person in self.leaders:
            self.switch(person, on=True)
            self.give_role(person, "leader")
        while self.line.late:
            self.line.deliver(0)
        while self.frozen:
            self.thaw(0)
        for _ in range(CLEAN_ROUNDS):
            self._clean_round()
        self.check()
        self._server_has_what_was_saved()
        self._entries_stand_as_made()
        self._a_new_phone_sees_all()
        before = tables(self.server.store)
        rebuild_projections(self.server.store, load_packs(), now=_now())
        assert tables(self.server.store) == before, "the tables are not what the edits say"
        assert self.server.store.check() == []

    def close(self) -> None:
        self.server.close()
        shutil.rmtree(self.folder)

    # ------------------------------------------------------------ how

    def _clean_round(self) -> None:
        for handset in self.handsets:
            for person_id in list(handset.books):
                self.sign_in(handset, next(p for p in self.leaders if p.person_id == person_id))
                wrong = self.sync(handset, [])
                assert wrong is None, f"a clean round fails: {wrong}"

    def _server_has_what_was_saved(self) -> None:
        here = self._stored()
        for book in self._books():
            for edit_id, record in [*book.edits.items(), *book.pulled.items()]:
                assert record.state in ("acked", *REFUSED), f"{edit_id} is still {record.state}"
        refused = {edit_id for edit_id, item in self.saved.items() if not _readable(item)}
        assert here.keys() == self.saved.keys() - refused
        for edit_id in refused:
            assert self._on_a_phone(edit_id, self.saved[edit_id])
        twice = self.server.rows("SELECT content_sha256 FROM edits GROUP BY content_sha256 HAVING count(*) > 1")
        assert not twice, "doubled"

    def _entries_stand_as_made(self) -> None:
        """From what was saved alone, without the server's own rules: who owns what, and what is taken back."""
        items = [item for item in self.saved.values() if _readable(item)]
        followed = {base for item in items for base in item["base_edit_ids"]}
        heads: dict[str, list[Item]] = {}
        for item in items:
            if item["edit_id"] not in followed:
                heads.setdefault(item["entry_id"], []).append(item)
        expected = {
            (entry_id, versions[0]["author_id"], len(versions), any(v["kind"] == "retract" for v in versions))
            for entry_id, versions in heads.items()
        }
        found = self.server.rows("SELECT entry_id, owner_id, head_count, retracted FROM entries")
        assert {(entry, owner, count, bool(gone)) for entry, owner, count, gone in found} == expected

    def _a_new_phone_sees_all(self) -> None:
        for person in self.leaders:
            handset = Handset(some_id(), person)
            self.sign_in(handset, person)
            assert self.sync(handset, []) is None
            own = {e for e, item in self.saved.items() if item["author_id"] == person.person_id and _readable(item)}
            assert handset.book().pulled.keys() == own, "a new phone does not see what its person wrote"

    def counts(self) -> dict[str, int]:
        """For a table: edits saved, and how many of them are lost, doubled or under another name now."""
        stored = self.server.rows("SELECT edit_id, author_id, content_sha256 FROM edits")
        here = {edit_id: author_id for edit_id, author_id, _ in stored}
        contents = Counter(content for _, _, content in stored)
        return {
            "edits": len(self.saved),
            "lost": sum(e not in here and not self._on_a_phone(e, item) for e, item in self.saved.items()),
            "doubled": sum(count - 1 for count in contents.values()),
            "misattributed": sum(here.get(e, item["author_id"]) != item["author_id"] for e, item in self.saved.items()),
        }

    def _save(self, handset: Handset, item: Item, supersedes: list[str] | None = None) -> None:
        handset.book().save(item, supersedes or [])
        self.saved[item["edit_id"]] = item

    def _pen(self, handset: Handset) -> Phone:
        return Phone(handset.here, self.unit, handset.device_id, handset.book().device_seq)

    def _some_ride(self, handset: Handset) -> Item | None:
        rides = [heads[-1].edit for heads in handset.book().heads().values() if heads[-1].edit["entry_type"] == "ride"]
        return rides[-1] if rides else None

    def _mended(self, handset: Handset, item: Item) -> Item:
        """What a person does about an entry that could not be read: shorten it, or log it as something known."""
        phone = self._pen(handset)
        return {**phone.promise(), "entry_id": item["entry_id"], "base_edit_ids": item["base_edit_ids"]}

    def _stored(self) -> dict[str, tuple[str, str]]:
        rows = self.server.rows("SELECT edit_id, author_id, body FROM edits")
        return {edit_id: (author_id, body) for edit_id, author_id, body in rows}

    def _books(self) -> list[Book]:
        return [book for handset in self.handsets for book in handset.books.values()]

    def _on_a_phone(self, edit_id: str, item: Item) -> bool:
        found = [book.holds(edit_id) for book in self._books() if book.person_id == item["author_id"]]
        return any(held is not None and held["body"] == item["body"] for held in found)

    def _admin(self) -> Actor:
        return Cast(self.server.store).actor(self.admin)


@dataclass(frozen=True)
class _Agency:
    folder: Path
    unit: Unit
    leaders: tuple[Person, Person]
    admin: Person


@cache
def _agency() -> _Agency:
    """A folder with an agency in it, copied for each world."""
    folder = Path(mkdtemp(dir=MEMORY if MEMORY.is_dir() else None))
    server = Server(folder)
    cast = Cast(server.store)
    agency = small_agency(cast)
    leaders = cast.person("leader", agency.unit), cast.person("leader", agency.unit)
    made = _Agency(folder, agency.unit, leaders, cast.person("admin", agency.root))
    server.close()
    return made


def _readable(item: Item) -> bool:
    return item["entry_type"] != "poem" and len(item["body"]) <= 64 * 1024


def _now() -> datetime:
    return datetime.now(UTC)
