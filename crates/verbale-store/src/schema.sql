-- The store, format 1; later formats are in the files beside this one. docs/store.md describes every table and view; what others may rely on are the views.
--
-- Ids of documents, statements and events carry their day: id = day << 30 | number, with day counted from
-- 0000-01-01 and 0 where no day is known. So order of id is order of time, in every index.

CREATE TABLE coder (
  id INTEGER PRIMARY KEY,
  program TEXT NOT NULL, model TEXT NOT NULL, rules TEXT NOT NULL, knowledge TEXT NOT NULL, codebook TEXT NOT NULL,
  UNIQUE (program, model, rules, knowledge, codebook)
) STRICT;

-- The journal: how far each input was read. Written in the same transaction as its documents.
CREATE TABLE input (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  head TEXT NOT NULL,              -- hash of its first bytes: another file under the same name starts anew
  size INTEGER,                    -- bytes, where known
  position INTEGER NOT NULL,       -- documents taken from it, read or not
  bytes INTEGER NOT NULL,          -- bytes taken from it
  added INTEGER NOT NULL,          -- documents it brought
  known INTEGER NOT NULL,          -- documents the store had already
  failed INTEGER NOT NULL,         -- documents that could not be read or coded
  is_done INTEGER NOT NULL,        -- 1 when its end was reached
  first_read TEXT NOT NULL, last_read TEXT NOT NULL
) STRICT;

CREATE TABLE failure (
  input INTEGER NOT NULL REFERENCES input, position INTEGER NOT NULL,
  document TEXT,                   -- the document's id, where it has one
  reason TEXT NOT NULL,            -- one word: unreadable, panic, …
  message TEXT NOT NULL,
  PRIMARY KEY (input, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE document (
  id INTEGER PRIMARY KEY,
  key BLOB NOT NULL UNIQUE,        -- first 16 bytes of the hash of given id, URL, publisher and text
  given TEXT NOT NULL,             -- the record's id
  url TEXT, title TEXT, publisher TEXT, byline TEXT, language TEXT, dateline TEXT, agency TEXT,
  published TEXT, published_basis TEXT NOT NULL,
  hash TEXT NOT NULL,              -- of the text
  n_chars INTEGER NOT NULL, n_statements INTEGER NOT NULL, n_events INTEGER NOT NULL,
  coder INTEGER NOT NULL REFERENCES coder, input INTEGER REFERENCES input
) STRICT;
CREATE INDEX document_hash ON document (hash);
CREATE INDEX document_given ON document (given);
CREATE INDEX document_publisher ON document (publisher, id);
CREATE INDEX document_coder ON document (coder);

CREATE TABLE text (document INTEGER PRIMARY KEY, text TEXT NOT NULL) STRICT;
-- The record as JSON without article.text, compressed (zlib).
CREATE TABLE record (document INTEGER PRIMARY KEY, body BLOB NOT NULL) STRICT;

-- Actors, the countries they belong to (kind 'country') and outlets (kind 'outlet'): whoever may be asked for.
CREATE TABLE party (
  id INTEGER PRIMARY KEY,
  key TEXT NOT NULL UNIQUE,
  kind TEXT NOT NULL, name TEXT NOT NULL, entity TEXT, wikidata TEXT, country TEXT, sectors TEXT NOT NULL,
  n_documents INTEGER NOT NULL, n_statements INTEGER NOT NULL, n_events INTEGER NOT NULL,
  same_as INTEGER REFERENCES party, -- set where a correction merged it into another
  shown TEXT                        -- the name a correction gave it
) STRICT;
CREATE INDEX party_same_as ON party (same_as) WHERE same_as IS NOT NULL;

-- The names a party goes by, as written.
CREATE TABLE name (
  id INTEGER PRIMARY KEY, party INTEGER NOT NULL REFERENCES party, name TEXT NOT NULL, n INTEGER NOT NULL,
  UNIQUE (party, name)
) STRICT;
CREATE VIRTUAL TABLE name_words USING fts5(name, content = 'name', content_rowid = 'id', prefix = '2 3', tokenize = "unicode61 remove_diacritics 2");

-- Who appears in which document, as what.
CREATE TABLE appearance (
  document INTEGER NOT NULL, local TEXT NOT NULL, party INTEGER NOT NULL, role TEXT,
  mentions TEXT NOT NULL,          -- JSON: [[start, end, form], …]
  PRIMARY KEY (document, local)
) STRICT, WITHOUT ROWID;
-- The same by party, with the countries; role is the actor's office.
CREATE TABLE document_party (
  party INTEGER NOT NULL, document INTEGER NOT NULL, role TEXT,
  PRIMARY KEY (party, document)
) STRICT, WITHOUT ROWID;

CREATE TABLE place (
  id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL, country TEXT, admin1 TEXT, lat REAL, lon REAL, geoname INTEGER, resolution TEXT NOT NULL
) STRICT;
CREATE INDEX place_name ON place (name COLLATE NOCASE);

CREATE TABLE statement (
  id INTEGER PRIMARY KEY, document INTEGER NOT NULL, local TEXT NOT NULL,
  kind TEXT NOT NULL, speaker INTEGER, addressee INTEGER,
  via TEXT NOT NULL, about TEXT NOT NULL,          -- JSON lists of parties
  cue TEXT,                                        -- lemma
  speaker_start INTEGER, speaker_end INTEGER, cue_start INTEGER, cue_end INTEGER,
  start INTEGER NOT NULL, "end" INTEGER NOT NULL,  -- from the first word of the content to the last
  content TEXT NOT NULL,                           -- JSON: [[start, end], …]
  parent TEXT, date TEXT, rule TEXT NOT NULL,
  review INTEGER NOT NULL DEFAULT 0                -- 0 none, 1 accepted, 2 rejected, 3 changed
) STRICT;
CREATE INDEX statement_document ON statement (document);
CREATE INDEX statement_kind ON statement (kind, id);
CREATE INDEX statement_review ON statement (review, id) WHERE review > 0;

-- role: 0 speaker, 1 addressee, 2 via, 3 about, 4 the outlet it appeared in
CREATE TABLE statement_party (
  party INTEGER NOT NULL, role INTEGER NOT NULL, statement INTEGER NOT NULL,
  PRIMARY KEY (party, role, statement)
) STRICT, WITHOUT ROWID;

CREATE TABLE event (
  id INTEGER PRIMARY KEY, document INTEGER NOT NULL, local TEXT NOT NULL,
  type TEXT NOT NULL, mode TEXT, contexts TEXT NOT NULL, cameo TEXT, quad TEXT NOT NULL,
  plover_score REAL, goldstein REAL,
  sources TEXT NOT NULL, targets TEXT NOT NULL,    -- JSON lists of parties
  place INTEGER REFERENCES place, place_basis TEXT NOT NULL, country TEXT,
  date TEXT, date_to TEXT, date_basis TEXT, precision TEXT,
  status TEXT NOT NULL,
  dead INTEGER, injured INTEGER, arrested INTEGER, size INTEGER,
  "trigger" TEXT NOT NULL,                         -- JSON: [[start, end], …]
  start INTEGER NOT NULL, "end" INTEGER NOT NULL,  -- of the trigger
  sentence_start INTEGER NOT NULL, sentence_end INTEGER NOT NULL,
  statement TEXT, rule TEXT NOT NULL,
  review INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX event_document ON event (document);
CREATE INDEX event_type ON event (type, id);
CREATE INDEX event_status ON event (status, id);
CREATE INDEX event_country ON event (country, id);
CREATE INDEX event_place ON event (place, id);
CREATE INDEX event_review ON event (review, id) WHERE review > 0;

-- side: 0 source, 1 target, 2 the outlet it appeared in; the parties of a reciprocal event stand on both.
CREATE TABLE event_party (
  party INTEGER NOT NULL, side INTEGER NOT NULL, event INTEGER NOT NULL,
  quad INTEGER NOT NULL, status INTEGER NOT NULL, score INTEGER NOT NULL,
  PRIMARY KEY (party, side, event)
) STRICT, WITHOUT ROWID;

-- Who did it to whom: actor and actor, country and country. A reciprocal event stands here in both directions.
-- score is PLOVER's, in tenths; quad 1 to 4; status as STATUSES numbers them.
CREATE TABLE pair (
  source INTEGER NOT NULL, target INTEGER NOT NULL, event INTEGER NOT NULL,
  document INTEGER NOT NULL, code TEXT NOT NULL, quad INTEGER NOT NULL, status INTEGER NOT NULL, score INTEGER NOT NULL,
  PRIMARY KEY (source, target, event)
) STRICT, WITHOUT ROWID;

CREATE TABLE position (
  id INTEGER PRIMARY KEY, document INTEGER NOT NULL, local TEXT NOT NULL,
  holder INTEGER NOT NULL, issue TEXT, object INTEGER, name TEXT NOT NULL, object_start INTEGER NOT NULL, object_end INTEGER NOT NULL,
  attitude TEXT NOT NULL, polarity REAL NOT NULL, statement TEXT, event TEXT,
  start INTEGER NOT NULL, "end" INTEGER NOT NULL, date TEXT, rule TEXT NOT NULL
) STRICT;
CREATE INDEX position_document ON position (document);
CREATE INDEX position_holder ON position (holder, issue, id);
CREATE INDEX position_issue ON position (issue, holder, id);

-- Which story a document belongs to, and whose copy it is.
CREATE TABLE stories (
  document INTEGER PRIMARY KEY, story INTEGER NOT NULL,
  copy_of INTEGER,                 -- the document it repeats
  share REAL                       -- how much of its text the copy has in common with it, 0 to 1
) STRICT;
CREATE INDEX stories_story ON stories (story, document);

-- What people said of the coding. Keyed to the text, so that it outlives a new coding of it.
CREATE TABLE correction (
  id INTEGER PRIMARY KEY,
  hash TEXT NOT NULL, item TEXT NOT NULL,          -- statement or event
  start INTEGER NOT NULL, "end" INTEGER NOT NULL,
  code TEXT NOT NULL,                              -- the event's type when it was judged; '' for a statement
  verdict TEXT NOT NULL,                           -- accept, reject, change
  change TEXT,                                     -- JSON, the fields that are otherwise
  note TEXT, by TEXT, at TEXT NOT NULL,
  UNIQUE (hash, item, start, "end", code)
) STRICT;
CREATE TABLE merge (
  id INTEGER PRIMARY KEY,
  from_key TEXT NOT NULL UNIQUE, into_key TEXT NOT NULL, by TEXT, at TEXT NOT NULL
) STRICT;
CREATE TABLE rename (
  id INTEGER PRIMARY KEY,
  key TEXT NOT NULL UNIQUE, name TEXT NOT NULL, by TEXT, at TEXT NOT NULL
) STRICT;

-- What was read, day by day: the denominator of every chart.
CREATE TABLE reading (
  day INTEGER NOT NULL, publisher TEXT NOT NULL,
  documents INTEGER NOT NULL, statements INTEGER NOT NULL, events INTEGER NOT NULL,
  PRIMARY KEY (day, publisher)
) STRICT, WITHOUT ROWID;
-- How many events and statements there are of each kind, month by month (YYYY-MM, '' where undated).
CREATE TABLE tally (
  item TEXT NOT NULL, facet TEXT NOT NULL, value TEXT NOT NULL, month TEXT NOT NULL, n INTEGER NOT NULL,
  PRIMARY KEY (item, facet, value, month)
) STRICT, WITHOUT ROWID;

-- Words. What is indexed comes from these views; nothing is kept twice.
CREATE VIEW statement_text AS SELECT statement.id AS id,
  (SELECT group_concat(substr(text.text, value ->> 0 + 1, (value ->> 1) - (value ->> 0)), ' … ') FROM json_each(statement.content)) AS words
  FROM statement JOIN text ON text.document = statement.document;
CREATE VIEW event_text AS SELECT event.id AS id,
  substr(text.text, sentence_start + 1, sentence_end - sentence_start) AS words
  FROM event JOIN text ON text.document = event.document;
CREATE VIEW article_text AS SELECT document.id AS id, ifnull(title, '') || char(10) || text.text AS words
  FROM document JOIN text ON text.document = document.id;
CREATE VIRTUAL TABLE statement_words USING fts5(words, content = 'statement_text', content_rowid = 'id', tokenize = "unicode61 remove_diacritics 2");
CREATE VIRTUAL TABLE event_words USING fts5(words, content = 'event_text', content_rowid = 'id', tokenize = "unicode61 remove_diacritics 2");
CREATE VIRTUAL TABLE article_words USING fts5(words, content = 'article_text', content_rowid = 'id', tokenize = "unicode61 remove_diacritics 2");

-- Each batch is a segment of its own; merging sixteen at a time, not four, writes each word less often.
INSERT INTO statement_words (statement_words, rank) VALUES ('automerge', 16);
INSERT INTO event_words (event_words, rank) VALUES ('automerge', 16);
INSERT INTO article_words (article_words, rank) VALUES ('automerge', 16);

-- Parties as they are shown: the one each was merged into, under the name it was given.
CREATE VIEW shown AS SELECT party.id, root.id AS root, ifnull(root.shown, root.name) AS name, root.country
  FROM party JOIN party AS root ON root.id = ifnull(party.same_as, party.id);

-- What others may rely on.
CREATE VIEW articles AS SELECT
  document.id, given AS record, url, title, publisher, byline, language, dateline, agency, published, published_basis,
  hash, n_chars, n_statements, n_events, coder.program AS coder, coder.rules, input.name AS input,
  stories.story, stories.copy_of, text.text
  FROM document JOIN coder ON coder.id = document.coder JOIN text ON text.document = document.id
  LEFT JOIN input ON input.id = document.input LEFT JOIN stories ON stories.document = document.id;
CREATE VIEW actors AS SELECT
  id, key, kind, ifnull(shown, name) AS name, entity, wikidata, country, sectors,
  n_documents, n_statements, n_events, same_as
  FROM party WHERE kind NOT IN ('country', 'outlet');
CREATE VIEW mentions AS SELECT
  appearance.document, appearance.local AS actor_in_record, shown.root AS actor, shown.name, appearance.role,
  value ->> 0 AS start, value ->> 1 AS "end", value ->> 2 AS form
  FROM appearance JOIN shown ON shown.id = appearance.party, json_each(appearance.mentions);
CREATE VIEW statements AS SELECT
  statement.id, statement.document, statement.local AS record, statement.kind, statement.date,
  speaker.root AS speaker, speaker.name AS speaker_name, speaker.country AS speaker_country,
  addressee.root AS addressee, addressee.name AS addressee_name, cue,
  (SELECT group_concat(shown.name, ' ← ') FROM json_each(statement.via) JOIN shown ON shown.id = value) AS via,
  (SELECT group_concat(shown.name, '; ') FROM json_each(statement.about) JOIN shown ON shown.id = value) AS about,
  statement_text.words, statement.start, statement."end", parent, statement.rule,
  CASE review WHEN 1 THEN 'accepted' WHEN 2 THEN 'rejected' WHEN 3 THEN 'changed' END AS review,
  url, title, publisher, published
  FROM statement JOIN statement_text ON statement_text.id = statement.id
  JOIN document ON document.id = statement.document
  LEFT JOIN shown AS speaker ON speaker.id = statement.speaker
  LEFT JOIN shown AS addressee ON addressee.id = statement.addressee;
CREATE VIEW events AS SELECT
  event.id, event.document, event.local AS record, event.date, date_to, precision, date_basis,
  type, mode, contexts, cameo, quad, plover_score, goldstein, status,
  (SELECT group_concat(shown.name, '; ') FROM json_each(sources) JOIN shown ON shown.id = value) AS source,
  (SELECT group_concat(shown.country, '; ') FROM json_each(sources) JOIN shown ON shown.id = value) AS source_country,
  (SELECT group_concat(shown.name, '; ') FROM json_each(targets) JOIN shown ON shown.id = value) AS target,
  (SELECT group_concat(shown.country, '; ') FROM json_each(targets) JOIN shown ON shown.id = value) AS target_country,
  place.name AS place, event.country, place.lat, place.lon, place.geoname, place.resolution, place_basis,
  dead, injured, arrested, size, event_text.words AS sentence, statement, event.rule,
  CASE review WHEN 1 THEN 'accepted' WHEN 2 THEN 'rejected' WHEN 3 THEN 'changed' END AS review,
  url, title, publisher, published
  FROM event JOIN event_text ON event_text.id = event.id
  JOIN document ON document.id = event.document LEFT JOIN place ON place.id = event.place;
CREATE VIEW positions AS SELECT
  position.id, position.document, position.local AS record, position.date, holder.root AS holder, holder.name AS holder_name,
  holder.country AS holder_country, issue, position.name AS object, object.name AS object_name,
  substr(text.text, object_start + 1, object_end - object_start) AS object_words,
  attitude, polarity, statement, event, substr(text.text, start + 1, "end" - start) AS evidence, position.rule
  FROM position JOIN text ON text.document = position.document
  JOIN shown AS holder ON holder.id = position.holder LEFT JOIN shown AS object ON object.id = position.object;
