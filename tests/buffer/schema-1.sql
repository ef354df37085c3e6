-- The buffer as the first schema made it, with two readings and an entry of the quarantine.
CREATE TABLE reading (
  seq INTEGER PRIMARY KEY,
  stream INTEGER NOT NULL,
  segment INTEGER NOT NULL,
  t INTEGER NOT NULL,
  number REAL,
  text TEXT,
  device_time INTEGER,
  crc INTEGER NOT NULL,
  CHECK ((number IS NULL) <> (text IS NULL))
) STRICT;
CREATE TABLE stream (
  id INTEGER PRIMARY KEY,
  device TEXT NOT NULL,
  point TEXT NOT NULL,
  quantity TEXT NOT NULL,
  unit TEXT NOT NULL,
  kind TEXT NOT NULL,
  UNIQUE (device, point, quantity, unit, kind)
) STRICT;
CREATE TABLE segment (
  id INTEGER PRIMARY KEY,
  boot TEXT NOT NULL,
  mono_start INTEGER NOT NULL,
  wall_start INTEGER NOT NULL,
  offset INTEGER,
  source TEXT,
  first_seq INTEGER NOT NULL
) STRICT;
CREATE TABLE meta (
  only INTEGER PRIMARY KEY CHECK (only = 1),
  last_seq INTEGER NOT NULL,
  ledger_id TEXT NOT NULL,
  clean_stop INTEGER NOT NULL,
  wall_high INTEGER NOT NULL,
  machine TEXT
) STRICT;
CREATE TABLE destination (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  start INTEGER NOT NULL,
  position INTEGER NOT NULL,
  backlog_from INTEGER NOT NULL DEFAULT 0,
  backlog_upto INTEGER NOT NULL DEFAULT 0,
  retired_at INTEGER
) STRICT;
CREATE TABLE stream_position (
  destination INTEGER NOT NULL,
  lane TEXT NOT NULL CHECK (lane IN ('front', 'backlog')),
  stream INTEGER NOT NULL,
  done INTEGER NOT NULL,
  sent INTEGER NOT NULL,
  behind INTEGER NOT NULL,
  PRIMARY KEY (destination, lane, stream)
) STRICT, WITHOUT ROWID;
CREATE TABLE entity (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE
) STRICT;
CREATE TABLE newest (
  destination INTEGER NOT NULL,
  stream INTEGER NOT NULL,
  entity INTEGER NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY (destination, stream, entity)
) STRICT, WITHOUT ROWID;
CREATE TABLE latest (
  destination INTEGER NOT NULL,
  stream INTEGER NOT NULL,
  segment INTEGER NOT NULL,
  t INTEGER NOT NULL,
  number REAL,
  text TEXT,
  PRIMARY KEY (destination, stream)
) STRICT, WITHOUT ROWID;
CREATE TABLE tally (
  destination INTEGER NOT NULL,
  outcome TEXT NOT NULL,
  reason TEXT NOT NULL,
  count INTEGER NOT NULL,
  PRIMARY KEY (destination, outcome, reason)
) STRICT, WITHOUT ROWID;
CREATE TABLE quarantine (
  id INTEGER PRIMARY KEY,
  destination INTEGER NOT NULL,
  entity TEXT NOT NULL,
  code TEXT NOT NULL,
  words TEXT NOT NULL,
  first_at INTEGER NOT NULL,
  last_at INTEGER NOT NULL,
  tries INTEGER NOT NULL,
  readings TEXT NOT NULL,
  count INTEGER NOT NULL,
  retry INTEGER NOT NULL DEFAULT 0
) STRICT;
INSERT INTO meta VALUES (1, 2, 'ledger-1', 1, 0, NULL);
INSERT INTO destination VALUES (1, 'city', 0, 0, 0, 0, NULL);
INSERT INTO stream VALUES (1, 'meter', 'voltage.L1', 'voltage', 'VLT', 'gauge');
INSERT INTO segment VALUES (1, 'boot-1', 0, 1000, 1000, 'trusted', 1);
INSERT INTO quarantine VALUES (7, 1, 'urn:ngsi-ld:Device:1', 'TOO_LARGE', '413', 5, 5, 1, '[{"stream":1}]', 1, 0);
PRAGMA user_version = 1;
