import { expect, test } from 'vitest'
import { readTexts } from './read-texts.js'

const read = (value: unknown, claim = 'user_permissions') =>
  readTexts(claim, value, (...wrong) => expect.fail(String(wrong)))

test('a list that is equal to the last one of its claim is that one, frozen', () => {
  const first = read(['can_read', 'can_write'])
  expect(read(['can_read', 'can_write'])).toBe(first)
  expect(Object.isFrozen(first)).toBe(true)
})

test.each([
  ['longer', ['can_read', 'can_write', 'can_invite']],
  ['shorter', ['can_read']],
  ['empty', []],
  ['in another order', ['can_write', 'can_read']],
  ['of other text', ['can_read', 'can_Write']],
])('a list that is %s stays itself, frozen', (_, list) => {
  read(['can_read', 'can_write'])
  expect(read(list)).toBe(list)
  expect(Object.isFrozen(list)).toBe(true)
})

test('a list of another claim stays itself', () => {
  const list = ['Admin']
  read(['Admin'], 'additional_roles')
  expect(read(list)).toBe(list)
})

test.each([[undefined], [null], ['can_read'], [{ length: 0 }], [['can_read', 1]]])(
  '%j is reported, and gives neither itself nor the list of another user',
  (value) => {
    read(['can_read', 'can_write'])
    const wrong: unknown[] = []
    expect(readTexts('user_permissions', value, (...found) => wrong.push(found))).toEqual([])
    expect(wrong).toEqual([['user_permissions', 'a list of strings', value]])
    expect(read(['can_read', 'can_write'])).toEqual(['can_read', 'can_write'])
  },
)
