"""A weak or missing setting stops the start with one clear sentence."""

from __future__ import annotations

from pathlib import Path

import pytest

from fieldlog.config import Config, ConfigError, DangerNumber, parse_danger_numbers

SECRET = "s" * 32


def test_defaults_are_the_strict_ones() -> None:
    config = Config.from_env({"FIELDLOG_SECRET_KEY": SECRET})
    assert config.secure_cookies
    assert (config.inside_floor, config.outside_floor) == (5, 11)
    assert config.danger_numbers


@pytest.mark.parametrize("secret", ["", "short", "s" * 31])
def test_refuses_a_weak_secret(secret: str) -> None:
    with pytest.raises(ConfigError, match="FIELDLOG_SECRET_KEY"):
        Config.from_env({"FIELDLOG_SECRET_KEY": secret})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("FIELDLOG_INSIDE_FLOOR", "4"),
        ("FIELDLOG_OUTSIDE_FLOOR", "10"),
        ("FIELDLOG_OUTSIDE_FLOOR", "many"),
        ("FIELDLOG_SESSION_DAYS", "0"),
        ("FIELDLOG_PHONE_DAYS", "0"),
        ("FIELDLOG_PHONE_DAYS", "-1"),
        ("FIELDLOG_PHONE_DAYS", "half a year"),
        ("FIELDLOG_SECURE_COOKIES", "maybe"),
        ("FIELDLOG_DANGER_NUMBERS", "call somebody"),
    ],
)
def test_refuses_a_bad_value_and_names_the_setting(name: str, value: str) -> None:
    with pytest.raises(ConfigError, match=name):
        Config.from_env({"FIELDLOG_SECRET_KEY": SECRET, name: value})


def test_what_came_back_stays_on_a_phone_for_half_a_year_unless_set() -> None:
    assert Config.from_env({"FIELDLOG_SECRET_KEY": SECRET}).phone_days == 180
    assert Config.from_env({"FIELDLOG_SECRET_KEY": SECRET, "FIELDLOG_PHONE_DAYS": "1"}).phone_days == 1


def test_the_key_ring_lies_where_it_is_told_to(tmp_path: Path) -> None:
    env = {"FIELDLOG_SECRET_KEY": SECRET}
    beside = tmp_path / "fieldlog.keys"
    assert Config.from_env(env, seal_keys=beside).seal_keys == str(beside)
    assert Config.from_env({**env, "FIELDLOG_SEAL_KEYS": "/elsewhere"}, seal_keys=beside).seal_keys == "/elsewhere"


def test_floors_may_be_raised() -> None:
    config = Config.from_env({"FIELDLOG_SECRET_KEY": SECRET, "FIELDLOG_OUTSIDE_FLOOR": "20"})
    assert config.outside_floor == 20


def test_reads_danger_numbers() -> None:
    assert parse_danger_numbers("Emergency: 911; Night desk: +1 (555) 010-0100") == (
        DangerNumber("Emergency", "911"),
        DangerNumber("Night desk", "+1 (555) 010-0100"),
    )
