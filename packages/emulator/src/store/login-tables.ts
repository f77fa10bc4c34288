/** Employees, social logins, and enterprise logins with their directory. */
export const LOGIN_TABLES = `
CREATE TABLE IF NOT EXISTS employees (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  employee_id TEXT NOT NULL UNIQUE,
  seed_key TEXT,
  email TEXT NOT NULL,
  email_key TEXT NOT NULL UNIQUE
) STRICT;

-- Tokens of a user's account at a social login provider. Apps read them, so they are not hashed.
CREATE TABLE IF NOT EXISTS provider_tokens (
  user_id TEXT NOT NULL REFERENCES users (user_id) ON DELETE CASCADE,
  provider TEXT NOT NULL,
  access_token TEXT NOT NULL,
  refresh_token TEXT,
  expires_at INTEGER,
  scopes TEXT,
  PRIMARY KEY (user_id, provider)
) STRICT, WITHOUT ROWID;

-- kind is 'saml' or 'oidc'; settings are those of its identity provider, as JSON.
CREATE TABLE IF NOT EXISTS sso_connections (
  org_id TEXT PRIMARY KEY REFERENCES orgs (org_id) ON DELETE CASCADE,
  kind TEXT NOT NULL,
  settings TEXT NOT NULL,
  live INTEGER NOT NULL,
  created_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS sso_setup_links (
  token_hash TEXT PRIMARY KEY,
  org_id TEXT NOT NULL REFERENCES orgs (org_id) ON DELETE CASCADE,
  expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- A login that is under way at another provider. data is JSON.
CREATE TABLE IF NOT EXISTS external_logins (
  state_hash TEXT PRIMARY KEY,
  data TEXT NOT NULL,
  expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS scim_groups (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  group_id TEXT NOT NULL UNIQUE,
  org_id TEXT NOT NULL REFERENCES orgs (org_id) ON DELETE CASCADE,
  display_name TEXT NOT NULL,
  external_id TEXT
) STRICT;
CREATE INDEX IF NOT EXISTS scim_groups_by_org ON scim_groups (org_id);

CREATE TABLE IF NOT EXISTS scim_group_members (
  group_id TEXT NOT NULL REFERENCES scim_groups (group_id) ON DELETE CASCADE,
  user_id TEXT NOT NULL REFERENCES users (user_id) ON DELETE CASCADE,
  PRIMARY KEY (group_id, user_id)
) STRICT, WITHOUT ROWID;
`
