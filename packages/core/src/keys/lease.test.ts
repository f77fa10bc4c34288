import { describe, expect, test, vi } from 'vitest'
import { inFakeTime } from '../../test/fake-time.js'
import { sleep } from '../async/timers.js'
import { createLease } from './lease.js'

const never = new Promise<never>(() => {})

describe('a lease', () => {
  test('is held while its owner works, and free afterwards, also after a failure', async () => {
    const lease = createLease(Date.now)
    expect(lease.isHeld()).toBe(false)
    const work = lease.run(() => sleep(20))
    expect(lease.isHeld()).toBe(true)
    await work
    expect(lease.isHeld()).toBe(false)
    await expect(lease.run(() => Promise.reject(new Error('mine')))).rejects.toThrow('mine')
    expect(lease.isHeld()).toBe(false)
  })

  test('lets others wait until its owner is done', async () => {
    const lease = createLease(Date.now)
    let done = false
    const work = lease.run(async () => {
      await sleep(60)
      done = true
    })
    await Promise.all(Array.from({ length: 20 }, () => lease.wait()))
    expect(done).toBe(true)
    await work
  })

  test('that nobody holds is not waited for', async () => {
    await createLease(Date.now).wait()
  })

  test('goes over to the next one when the owner falls silent for half a second', async () => {
    const { tookMs } = await inFakeTime(async () => {
      const lease = createLease(Date.now)
      void lease.run(() => never)
      // The request of the owner has gone, and its timers with it.
      vi.clearAllTimers()
      expect(lease.isHeld()).toBe(true)
      await lease.wait()
      expect(lease.isHeld()).toBe(false)
    })
    expect(tookMs).toBeGreaterThanOrEqual(500)
    expect(tookMs).toBeLessThan(600)
  })

  test('is not taken from an owner who takes long but gives signs of life', async () => {
    const { tookMs } = await inFakeTime(async () => {
      const lease = createLease(Date.now)
      void lease.run(() => sleep(3_900))
      await lease.wait()
    })
    expect(tookMs).toBeGreaterThanOrEqual(3_900)
    expect(tookMs).toBeLessThan(3_930)
  })

  test('is not held for longer than any work takes, whichever way the clock steps', () => {
    let now = 1_000_000
    const lease = createLease(() => now)
    void lease.run(() => never)
    for (const [step, held] of [
      [4_999, true],
      [5_000, false],
      [-4_999, true],
      [-5_000, false],
    ] as const) {
      now = 1_000_000 + step
      expect(lease.isHeld()).toBe(held)
    }
  })

  test('that was given up is not set free by its late owner', async () => {
    let now = 0
    const lease = createLease(() => now)
    const late = lease.run(() => sleep(30))
    now = 5_000
    const next = lease.run(() => sleep(80))
    await late
    expect(lease.isHeld()).toBe(true)
    await next
    expect(lease.isHeld()).toBe(false)
  })
})
