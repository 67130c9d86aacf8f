"""People, units and grants in SQLite."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

from fieldlog.domain.people import Grant, Person, Unit
from fieldlog.errors import Conflict, NotFound
from fieldlog.storage.sqlite.connection import Sql, from_text, to_text


class SqlitePeople(Sql):
    """Implements `PeopleStore`."""

    def add_unit(self, unit: Unit) -> None:
        self.run(
            "INSERT INTO units (unit_id, parent_id, name, area_class, is_area)"
            " VALUES (:unit_id, :parent_id, :name, :area_class, :is_area)",
            **vars(unit),
        )

    def save_unit(self, unit: Unit) -> None:
        changed = self.run(
            "UPDATE units SET parent_id = :parent_id, name = :name, area_class = :area_class,"
            " is_area = :is_area WHERE unit_id = :unit_id",
            **vars(unit),
        )
        if not changed:
            raise NotFound("unit_not_found")

    def units(self) -> list[Unit]:
        return [_unit(row) for row in self.rows("SELECT * FROM units ORDER BY name, unit_id")]

    def add_person(self, person: Person) -> None:
        try:
            self.run(
                "INSERT INTO people (person_id, email, name, password_hash, active,"
                " must_change_password, created_at) VALUES (:person_id, :email, :name,"
                " :password_hash, :active, :must_change_password, :created_at)",
                **_columns(person),
            )
        except sqlite3.IntegrityError as error:
            raise Conflict("email_taken", field="email") from error
        self._put_grants(person)

    def save_person(self, person: Person) -> None:
        try:
            changed = self.run(
                "UPDATE people SET email = :email, name = :name, password_hash = :password_hash,"
                " active = :active, must_change_password = :must_change_password"
                " WHERE person_id = :person_id",
                **_columns(person),
            )
        except sqlite3.IntegrityError as error:
            raise Conflict("email_taken", field="email") from error
        if not changed:
            raise NotFound("not_found")
        self.run("DELETE FROM grants WHERE person_id = :person_id", person_id=person.person_id)
        self._put_grants(person)

    def person(self, person_id: str) -> Person:
        row = self.one("SELECT * FROM people WHERE person_id = :person_id", person_id=person_id)
        if row is None:
            raise NotFound("not_found")
        return self._with_grants([row])[0]

    def person_by_email(self, email: str) -> Person | None:
        row = self.one("SELECT * FROM people WHERE email = :email", email=email)
        return None if row is None else self._with_grants([row])[0]

    def people(self) -> list[Person]:
        return self._with_grants(self.rows("SELECT * FROM people ORDER BY name, person_id"))

    def _put_grants(self, person: Person) -> None:
        for grant in person.grants:
            self.run(
                "INSERT INTO grants (person_id, role, unit_id) VALUES (:person_id, :role, :unit_id)",
                person_id=person.person_id,
                role=grant.role,
                unit_id=grant.unit_id,
            )

    def _with_grants(self, rows: Iterable[sqlite3.Row]) -> list[Person]:
        held: dict[str, set[Grant]] = {}
        rows = list(rows)
        if len(rows) == 1:
            found = self.rows("SELECT * FROM grants WHERE person_id = :id", id=rows[0]["person_id"])
        else:
            found = self.rows("SELECT * FROM grants")
        for row in found:
            held.setdefault(row["person_id"], set()).add(Grant(row["role"], row["unit_id"]))
        return [_person(row, frozenset(held.get(row["person_id"], ()))) for row in rows]


def _unit(row: sqlite3.Row) -> Unit:
    return Unit(row["unit_id"], row["parent_id"], row["name"], row["area_class"], bool(row["is_area"]))


def _columns(person: Person) -> dict[str, object]:
    columns = dict(vars(person), created_at=to_text(person.created_at))
    del columns["grants"]
    return columns


def _person(row: sqlite3.Row, grants: frozenset[Grant]) -> Person:
    return Person(
        person_id=row["person_id"],
        email=row["email"],
        name=row["name"],
        password_hash=row["password_hash"],
        active=bool(row["active"]),
        must_change_password=bool(row["must_change_password"]),
        created_at=from_text(row["created_at"]),
        grants=grants,
    )
