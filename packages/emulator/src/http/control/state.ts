import { apiKeyToken } from '../../domain/access/seeded-api-keys.js'
import { invalidFields } from '../../domain/project/service-error.js'
import { addSeed } from '../../seed/apply/apply-seed.js'
import { applyPersonaPasswords } from '../../seed/apply/persona-password.js'
import { exportSeed } from '../../seed/export/export-seed.js'
import type { Seed } from '../../seed/seed.js'
import { SeedError } from '../../seed/values/seed-error.js'
import { bodyFields } from '../fields.js'
import type { ControlHandler } from './control-request.js'

/** Restores the seed, or the seed in the body, or an empty project. */
export const resetProject: ControlHandler = ({ reset, body }) => {
  const fields = bodyFields(body ?? {})
  const empty = fields.flag('empty') ?? false
  const seed = fields.object('seed')
  fields.check()
  // `reset` checks the form.
  explained(() => reset(seed === undefined ? { empty } : { empty, seed: seed as Seed }))
  return {}
}

/** Adds the entries of the seed in the body, and changes those that exist. */
export const applyFurtherSeed: ControlHandler = ({ project, body }) => {
  const fields = bodyFields(body)
  const seed = fields.object('seed')
  if (seed === undefined) fields.fail('seed', 'This field is required.')
  fields.check()
  explained(() =>
    project.db.transaction(() => {
      // `addSeed` checks the form.
      addSeed(project, seed as Seed)
      applyPersonaPasswords(project)
    }),
  )
  return {}
}

/** Runs it. The problems of a seed are those of the field `seed`. */
function explained(work: () => void): void {
  try {
    work()
  } catch (error) {
    if (error instanceof SeedError) throw invalidFields({ seed: error.problems })
    throw error
  }
}

/** The state as a seed file in JSON. */
export const showSeed: ControlHandler = ({ project }) => exportSeed(project)

/** The token of an API key of the seed that was given none. */
export const showApiKey: ControlHandler = ({ project, query }) => ({
  token: apiKeyToken(project, query.get('key') ?? ''),
})
