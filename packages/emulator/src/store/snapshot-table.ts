/** States of the project by name. A reset keeps them. */
export const SNAPSHOT_TABLE = `
-- saved_at is in seconds. state is JSON, compressed with zlib.
CREATE TABLE IF NOT EXISTS snapshots (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  name TEXT NOT NULL UNIQUE,
  saved_at INTEGER NOT NULL,
  users INTEGER NOT NULL,
  orgs INTEGER NOT NULL,
  bytes INTEGER NOT NULL,
  state BLOB NOT NULL
) STRICT;
`
