-- Format 2: stories are found when documents are added.

-- The order in which documents were put to their stories, from 1: a later run goes on from there.
ALTER TABLE stories ADD COLUMN number INTEGER NOT NULL DEFAULT 0;
CREATE INDEX stories_number ON stories (number);
CREATE INDEX stories_copy_of ON stories (copy_of) WHERE copy_of IS NOT NULL;

-- Who holds what on an issue, and when: lists of issues and the days around a position are read from it alone.
DROP INDEX position_issue;
CREATE INDEX position_issue ON position (issue, holder, date, name);
-- What each outlet printed, read from it alone.
CREATE INDEX reading_publisher ON reading (publisher, day, documents, statements, events);
-- Who is spoken for or against.
CREATE INDEX position_object ON position (object, id) WHERE object IS NOT NULL;

-- What a story holds. One that lost its documents to another keeps its number, so that no other gets it.
CREATE TABLE story (
  id INTEGER PRIMARY KEY,
  n_documents INTEGER NOT NULL,    -- reprints among them
  n_copies INTEGER NOT NULL, n_publishers INTEGER NOT NULL,
  first INTEGER,                   -- the earliest document that is no reprint
  last INTEGER                     -- the latest document
) STRICT;
CREATE INDEX story_last ON story (last) WHERE n_documents > 1;
