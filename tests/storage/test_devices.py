"""Phones, each with what it says it has made."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from fieldlog.storage.protocol import Device, Store
from tests.support.people import Agency, Cast


def test_a_phone_only_ever_counts_up(store: Store, cast: Cast, agency: Agency, now: datetime) -> None:
    person = cast.person("leader", agency.unit)
    device = Device("phone-1", person.person_id, 7, "1.0", now, now)
    later = now + timedelta(hours=1)
    with store.write() as tx:
        tx.devices.save(device)
        tx.devices.save(replace(device, max_device_seq=5, app_version="1.1", first_seen_at=later, last_seen_at=later))
        assert tx.devices.get("phone-1", person.person_id) == replace(device, app_version="1.1", last_seen_at=later)
        assert tx.devices.get("phone-2", person.person_id) is None


def test_one_phone_of_two_people_is_two_rows(store: Store, cast: Cast, agency: Agency, now: datetime) -> None:
    people = [cast.person("leader", agency.unit) for _ in range(2)]
    with store.write() as tx:
        for number, person in enumerate(people):
            tx.devices.save(Device("phone-1", person.person_id, number, "1.0", now, now))
        found = [tx.devices.get("phone-1", person.person_id) for person in people]
    assert [device and device.max_device_seq for device in found] == [0, 1]
