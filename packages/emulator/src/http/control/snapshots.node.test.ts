import { afterEach, beforeEach, expect, test } from 'vitest'
import { backend, callControl, testEmulator } from '../../../test/fixture.js'

let emulator = testEmulator()
beforeEach(() => {
  emulator = testEmulator()
})
afterEach(() => emulator.close())

const control = (method: string, path: string, body?: unknown) => callControl(emulator, method, path, body)

test('snapshots are saved, listed, restored and removed', async () => {
  const saved = await control('POST', 'snapshots', { name: 'one' })
  expect(saved).toMatchObject({ status: 200, body: { name: 'one', users: 5, orgs: 2 } })
  await backend(emulator, 'POST', 'user/', { email: 'new@x.test' })
  expect((await control('GET', 'snapshots')).body).toEqual({ snapshots: [saved.body] })
  expect(await control('POST', 'snapshots/one/restore')).toMatchObject({ status: 200, body: saved.body })
  expect(emulator.counts().users).toBe(5)
  expect((await control('DELETE', 'snapshots/one')).body).toEqual({})
  expect((await control('GET', 'snapshots')).body).toEqual({ snapshots: [] })
})

test('a taken name is 409, unless it is replaced', async () => {
  await control('POST', 'snapshots', { name: 'one' })
  expect(await control('POST', 'snapshots', { name: 'one' })).toMatchObject({
    status: 409,
    body: { error_code: 'snapshot_exists' },
  })
  expect((await control('POST', 'snapshots', { name: 'one', replace: true })).status).toBe(200)
})

test.each([
  ['POST', 'snapshots/old/restore'],
  ['DELETE', 'snapshots/old'],
])('%s %s without such a snapshot is 404, with the known names', async (method, path) => {
  await control('POST', 'snapshots', { name: 'one' })
  const { status, body } = await control(method, path)
  expect([status, body]).toEqual([
    404,
    { error_code: 'snapshot_not_found', user_facing_error: 'There is no snapshot "old". Snapshots: one' },
  ])
})

test.each([
  ['POST', 'snapshots', undefined, 'body'],
  ['POST', 'snapshots', {}, 'name'],
  ['POST', 'snapshots', { name: 'a b' }, 'name'],
  ['POST', 'snapshots', { name: 'a', replace: 'yes' }, 'replace'],
  ['POST', 'snapshots/%2e%2e%2fx/restore', undefined, 'name'],
  ['DELETE', 'snapshots/a%00', undefined, 'name'],
])('%s %s with %j is 400', async (method, path, body, field) => {
  const answer = await control(method, path, body)
  expect([answer.status, Object.keys(answer.body)]).toEqual([400, [field]])
})
