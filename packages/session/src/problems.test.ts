import { expect, test } from 'vitest'
import type { Observed, SessionCase } from '../test/conformance/case.js'
import { problemsOf } from '../test/problems.js'

const observed: Observed = {
  status: 200,
  headers: { vary: 'Cookie' },
  body: '{"user":{"id":"a","orgs":[]},"code":"x"}',
  sets: ['a', 'b'],
  deletes: [],
  calls: [],
}

const problemCount = (expected: Partial<SessionCase['expected']>) =>
  problemsOf(observed, {
    title: '',
    before: 'nothing',
    path: '/',
    expected: { status: 200, sets: ['a', 'b'], ...expected },
  }).length

test('a case that is answered as expected has no problem', () => {
  const expected = { code: 'x', body: { user: { id: 'a', orgs: [] } }, headers: { vary: /Cookie/, location: null } }
  expect(problemCount(expected)).toBe(0)
})

test.each([
  [{ status: 201 }],
  [{ sets: ['a'] }],
  [{ sets: ['b', 'a'] }],
  [{ deletes: ['a'] }],
  [{ calls: ['GET /'] }],
  [{ code: 'y' }],
  [{ body: { user: null } }],
  [{ body: { user: { id: 'b' } } }],
  [{ body: { user: { orgs: ['a'] } } }],
  [{ body: { user: { orgs: { a: 1 } } } }],
  [{ headers: { vary: null } }],
  [{ headers: { vary: 'cookie' } }],
  [{ headers: { location: /^/ } }],
  [{ headers: { vary: /^Accept/ } }],
  [{ headers: { location: '/' } }],
])('%j is a problem', (expected) => {
  expect(problemCount(expected)).toBe(1)
})
