import { apiKeyToken } from '../../domain/access/seeded-api-keys.js'
import { invalidFields } from '../../domain/project/service-error.js'
import { exportSeed } from '../../seed/export/export-seed.js'
import type { Seed } from '../../seed/seed.js'
import { SeedError } from '../../seed/seed-error.js'
import { bodyFields } from '../fields.js'
import type { ControlHandler } from './control-request.js'

/** Restores the seed, or the seed in the body, or an empty project. */
export const resetProject: ControlHandler = ({ reset, body }) => {
  const fields = bodyFields(body ?? {})
  const empty = fields.flag('empty') ?? false
  const seed = fields.object('seed')
  fields.check()
  try {
    // `reset` checks the form.
    reset(seed === undefined ? { empty } : { empty, seed: seed as Seed })
  } catch (error) {
    if (error instanceof SeedError) throw invalidFields({ seed: error.problems })
    throw error
  }
  return {}
}

/** The state as a seed file in JSON. */
export const showSeed: ControlHandler = ({ project }) => exportSeed(project)

/** The token of an API key of the seed that was given none. */
export const showApiKey: ControlHandler = ({ project, query }) => ({
  token: apiKeyToken(project, query.get('key') ?? ''),
})
