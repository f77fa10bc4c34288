import { ACTIVITY_TABLES } from './activity-tables.js'
import { INDEXES } from './indexes.js'
import { LOGIN_TABLES } from './login-tables.js'
import { SNAPSHOT_TABLE } from './snapshot-table.js'
import { WEBHOOK_TABLES } from './webhook-tables.js'

/** Increased with every incompatible change of the tables. */
export const SCHEMA_VERSION = 10

/** One project per database file. `seq` is the order of creation within a second. */
export const SCHEMA = `
CREATE TABLE IF NOT EXISTS meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS users (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  user_id TEXT NOT NULL UNIQUE,
  seed_key TEXT,
  email TEXT NOT NULL,
  email_key TEXT NOT NULL UNIQUE,
  email_confirmed INTEGER NOT NULL,
  username TEXT,
  username_key TEXT UNIQUE,
  first_name TEXT,
  last_name TEXT,
  picture_url TEXT,
  properties TEXT,
  metadata TEXT,
  signup_query_parameters TEXT NOT NULL DEFAULT '{}',
  password_hash TEXT,
  update_password_required INTEGER NOT NULL DEFAULT 0,
  mfa_secret TEXT,
  mfa_last_step INTEGER NOT NULL DEFAULT 0,
  mfa_pending_secret TEXT,
  mfa_backup_codes TEXT NOT NULL DEFAULT '[]',
  mfa_phones TEXT NOT NULL DEFAULT '[]',
  password_set_at INTEGER,
  password_history TEXT NOT NULL DEFAULT '[]',
  locked INTEGER NOT NULL DEFAULT 0,
  locked_until INTEGER,
  failed_logins INTEGER NOT NULL DEFAULT 0,
  enabled INTEGER NOT NULL DEFAULT 1,
  can_create_orgs INTEGER NOT NULL DEFAULT 0,
  legacy_user_id TEXT,
  created_at INTEGER NOT NULL,
  last_active_at INTEGER NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS users_by_legacy_id ON users (legacy_user_id);
CREATE INDEX IF NOT EXISTS users_by_lock ON users (locked_until) WHERE locked_until IS NOT NULL;

CREATE TABLE IF NOT EXISTS orgs (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  org_id TEXT NOT NULL UNIQUE,
  seed_key TEXT,
  name TEXT NOT NULL,
  name_key TEXT NOT NULL,
  url_safe_name TEXT NOT NULL,
  metadata TEXT NOT NULL DEFAULT '{}',
  domain TEXT,
  extra_domains TEXT NOT NULL DEFAULT '[]',
  domain_autojoin INTEGER NOT NULL DEFAULT 0,
  domain_restrict INTEGER NOT NULL DEFAULT 0,
  max_users INTEGER,
  custom_role_mapping_name TEXT,
  legacy_org_id TEXT,
  can_setup_saml INTEGER NOT NULL DEFAULT 0,
  require_2fa_by TEXT,
  password_rotation_enabled INTEGER,
  password_rotation_history_size INTEGER,
  password_rotation_period INTEGER,
  isolated INTEGER NOT NULL DEFAULT 0,
  created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE IF NOT EXISTS memberships (
  user_id TEXT NOT NULL REFERENCES users (user_id) ON DELETE CASCADE,
  org_id TEXT NOT NULL REFERENCES orgs (org_id) ON DELETE CASCADE,
  role TEXT NOT NULL,
  additional_roles TEXT NOT NULL DEFAULT '[]',
  PRIMARY KEY (user_id, org_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS memberships_by_org ON memberships (org_id);

-- complete is 0 while a step of the login is left, such as a new password: apps get no session then.
CREATE TABLE IF NOT EXISTS sessions (
  session_id TEXT PRIMARY KEY,
  user_id TEXT NOT NULL REFERENCES users (user_id) ON DELETE CASCADE,
  login_method TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  complete INTEGER NOT NULL DEFAULT 1
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS sessions_by_user ON sessions (user_id);

-- accepted_until is set when a newer token replaces this one.
CREATE TABLE IF NOT EXISTS refresh_tokens (
  token_hash TEXT PRIMARY KEY,
  session_id TEXT NOT NULL REFERENCES sessions (session_id) ON DELETE CASCADE,
  accepted_until INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS refresh_tokens_by_session ON refresh_tokens (session_id);

CREATE TABLE IF NOT EXISTS one_time_tokens (
  token_hash TEXT PRIMARY KEY,
  purpose TEXT NOT NULL,
  user_id TEXT NOT NULL REFERENCES users (user_id) ON DELETE CASCADE,
  data TEXT NOT NULL,
  single_use INTEGER NOT NULL,
  expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS mails (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  kind TEXT NOT NULL,
  "to" TEXT NOT NULL,
  to_key TEXT NOT NULL,
  subject TEXT NOT NULL,
  link TEXT NOT NULL,
  created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE IF NOT EXISTS sms (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  "to" TEXT NOT NULL,
  text TEXT NOT NULL,
  code TEXT NOT NULL,
  created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE IF NOT EXISTS api_keys (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  api_key_id TEXT NOT NULL UNIQUE,
  seed_key TEXT,
  token_hash TEXT NOT NULL UNIQUE,
  imported INTEGER NOT NULL,
  user_id TEXT,
  org_id TEXT REFERENCES orgs (org_id) ON DELETE CASCADE,
  display_name TEXT,
  metadata TEXT,
  created_at INTEGER NOT NULL,
  expires_at_seconds INTEGER,
  archived_at INTEGER
) STRICT;

CREATE TABLE IF NOT EXISTS api_key_usage (
  api_key_id TEXT NOT NULL REFERENCES api_keys (api_key_id) ON DELETE CASCADE,
  date TEXT NOT NULL,
  count INTEGER NOT NULL,
  PRIMARY KEY (api_key_id, date)
) STRICT, WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS invites (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  org_id TEXT NOT NULL REFERENCES orgs (org_id) ON DELETE CASCADE,
  invitee_email TEXT NOT NULL,
  email_key TEXT NOT NULL,
  role_in_org TEXT NOT NULL,
  additional_roles_in_org TEXT NOT NULL,
  token_hash TEXT,
  created_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  UNIQUE (org_id, email_key)
) STRICT;

-- family is 'mcp' for OAuth 2.1, 'oauth' for the older API. Only user_id, if it is set, may use the client.
CREATE TABLE IF NOT EXISTS oauth_clients (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  client_id TEXT NOT NULL UNIQUE,
  family TEXT NOT NULL,
  source TEXT NOT NULL,
  name TEXT NOT NULL,
  client_uri TEXT,
  secret_hash TEXT,
  redirect_uris TEXT NOT NULL,
  user_id TEXT REFERENCES users (user_id) ON DELETE CASCADE,
  created_at INTEGER NOT NULL
) STRICT;

-- What a user has allowed a client, and the code that starts it. The code is kept so that its second use is recognized.
CREATE TABLE IF NOT EXISTS oauth_grants (
  grant_id TEXT PRIMARY KEY,
  client_id TEXT NOT NULL REFERENCES oauth_clients (client_id) ON DELETE CASCADE,
  session_id TEXT NOT NULL REFERENCES sessions (session_id) ON DELETE CASCADE,
  scope TEXT NOT NULL,
  resource TEXT,
  org_id TEXT,
  redirect_uri TEXT NOT NULL,
  code_hash TEXT NOT NULL UNIQUE,
  code_challenge TEXT,
  nonce TEXT,
  code_expires_at INTEGER NOT NULL,
  code_used INTEGER NOT NULL DEFAULT 0,
  created_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS oauth_grants_by_session ON oauth_grants (session_id);
CREATE INDEX IF NOT EXISTS oauth_grants_by_client ON oauth_grants (client_id);

-- accepted_until is set when a newer refresh token replaces this one. A refresh token has no expires_at.
CREATE TABLE IF NOT EXISTS oauth_tokens (
  token_hash TEXT PRIMARY KEY,
  grant_id TEXT NOT NULL REFERENCES oauth_grants (grant_id) ON DELETE CASCADE,
  kind TEXT NOT NULL,
  scope TEXT NOT NULL,
  issued_at INTEGER NOT NULL,
  expires_at INTEGER,
  accepted_until INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS oauth_tokens_by_grant ON oauth_tokens (grant_id);

${LOGIN_TABLES}
${ACTIVITY_TABLES}
${WEBHOOK_TABLES}
${INDEXES}
${SNAPSHOT_TABLE}`
