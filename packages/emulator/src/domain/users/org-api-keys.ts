import type { Project } from '../project/project.js'
import { readSettings } from '../project/settings.js'

/** Archives the keys that the user has made for an organization, or for all, if the project ends them with the membership. */
export function archiveOrgKeys(project: Project, userId: string, orgId: string | null = null): void {
  if (!readSettings(project).invalidate_org_api_key_upon_user_removal) return
  const sql = `UPDATE api_keys SET archived_at = :now WHERE user_id = :user_id AND archived_at IS NULL
    AND org_id IS NOT NULL AND (:org_id IS NULL OR org_id = :org_id)`
  project.db.run(sql, { now: project.clock.seconds(), user_id: userId, org_id: orgId })
}
