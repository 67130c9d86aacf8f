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
from fieldlog.domain.unsent_file import read_unsent_file
from fieldlog.operations import gaps, people
from fieldlog.operations.packs import load_packs
from fieldlog.operations.seal_keys import PublicKey
from fieldlog.operations.unsent import import_unsent
from tests.support.model.book import App, Book, Json, NoAnswer, following
from tests.support.model.line import Line
from tests.support.model.server import Server
from tests.support.people import Cast, small_agency
from tests.support.phone import Item, Phone, some_id
from tests.support.seal import sealed
from tests.support.unsent import unsent_file

PHONES = 3
# Nothing here asks what a power cut does to the disk, so that the database may lie in memory.
MEMORY = Path("/dev/shm")


@dataclass
class Handset:
    """A phone that is passed around: whose pages are open, and who the cookie says is signed in."""

    device_id: str
    here: Person
    cookie: str | None = None
    locked: bool = False  # by a PIN: it sends the sealed copies
    key: PublicKey | None = None  # the server's, as the phone heard it last
    books: dict[str, Book] = field(default_factory=dict)

    def book(self) -> Book:
        return self.books.setdefault(self.here.person_id, Book(self.here.person_id, self.device_id))


@dataclass
class World:
    """One schedule. Every method is one thing that happens; what must be true of it is in `checks.py`."""

    app: App = field(default_factory=App)

    def __post_init__(self) -> None:
        self.folder = Path(mkdtemp(dir=MEMORY if MEMORY.is_dir() else None))
        agency = _agency()
        shutil.copytree(agency.folder, self.folder, dirs_exist_ok=True)
        self.unit, self.leaders, self.admin = agency.unit, agency.leaders, agency.admin
        self.server = Server(self.folder)
        self.line = Line(self.server)
        self.saved: dict[str, Item] = {}
        self.sealed: dict[str, Item] = {}  # the copies that phones keep beside what they save
        self.met = 0  # faults
        self.was_older = False
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
        handset.key = self.server.keys.public()
        token = Cast(self.server.store).session_token(person)
        self.cookie_of[token] = person.person_id
        handset.cookie = token

    def expire(self, handset: Handset) -> None:
        """Every session of whoever is here ends."""
        with self.server.store.write() as tx:
            for session in tx.sessions.of_person(handset.here.person_id):
                tx.sessions.remove(session.token_hash)

    def lock(self, handset: Handset, *, on: bool) -> None:
        """Its screen is locked or unlocked: what waits goes sealed, or in the clear."""
        handset.locked = on

    def rotate(self) -> None:
        """Phones go on sealing to the old key until they sign in again."""
        self.server.keys.rotate(now=_now())

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

    def age(self, *, older: bool) -> None:
        """The server is brought back to a version that knows less than the phones, or up to theirs."""
        self.server.older = older
        self.was_older = self.was_older or older

    def release(self, person: Person) -> None:
        """An admin lets in what was set aside."""
        if not self.server.older:
            store, admin, opener = self.server.store, self._admin(), self.server.keys
            gaps.release_quarantined(store, admin, person.person_id, load_packs(), opener=opener, now=_now())

    def carry_file(self, handset: Handset) -> None:
        """What the phone could not send is saved to a file, which the office takes in. The phone hears nothing of it."""
        unsent = [r.edit for r in handset.book().edits.values() if r.state not in ("acked", "superseded")]
        file = unsent_file(self._pen(handset), self._copies(handset, unsent))
        if not self.server.older:
            opener = self.server.keys
            import_unsent(self.server.store, read_unsent_file(file), load_packs(), opener=opener, now=_now())

    def sync(self, handset: Handset, faults: list[str]) -> str | None:
        """The phone tries, and meets `faults` one after the other; returns what was wrong."""
        waiting = list(faults)
        try:
            return self.app.run(
                handset.book(),
                lambda path, payload: self.line.post(
                    path, self._on_the_wire(handset, payload), handset.cookie, waiting
                ),
                self.frozen.append,
            )
        except NoAnswer:
            return "offline"
        finally:
            self.met += len(faults) - len(waiting)

    def thaw(self, pick: int) -> None:
        """A frozen tab goes on with an answer of long ago."""
        self.frozen.pop(pick % len(self.frozen))()

    # ------------------------------------------------------------ what came of it

    def stored(self) -> dict[str, tuple[str, str]]:
        """Author and words of each edit that the server has."""
        rows = self.server.rows("SELECT edit_id, author_id, body FROM edits")
        return {edit_id: (author_id, body) for edit_id, author_id, body in rows}

    def close(self) -> None:
        self.server.close()
        shutil.rmtree(self.folder)

    # ------------------------------------------------------------ how

    def counts(self) -> dict[str, int]:
        """For a table: edits saved, and how many of them are lost, doubled or under another name now."""
        stored = self.server.rows("SELECT edit_id, author_id, content_sha256 FROM edits")
        here = {edit_id: author_id for edit_id, author_id, _ in stored}
        contents = Counter(content for _, _, content in stored)
        return {
            "edits": len(self.saved),
            "lost": sum(e not in here and not self.on_a_phone(e, item) for e, item in self.saved.items()),
            "doubled": sum(count - 1 for count in contents.values()),
            "misattributed": sum(here.get(e, item["author_id"]) != item["author_id"] for e, item in self.saved.items()),
        }

    def _save(self, handset: Handset, item: Item, supersedes: list[str] | None = None) -> None:
        handset.book().save(item, supersedes or [])
        self.saved[item["edit_id"]] = item
        assert handset.key is not None  # whoever has the app has signed in
        self.sealed[item["edit_id"]] = sealed(item, handset.key)

    def _on_the_wire(self, handset: Handset, payload: Json) -> Json:
        return {**payload, "edits": self._copies(handset, payload["edits"])} if "edits" in payload else payload

    def _copies(self, handset: Handset, items: list[Item]) -> list[Item]:
        """What a phone has to send of these: pulled ones it never sealed."""
        return [self.sealed.get(item["edit_id"], item) for item in items] if handset.locked else items

    def _pen(self, handset: Handset) -> Phone:
        return Phone(handset.here, self.unit, handset.device_id, handset.book().device_seq)

    def _some_ride(self, handset: Handset) -> Item | None:
        rides = [heads[-1].edit for heads in handset.book().heads().values() if heads[-1].edit["entry_type"] == "ride"]
        return rides[-1] if rides else None

    def _mended(self, handset: Handset, item: Item) -> Item:
        """What a person does about an entry that could not be read: shorten it, or log it as something known."""
        phone = self._pen(handset)
        return {**phone.promise(), "entry_id": item["entry_id"], "base_edit_ids": item["base_edit_ids"]}

    def books(self) -> list[Book]:
        """Every database on every phone."""
        return [book for handset in self.handsets for book in handset.books.values()]

    def on_a_phone(self, edit_id: str, item: Item) -> bool:
        """Is it on a phone of its author, word for word?"""
        found = [book.holds(edit_id) for book in self.books() if book.person_id == item["author_id"]]
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


def _now() -> datetime:
    return datetime.now(UTC)
