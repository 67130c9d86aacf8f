"""Signed-in browsers in SQLite."""

from __future__ import annotations

import sqlite3
from datetime import datetime

from fieldlog.domain.people import Session
from fieldlog.errors import NotFound
from fieldlog.storage.sqlite.connection import Sql, from_text, maybe_from_text, to_text


class SqliteSessions(Sql):
    """Implements `SessionStore`."""

    def add(self, session: Session) -> None:
        self.run(
            "INSERT INTO sessions (token_hash, session_id, person_id, label, device_id, created_at,"
            " last_seen_at, expires_at, revoked_at) VALUES (:token_hash, :session_id, :person_id, :label,"
            " :device_id, :created_at, :last_seen_at, :expires_at, :revoked_at)",
            **dict(
                vars(session),
                created_at=to_text(session.created_at),
                last_seen_at=to_text(session.last_seen_at),
                expires_at=to_text(session.expires_at),
                revoked_at=session.revoked_at and to_text(session.revoked_at),
            ),
        )

    def by_token_hash(self, token_hash: str) -> Session | None:
        row = self.one("SELECT * FROM sessions WHERE token_hash = :hash", hash=token_hash)
        return None if row is None else _session(row)

    def of_person(self, person_id: str) -> list[Session]:
        rows = self.rows(
            "SELECT * FROM sessions WHERE person_id = :id AND revoked_at IS NULL ORDER BY last_seen_at DESC, session_id",
            id=person_id,
        )
        return [_session(row) for row in rows]

    def touch(self, token_hash: str, *, seen_at: datetime, expires_at: datetime) -> None:
        self.run(
            "UPDATE sessions SET last_seen_at = :seen, expires_at = :expires WHERE token_hash = :hash",
            hash=token_hash,
            seen=to_text(seen_at),
            expires=to_text(expires_at),
        )

    def bind_device(self, token_hash: str, device_id: str) -> None:
        self.run(
            "UPDATE sessions SET device_id = :device WHERE token_hash = :hash",
            hash=token_hash,
            device=device_id,
        )

    def remove(self, token_hash: str) -> None:
        self.run("DELETE FROM sessions WHERE token_hash = :hash", hash=token_hash)

    def revoke(self, person_id: str, session_id: str, *, at: datetime) -> None:
        revoked = self.run(
            "UPDATE sessions SET revoked_at = :at"
            " WHERE person_id = :person AND session_id = :session AND revoked_at IS NULL",
            person=person_id,
            session=session_id,
            at=to_text(at),
        )
        if not revoked:
            raise NotFound("not_found")

    def revoke_all(self, person_id: str, *, at: datetime, but: str = "") -> int:
        return self.run(
            "UPDATE sessions SET revoked_at = :at"
            " WHERE person_id = :person AND session_id <> :but AND revoked_at IS NULL",
            person=person_id,
            but=but,
            at=to_text(at),
        )

    def add_failure(self, email: str, at: datetime) -> None:
        self.run("INSERT INTO sign_in_failures (email, at) VALUES (:email, :at)", email=email, at=to_text(at))

    def failures_since(self, email: str, since: datetime) -> int:
        row = self.rows(
            "SELECT count(*) AS n FROM sign_in_failures WHERE email = :email AND at >= :since",
            email=email,
            since=to_text(since),
        )[0]
        return int(row["n"])

    def clear_failures(self, email: str) -> None:
        self.run("DELETE FROM sign_in_failures WHERE email = :email", email=email)

    def forget(self, *, expired_by: datetime, failed_before: datetime) -> None:
        self.run("DELETE FROM sessions WHERE expires_at <= :moment", moment=to_text(expired_by))
        self.run("DELETE FROM sign_in_failures WHERE at < :moment", moment=to_text(failed_before))


def _session(row: sqlite3.Row) -> Session:
    return Session(
        session_id=row["session_id"],
        token_hash=row["token_hash"],
        person_id=row["person_id"],
        label=row["label"],
        device_id=row["device_id"],
        created_at=from_text(row["created_at"]),
        last_seen_at=from_text(row["last_seen_at"]),
        expires_at=from_text(row["expires_at"]),
        revoked_at=maybe_from_text(row["revoked_at"]),
    )
