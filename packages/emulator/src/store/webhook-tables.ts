/** The tables of webhooks, a part of the schema. */
export const WEBHOOK_TABLES = `
-- event_types is a JSON list of types and prefixes, empty for all. old_secret signs until old_secret_until, too.
-- failing_since is set when a second attempt fails within a day, and unset by a success. Times are in milliseconds.
CREATE TABLE IF NOT EXISTS webhook_endpoints (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  endpoint_id TEXT NOT NULL UNIQUE,
  source TEXT NOT NULL,
  url TEXT NOT NULL,
  event_types TEXT NOT NULL,
  secret TEXT NOT NULL,
  old_secret TEXT,
  old_secret_until INTEGER,
  disabled_because TEXT,
  last_failed_at INTEGER,
  failing_since INTEGER
) STRICT;

CREATE TABLE IF NOT EXISTS webhook_messages (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  message_id TEXT NOT NULL UNIQUE,
  event_type TEXT NOT NULL,
  body TEXT NOT NULL,
  created_at INTEGER NOT NULL
) STRICT;

-- A message for one endpoint. tries counts the attempts since the message was recorded or replayed. signed_at is the
-- timestamp of the first attempt, in seconds.
CREATE TABLE IF NOT EXISTS webhook_deliveries (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  delivery_id TEXT NOT NULL UNIQUE,
  message_id TEXT NOT NULL REFERENCES webhook_messages (message_id) ON DELETE CASCADE,
  endpoint_id TEXT NOT NULL REFERENCES webhook_endpoints (endpoint_id) ON DELETE CASCADE,
  status TEXT NOT NULL,
  tries INTEGER NOT NULL DEFAULT 0,
  next_attempt_at INTEGER,
  signed_at INTEGER
) STRICT;
CREATE INDEX IF NOT EXISTS webhook_deliveries_by_message ON webhook_deliveries (message_id);
CREATE INDEX IF NOT EXISTS webhook_deliveries_by_endpoint ON webhook_deliveries (endpoint_id, status, next_attempt_at);
CREATE INDEX IF NOT EXISTS webhook_deliveries_by_time ON webhook_deliveries (next_attempt_at) WHERE status = 'pending';

CREATE TABLE IF NOT EXISTS webhook_attempts (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  delivery_id TEXT NOT NULL REFERENCES webhook_deliveries (delivery_id) ON DELETE CASCADE,
  started_at INTEGER NOT NULL,
  duration_ms INTEGER NOT NULL,
  request_headers TEXT NOT NULL,
  status INTEGER,
  response_headers TEXT NOT NULL,
  response_body TEXT NOT NULL,
  error TEXT
) STRICT;
CREATE INDEX IF NOT EXISTS webhook_attempts_by_delivery ON webhook_attempts (delivery_id);
`
