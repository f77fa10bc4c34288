// Builds each shared app once in a run of Vitest: when the first file asks for it, by HTTP. The files of tests have
// processes of their own, this is in that of Vitest.
import { startHttpServer } from 'test-kit/http-server'
import type { TestProject } from 'vitest/node'
import { PERSONAS, startServer } from '../../packages/emulator/dist/index.js'
import { buildProject } from './next.ts'
import { installSharedApp, sharedApps } from './next-shared-app.ts'

declare module 'vitest' {
  interface ProvidedContext {
    readonly nextBuilds: string
  }
}

/** A shared app that is built. */
export interface SharedBuild {
  readonly folder: string
  /** What its pages had at build time, and nothing else: as in a container image, the rest comes with the server. */
  readonly environment: Readonly<Record<'TEST_API_URL' | 'TEST_API_KEY' | 'TEST_USER_ID', string>>
}

export default async function setUp({ provide }: TestProject): Promise<() => Promise<void>> {
  const builds = new Map<string, Promise<SharedBuild>>()
  // The backend API of pages that Next.js may render at build time. What it stores of the answers is for this address.
  const backend = await startServer({ port: 0 })
  const { authUrl, apiKey } = backend.emulator
  const environment = { TEST_API_URL: authUrl, TEST_API_KEY: apiKey, TEST_USER_ID: PERSONAS.member.userId }

  async function build(name: string): Promise<SharedBuild> {
    const [, app] = sharedApps.find(([, { name: known }]) => known === name) ?? []
    if (!app) throw new Error(`no shared app ${name}`)
    const folder = installSharedApp(app)
    await buildProject(folder, environment)
    return { folder, environment }
  }

  function buildOnce(name: string): Promise<SharedBuild> {
    const result = builds.get(name) ?? build(name)
    builds.set(name, result)
    return result
  }

  const server = await startHttpServer(async ({ url = '' }, response) => {
    try {
      response.end(JSON.stringify(await buildOnce(url.slice(1))))
    } catch (error) {
      response.writeHead(500).end(String(error))
    }
  })
  provide('nextBuilds', server.url)
  return async () => {
    await server.close()
    await backend.close()
  }
}
