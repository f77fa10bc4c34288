import type { DatabaseSync } from 'node:sqlite'
import { INDEXES } from '../src/store/indexes.js'

const TO_VERSION_9 = 'DROP TABLE snapshots; PRAGMA user_version = 9;'

const TO_VERSION_8 = Array.from(INDEXES.matchAll(/INDEX IF NOT EXISTS (\w+)/g), ([, name]) => `DROP INDEX ${name};`)
  .concat('PRAGMA user_version = 8;')
  .join('\n')

const TO_VERSION_7 = `DROP INDEX users_by_lock; ALTER TABLE users DROP COLUMN password_set_at;
  ALTER TABLE users DROP COLUMN password_history; ALTER TABLE users DROP COLUMN locked_until;
  ALTER TABLE users DROP COLUMN failed_logins; ALTER TABLE sessions DROP COLUMN complete; PRAGMA user_version = 7;`

const TO_VERSION_6 = `ALTER TABLE users DROP COLUMN mfa_pending_secret; ALTER TABLE users DROP COLUMN mfa_backup_codes;
  ALTER TABLE invites DROP COLUMN token_hash; PRAGMA user_version = 6;`

const TO_VERSION_5 = `DROP TABLE employees; DROP TABLE provider_tokens; DROP TABLE sso_connections;
  DROP TABLE sso_setup_links; DROP TABLE external_logins; DROP TABLE scim_group_members; DROP TABLE scim_groups;
  DROP TABLE user_activity; DROP TABLE sent_invites; DROP TABLE membership_changes;
  ALTER TABLE orgs DROP COLUMN isolated; ALTER TABLE api_keys DROP COLUMN seed_key; PRAGMA user_version = 5;`

const TO_VERSION_4 = `DROP TABLE webhook_attempts; DROP TABLE webhook_deliveries; DROP TABLE webhook_messages;
  DROP TABLE webhook_endpoints; DROP TABLE sms; ALTER TABLE users DROP COLUMN mfa_phones; PRAGMA user_version = 4;`

const TO_VERSION_3 =
  'DROP TABLE oauth_tokens; DROP TABLE oauth_grants; DROP TABLE oauth_clients; PRAGMA user_version = 3;'

const TO_VERSION_2 = `PRAGMA foreign_keys = OFF; ALTER TABLE sessions RENAME TO new_sessions;
  DROP INDEX sessions_by_user;
  CREATE TABLE sessions (token_hash TEXT PRIMARY KEY, user_id TEXT NOT NULL, login_method TEXT NOT NULL,
    created_at INTEGER NOT NULL, expires_at INTEGER NOT NULL, family TEXT NOT NULL DEFAULT '') STRICT, WITHOUT ROWID;
  INSERT INTO sessions SELECT token_hash, user_id, login_method, created_at, expires_at, session_id
    FROM refresh_tokens JOIN new_sessions USING (session_id);
  CREATE INDEX sessions_by_user ON sessions (user_id);
  CREATE INDEX sessions_by_family ON sessions (family);
  DROP TABLE refresh_tokens; DROP TABLE new_sessions; PRAGMA user_version = 2;`

const TO_VERSION_1 = `DROP INDEX sessions_by_family; ALTER TABLE sessions DROP COLUMN family;
  ALTER TABLE one_time_tokens RENAME COLUMN purpose TO kind;
  ALTER TABLE one_time_tokens RENAME TO links; PRAGMA user_version = 1;`

/** Newest first. */
const STEPS = [
  ...[TO_VERSION_9, TO_VERSION_8, TO_VERSION_7, TO_VERSION_6, TO_VERSION_5],
  ...[TO_VERSION_4, TO_VERSION_3, TO_VERSION_2, TO_VERSION_1],
]

/** Changes the tables of a database to those of an older version of the emulator, with their rows. */
export function toOlderVersion(sqlite: DatabaseSync, version: number): void {
  for (const statements of STEPS.slice(0, STEPS.length + 1 - version)) sqlite.exec(statements)
}
