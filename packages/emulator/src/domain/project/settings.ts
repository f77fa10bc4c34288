import type { Project } from './project.js'
import { DEFAULT_SETTINGS, type Settings } from './setting-values.js'

/** The settings that are in force: changes at run time, then options of the start, then the seed, then the defaults. */
export function readSettings(project: Project): Settings {
  return {
    ...DEFAULT_SETTINGS,
    ...stored(project, 'settings'),
    ...project.chosenSettings,
    ...stored(project, 'changed_settings'),
  }
}

/** Replaces the settings of the seed. */
export const writeSettings = (project: Project, settings: Settings): void => store(project, 'settings', settings)

/** Changes settings at run time, until the project is reset. */
export const changeSettings = (project: Project, changes: Partial<Settings>): void =>
  store(project, 'changed_settings', { ...stored(project, 'changed_settings'), ...changes })

/** An option of the start takes the place of an earlier change at run time. */
export function forgetOverriddenChanges(project: Project): void {
  const changes = Object.entries(stored(project, 'changed_settings'))
  const kept = changes.filter(([name]) => !Object.hasOwn(project.chosenSettings, name))
  if (kept.length < changes.length) store(project, 'changed_settings', Object.fromEntries(kept))
}

type Stored = 'settings' | 'changed_settings'

function stored(project: Project, name: Stored): Partial<Settings> {
  const row = project.db.get<{ value: string }>('SELECT value FROM meta WHERE name = ?', name)
  return row ? JSON.parse(row.value) : {}
}

function store(project: Project, name: Stored, settings: Partial<Settings>): void {
  const sql = 'INSERT INTO meta VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value'
  project.db.run(sql, name, JSON.stringify(settings))
}
