"""Modules folded into the few files that a phone fetches: the thirty sources stay as they are, to be read and tested.

An entry takes in every module that it imports, in the order in which a browser would run them. Each keeps a scope of
its own, so only what is exported needs a name that no other has. What an earlier entry holds is imported from there,
and what is no source of ours (`vendor/`) from where it is.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

_IMPORT: Final = re.compile(
    r"^(?:import|export) \{ (?P<names>\w+(?:, \w+)*) \} from '(?P<path>[^']+)';\n", re.MULTILINE
)
_EXPORT: Final = re.compile(
    r"^export (?=(?:(?:async )?function|class|const) \[?(?P<names>\w+(?:, \w+)*))", re.MULTILINE
)
_UNKNOWN: Final = re.compile(r"^(?:import\b(?!\()|export\b).*", re.MULTILINE)


@dataclass(frozen=True)
class Module:
    """One source: the names that it imports, by path; those that it exports; its code without either."""

    imports: Mapping[str, Sequence[str]]
    exports: Sequence[str]
    code: str


def fold(entries: Sequence[str], sources: Mapping[str, str]) -> dict[str, str]:
    """What each of the entries is served as. `sources` are all modules by path, without indentation.

    Raises ValueError for an import or export that is written in another way than ours are, and for a name that two
    modules export, or none, and where modules import each other in a circle.
    """
    modules = {path: _read(path, text) for path, text in sources.items()}
    entry_of: dict[str, str] = {}
    for entry in entries:
        for path in _in_order(entry, modules, set()):
            entry_of.setdefault(path, entry)
    exported = [name for path in entry_of for name in modules[path].exports]
    if twins := {name for name in exported if exported.count(name) > 1}:
        raise ValueError(f"exported by more than one module: {', '.join(sorted(twins))}")
    order = list(entry_of)
    for path in order:
        for target, names in modules[path].imports.items():
            if target in modules and (missing := set(names) - set(modules[target].exports)):
                raise ValueError(f"{path}: nobody exports {', '.join(sorted(missing))}")
            if target in modules and order.index(target) > order.index(path):
                raise ValueError(f"{path} and {target} need each other")
    return {entry: _joined(entry, modules, entry_of) for entry in entries}


def _read(path: str, text: str) -> Module:
    folder = posixpath.dirname(path)
    imports = {
        posixpath.normpath(posixpath.join(folder, found["path"])): found["names"].split(", ")
        for found in _IMPORT.finditer(text)
    }
    exports = [name for found in _EXPORT.finditer(text) for name in found["names"].split(", ")]
    code = _EXPORT.sub("", _IMPORT.sub("", text))
    if unknown := _UNKNOWN.search(code):
        raise ValueError(f"{path}: can't fold {unknown[0]!r}")
    return Module(imports, exports, code)


def _in_order(path: str, modules: Mapping[str, Module], seen: set[str]) -> Iterator[str]:
    """A module after all that it imports."""
    if path in seen or path not in modules:
        return
    seen.add(path)
    for target in modules[path].imports:
        yield from _in_order(target, modules, seen)
    yield path


def _joined(entry: str, modules: Mapping[str, Module], entry_of: Mapping[str, str]) -> str:
    own = [modules[path] for path, where in entry_of.items() if where == entry]
    elsewhere: dict[str, set[str]] = {}
    for module in own:
        for target, names in module.imports.items():
            if (where := entry_of.get(target, target)) != entry:
                elsewhere.setdefault(where, set()).update(names)
    heads = [
        f"import {{ {', '.join(sorted(names))} }} from '{_address(where, entry)}';\n"
        for where, names in elsewhere.items()
    ]
    names = [name for module in own for name in module.exports]
    return "".join([*heads, *map(_scope, own), f"export {{ {', '.join(names)} }};\n"])


def _scope(module: Module) -> str:
    if not module.exports:
        return f"{{\n{module.code}}}\n"
    names = ", ".join(module.exports)
    return f"const {{ {names} }} = (() => {{\n{module.code}return {{ {names} }};\n}})();\n"


def _address(path: str, seen_from: str) -> str:
    found = posixpath.relpath(path, posixpath.dirname(seen_from))
    return found if found.startswith(".") else f"./{found}"
