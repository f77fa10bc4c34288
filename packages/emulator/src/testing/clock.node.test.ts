import { describe, expect, test } from 'vitest'
import { testEmulator } from '../../test/fixture.js'
import { createTestClock } from './clock.js'

const START = Date.UTC(2026, 0, 1)
const emulatorAt = (time: number) => testEmulator({ now: () => time })

test('it has the time of the system until it is moved', async () => {
  await using emulator = testEmulator()
  expect(Math.abs(createTestClock(emulator).now() - Date.now())).toBeLessThan(1_000)
})

test('units add up, and so do several moves', async () => {
  await using emulator = emulatorAt(START)
  const clock = createTestClock(emulator)
  clock.advance({ days: 1, hours: 2, minutes: 3, seconds: 4, milliseconds: 5 })
  clock.advance({ minutes: 0.5 })
  expect(Math.abs(clock.now() - START - (86_400_000 + 7_200_000 + 180_000 + 4_000 + 5 + 30_000))).toBeLessThanOrEqual(1)
  const { claims } = await emulator.mintToken({ user: 'admin' })
  expect(claims.iat).toBe(Math.floor(clock.now() / 1_000))
})

test.each([new Date('2030-05-01T00:00:00Z'), '2030-05-01T00:00:00Z', Date.UTC(2030, 4, 1)])(
  'it moves to %o, and runs on',
  async (time) => {
    let system = START
    await using emulator = testEmulator({ now: () => system })
    const clock = createTestClock(emulator)
    clock.advanceTo(time)
    expect(clock.now()).toBe(Date.UTC(2030, 4, 1))
    system += 1_000
    expect(clock.now()).toBe(Date.UTC(2030, 4, 1) + 1_000)
  },
)

test('a reset of the emulator restores it', async () => {
  await using emulator = emulatorAt(START)
  createTestClock(emulator).advance({ days: 1 })
  emulator.reset()
  expect(emulator.now()).toBe(START)
})

describe('refuses', () => {
  test.each([{}, { minutes: 0 }, { minutes: -1 }, { minute: 1 }, { minutes: Number.NaN }, 60_000])(
    'advance(%j)',
    async (duration) => {
      await using emulator = emulatorAt(START)
      const clock = createTestClock(emulator)
      expect(() => clock.advance(duration as object)).toThrow('takes a positive duration such as { minutes: 31 }')
      expect(clock.now()).toBe(START)
    },
  )

  test.each(['tomorrow', '2025-12-31', START - 1])('advanceTo(%j)', async (time) => {
    await using emulator = emulatorAt(START)
    const message = `clock.advanceTo takes a time from now on, not ${JSON.stringify(time)}`
    expect(() => createTestClock(emulator).advanceTo(time)).toThrow(new TypeError(message))
  })
})
