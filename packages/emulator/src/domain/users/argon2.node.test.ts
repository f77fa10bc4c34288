import { expect, test } from 'vitest'
import { deriveArgon2, deriveInJavaScript } from './argon2.js'

// Published by the reference implementation: the password "password" with the salt "somesalt".
const published = [
  ['argon2i', 256, 2, 0x13, 'iekCn0Y3spW+sCcFanM2xBT63UP2sghkUoHLIUpWRS8'],
  ['argon2i', 256, 2, 0x10, '/U3YPXYsSb3q9XxHvc0MLxur+GP960kN9j7emXX8zwY'],
  ['argon2id', 256, 2, 0x13, 'nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4'],
] as const

test.each(published)('%s with %i KiB, %i passes and version %i gives the published key', async (...row) => {
  const [variant, m, t, version, key] = row
  const options = { m, t, p: 1, version, salt: Buffer.from('somesalt'), length: 32 }
  // Node has no argon2 before 24.7, and never the old version.
  for (const derive of [deriveArgon2, deriveInJavaScript])
    expect(Buffer.from(await derive(variant, 'password', options))).toEqual(Buffer.from(key, 'base64'))
})

test.each(['argon2d', 'argon2i', 'argon2id'] as const)('%s is the same natively and in JavaScript', async (variant) => {
  const options = { m: 64, t: 3, p: 2, version: 0x13, salt: Buffer.from('another salt'), length: 24 }
  for (const password of ['', 'pässword 🦊', 'x'.repeat(300)])
    expect(Buffer.from(await deriveArgon2(variant, password, options))).toEqual(
      Buffer.from(await deriveInJavaScript(variant, password, options)),
    )
})
