// The emulator for a team on Cloudflare Workers: the `main` of a wrangler.jsonc (docs/team-emulator.md).
import { UsageError } from './cli/line/usage-error.js'
import { ProductionError } from './production.js'
import type { WorkerEnv } from './worker/worker-env.js'
import { readWorkerOptions } from './worker/worker-options.js'

export { EmulatorObject as PropelAuthEmulator } from './worker/emulator-object.js'

export default {
  async fetch(request: Request, env: WorkerEnv): Promise<Response> {
    const problem = configurationProblem(env)
    if (problem === undefined) return env.EMULATOR.getByName('project').fetch(request)
    // The message can have the value of a variable, so only the log has it.
    console.error(`The PropelAuth emulator does not start: ${problem}`)
    return new Response('The PropelAuth emulator is not configured. The log of the Worker has the reason.\n', {
      status: 503,
    })
  },
}

function configurationProblem(env: WorkerEnv): string | undefined {
  try {
    readWorkerOptions(env)
    return undefined
  } catch (error) {
    if (error instanceof UsageError || error instanceof ProductionError) return error.message
    throw error
  }
}
