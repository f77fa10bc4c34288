import { expect, test } from 'vitest'
import { createTurnMeter } from './turn-meter.js'

/** An event loop whose callbacks and turns end when a test says so. */
function createLoop() {
  const ticks: (() => void)[] = []
  const immediates: (() => void)[] = []
  const isOneOfSeveral = createTurnMeter({
    nextTick: (callback) => void ticks.push(callback),
    setImmediate: (callback) => void immediates.push(callback),
  })
  const endJob = () => Promise.resolve()
  async function endCallback() {
    await endJob()
    for (const tick of ticks.splice(0)) tick()
  }
  async function endTurn() {
    await endCallback()
    for (const immediate of immediates.splice(0)) immediate()
  }
  return { isOneOfSeveral, endJob, endCallback, endTurn, immediates }
}

test('a single call is alone', () => {
  expect(createLoop().isOneOfSeveral()).toBe(false)
})

test('of calls in one synchronous job, all but the first are among several', () => {
  const { isOneOfSeveral } = createLoop()
  expect([isOneOfSeveral(), isOneOfSeveral(), isOneOfSeveral()]).toEqual([false, true, true])
})

test('calls that await each other in one callback are alone, however many', async () => {
  const { isOneOfSeveral, endJob } = createLoop()
  for (let call = 0; call < 1_000; call++) {
    expect(isOneOfSeveral()).toBe(false)
    await endJob()
  }
})

test('a call in a later callback of the same turn is among several', async () => {
  const { isOneOfSeveral, endCallback } = createLoop()
  expect(isOneOfSeveral()).toBe(false)
  for (let callback = 0; callback < 3; callback++) {
    await endCallback()
    expect(isOneOfSeveral()).toBe(true)
  }
})

test('the first call of the next turn is alone again', async () => {
  const { isOneOfSeveral, endCallback, endTurn } = createLoop()
  isOneOfSeveral()
  await endCallback()
  expect(isOneOfSeveral()).toBe(true)
  await endTurn()
  expect(isOneOfSeveral()).toBe(false)
})

test('a turn is counted with one immediate, however many calls it has', async () => {
  const { isOneOfSeveral, endCallback, immediates } = createLoop()
  for (let call = 0; call < 10; call++) {
    isOneOfSeveral()
    await endCallback()
  }
  expect(immediates).toHaveLength(1)
})
