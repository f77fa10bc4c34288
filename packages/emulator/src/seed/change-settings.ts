import type { Project } from '../domain/project/project.js'
import { type FieldErrors, rejectInvalid } from '../domain/project/service-error.js'
import { changeSettings, readSettings } from '../domain/project/settings.js'
import type { SeedSettings } from './seed.js'
import { SETTING_NAMES, settingProblems } from './settings-checks.js'

/** The settings that are in force, without the roles. */
export function shownSettings(project: Project): Required<SeedSettings> {
  const settings = readSettings(project)
  return Object.fromEntries(SETTING_NAMES.map((name) => [name, settings[name]])) as unknown as Required<SeedSettings>
}

/**
 * Changes settings until the project is reset. A restart keeps them, unless it has an option for the same setting.
 * @throws {ServiceError} `invalid_fields`
 */
export function changeShownSettings(project: Project, changes: SeedSettings): void {
  const problems = settingProblems(changes).map(({ path, message }) => [path[0] ?? 'body', [`${message}.`]])
  const errors: FieldErrors = Object.fromEntries(problems)
  rejectInvalid(errors)
  changeSettings(project, changes)
}
