"""Where a command finds its settings: the environment first, then the settings file."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import click

from fieldlog.config import Config, ConfigError
from fieldlog.i18n import gettext as _
from fieldlog.operations.seal_keys import SealKeys
from fieldlog.storage import open_store
from fieldlog.storage.protocol import Store

DEFAULT_SETTINGS = "fieldlog.env"


@dataclass(frozen=True)
class Settings:
    """The merged settings of one call; `path` is where `fieldlog init` writes."""

    path: Path
    values: Mapping[str, str]

    @classmethod
    def at(cls, path: str) -> Settings:
        """Read the file, if it is there, under the environment. Raises ConfigError."""
        file = Path(path)
        return cls(file, {**(read_settings(file) if file.is_file() else {}), **os.environ})

    def config(self) -> Config:
        """The key ring lies beside the settings file and is called like it. Raises ConfigError."""
        return Config.from_env(self.values, seal_keys=self.path.resolve().with_suffix(".keys"))

    def seal_keys(self) -> SealKeys:
        """The key ring, made when there is none. Raises ConfigError, StorageUnavailable."""
        return SealKeys.at(Path(self.config().seal_keys), now=datetime.now(UTC))

    def seal_keys_if_there(self) -> SealKeys | None:
        """For commands that may run from another folder than the server: a ring made there would be the wrong one."""
        return SealKeys.if_there(Path(self.config().seal_keys))

    def store(self) -> Store:
        """Open the database; the server may be running. Raises ConfigError, UnknownEngine, StorageUnavailable."""
        return open_store(self.config().database)


pass_settings = click.make_pass_decorator(Settings)


def read_settings(file: Path) -> dict[str, str]:
    """Read NAME=value lines; blank lines and lines that start with # don't count. Raises ConfigError."""
    found = {}
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1):
        text = line.strip()
        if not text or text.startswith("#"):
            continue
        name, separator, value = text.partition("=")
        if not separator or not name.isidentifier():
            raise ConfigError(_("{file}, line {number}: not a NAME=value line.").format(file=file, number=number))
        found[name] = value.strip().strip("'\"")
    return found


def write_settings(path: Path, values: dict[str, str]) -> None:
    """Write NAME=value lines to a new file that only its owner reads. Raises ConfigError when it is there."""
    try:
        path.touch(mode=0o600, exist_ok=False)
    except FileExistsError:
        raise ConfigError(
            _("{file} is there already. Give another file with --settings; nothing was changed.").format(file=path)
        ) from None
    path.write_text("".join(f"{name}={value}\n" for name, value in values.items()), encoding="utf-8")
