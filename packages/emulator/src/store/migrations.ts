/** By version: the statements that migrate its tables to the next version. */
export const MIGRATIONS: Readonly<Record<number, string>> = {
  1: `ALTER TABLE links RENAME TO one_time_tokens;
    ALTER TABLE one_time_tokens RENAME COLUMN kind TO purpose;
    ALTER TABLE sessions ADD COLUMN family TEXT NOT NULL DEFAULT '';
    UPDATE sessions SET family = token_hash`,
  2: `ALTER TABLE sessions RENAME TO old_sessions;
    DROP INDEX IF EXISTS sessions_by_user;
    CREATE TABLE sessions (
      session_id TEXT PRIMARY KEY,
      user_id TEXT NOT NULL REFERENCES users (user_id) ON DELETE CASCADE,
      login_method TEXT NOT NULL,
      created_at INTEGER NOT NULL,
      expires_at INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
    INSERT INTO sessions SELECT family, user_id, login_method, min(created_at), max(expires_at)
      FROM old_sessions GROUP BY family;
    CREATE TABLE refresh_tokens (
      token_hash TEXT PRIMARY KEY,
      session_id TEXT NOT NULL REFERENCES sessions (session_id) ON DELETE CASCADE,
      accepted_until INTEGER
    ) STRICT, WITHOUT ROWID;
    INSERT INTO refresh_tokens SELECT token_hash, family, NULL FROM old_sessions;
    DROP TABLE old_sessions`,
  // The tables of OAuth are new.
  3: '',
  // The tables of webhooks and of text messages are new.
  4: "ALTER TABLE users ADD COLUMN mfa_phones TEXT NOT NULL DEFAULT '[]'",
  // The tables of employees, of social and enterprise logins, and of activity are new.
  5: `ALTER TABLE orgs ADD COLUMN isolated INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE api_keys ADD COLUMN seed_key TEXT`,
  6: `ALTER TABLE users ADD COLUMN mfa_pending_secret TEXT;
    ALTER TABLE users ADD COLUMN mfa_backup_codes TEXT NOT NULL DEFAULT '[]';
    ALTER TABLE invites ADD COLUMN token_hash TEXT`,
  7: `ALTER TABLE users ADD COLUMN password_set_at INTEGER;
    ALTER TABLE users ADD COLUMN password_history TEXT NOT NULL DEFAULT '[]';
    ALTER TABLE users ADD COLUMN locked_until INTEGER;
    ALTER TABLE users ADD COLUMN failed_logins INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE sessions ADD COLUMN complete INTEGER NOT NULL DEFAULT 1`,
  // The indexes of lists are new.
  8: '',
  // The table of snapshots is new.
  9: '',
}
