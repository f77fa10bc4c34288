import { test } from '@propelauth-edge/emulator/playwright'

test.use({ persona: 'ada', emulatorOptions: { seed: { users: [{ key: 'ada', email: 'ada@x.test', locked: true }] } } })

test.fail('says why', ({ page }) => void page)
