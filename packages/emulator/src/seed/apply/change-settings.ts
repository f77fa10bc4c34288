import type { Project } from '../../domain/project/project.js'
import { type FieldErrors, rejectInvalid } from '../../domain/project/service-error.js'
import { changeSettings, readSettings } from '../../domain/project/settings.js'
import { roleSettingProblems } from '../check/role-settings.js'
import { SETTING_NAMES, settingProblems } from '../check/settings-checks.js'
import type { SeedSettings } from '../seed.js'
import type { Problem } from '../values/checks.js'

/** The settings that are in force, without the roles. */
export function shownSettings(project: Project): Required<SeedSettings> {
  // A copy, because the caller may change the lists in it.
  const settings = structuredClone(readSettings(project))
  return Object.fromEntries(SETTING_NAMES.map((name) => [name, settings[name]])) as unknown as Required<SeedSettings>
}

/**
 * Changes settings until the project is reset. A restart keeps them, unless it has an option for the same setting.
 * @throws {ServiceError} `invalid_fields`
 */
export function changeShownSettings(project: Project, changes: SeedSettings): void {
  rejectInvalid(fieldErrors(settingProblems(changes)))
  const next = { ...readSettings(project), ...changes }
  const problems = roleSettingProblems(next).filter(({ path }) => path[0] === 'settings')
  rejectInvalid(fieldErrors(problems.map(({ path, message }) => ({ path: path.slice(1), message }))))
  changeSettings(project, changes)
}

const fieldErrors = (problems: readonly Problem[]): FieldErrors =>
  Object.fromEntries(problems.map(({ path, message }) => [path[0] ?? 'body', [`${message}.`]]))
