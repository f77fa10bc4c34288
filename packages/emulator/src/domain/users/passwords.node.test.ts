import { scryptSync } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { hashPassword, matchesOwnHash, PUBLIC_PASSWORD } from './passwords.js'

const derive = (password: string, salt: Buffer): string => scryptSync(password, salt, 32, { N: 1024 }).toString('hex')

describe('the password of the documentation', () => {
  const shared = hashPassword(PUBLIC_PASSWORD)

  test('has a hash like any other, which is always the same', () => {
    const [, salt = '', key] = shared.split(':')
    expect(derive(PUBLIC_PASSWORD, Buffer.from(salt, 'hex'))).toBe(key)
    expect(hashPassword(PUBLIC_PASSWORD)).toBe(shared)
  })

  test('matches its hash, and a hash with a salt of its own', () => {
    const salt = Buffer.alloc(16, 7)
    const own = `scrypt:${salt.toString('hex')}:${derive(PUBLIC_PASSWORD, salt)}`
    for (const hash of [shared, own]) {
      expect(matchesOwnHash(hash, PUBLIC_PASSWORD)).toBe(true)
      expect(matchesOwnHash(hash, `${PUBLIC_PASSWORD}!`)).toBe(false)
    }
  })

  test('matches no hash of another password', () => {
    expect(matchesOwnHash(hashPassword('another password'), PUBLIC_PASSWORD)).toBe(false)
  })
})
