"""A weak or missing setting stops the start with one clear sentence."""

from __future__ import annotations

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
        ("FIELDLOG_SECURE_COOKIES", "maybe"),
        ("FIELDLOG_DANGER_NUMBERS", "call somebody"),
    ],
)
def test_refuses_a_bad_value_and_names_the_setting(name: str, value: str) -> None:
    with pytest.raises(ConfigError, match=name):
        Config.from_env({"FIELDLOG_SECRET_KEY": SECRET, name: value})


def test_floors_may_be_raised() -> None:
    config = Config.from_env({"FIELDLOG_SECRET_KEY": SECRET, "FIELDLOG_OUTSIDE_FLOOR": "20"})
    assert config.outside_floor == 20


def test_reads_danger_numbers() -> None:
    assert parse_danger_numbers("Emergency: 911; Night desk: +1 (555) 010-0100") == (
        DangerNumber("Emergency", "911"),
        DangerNumber("Night desk", "+1 (555) 010-0100"),
    )
