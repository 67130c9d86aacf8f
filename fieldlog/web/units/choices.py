"""Units in a select, each below its parent."""

from __future__ import annotations

from collections.abc import Iterable

from fieldlog.i18n import gettext as _
from fieldlog.operations.units import UnitInTree


def unit_choices(units: Iterable[UnitInTree]) -> list[tuple[str, str]]:
    """(id, words) pairs: indented by depth, and saying where a choice takes in what is below it."""
    units = list(units)
    parents = {each.unit.parent_id for each in units}
    return [(each.unit.unit_id, _words(each, each.unit.unit_id in parents)) for each in units]


def _words(each: UnitInTree, has_more: bool) -> str:
    indent = "\N{NO-BREAK SPACE}" * 4 * each.depth  # a browser folds plain spaces
    words = _("{unit} and all below it").format(unit=each.unit.name) if has_more else each.unit.name
    return indent + words
