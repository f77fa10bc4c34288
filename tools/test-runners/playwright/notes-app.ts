// `test` with an app for each worker: the recipe for sessions in Express, which runs from its sources.
import type { TestType } from '@playwright/test'
import { test as base, expect } from '@propelauth-edge/emulator/playwright'
import { startRecipe } from '../../e2e/session-recipes/recipe-app.ts'
import { findPort, root } from '../../services.ts'

export { expect }

interface Fixtures {
  readonly appUrl: string
}

type Extended<Type> = Type extends TestType<infer Test, infer Worker> ? TestType<Test, Worker & Fixtures> : never

export const folder = `${root}/docs/recipes/src/sessions/express`

export const test: Extended<typeof base> = base.extend<object, Fixtures>({
  appUrl: [
    async ({ emulatorEnv }, use, { parallelIndex }) => {
      const port = await findPort(3560 + 10 * parallelIndex)
      const env = { ...emulatorEnv, PROPELAUTH_ALLOW_EMULATOR: 'true' }
      const app = await startRecipe({ name: 'Express', folder: 'express' }, folder, port, env)
      await use(app.url)
      await app.stop()
    },
    { scope: 'worker' },
  ],
  baseURL: async ({ appUrl }, use) => use(appUrl),
})
