import { describe, expect, test, vi } from 'vitest'
import { inFakeTime } from '../../test/fake-time.js'
import { sleep, within } from './timers.js'

const never = new Promise<never>(() => {})

describe('work within a time', () => {
  test('gives its result or its error', async () => {
    expect(await within(1_000, async () => 7)).toBe(7)
    await expect(within(1_000, () => Promise.reject(new Error('mine')))).rejects.toThrow('mine')
    const failing = () => {
      throw new Error('at once')
    }
    await expect(within(1_000, failing)).rejects.toThrow('at once')
  })

  test('is a rejection after the time-out, also if it ignores the signal', async () => {
    let signal: AbortSignal | undefined
    const { tookMs } = await inFakeTime(async () => {
      const deaf = within(20, (given) => {
        signal = given
        return never
      })
      expect(signal?.aborted).toBe(false)
      await expect(deaf).rejects.toThrow('no answer within 20 ms')
    })
    expect(tookMs).toBe(20)
    expect(signal?.aborted).toBe(true)
  })

  test('that fails after the time-out causes no unhandled rejection', async () => {
    let work = never
    const isHandled = () => vi.mocked(work.then).mock.calls.some(([, onRejected]) => onRejected !== undefined)
    await inFakeTime(async () => {
      const late = within(5, () => {
        work = sleep(30).then(() => Promise.reject(new Error('late')))
        vi.spyOn(work, 'then')
        return work
      })
      await expect(late).rejects.toThrow('no answer')
      await sleep(50)
    })
    expect(isHandled()).toBe(true)
  })

  test('that ends in time is not aborted later', async () => {
    let signal: AbortSignal | undefined
    await inFakeTime(async () => {
      await within(20, async (given) => {
        signal = given
      })
      await sleep(40)
    })
    expect(signal?.aborted).toBe(false)
  })
})
