import type { Project } from '../project/project.js'
import { readSettings } from '../project/settings.js'
import { moveToRoles, type Org } from './orgs.js'

/** After a change of the project's roles: no organization has a role mapping or a role that is gone. */
export function repairRoles(project: Project): void {
  if (project.db.get('SELECT 1 FROM orgs LIMIT 1') === undefined) return
  const mappings = JSON.stringify(Object.keys(readSettings(project).custom_role_mappings))
  const sql = `UPDATE orgs SET custom_role_mapping_name = NULL
    WHERE custom_role_mapping_name NOT IN (SELECT value FROM json_each(?))`
  project.db.run(sql, mappings)
  for (const org of project.db.all<Org>('SELECT * FROM orgs')) moveToRoles(project, org)
}
