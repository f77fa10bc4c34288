import type { Environment } from '../cli/line/flags.js'

/** What `wrangler.jsonc` binds: the namespace of the Durable Object, and the variables of the command line. */
export type WorkerEnv = Environment & { readonly EMULATOR: ObjectNamespace }

interface ObjectNamespace {
  getByName(name: string): { fetch(request: Request): Promise<Response> }
}
