import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { temporaryFolder } from 'test-kit/temporary-folder'
import { typeErrors } from 'test-kit/type-errors'
import { expect, test } from 'vitest'
import { root } from '../services.ts'
import { describeSessionJourney } from './session-recipes/journey.ts'

describeSessionJourney({ name: 'SvelteKit', folder: 'sveltekit', env: (appUrl) => ({ PROPELAUTH_APP_URL: appUrl }) })

// The app skips the check of declarations, as apps of the framework do: this one is its own.
test('the declaration of what the routes of SvelteKit find has no error', () => {
  const tsconfig = join(temporaryFolder(), 'tsconfig.json')
  const compilerOptions = { strict: true, noEmit: true, module: 'esnext', moduleResolution: 'bundler', types: [] }
  const files = [join(root, 'docs/recipes/src/sessions/sveltekit/src/app.d.ts')]
  writeFileSync(tsconfig, JSON.stringify({ compilerOptions, files }))
  expect(typeErrors(tsconfig)).toEqual([])
})
