-- The library's truth. Vectors live here (float16) and in chroma/, which can be made again from this file at any time.
CREATE TABLE settings (
    key   TEXT PRIMARY KEY,
    value TEXT NOT NULL
) WITHOUT ROWID;

-- A row here is a report wholly in: it is written in one transaction with all that hangs on it.
CREATE TABLE reports (
    number           INTEGER PRIMARY KEY AUTOINCREMENT,  -- never used twice: conversations may still name it
    id               TEXT NOT NULL UNIQUE,               -- SHA-256 of the file's bytes
    source           TEXT NOT NULL,                      -- the path as it was given
    title            TEXT NOT NULL,
    media_type       TEXT NOT NULL,
    pages            INTEGER NOT NULL,
    authority        TEXT,
    region           TEXT,
    framework        TEXT,
    inspection_start TEXT,
    inspection_end   TEXT,
    published        TEXT,
    published_from   TEXT,
    lead_inspector   TEXT,
    extraction_version TEXT NOT NULL,                    -- of the reader, recogniser and splitter that made its rows
    text             TEXT NOT NULL                       -- last: the others are read without reading through it
);
CREATE INDEX reports_by_authority ON reports (authority);

-- Where the bytes were seen; two paths may hold the same report. Size and time make the second run cheap.
CREATE TABLE sources (
    path     TEXT PRIMARY KEY,                           -- absolute
    report   INTEGER NOT NULL REFERENCES reports (number) ON DELETE CASCADE,
    size     INTEGER NOT NULL,
    mtime_ns INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX sources_by_report ON sources (report);

CREATE TABLE pages (
    report INTEGER NOT NULL REFERENCES reports (number) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    start  INTEGER NOT NULL,
    "end"  INTEGER NOT NULL,
    label  TEXT,
    reading TEXT NOT NULL,                               -- how its text was come by: text, picture, garbled, recognised
    PRIMARY KEY (report, number)
) WITHOUT ROWID;

CREATE TABLE passages (
    number    INTEGER PRIMARY KEY,
    uid       TEXT NOT NULL UNIQUE,                      -- report id + span: the id in Chroma
    report    INTEGER NOT NULL REFERENCES reports (number) ON DELETE CASCADE,
    start     INTEGER NOT NULL,
    "end"     INTEGER NOT NULL,
    page      INTEGER NOT NULL,
    section   TEXT NOT NULL,
    sentences TEXT NOT NULL,                             -- JSON [[start, end], ...], offsets into the report's text
    header    TEXT NOT NULL,
    body      TEXT NOT NULL,
    scope     TEXT NOT NULL                              -- "r<report>": lets FTS narrow to reports by intersection
);
CREATE INDEX passages_by_report ON passages (report);

CREATE VIRTUAL TABLE passages_fts USING fts5 (
    header, body, scope,
    content='passages', content_rowid='number', tokenize="porter unicode61 remove_diacritics 2"
);
CREATE TRIGGER passages_added AFTER INSERT ON passages BEGIN
    INSERT INTO passages_fts (rowid, header, body, scope) VALUES (new.number, new.header, new.body, new.scope);
END;
CREATE TRIGGER passages_removed AFTER DELETE ON passages BEGIN
    INSERT INTO passages_fts (passages_fts, rowid, header, body, scope)
    VALUES ('delete', old.number, old.header, old.body, old.scope);
END;

CREATE TABLE vectors (
    passage   INTEGER PRIMARY KEY REFERENCES passages (number) ON DELETE CASCADE,
    vector    BLOB NOT NULL,                             -- float16[dim] of header + body, little-endian, unit length
    sentences BLOB NOT NULL                              -- float16[n, dim], one row a sentence
);

-- A bit for each number of each passage's vector, by which many are sieved at once (corpus/codes.py).
CREATE TABLE codes (
    report   INTEGER PRIMARY KEY REFERENCES reports (number) ON DELETE CASCADE,
    passages BLOB NOT NULL,                              -- int64[n], their numbers, little-endian
    signs    BLOB NOT NULL                               -- uint64[n, words]
);

CREATE TABLE facts (
    number  INTEGER PRIMARY KEY,
    report  INTEGER NOT NULL REFERENCES reports (number) ON DELETE CASCADE,
    kind    TEXT NOT NULL,
    key     TEXT NOT NULL,
    value   TEXT NOT NULL,
    amount  REAL,
    unit    TEXT,
    as_of   TEXT,
    start   INTEGER NOT NULL,
    "end"   INTEGER NOT NULL,
    page    INTEGER,                                     -- NULL where the fact was read from the file's name
    origin  TEXT NOT NULL
);
CREATE INDEX facts_by_kind ON facts (kind, key, value);
CREATE INDEX facts_by_report ON facts (report, kind);

-- What tells whether a report is another's edition: a digest of its words, and a sketch of them (corpus/editions.py).
CREATE TABLE editions (
    report  INTEGER PRIMARY KEY REFERENCES reports (number) ON DELETE CASCADE,
    words   TEXT NOT NULL,
    sketch  BLOB NOT NULL,                               -- uint64[up to 128], little-endian, ascending
    counted INTEGER                                      -- the report counted in its place; NULL: it is counted itself
);
CREATE INDEX editions_by_words ON editions (words);
CREATE INDEX editions_by_counted ON editions (counted);

-- What a person says against what was read, and why. A report is named by its file's bytes: it may go and come again.
CREATE TABLE corrections (
    report  TEXT NOT NULL,                               -- SHA-256 of the file's bytes
    field   TEXT NOT NULL,                               -- a column of reports, an area of judgement, or "edition"
    value   TEXT NOT NULL,
    because TEXT NOT NULL,
    at      TEXT NOT NULL,
    PRIMARY KEY (report, field)
) WITHOUT ROWID;

-- The figures of prose, each with its clause and what that says of it (corpus/model.py, Figure).
CREATE TABLE figures (
    number         INTEGER PRIMARY KEY,
    report         INTEGER NOT NULL REFERENCES reports (number) ON DELETE CASCADE,
    kind           TEXT NOT NULL,
    amount         REAL,
    unit           TEXT NOT NULL,
    bound          TEXT NOT NULL,
    counted        TEXT NOT NULL,
    said           TEXT NOT NULL,
    whole          REAL,
    time           TEXT NOT NULL,
    as_of          TEXT,
    whose          TEXT NOT NULL,
    turn           TEXT NOT NULL,
    start          INTEGER NOT NULL,
    "end"          INTEGER NOT NULL,
    clause_start   INTEGER NOT NULL,
    clause_end     INTEGER NOT NULL,
    sentence_start INTEGER NOT NULL,
    sentence_end   INTEGER NOT NULL,
    page           INTEGER NOT NULL
);
CREATE INDEX figures_by_report ON figures (report, start);

-- Vectors that may stand in Chroma without a passage here: written before they are added, and with a removal.
CREATE TABLE journal (
    uid TEXT PRIMARY KEY
) WITHOUT ROWID;

CREATE TABLE chats (
    id      TEXT PRIMARY KEY,
    started TEXT NOT NULL,
    title   TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE turns (
    chat       TEXT NOT NULL REFERENCES chats (id) ON DELETE CASCADE,
    n          INTEGER NOT NULL,
    asked      TEXT NOT NULL,
    question   TEXT NOT NULL,                            -- the question as it stands alone
    answer     TEXT NOT NULL,                            -- JSON, the answer's documented schema
    state      TEXT NOT NULL,                            -- JSON, what the next turn carries over
    at         TEXT NOT NULL,
    PRIMARY KEY (chat, n)
) WITHOUT ROWID;
