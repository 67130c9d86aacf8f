"""Settings, read once from the environment. A bad value stops the start with one clear sentence."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

DEMO_DANGER_NUMBERS = "Emergency: 911; Child abuse hotline: 1-800-422-4453"


class ConfigError(Exception):
    """A setting is missing or can't be used; the text says which and what to do."""


@dataclass(frozen=True)
class DangerNumber:
    """One line of the stop screen: who answers, and the number as people dial it."""

    label: str
    number: str

    @property
    def dialed(self) -> str:
        """What a phone dials: "1-800-555-0100" without what only helps the eye."""
        return "".join(c for c in self.number if c.isdigit() or c in "+*#")


@dataclass(frozen=True)
class Config:
    """Everything that an agency can set. See docs/deploy.md for the environment names."""

    database: str
    secret_key: str
    seal_keys: str
    agency: str = "Our agency"
    danger_numbers: tuple[DangerNumber, ...] = ()
    public_url: str = ""
    pack: str = "child_welfare"
    secure_cookies: bool = True
    session_days: int = 30
    phone_days: int = 180
    inside_floor: int = 5
    outside_floor: int = 11

    @classmethod
    def from_env(cls, env: Mapping[str, str] | None = None, *, seal_keys: Path | None = None) -> Config:
        """Read `FIELDLOG_*`; `seal_keys` is where the key ring lies if nothing says otherwise. Raises ConfigError."""
        env = os.environ if env is None else env
        secret = env.get("FIELDLOG_SECRET_KEY", "")
        if len(secret) < 32:
            raise ConfigError(
                "FIELDLOG_SECRET_KEY is missing or shorter than 32 characters. "
                "`fieldlog init` makes one, or set it to a long random text."
            )
        return cls(
            database=env.get("FIELDLOG_DATABASE", f"sqlite:///{Path('var/fieldlog.sqlite').resolve()}"),
            secret_key=secret,
            seal_keys=env.get("FIELDLOG_SEAL_KEYS") or str(seal_keys or Path("fieldlog.keys").resolve()),
            agency=env.get("FIELDLOG_AGENCY", cls.agency),
            danger_numbers=parse_danger_numbers(env.get("FIELDLOG_DANGER_NUMBERS", DEMO_DANGER_NUMBERS)),
            public_url=env.get("FIELDLOG_PUBLIC_URL", "").rstrip("/"),
            pack=env.get("FIELDLOG_PACK", cls.pack),
            secure_cookies=_flag(env, "FIELDLOG_SECURE_COOKIES", default=True),
            session_days=_at_least(env, "FIELDLOG_SESSION_DAYS", cls.session_days, least=1),
            phone_days=_at_least(env, "FIELDLOG_PHONE_DAYS", cls.phone_days, least=1),
            inside_floor=_at_least(env, "FIELDLOG_INSIDE_FLOOR", cls.inside_floor, least=cls.inside_floor),
            outside_floor=_at_least(env, "FIELDLOG_OUTSIDE_FLOOR", cls.outside_floor, least=cls.outside_floor),
        )


def parse_danger_numbers(text: str) -> tuple[DangerNumber, ...]:
    """Read `Label: number; Label: number`. Raises ConfigError when no number is in it."""
    pairs = [part.rpartition(":") for part in text.split(";") if part.strip()]
    numbers = tuple(
        DangerNumber(label.strip(), number.strip())
        for label, _, number in pairs
        if label.strip() and any(c.isdigit() for c in number)
    )
    if not numbers or len(numbers) != len(pairs):
        raise ConfigError(
            "FIELDLOG_DANGER_NUMBERS must be a list such as "
            "'Emergency: 911; Our hotline: 1-800-555-0100'; it is shown on the stop screen."
        )
    return numbers


def _flag(env: Mapping[str, str], name: str, *, default: bool) -> bool:
    text = env.get(name, "").strip().lower()
    if not text:
        return default
    if text in {"1", "yes", "true", "on"}:
        return True
    if text in {"0", "no", "false", "off"}:
        return False
    raise ConfigError(f"{name} must be yes or no, not {text!r}.")


def _at_least(env: Mapping[str, str], name: str, default: int, *, least: int) -> int:
    text = env.get(name, "").strip()
    if not text:
        return default
    if not text.isdigit() or int(text) < least:
        raise ConfigError(f"{name} must be a whole number of {least} or more, not {text!r}.")
    return int(text)
