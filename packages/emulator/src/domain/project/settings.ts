import type { Database } from '../../store/database.js'
import type { Project } from './project.js'
import { DEFAULT_SETTINGS, type Settings } from './setting-values.js'

interface Read {
  readonly seed: string | undefined
  readonly changed: string | undefined
  readonly settings: Settings
}

/** The settings as they were read last. A request reads them several times, and another process may change them. */
const lastRead = new WeakMap<Database, Read>()

/** The settings that are in force: changes at run time, then options of the start, then the seed, then the defaults. */
export function readSettings(project: Project): Settings {
  const seed = storedText(project, 'settings')
  const changed = storedText(project, 'changed_settings')
  const last = lastRead.get(project.db)
  if (last && last.seed === seed && last.changed === changed) return last.settings
  const settings = { ...DEFAULT_SETTINGS, ...parsed(seed), ...project.chosenSettings, ...parsed(changed) }
  lastRead.set(project.db, { seed, changed, settings })
  return settings
}

/** Replaces the settings of the seed. */
export const writeSettings = (project: Project, settings: Settings): void => store(project, 'settings', settings)

/** Changes settings at run time, until the project is reset. */
export const changeSettings = (project: Project, changes: Partial<Settings>): void =>
  store(project, 'changed_settings', { ...parsed(storedText(project, 'changed_settings')), ...changes })

/** An option of the start takes the place of an earlier change at run time. */
export function forgetOverriddenChanges(project: Project): void {
  const changes = Object.entries(parsed(storedText(project, 'changed_settings')))
  const kept = changes.filter(([name]) => !Object.hasOwn(project.chosenSettings, name))
  if (kept.length < changes.length) store(project, 'changed_settings', Object.fromEntries(kept))
}

type Stored = 'settings' | 'changed_settings'

const storedText = (project: Project, name: Stored): string | undefined =>
  project.db.get<{ value: string }>('SELECT value FROM meta WHERE name = ?', name)?.value

const parsed = (text: string | undefined): Partial<Settings> => (text === undefined ? {} : JSON.parse(text))

function store(project: Project, name: Stored, settings: Partial<Settings>): void {
  const sql = 'INSERT INTO meta VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value'
  project.db.run(sql, name, JSON.stringify(settings))
}
