import { expectTypeOf, test } from 'vitest'
import type { EmulatorTestOptions, EmulatorWorkerOptions, PersonaName } from '../playwright.js'
import { test as base, type emulatorAt } from '../playwright.js'

test('persona takes the default users and any other name', () => {
  base.use({ persona: 'admin' })
  base.use({ persona: 'ada@x.test' })
  base.use({ persona: null })
  // @ts-expect-error a user is named by a string
  base.use({ persona: 5 })
  expectTypeOf<'owner' | 'noOrg'>().toExtend<PersonaName>()
  // `string` alone would lose the completion of the default users.
  expectTypeOf<PersonaName>().not.toEqualTypeOf<string>()
})

test('worker options are those of the emulator', () => {
  base.use({ emulatorOptions: { appUrls: ['http://localhost:3000'], port: 4470 } })
  // @ts-expect-error no such option
  base.use({ emulatorOptions: { ports: 1 } })
  expectTypeOf<ReturnType<typeof emulatorAt>['emulatorOptions']>().toExtend<EmulatorWorkerOptions['emulatorOptions']>()
  expectTypeOf<EmulatorTestOptions['resetEmulator']>().toEqualTypeOf<boolean>()
})

test('fixtures are typed beside those of Playwright', () => {
  base('x', async ({ page, signIn, inbox, emulator, clock, faults, mint, totp }) => {
    await signIn(page.context(), 'member')
    const { link } = await inbox.waitForEmail({ to: 'a@x.test', subject: /x/ })
    expectTypeOf(link).toEqualTypeOf<string>()
    expectTypeOf(await mint('admin')).toEqualTypeOf<string>()
    clock.advance({ minutes: 31 })
    // @ts-expect-error no such unit
    clock.advance({ minute: 1 })
    faults.add({ group: 'session', fault: 'away' })
    using gate = faults.hold({ path: '/api/*' })
    await gate.arrived(2)
    // @ts-expect-error a gate only holds requests
    faults.hold({ path: '/api/*', status: 500 })
    expectTypeOf(totp('ada')).toEqualTypeOf<string>()
    expectTypeOf(emulator.authUrl).toEqualTypeOf<string>()
  })
})
