"""Taking in what a person made on a phone, however it comes: by sync, in a file, or out of quarantine.

Accept first, judge later: what has ids, an owner and a sane size is stored; nothing is ever dropped.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, replace
from datetime import datetime

from fieldlog.domain.entry import Edit
from fieldlog.domain.permissions import Actor, can
from fieldlog.domain.set_aside import outline
from fieldlog.domain.sync import Link
from fieldlog.domain.sync_wire import Refusal
from fieldlog.domain.taxonomy import Packs
from fieldlog.errors import Conflict
from fieldlog.operations.projections import project, release_held
from fieldlog.storage.protocol import Quarantined, Transaction


@dataclass(frozen=True)
class Result:
    """What became of one item. `content_sha256` and `rev` only where it is stored.

    `status`: ok | dup | held | needs_fix | not_yours | resend | clash; `code` is a key of `errors.WORDS`.
    """

    edit_id: str
    status: str
    content_sha256: str | None = None
    rev: int | None = None
    code: str | None = None
    field: str | None = None


class Intake:
    """What one person hands over, inside one transaction.

    `keeps`: what can't be stored goes into quarantine; without, it is only said so (it is there already, or in a file).
    """

    def __init__(
        self,
        tx: Transaction,
        actor: Actor,
        device_id: str,
        items: list[tuple[object, Edit | Refusal]],
        now: datetime,
        *,
        keeps: bool = True,
    ) -> None:
        edits = [item for _, item in items if isinstance(item, Edit)]
        self._tx, self._actor, self._device_id, self._items, self._now = tx, actor, device_id, items, now
        self._keeps = keeps
        self._may_log = can(actor, "log_rides")
        self._known = tx.edits.known(edit.edit_id for edit in edits)
        if self._may_log and any(known.status == "held" for known in self._known.values()):
            release_held(tx, actor.person_id, by=actor.person_id, now=now)
            self._known = tx.edits.known(edit.edit_id for edit in edits)
        self._links = tx.edits.links({edit.entry_id for edit in edits})
        self._claims = {link.entry_id: link for link in self._links}
        self._stored: dict[str, Edit] = {}

    def take_all(self, packs: Packs) -> tuple[Result, ...]:
        results = tuple(self._take(raw, item) for raw, item in self._items)
        touched = {edit.entry_id for edit in self._stored.values()}
        project(self._tx, [link for link in self._links if link.entry_id in touched], packs, self._stored.values())
        return results

    def _take(self, raw: object, item: Edit | Refusal) -> Result:
        if isinstance(item, Refusal):
            if item.status == "resend":
                return Result(item.edit_id, "resend", code=item.code, field=item.field)
            return self._set_aside(raw, item.edit_id, item.status, item.code, item.field)
        if item.author_id != self._actor.person_id:
            return self._set_aside(raw, item.edit_id, "not_yours", "item_other_author", "author_id")
        if again := self._again(raw, item):
            return again
        claim = self._claims.get(item.entry_id)
        if claim and claim.author_id != item.author_id:
            return self._set_aside(raw, item.edit_id, "not_yours", "item_other_owner", "entry_id")
        if claim and claim.entry_type != item.entry_type:
            return self._set_aside(raw, item.edit_id, "needs_fix", "item_other_type", "entry_type")
        return self._store(raw, item)

    def _again(self, raw: object, edit: Edit) -> Result | None:
        """The same id once more: harmless when it is the same edit."""
        if twin := self._stored.get(edit.edit_id):
            author_id, content, status, rev = twin.author_id, twin.content_sha256, twin.status, twin.rev
        elif known := self._known.get(edit.edit_id):
            author_id, content, status, rev = known.author_id, known.content_sha256, known.status, known.rev
        else:
            return None
        if author_id != edit.author_id or (status != "purged" and content != edit.content_sha256):
            return self._set_aside(raw, edit.edit_id, "clash", "item_clash", None)
        if status == "held":
            return Result(edit.edit_id, "held", edit.content_sha256)
        return Result(edit.edit_id, "dup", edit.content_sha256, rev)

    def _store(self, raw: object, edit: Edit) -> Result:
        status = "ok" if self._may_log else "held"
        try:
            with self._tx.savepoint():
                edit = replace(edit, status=status, rev=self._tx.next_rev(), received_at=self._now)
                if not self._tx.edits.add(edit):
                    raise Conflict("conflict")
        except Conflict:  # no table takes it: it must not hold up the others
            return self._set_aside(raw, edit.edit_id, "needs_fix", "item_unreadable", None)
        link = Link(edit.edit_id, edit.entry_id, edit.entry_type, edit.author_id, edit.base_edit_ids, status)
        self._links.append(link)
        self._claims[edit.entry_id] = link
        self._stored[edit.edit_id] = edit
        if status == "held":
            return Result(edit.edit_id, "held", edit.content_sha256)
        return Result(edit.edit_id, "ok", edit.content_sha256, edit.rev)

    def _set_aside(self, raw: object, edit_id: str, status: str, code: str, field: str | None) -> Result:
        """Keep the raw words in quarantine, so that nothing is lost and nothing is misattributed."""
        if not self._keeps:
            return Result(edit_id, status, code=code, field=field)
        words = json.dumps(raw).encode("ascii")
        added = self._tx.quarantine.add(
            Quarantined(
                person_id=self._actor.person_id,
                device_id=self._device_id,
                edit_id=edit_id,
                code=code,
                raw=words,
                raw_sha256=hashlib.sha256(words).hexdigest(),
                received_at=self._now,
                outline=outline(raw),
            )
        )
        if added:
            self._tx.audit.add(
                at=self._now,
                actor_id=self._actor.person_id,
                act="quarantine_edit",
                thing="edit",
                thing_id=edit_id,
                code=code,
            )
        return Result(edit_id, status, code=code, field=field)
