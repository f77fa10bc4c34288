import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import type { JsonSchema } from '../values/checks.js'
import { seedProblems, seedSchema } from './check-seed.js'
import { parseSeed } from './parse-seed.js'

// `vitest run -u` writes the file.
test('the published schema is that of the checks', async () => {
  await expect(`${JSON.stringify(seedSchema, null, 2)}\n`).toMatchFileSnapshot('../../../seed.schema.json')
})

/** The parts of JSON Schema that the seed uses. */
function matches(value: unknown, schema: JsonSchema): boolean {
  const { type, properties, required, items, anyOf, pattern, minimum, minLength } = schema
  const allowed = schema.enum as unknown[] | undefined
  if (anyOf) return (anyOf as JsonSchema[]).some((choice) => matches(value, choice))
  if (allowed) return allowed.includes(value)
  if (type === 'boolean') return typeof value === 'boolean'
  if (type === 'integer') return Number.isInteger(value) && Number(value) >= Number(minimum)
  if (type === 'string')
    return (
      typeof value === 'string' &&
      value.length >= Number(minLength ?? 0) &&
      (pattern === undefined || new RegExp(String(pattern)).test(value))
    )
  if (type === 'array') return Array.isArray(value) && value.every((item) => matches(item, items as JsonSchema))
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false
  const known = (properties ?? {}) as Readonly<Record<string, JsonSchema>>
  const other = schema.additionalProperties
  return (
    ((required ?? []) as string[]).every((name) => name in value) &&
    Object.entries(value).every(([name, item]) => {
      const own = known[name]
      if (own) return matches(item, own)
      return other === undefined || (other !== false && matches(item, other as JsonSchema))
    })
  )
}

const full = readFileSync(new URL('../../../test/full-seed.yaml', import.meta.url), 'utf8')

test('a valid seed has the form of the schema', () => {
  expect(matches(parseSeed(full, 'full'), seedSchema)).toBe(true)
})

test.each([
  { users: [{ key: 'a' }] },
  { users: [{ key: 'a', email: 'no address' }] },
  { users: [{ key: 'a', email: 'a@x.test', enabled: 'yes' }] },
  { orgs: [{ key: 'o', name: 'O', max_users: -1 }] },
  { orgs: [{ key: 'o', name: 'O', sso: { type: 'ldap' } }] },
  { orgs: [{ key: 'o', name: 'O', members: { a: 7 } }] },
  { settings: { has_orgz: true } },
  { version: 2 },
])('%j is refused by the checks and by the schema', (seed) => {
  expect([seedProblems(seed).length > 0, matches(seed, seedSchema)]).toEqual([true, false])
})
