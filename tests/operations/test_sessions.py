"""Sessions roll on, end, and are forgotten; guessing a password is slowed down."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from fieldlog.errors import Forbidden, Invalid, NotFound
from fieldlog.operations import sessions
from fieldlog.operations.passwords import FAILURE_WINDOW, MOST_FAILURES
from fieldlog.storage.protocol import Store
from tests.support.people import PASSWORD, Agency, Cast

LIFETIME = timedelta(days=30)


def sign_in(store: Store, email: str, now: datetime, password: str = PASSWORD) -> str:
    return sessions.sign_in(store, email=email, password=password, label="Test", lifetime=LIFETIME, now=now)


def is_in(store: Store, token: str, now: datetime) -> bool:
    return sessions.who_is_there(store, token, lifetime=LIFETIME, now=now) is not None


def test_a_phone_in_use_stays_signed_in_for_good(store: Store, cast: Cast, agency: Agency, now: datetime) -> None:
    token = sign_in(store, cast.person("leader", agency.unit).email, now)
    for day in range(20, 200, 20):
        assert is_in(store, token, now + timedelta(days=day))


def test_a_phone_without_contact_is_signed_out(store: Store, cast: Cast, agency: Agency, now: datetime) -> None:
    token = sign_in(store, cast.person("leader", agency.unit).email, now)
    assert is_in(store, token, now + LIFETIME - timedelta(seconds=1))
    token = sign_in(store, cast.person("leader", agency.unit).email, now)
    assert not is_in(store, token, now + LIFETIME)


def test_rolling_on_writes_at_most_once_an_hour(store: Store, cast: Cast, agency: Agency, now: datetime) -> None:
    person = cast.person("leader", agency.unit)
    token = sign_in(store, person.email, now)
    for minute in (1, 30, 59):
        is_in(store, token, now + timedelta(minutes=minute))
    with store.read() as tx:
        assert tx.sessions.of_person(person.person_id)[0].last_seen_at == now


def test_the_database_keeps_no_token(store: Store, cast: Cast, agency: Agency, now: datetime) -> None:
    person = cast.person("leader", agency.unit)
    token = sign_in(store, person.email, now)
    with store.read() as tx:
        assert token not in repr(tx.sessions.of_person(person.person_id))


def test_signing_in_is_audited_without_the_email(store: Store, cast: Cast, agency: Agency, now: datetime) -> None:
    person = cast.person("leader", agency.unit)
    sign_in(store, person.email.upper(), now)
    with store.read() as tx:
        entry = tx.audit.newest(1)[0]
    assert (entry.act, entry.actor_id, entry.thing) == ("sign_in", person.person_id, "session")
    assert person.email not in repr(entry)


def test_a_stranger_and_a_wrong_password_are_told_the_same(
    store: Store, cast: Cast, agency: Agency, now: datetime
) -> None:
    person = cast.person("leader", agency.unit)
    for email in (person.email, "nobody@example.org"):
        with pytest.raises(Invalid, match="wrong_sign_in"):
            sign_in(store, email, now, "not the password")


@pytest.mark.parametrize("exists", [True, False])
def test_many_wrong_passwords_are_slowed_down_and_then_forgiven(
    store: Store, cast: Cast, agency: Agency, now: datetime, exists: bool
) -> None:
    email = cast.person("leader", agency.unit).email if exists else "nobody@example.org"
    with store.write() as tx:
        for _ in range(MOST_FAILURES - 1):
            tx.sessions.add_failure(email, now)
    with pytest.raises(Invalid, match="wrong_sign_in"):
        sign_in(store, email, now, "not the password")
    with pytest.raises(Invalid, match="too_many_tries"):
        sign_in(store, email.upper(), now)
    later = now + FAILURE_WINDOW + timedelta(seconds=1)
    if exists:
        assert is_in(store, sign_in(store, email, later), later)
    else:
        with pytest.raises(Invalid, match="wrong_sign_in"):
            sign_in(store, email, later)


def test_a_right_password_clears_the_wrong_ones(store: Store, cast: Cast, agency: Agency, now: datetime) -> None:
    email = cast.person("leader", agency.unit).email
    with store.write() as tx:
        for _ in range(MOST_FAILURES - 1):
            tx.sessions.add_failure(email, now)
    sign_in(store, email, now)
    with store.read() as tx:
        assert tx.sessions.failures_since(email, now - FAILURE_WINDOW) == 0


def test_guessing_does_not_sign_out_whoever_is_in(store: Store, cast: Cast, agency: Agency, now: datetime) -> None:
    email = cast.person("leader", agency.unit).email
    token = sign_in(store, email, now)
    with store.write() as tx:
        for _ in range(MOST_FAILURES):
            tx.sessions.add_failure(email, now)
    assert is_in(store, token, now)


def test_sessions_that_are_over_are_forgotten(store: Store, cast: Cast, agency: Agency, now: datetime) -> None:
    gone, here = cast.person("leader", agency.unit), cast.person("leader", agency.unit)
    sign_in(store, gone.email, now)
    sign_in(store, here.email, now + LIFETIME)
    with store.read() as tx:
        assert tx.sessions.of_person(gone.person_id) == []


def test_revoking_ends_one_session_and_is_audited(store: Store, cast: Cast, agency: Agency, now: datetime) -> None:
    person = cast.person("leader", agency.unit)
    phone, desk = sign_in(store, person.email, now), sign_in(store, person.email, now)
    session = sessions.who_is_there(store, phone, lifetime=LIFETIME, now=now)
    assert session is not None
    sessions.revoke_own_session(store, cast.actor(person), session.session.session_id, now=now)
    assert not is_in(store, phone, now)
    assert is_in(store, desk, now)
    with store.read() as tx:
        assert tx.audit.newest(1)[0].act == "revoke_session"


def test_nobody_revokes_a_session_of_somebody_else_as_their_own(
    store: Store, cast: Cast, agency: Agency, now: datetime
) -> None:
    other = cast.person("leader", agency.unit)
    token = sign_in(store, other.email, now)
    session = sessions.who_is_there(store, token, lifetime=LIFETIME, now=now)
    assert session is not None
    with pytest.raises(NotFound):
        sessions.revoke_own_session(
            store, cast.actor(cast.person("leader", agency.unit)), session.session.session_id, now=now
        )
    assert is_in(store, token, now)


def test_an_account_that_is_off_signs_in_to_hand_over_entries_and_sees_no_phones(
    store: Store, cast: Cast, agency: Agency, now: datetime
) -> None:
    person = cast.person("leader", agency.unit, active=False)
    assert is_in(store, sign_in(store, person.email, now), now)
    with pytest.raises(Forbidden):
        sessions.own_sessions(store, cast.actor(person), now=now)
