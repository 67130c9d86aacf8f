-- Fieldlog, the current SQLite schema: what a new database gets.
-- Hand-written; a migration that changes it also edits this file, and a test
-- compares a migrated database with a new one.
--
-- Ids are UUIDv7 text made where the record is born. Times are UTC text
-- (2026-04-01T14:02:00.000Z); dates a person chose are local (2026-04-01).

-- ---------------------------------------------------------------- the server

-- One row: counters and the epoch. `rev` numbers everything that phones pull.
CREATE TABLE server (
    only_row   INTEGER PRIMARY KEY CHECK (only_row = 1),
    epoch      TEXT NOT NULL,
    rev        INTEGER NOT NULL DEFAULT 0,
    backed_up_rev INTEGER NOT NULL DEFAULT 0
);

-- Written in the same transaction as the act; never holds what a note says.
CREATE TABLE audit (
    audit_id  INTEGER PRIMARY KEY,
    at        TEXT NOT NULL,
    actor_id  TEXT NOT NULL,
    act       TEXT NOT NULL,
    thing     TEXT NOT NULL,
    thing_id  TEXT NOT NULL,
    detail    TEXT NOT NULL DEFAULT '{}'
);
CREATE INDEX audit_by_thing ON audit (thing, thing_id);

-- ------------------------------------------------------------ people and units

CREATE TABLE units (
    unit_id   TEXT PRIMARY KEY,
    parent_id TEXT REFERENCES units (unit_id),
    name      TEXT NOT NULL,
    area_class TEXT NOT NULL CHECK (area_class IN ('urban', 'suburban', 'small_town', 'rural', 'frontier')),
    is_area   INTEGER NOT NULL DEFAULT 0  -- may be the area of a summary
);

CREATE TABLE people (
    person_id     TEXT PRIMARY KEY,
    email         TEXT NOT NULL UNIQUE COLLATE NOCASE,
    name          TEXT NOT NULL,
    password_hash TEXT NOT NULL,
    active        INTEGER NOT NULL DEFAULT 1,
    must_change_password INTEGER NOT NULL DEFAULT 0,
    created_at    TEXT NOT NULL
);

CREATE TABLE grants (
    person_id TEXT NOT NULL REFERENCES people (person_id),
    role      TEXT NOT NULL CHECK (role IN ('leader', 'supervisor', 'editor', 'approver', 'admin')),
    unit_id   TEXT NOT NULL REFERENCES units (unit_id),
    PRIMARY KEY (person_id, role, unit_id)
) WITHOUT ROWID;

-- A signed-in browser. The cookie holds a token; only its hash is kept.
CREATE TABLE sessions (
    token_hash   TEXT PRIMARY KEY,
    session_id   TEXT NOT NULL UNIQUE,  -- names the row on screens and in URLs
    person_id    TEXT NOT NULL REFERENCES people (person_id),
    label        TEXT NOT NULL,         -- "Chrome on Android", for the list of phones
    device_id    TEXT,                  -- bound at the first sync
    created_at   TEXT NOT NULL,
    last_seen_at TEXT NOT NULL,
    expires_at   TEXT NOT NULL,         -- rolling
    revoked_at   TEXT                   -- ended from elsewhere: signs nobody in, but its phone hears so until it expires
);
CREATE INDEX sessions_by_person ON sessions (person_id);

-- Wrong passwords, to slow down guessing; cleared by a right one.
CREATE TABLE sign_in_failures (
    email  TEXT NOT NULL COLLATE NOCASE,
    at     TEXT NOT NULL
);
CREATE INDEX sign_in_failures_by_email ON sign_in_failures (email, at);

-- -------------------------------------------------------------------- sync

CREATE TABLE devices (
    device_id      TEXT NOT NULL,
    person_id      TEXT NOT NULL REFERENCES people (person_id),
    max_device_seq INTEGER NOT NULL,    -- what the phone says it has made
    app_version    TEXT NOT NULL,
    first_seen_at  TEXT NOT NULL,
    last_seen_at   TEXT NOT NULL,
    PRIMARY KEY (device_id, person_id)
) WITHOUT ROWID;

-- The growing set that phone and server share. A row never changes, but for
-- `status`: ok | held (its author was disabled) | purged (id only).
CREATE TABLE edits (
    edit_id        TEXT PRIMARY KEY,
    rev            INTEGER NOT NULL UNIQUE,
    entry_id       TEXT NOT NULL,       -- no foreign key: parents may arrive later
    entry_type     TEXT NOT NULL CHECK (entry_type IN ('ride', 'visit', 'observation', 'reflection', 'promise')),
    kind           TEXT NOT NULL CHECK (kind IN ('save', 'retract', 'resolve')),
    base_edit_ids  TEXT NOT NULL,       -- JSON list
    author_id      TEXT NOT NULL REFERENCES people (person_id),
    device_id      TEXT NOT NULL,
    device_seq     INTEGER NOT NULL,
    occurred_at    TEXT NOT NULL,
    occurred_offset INTEGER NOT NULL,   -- minutes east of UTC
    schema_v       INTEGER NOT NULL,
    enc            TEXT NOT NULL CHECK (enc IN ('plain')),
    key_id         TEXT,
    body           TEXT NOT NULL,
    body_sha256    TEXT NOT NULL,
    content_sha256 TEXT NOT NULL,
    status         TEXT NOT NULL CHECK (status IN ('ok', 'held', 'purged')),
    received_at    TEXT NOT NULL
);
CREATE INDEX edits_by_entry ON edits (entry_id);
CREATE INDEX edits_by_author ON edits (author_id, rev);
CREATE INDEX edits_by_device ON edits (device_id, device_seq);
CREATE INDEX edits_held ON edits (author_id) WHERE status = 'held';

-- What could not be stored as an edit, word for word, so that nothing is lost.
CREATE TABLE quarantine (
    quarantine_id INTEGER PRIMARY KEY,
    person_id     TEXT NOT NULL REFERENCES people (person_id),
    device_id     TEXT NOT NULL,
    edit_id       TEXT NOT NULL DEFAULT '',
    code          TEXT NOT NULL,
    raw           BLOB NOT NULL,
    raw_sha256    TEXT NOT NULL,
    received_at   TEXT NOT NULL,
    -- What could be read of it, so that it is known when it was stored or fixed since; '' or NULL where it can't be.
    author_id     TEXT NOT NULL DEFAULT '',
    entry_id      TEXT NOT NULL DEFAULT '',
    device_seq    INTEGER,
    base_edit_ids TEXT NOT NULL DEFAULT '[]',   -- JSON list
    content_sha256 TEXT NOT NULL DEFAULT '',
    -- An admin looked at it and nothing more is to be done; the words stay all the same.
    seen_at       TEXT,
    seen_by       TEXT REFERENCES people (person_id),
    seen_why      TEXT NOT NULL DEFAULT '',     -- a code of domain/set_aside.py
    UNIQUE (person_id, edit_id, raw_sha256)
);
CREATE INDEX quarantine_by_edit ON quarantine (edit_id);

-- ------------------------------------------- entries: projections of the edits
-- `fieldlog rebuild` makes all of these again from `edits`.

-- The first edit claims an entry for its author.
CREATE TABLE entries (
    entry_id     TEXT PRIMARY KEY,
    entry_type   TEXT NOT NULL,
    owner_id     TEXT NOT NULL REFERENCES people (person_id),
    head_edit_id TEXT NOT NULL,         -- the version that readers see
    head_count   INTEGER NOT NULL,      -- 2 and up: a fork that waits for its author
    retracted    INTEGER NOT NULL,
    flags        TEXT NOT NULL          -- JSON list of codes of broken business rules
);

CREATE TABLE rides (
    ride_id       TEXT PRIMARY KEY REFERENCES entries (entry_id),
    leader_id     TEXT NOT NULL REFERENCES people (person_id),
    date          TEXT NOT NULL,        -- local; the only date that periods use
    unit_id       TEXT NOT NULL,
    area_class    TEXT NOT NULL,
    worker_role   TEXT NOT NULL,
    worker_agreed INTEGER NOT NULL,
    family_told   INTEGER NOT NULL,
    after_hours   INTEGER NOT NULL,
    started_at    TEXT,
    ended_at      TEXT,
    afterwards    INTEGER NOT NULL,
    retracted     INTEGER NOT NULL
);
CREATE INDEX rides_by_unit ON rides (unit_id, date);

CREATE TABLE visits (
    visit_id   TEXT PRIMARY KEY REFERENCES entries (entry_id),
    ride_id    TEXT NOT NULL,
    leader_id  TEXT NOT NULL REFERENCES people (person_id),  -- counts only on a ride of the same leader
    number     INTEGER NOT NULL,
    kind       TEXT NOT NULL,
    started_at TEXT,
    ended_at   TEXT,
    signal     INTEGER,
    retracted  INTEGER NOT NULL
);
CREATE INDEX visits_by_ride ON visits (ride_id);

CREATE TABLE observations (
    observation_id TEXT PRIMARY KEY REFERENCES entries (entry_id),
    ride_id       TEXT NOT NULL,
    visit_id      TEXT NOT NULL,
    author_id     TEXT NOT NULL REFERENCES people (person_id),
    lean          TEXT NOT NULL CHECK (lean IN ('strength', 'concern')),
    evidence      TEXT NOT NULL,
    voice         TEXT NOT NULL,
    feelings      TEXT NOT NULL,        -- JSON list
    note          TEXT NOT NULL,
    poverty_check TEXT,
    sharing       TEXT NOT NULL CHECK (sharing IN ('private', 'team', 'community')),
    pack          TEXT NOT NULL,
    pack_version  INTEGER NOT NULL,
    occurred_at   TEXT NOT NULL,
    occurred_offset INTEGER NOT NULL,
    retracted     INTEGER NOT NULL
);
CREATE INDEX observations_by_ride ON observations (ride_id);
CREATE INDEX observations_by_visit ON observations (visit_id);

CREATE TABLE observation_issues (
    observation_id TEXT NOT NULL REFERENCES observations (observation_id) ON DELETE CASCADE,
    issue          TEXT NOT NULL,
    PRIMARY KEY (observation_id, issue)
) WITHOUT ROWID;

CREATE TABLE observation_cues (
    observation_id TEXT NOT NULL REFERENCES observations (observation_id) ON DELETE CASCADE,
    cue            TEXT NOT NULL,
    PRIMARY KEY (observation_id, cue)
) WITHOUT ROWID;

CREATE TABLE reflections (
    reflection_id TEXT PRIMARY KEY REFERENCES entries (entry_id),
    ride_id       TEXT NOT NULL,
    author_id     TEXT NOT NULL REFERENCES people (person_id),
    prompt        TEXT NOT NULL,
    answer        TEXT NOT NULL,
    sharing       TEXT NOT NULL CHECK (sharing IN ('private', 'team')),
    pack          TEXT NOT NULL,
    pack_version  INTEGER NOT NULL,
    retracted     INTEGER NOT NULL
);
CREATE INDEX reflections_by_ride ON reflections (ride_id);

CREATE TABLE promises (
    promise_id TEXT PRIMARY KEY REFERENCES entries (entry_id),
    ride_id    TEXT,
    author_id  TEXT NOT NULL REFERENCES people (person_id),
    what       TEXT NOT NULL,
    for_role   TEXT NOT NULL,
    due        TEXT,
    state      TEXT NOT NULL CHECK (state IN ('open', 'doing', 'done', 'cannot')),
    reason     TEXT NOT NULL,
    told_when  TEXT,
    told_how   TEXT NOT NULL,
    observation_ids TEXT NOT NULL,      -- JSON list
    sharing    TEXT NOT NULL CHECK (sharing IN ('team', 'community')),
    retracted  INTEGER NOT NULL
);
CREATE INDEX promises_by_ride ON promises (ride_id);

-- What readers other than the author may see: current, not private, and on a ride of the
-- same leader that itself still stands. Every page and count of the office starts here.
CREATE VIEW shown_observations AS
SELECT o.*, r.date AS ride_date, r.unit_id, r.area_class, r.worker_role, r.worker_agreed, r.family_told,
       v.number AS visit_number, v.kind AS visit_kind, e.flags
FROM rides r
JOIN observations o ON o.ride_id = r.ride_id AND o.author_id = r.leader_id
JOIN entries e ON e.entry_id = o.observation_id
JOIN visits v ON v.visit_id = o.visit_id AND v.ride_id = r.ride_id AND v.leader_id = r.leader_id
WHERE NOT o.retracted AND NOT r.retracted AND NOT v.retracted AND o.sharing <> 'private';

-- The office's answer to an observation; it travels to the leader's phone by `rev`.
CREATE TABLE answers (
    answer_id TEXT PRIMARY KEY,
    rev       INTEGER NOT NULL UNIQUE,
    entry_id  TEXT NOT NULL REFERENCES entries (entry_id),
    to_id     TEXT NOT NULL REFERENCES people (person_id),
    author_id TEXT NOT NULL REFERENCES people (person_id),
    words     TEXT NOT NULL,
    at        TEXT NOT NULL
);
CREATE INDEX answers_to ON answers (to_id, rev);
CREATE INDEX answers_by_entry ON answers (entry_id);

-- ---------------------------------------------------------------- summaries

-- The agency's own names, places and streets for the finder; only admins read them.
CREATE TABLE agency_lists (
    kind       TEXT PRIMARY KEY CHECK (kind IN ('NAME', 'PLACE', 'ADDRESS', 'ORG', 'NEVER')),
    entries    TEXT NOT NULL,           -- JSON list, as typed
    before     TEXT NOT NULL,           -- the list before the last change, for the undo
    changed_by TEXT NOT NULL REFERENCES people (person_id),
    changed_at TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE summaries (
    summary_id  TEXT PRIMARY KEY,
    unit_id     TEXT NOT NULL REFERENCES units (unit_id),   -- the area
    first_quarter TEXT NOT NULL,        -- 2026-Q2, both ends in
    last_quarter  TEXT NOT NULL,
    audience    TEXT NOT NULL,
    state       TEXT NOT NULL CHECK (state IN ('draft', 'in_review', 'approved', 'published', 'corrected', 'withdrawn')),
    corrects_id TEXT UNIQUE REFERENCES summaries (summary_id),  -- one correction at a time
    created_by  TEXT NOT NULL REFERENCES people (person_id),
    created_at  TEXT NOT NULL,
    discarded   INTEGER NOT NULL DEFAULT 0  -- a draft that was thrown away; kept for the undo
);

-- Everything in a summary that is words: title, strengths, concerns, promises,
-- questions. All are cleared in the same way.
CREATE TABLE share_lines (
    line_id    TEXT PRIMARY KEY,
    summary_id TEXT NOT NULL REFERENCES summaries (summary_id),
    part       TEXT NOT NULL CHECK (part IN ('title', 'strength', 'concern', 'promise', 'question')),
    position   INTEGER NOT NULL,
    issue      TEXT,                    -- of strengths and concerns
    promise_state TEXT CHECK (promise_state IN ('open', 'doing', 'done', 'cannot')),
    words      TEXT NOT NULL,
    wording    INTEGER NOT NULL,        -- grows with every change of the words; a clearance names the one it read
    review     TEXT NOT NULL CHECK (review IN ('waiting', 'cleared', 'returned')),
    reviewed_wording INTEGER,           -- the wording that was read
    reviewed_by TEXT REFERENCES people (person_id),
    reviewed_at TEXT,
    reason     TEXT NOT NULL DEFAULT '',
    looked_for TEXT NOT NULL DEFAULT '[]',  -- JSON list of names | places | dates | rare_facts
    removed    INTEGER NOT NULL DEFAULT 0   -- kept for the undo
);
CREATE INDEX share_lines_by_summary ON share_lines (summary_id, position);

-- Who had a hand in the wording: none of them may clear it.
CREATE TABLE share_line_writers (
    line_id   TEXT NOT NULL REFERENCES share_lines (line_id) ON DELETE CASCADE,
    person_id TEXT NOT NULL REFERENCES people (person_id),
    PRIMARY KEY (line_id, person_id)
) WITHOUT ROWID;

CREATE TABLE share_line_sources (
    line_id        TEXT NOT NULL REFERENCES share_lines (line_id) ON DELETE CASCADE,
    entry_id       TEXT NOT NULL,       -- no foreign key: entries are made again by a rebuild
    PRIMARY KEY (line_id, entry_id)
) WITHOUT ROWID;

-- Why something that the finder found in a line may stay, in exactly the current words: a
-- change of the words removes its rows. Without `cleared_by` it is only the writer's reason.
CREATE TABLE share_line_stays (
    line_id    TEXT NOT NULL REFERENCES share_lines (line_id) ON DELETE CASCADE,
    finding    TEXT NOT NULL,           -- type and place in the words: NAME-4-9
    said       TEXT NOT NULL,           -- the writer's reason
    said_by    TEXT REFERENCES people (person_id),
    why        TEXT NOT NULL,           -- the reason of the second person
    cleared_by TEXT REFERENCES people (person_id),
    cleared_at TEXT,
    PRIMARY KEY (line_id, finding)
) WITHOUT ROWID;

-- An immutable snapshot. The newest publication of a slug is what it serves.
CREATE TABLE publications (
    publication_id TEXT PRIMARY KEY,
    slug           TEXT NOT NULL,       -- unguessable; a correction keeps it
    version        INTEGER NOT NULL,
    summary_id     TEXT NOT NULL REFERENCES summaries (summary_id),
    published_at   TEXT NOT NULL,
    published_by   TEXT NOT NULL REFERENCES people (person_id),
    snapshot       TEXT NOT NULL,       -- JSON of render.Snapshot
    withdrawn_at   TEXT,
    notice         TEXT NOT NULL DEFAULT '',  -- why it was withdrawn: mistake | too_much | out_of_date
    UNIQUE (slug, version)
);

-- The ledger: every number that ever left, and every one that was hidden. Once per
-- area and period: what has left is carried over and never counted anew.
CREATE TABLE published_numbers (
    unit_id        TEXT NOT NULL,
    first_quarter  TEXT NOT NULL,
    last_quarter   TEXT NOT NULL,
    measure        TEXT NOT NULL CHECK (measure IN ('visits', 'rides', 'visits_with_issue')),
    issue          TEXT NOT NULL DEFAULT '',
    kind           TEXT NOT NULL CHECK (kind IN ('number', 'zero', 'hidden', 'nearly')),
    value          INTEGER,             -- the number, or the floor that hides it
    publication_id TEXT NOT NULL REFERENCES publications (publication_id),
    PRIMARY KEY (unit_id, first_quarter, last_quarter, measure, issue)
) WITHOUT ROWID;

-- Which units' visits are in each set of numbers, as they were then: units may be moved later.
CREATE TABLE published_coverage (
    unit_id         TEXT NOT NULL,
    first_quarter   TEXT NOT NULL,
    last_quarter    TEXT NOT NULL,
    covered_unit_id TEXT NOT NULL,
    PRIMARY KEY (unit_id, first_quarter, last_quarter, covered_unit_id)
) WITHOUT ROWID;
