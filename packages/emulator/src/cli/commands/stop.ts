import { setTimeout as sleep } from 'node:timers/promises'
import { storedApiKey } from '../../store/credentials.js'
import { type Locator, locatorPath, readLocator } from '../../store/locator.js'
import { defineCommand } from '../line/command.js'
import { readMilliseconds } from '../line/read-values.js'
import { START_FLAGS } from '../line/start-flags.js'
import { UsageError } from '../line/usage-error.js'
import { atMost } from '../line/words.js'
import { printLines } from '../output/print.js'
import { NotRunningError } from '../running/find-emulator.js'
import { isAlive, isOfThisMachine, staleness } from '../running/stale.js'

export const stop = defineCommand({
  usage: ['stop [flags]'],
  details: `It ends the process that the data directory names, if the emulator that answers there is that process. It
ends no other one.`,
  flags: {
    data: { ...START_FLAGS.data, meaning: 'the data directory of the emulator' },
    timeout: { type: 'text', value: 'TIME', meaning: 'how long to wait for its end', fallback: '10s' },
  },
  examples: [['stop', 'an emulator that was started in another terminal']],
  async run(line) {
    atMost(line.words, 0)
    const { data } = line.values
    if (data === ':memory:')
      throw new UsageError('stop needs a data directory. An emulator in memory is stopped where it was started')
    const timeoutMs = readMilliseconds('--timeout', line.values.timeout)
    const locator = readLocator(data)
    if (!locator) throw new NotRunningError(`no emulator runs with the data directory ${data}`)
    await checkGenuine(data, locator)
    process.kill(locator.pid, 'SIGTERM')
    await ended(locator.pid, timeoutMs)
    return printLines([`stopped process ${locator.pid} at ${locator.url}`])
  },
})

/** @throws {NotRunningError} */
async function checkGenuine(data: string, locator: Locator): Promise<void> {
  const file = locatorPath(data)
  const { pid, hostname, url } = locator
  if (!isOfThisMachine(locator))
    throw new NotRunningError(`${file} names process ${pid} on the machine ${hostname}: stop it there`)
  const problem = await staleness(locator, storedApiKey(data))
  if (problem !== undefined)
    throw new NotRunningError(
      `${file} is stale: ${problem}. Nothing was stopped; the next start at ${url} replaces the file`,
    )
}

const POLL_MS = 20

async function ended(pid: number, timeoutMs: number): Promise<void> {
  const timeout = AbortSignal.timeout(timeoutMs)
  while (isAlive(pid)) {
    if (timeout.aborted)
      throw new Error(`process ${pid} has not ended within ${timeoutMs} ms. Wait, or run kill -9 ${pid}`)
    await sleep(POLL_MS)
  }
}
