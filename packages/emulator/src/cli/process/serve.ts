import { refuseProduction } from '../../production.js'
import { hasPublicName } from '../../public-name.js'
import { DEFAULT_SEED } from '../../seed/personas.js'
import type { Seed } from '../../seed/seed.js'
import { type EmulatorServer, startServer } from '../../server.js'
import { foreignFiles } from '../../store/data-directory.js'
import type { StartOptions } from '../line/start-options.js'
import { toEmulatorOptions } from '../line/to-emulator-options.js'
import { warn } from '../output/print.js'
import { announce } from './announce.js'
import { loadSeed } from './seed-file.js'

/** An emulator that was started by a command line. */
export interface Served extends AsyncDisposable {
  readonly server: EmulatorServer
  /** Whether it started with the personas, because there is no seed file. */
  readonly hasPersonas: boolean
}

/** Starts the emulator, with warnings about what may surprise, and lets other commands find it. */
export async function serve(options: StartOptions): Promise<Served> {
  refuseProduction()
  const seed = await loadSeed(options.seed)
  const server = await start(options, seed ?? DEFAULT_SEED)
  try {
    warnAbout(server, options)
    const announced = await announce(server, options)
    return {
      server,
      hasPersonas: seed === undefined,
      async [Symbol.asyncDispose]() {
        try {
          announced.withdraw()
        } finally {
          await server.close()
        }
      },
    }
  } catch (error) {
    await server.close()
    throw error
  }
}

function start(options: StartOptions, seed: Seed): Promise<EmulatorServer> {
  const { port, strictPort, host } = options
  return startServer({
    ...toEmulatorOptions(options),
    ...(isNamed(options) ? { protectControl: true } : {}),
    ...(host === undefined ? {} : { host }),
    ...{ port, strictPort, seed },
  })
}

const isNamed = ({ allowedHosts, authUrl }: StartOptions): boolean =>
  hasPublicName({ allowedHosts, ...(authUrl === undefined ? {} : { authUrl }) })

function warnAbout(server: EmulatorServer, options: StartOptions): void {
  const { port, host, data } = options
  if (port !== 0 && server.port !== port) warn(`port ${port} is taken, so this is port ${server.port}`)
  if (server.exposed)
    warn(
      `other machines can connect${isNamed(options) ? '' : ` to ${host}`}, so /_emulator and /signup need the API key as control key`,
    )
  if (data !== ':memory:' && foreignFiles(data).length > 0)
    warn(`${data} holds files of others, too: keep emulator.sqlite and credentials.json in it out of git`)
}
