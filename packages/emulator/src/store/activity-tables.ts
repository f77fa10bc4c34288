/** What reports and charts are computed from. */
export const ACTIVITY_TABLES = `
-- The days (UTC) on which a user was active.
CREATE TABLE IF NOT EXISTS user_activity (
  user_id TEXT NOT NULL REFERENCES users (user_id) ON DELETE CASCADE,
  date TEXT NOT NULL,
  PRIMARY KEY (user_id, date)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS user_activity_by_date ON user_activity (date);

-- Invitations by users. Those of the backend API have no inviter.
CREATE TABLE IF NOT EXISTS sent_invites (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  inviter_id TEXT NOT NULL REFERENCES users (user_id) ON DELETE CASCADE,
  sent_at INTEGER NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS sent_invites_by_inviter ON sent_invites (inviter_id);

-- change is 1 for a new member, -1 for one that has left.
CREATE TABLE IF NOT EXISTS membership_changes (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  org_id TEXT NOT NULL REFERENCES orgs (org_id) ON DELETE CASCADE,
  change INTEGER NOT NULL,
  changed_at INTEGER NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS membership_changes_by_org ON membership_changes (org_id);
`
