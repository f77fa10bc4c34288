import { listEmployees } from '../../domain/project/employees.js'
import type { Project } from '../../domain/project/project.js'
import { DEFAULT_ROLES } from '../../domain/project/roles.js'
import { DEFAULT_SETTINGS, type Settings } from '../../domain/project/setting-values.js'
import { readSettings } from '../../domain/project/settings.js'
import { derivedEndpointId, listEndpoints } from '../../domain/webhooks/endpoints.js'
import { SETTING_NAMES } from '../check/settings-checks.js'
import type { Seed, SeedWebhook } from '../seed.js'
import { exportApiKeys, exportClients } from './export-clients.js'
import { exportOrgs } from './export-orgs.js'
import { exportUsers } from './export-users.js'
import { filled } from './filled.js'

/**
 * The state of the project as a seed: a new emulator with it has the same users, organizations and settings, and its
 * export is the same text. Secrets are hashes where only hashes are stored. Not in it: sessions, tokens of sessions and
 * OAuth clients, links, messages and deliveries.
 */
export function exportSeed(project: Project): Seed {
  // A copy, because the caller may change the lists in it.
  const settings = structuredClone(readSettings(project))
  return filled({
    version: 1 as const,
    settings: Object.fromEntries(SETTING_NAMES.flatMap((name) => changed(settings, name))),
    ...exportRoles(settings),
    users: exportUsers(project),
    employees: listEmployees(project).map(({ employee_id, seed_key, email }) => ({
      key: seed_key ?? employee_id,
      id: employee_id,
      email,
    })),
    orgs: exportOrgs(project),
    api_keys: exportApiKeys(project),
    mcp_clients: exportClients(project, 'mcp'),
    oauth_clients: exportClients(project, 'oauth'),
    webhooks: exportWebhooks(project),
  })
}

const isSame = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b)

function changed(settings: Settings, name: keyof Settings): readonly [string, unknown][] {
  return isSame(settings[name], DEFAULT_SETTINGS[name]) ? [] : [[name, settings[name]]]
}

function exportRoles({ role_structure, roles, default_owner_role, default_role, custom_role_mappings }: Settings) {
  const structure = role_structure === DEFAULT_SETTINGS.role_structure ? undefined : role_structure
  const definitions = isSame(roles, DEFAULT_ROLES) ? undefined : roles
  return { roles: filled({ structure, definitions, default_owner_role, default_role }), custom_role_mappings }
}

/** The key of an endpoint is its URL, unless another one has that URL. Endpoints of an option are no part of the state. */
function exportWebhooks(project: Project): readonly SeedWebhook[] {
  const rows = listEndpoints(project).filter(({ source }) => source !== 'option')
  return rows.map((row) => {
    const isKeyedByUrl = row.endpoint_id === derivedEndpointId(row.url)
    return filled({
      key: isKeyedByUrl ? undefined : row.endpoint_id,
      url: row.url,
      secret: row.secret,
      events: JSON.parse(row.event_types) as string[],
      enabled: row.disabled_because === null ? undefined : false,
    })
  })
}
