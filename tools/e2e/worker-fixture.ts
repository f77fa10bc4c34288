// A Worker of the examples, for `extend` of a `test` whose emulator lasts for the file.
import { temporaryFolder } from 'test-kit/temporary-folder'
import type { Emulator } from '../../packages/emulator/dist/index.js'
import { findPort, startWorker, type WorkerService } from '../services.ts'

type Vars = (emulator: Emulator, url: string) => Readonly<Record<string, string>>

type Fixture = [
  create: (needs: { emulator: Emulator }, use: (worker: WorkerService) => Promise<void>) => Promise<void>,
  options: { scope: 'file' },
]

const authUrlOnly: Vars = ({ authUrl }) => ({ PROPELAUTH_AUTH_URL: authUrl })

/** Starts the Worker of a folder of the repository at this port, or at the next one that is free. */
export const workerFixture = (folder: string, preferred: number, vars = authUrlOnly): Fixture => [
  async ({ emulator }, use) => {
    const port = await findPort(preferred)
    const persistTo = temporaryFolder()
    const worker = await startWorker({ folder, port, persistTo, vars: vars(emulator, `http://localhost:${port}`) })
    await use(worker)
    await worker.stop()
  },
  { scope: 'file' },
]
