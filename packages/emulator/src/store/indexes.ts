/**
 * Indexes of lists and lookups: with 10,000 users, none of them reads a whole table or sorts it. Every index ends with
 * `seq`, the row id, so the order of creation within a second needs no column.
 */
export const INDEXES = `
CREATE INDEX IF NOT EXISTS users_by_creation ON users (created_at);
CREATE INDEX IF NOT EXISTS users_by_last_activity ON users (last_active_at);
CREATE INDEX IF NOT EXISTS users_by_seed_key ON users (seed_key);
-- The order of \`firstUsers\`.
CREATE INDEX IF NOT EXISTS users_seeded_first ON users (seed_key IS NULL, iif(seed_key IS NULL, -seq, seq));
CREATE INDEX IF NOT EXISTS orgs_by_creation ON orgs (created_at);
CREATE INDEX IF NOT EXISTS orgs_by_name ON orgs (name_key);
CREATE INDEX IF NOT EXISTS orgs_by_seed_key ON orgs (seed_key);
CREATE INDEX IF NOT EXISTS orgs_by_legacy_id ON orgs (legacy_org_id);
CREATE INDEX IF NOT EXISTS invites_by_address ON invites (email_key);
CREATE INDEX IF NOT EXISTS invites_by_token ON invites (token_hash);
CREATE INDEX IF NOT EXISTS mails_by_address ON mails (to_key);
CREATE INDEX IF NOT EXISTS sms_by_number ON sms ("to");
CREATE INDEX IF NOT EXISTS api_keys_by_user ON api_keys (user_id);
CREATE INDEX IF NOT EXISTS api_keys_by_org ON api_keys (org_id);
CREATE INDEX IF NOT EXISTS one_time_tokens_by_user ON one_time_tokens (user_id);
CREATE INDEX IF NOT EXISTS scim_group_members_by_user ON scim_group_members (user_id);
CREATE INDEX IF NOT EXISTS oauth_clients_by_user ON oauth_clients (user_id);
`
