import { defineCommand } from '../line/command.js'
import { readSeconds } from '../line/read-values.js'
import { UsageError } from '../line/usage-error.js'
import { atMost, needed, subcommand } from '../line/words.js'
import { printJson, printLines } from '../output/print.js'
import { CONNECTION_FLAGS } from '../running/connection-flags.js'
import { findEmulator, type RunningEmulator } from '../running/find-emulator.js'

export const clock = defineCommand({
  usage: ['clock [show] [flags]', 'clock advance TIME [flags]', 'clock reset [flags]'],
  details: `TIME is 90s, 31m, 2h or 7d, or a number of seconds. Sessions, links and codes expire by this clock, and
what is due by then, such as a webhook, follows. Programs outside keep the time of the system: they refuse tokens of
the future.`,
  flags: CONNECTION_FLAGS,
  examples: [
    ['clock advance 31m', 'past the end of an access token, to see a refresh'],
    ['clock reset', 'back to the time of the system'],
  ],
  async run(line) {
    const request = toRequest(line.words)
    const emulator = await findEmulator(line)
    const answer = (await request(emulator)) as Clock
    if (line.values.json) return printJson(answer)
    return printLines([
      `${answer.now}, ${answer.advanced === 0 ? 'the time of the system' : `${answer.advanced} seconds ahead`}`,
    ])
  },
})

interface Clock {
  readonly now: string
  readonly advanced: number
}

type Request = ({ call }: RunningEmulator) => Promise<unknown>

function toRequest(words: readonly string[]): Request {
  const name = subcommand(words, ['show', 'advance', 'reset'])
  atMost(words, name === 'advance' ? 2 : 1)
  if (name === 'show') return ({ call }) => call('GET', '/clock')
  if (name === 'reset') return ({ call }) => call('DELETE', '/clock')
  const advance = readSeconds('clock advance', needed(words, 1, 'the time to advance, such as 31m'))
  if (advance < 0)
    throw new UsageError(`clock advance goes ahead only, not by ${advance} seconds. clock reset undoes it`)
  return ({ call }) => call('POST', '/clock', { advance })
}
