-- The record, version 1. Later versions are further files: see `migrate`.
-- Text is as published; `label`s are shown, `key`s are folded for comparison.
-- Columns named `entity` hold an entity.id of the same capture; no foreign key, since `reread` deletes both sides at once.

CREATE TABLE store (
  name TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- What can be captured again: an address, or a text without one.
CREATE TABLE page (
  id INTEGER PRIMARY KEY,
  key TEXT NOT NULL UNIQUE,               -- the address, or sha256:HEX of a text without one
  url TEXT
) STRICT;

-- Bytes as they came. `seq` grows with every change to what is known of a capture.
CREATE TABLE capture (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  page INTEGER NOT NULL REFERENCES page,
  digest BLOB NOT NULL,                   -- SHA-256 of the bytes
  bytes BLOB NOT NULL,                    -- zstd
  length_bytes INTEGER NOT NULL,
  content_type TEXT,
  captured_at TEXT,                       -- as the archive states it
  kept_at TEXT NOT NULL,                  -- UTC
  locator TEXT NOT NULL,                  -- the file it came from, with the item's number
  newest INTEGER NOT NULL,                -- 1 for the version of its page that is searched
  failure TEXT,                           -- why it could not be read
  seq INTEGER NOT NULL UNIQUE,
  UNIQUE (page, digest)
) STRICT;

CREATE INDEX capture_digest ON capture (digest);

-- What an engine made of a capture. Replaced as a whole by `reread`.
CREATE TABLE reading (
  capture INTEGER PRIMARY KEY REFERENCES capture ON DELETE CASCADE,
  engine TEXT NOT NULL,                   -- version, lexicon and models
  json BLOB NOT NULL                      -- khabar.reading/1, zstd
) STRICT;

CREATE TABLE document (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  capture INTEGER NOT NULL REFERENCES capture ON DELETE CASCADE,
  name TEXT NOT NULL,                     -- d1 in the JSON
  language TEXT NOT NULL,
  title TEXT,
  body TEXT NOT NULL,
  outlet TEXT,
  aggregator TEXT,
  place TEXT,                             -- of the dateline
  published TEXT,
  day TEXT,                               -- YYYY-MM-DD
  credits TEXT NOT NULL                   -- names, as a JSON list
) STRICT;
CREATE INDEX document_capture ON document (capture);

CREATE TABLE entity (
  id INTEGER PRIMARY KEY,
  capture INTEGER NOT NULL REFERENCES capture ON DELETE CASCADE,
  name TEXT NOT NULL,                     -- e1 in the JSON
  kind TEXT NOT NULL,
  label TEXT NOT NULL,
  key TEXT NOT NULL,                      -- one for all pages where it is known
  names TEXT NOT NULL,                    -- as a JSON list
  known TEXT,
  wikidata TEXT
) STRICT;
CREATE INDEX entity_capture ON entity (capture);
CREATE INDEX entity_key ON entity (key);

CREATE TABLE mention (
  document INTEGER NOT NULL REFERENCES document ON DELETE CASCADE,
  n INTEGER NOT NULL,
  start INTEGER NOT NULL,                 -- code points of the reading's text
  end INTEGER NOT NULL,
  words TEXT NOT NULL,
  kind TEXT NOT NULL,
  entity INTEGER,
  is_name INTEGER NOT NULL,
  confidence REAL NOT NULL,
  why TEXT NOT NULL,
  PRIMARY KEY (document, n)
) STRICT, WITHOUT ROWID;

CREATE TABLE claim (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  document INTEGER NOT NULL REFERENCES document ON DELETE CASCADE,
  name TEXT NOT NULL,                     -- c1 in the JSON
  start INTEGER NOT NULL,
  cue TEXT,
  source_kind TEXT NOT NULL,
  source TEXT NOT NULL,
  source_entity INTEGER,
  anonymous INTEGER NOT NULL,
  addressee TEXT,
  content TEXT NOT NULL,
  quotation TEXT NOT NULL,
  act TEXT NOT NULL,
  polarity TEXT NOT NULL,
  certainty TEXT NOT NULL,
  commitment TEXT NOT NULL,
  speech_time TEXT,
  parent TEXT,
  narration INTEGER NOT NULL,
  why TEXT NOT NULL
) STRICT;
CREATE INDEX claim_document ON claim (document);

-- The chain of a claim, from the page outward.
CREATE TABLE link (
  claim INTEGER NOT NULL REFERENCES claim ON DELETE CASCADE,
  n INTEGER NOT NULL,
  name TEXT NOT NULL,
  kind TEXT NOT NULL,
  act TEXT NOT NULL,
  entity INTEGER,
  PRIMARY KEY (claim, n)
) STRICT, WITHOUT ROWID;

CREATE TABLE event (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  document INTEGER NOT NULL REFERENCES document ON DELETE CASCADE,
  name TEXT NOT NULL,                     -- v1 in the JSON
  type TEXT NOT NULL,
  mode TEXT,
  cameo TEXT,
  contexts TEXT NOT NULL,                 -- as a JSON list
  words TEXT NOT NULL,
  status TEXT NOT NULL,
  place TEXT,
  time TEXT,
  precision TEXT,
  why TEXT NOT NULL
) STRICT;
CREATE INDEX event_document ON event (document);

CREATE TABLE participant (
  event INTEGER NOT NULL REFERENCES event ON DELETE CASCADE,
  role TEXT NOT NULL,                     -- actor, recipient, alternative
  n INTEGER NOT NULL,
  label TEXT NOT NULL,
  entity INTEGER,
  PRIMARY KEY (event, role, n)
) STRICT, WITHOUT ROWID;

-- The claims behind an event.
CREATE TABLE tie (
  event INTEGER NOT NULL REFERENCES event ON DELETE CASCADE,
  claim INTEGER NOT NULL REFERENCES claim ON DELETE CASCADE,
  stance TEXT NOT NULL,
  PRIMARY KEY (event, claim)
) STRICT, WITHOUT ROWID;
CREATE INDEX tie_claim ON tie (claim);

CREATE TABLE relation (
  document INTEGER NOT NULL REFERENCES document ON DELETE CASCADE,
  n INTEGER NOT NULL,
  subject TEXT NOT NULL,
  predicate TEXT NOT NULL,
  object TEXT,
  value TEXT NOT NULL,
  claim TEXT,
  why TEXT NOT NULL,
  PRIMARY KEY (document, n)
) STRICT, WITHOUT ROWID;

-- Claims of one document that cannot both hold.
CREATE TABLE conflict (
  document INTEGER NOT NULL REFERENCES document ON DELETE CASCADE,
  n INTEGER NOT NULL,
  left_claim TEXT,
  right_claim TEXT,
  slot TEXT NOT NULL,
  vals TEXT NOT NULL,                     -- as a JSON list
  why TEXT NOT NULL,
  PRIMARY KEY (document, n)
) STRICT, WITHOUT ROWID;

-- Questions kept by name.
CREATE TABLE saved (
  name TEXT PRIMARY KEY,
  request TEXT NOT NULL,                  -- JSON
  saved_at TEXT NOT NULL,
  seen INTEGER NOT NULL                   -- captures up to this id were shown
) STRICT, WITHOUT ROWID;
