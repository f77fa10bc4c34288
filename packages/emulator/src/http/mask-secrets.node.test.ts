import { expect, test } from 'vitest'
import { maskJson, maskParameters } from './mask-secrets.js'

const hex = 'ab12'.repeat(16)
const jwt = `eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiIxIn0.${'s'.repeat(20)}`

test.each([
  'password',
  'new_password',
  'client_secret',
  'refresh_token',
  'api_key_token',
  'code',
  'backup_code',
  'state',
])('the field %s is a secret, as text and as a number', (name) => {
  expect(maskJson({ [name]: 'short', nested: [{ [name]: 123456 }] })).toEqual({
    [name]: '***',
    nested: [{ [name]: '***' }],
  })
  expect(maskParameters(new URLSearchParams({ [name]: 'short' }))).toBe(`${name}=***`)
})

test.each([hex, jwt, `Bearer ${jwt}`, `emu_${hex}`])('the value %s is one by its form', (value) => {
  expect(maskJson({ anything: value, list: [value] })).toEqual({ anything: '***', list: ['***'] })
  expect(maskParameters(new URLSearchParams({ anything: value }))).toBe('anything=***')
})

test('addresses, names, ids, flags and empty values stay', () => {
  const plain = {
    email: 'ada@acme.test',
    first_name: 'Ada',
    org_id: '0c7a8c32-71c5-4c83-a3f9-1a4a0bd1d8a1',
    client_id: 'web',
    update_password_required: true,
    password: '',
    metadata: { seats: 5, redirect_uri: 'http://localhost:3000/api/auth/callback' },
  }
  expect(maskJson(plain)).toEqual(plain)
  expect(maskParameters(new URLSearchParams('page=2&q=a b&t='))).toBe('page=2&q=a+b&t=')
})
