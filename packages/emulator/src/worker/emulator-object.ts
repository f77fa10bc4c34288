import { type Emulator, openEmulator } from '../emulator.js'
import type { ObjectStorage } from '../store/object-storage.js'
import { objectPlatform } from './object-platform.js'
import type { WorkerEnv } from './worker-env.js'
import { readWorkerOptions } from './worker-options.js'

/** The Durable Object with the project. There is one of it, so requests of all locations change the same state in turn. */
export class EmulatorObject {
  readonly #emulator: Emulator

  constructor({ storage }: { readonly storage: ObjectStorage }, env: WorkerEnv) {
    const options = readWorkerOptions(env)
    this.#emulator = openEmulator(options, 'full', objectPlatform(storage, options.apiKey))
  }

  fetch(request: Request): Promise<Response> {
    return this.#emulator.fetch(request)
  }

  /** Sends the webhooks that are due. The platform calls it again if it is interrupted. */
  alarm(): Promise<void> {
    return this.#emulator.webhooks.deliverDue()
  }
}
