"""Units in a select, each after its parent."""

from __future__ import annotations

from collections.abc import Iterable

from fieldlog.i18n import gettext as _
from fieldlog.operations.units import UnitInTree


def unit_choices(tree: Iterable[UnitInTree]) -> list[tuple[str, str]]:
    """(id, words) pairs that can be told apart in a closed select, and say where one takes in more."""
    units = [each.unit for each in tree]
    names = {unit.unit_id: unit.name for unit in units}
    parents = {unit.parent_id for unit in units}
    return [
        (
            unit.unit_id,
            _("{unit} and all below it").format(unit=unit.name)
            if unit.unit_id in parents
            else " · ".join(filter(None, [unit.name, names.get(unit.parent_id or "")])),
        )
        for unit in units
    ]
