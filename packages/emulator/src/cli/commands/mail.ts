import { setTimeout as sleep } from 'node:timers/promises'
import { defineCommand } from '../line/command.js'
import type { Line } from '../line/flags.js'
import { readCount, readMilliseconds } from '../line/read-values.js'
import { UsageError } from '../line/usage-error.js'
import { atMost, subcommand } from '../line/words.js'
import { printJson, printLines } from '../output/print.js'
import { CONNECTION_FLAGS } from '../running/connection-flags.js'
import { findEmulator, type RunningEmulator } from '../running/find-emulator.js'

const FLAGS = {
  to: { type: 'text', value: 'ADDRESS', meaning: 'only messages to this address' },
  wait: { type: 'switch', meaning: 'print the newest message only, and wait for one if there is none' },
  after: { type: 'text', value: 'ID', meaning: 'only messages that are newer than this one' },
  timeout: { type: 'text', value: 'TIME', meaning: 'how long --wait waits', fallback: '10s' },
  link: { type: 'switch', meaning: 'print the link of a message, and nothing else' },
  ...CONNECTION_FLAGS,
} as const

export const mail = defineCommand({
  usage: ['mail [list] [flags]'],
  details: 'The emulator sends no mail. It keeps every message, newest first.',
  flags: FLAGS,
  examples: [
    ['mail', 'all messages, with their ids and links'],
    ['mail --wait --to eve@acme.test --link', 'in a script, the link of an invitation or confirmation'],
  ],
  async run(line) {
    subcommand(line.words, ['list'])
    atMost(line.words, 1)
    const { wait, json } = line.values
    const read = reader(line)
    const timeoutMs = readMilliseconds(line.setBy('timeout') ?? '--timeout', line.values.timeout)
    const emulator = await findEmulator(line)
    const messages = wait ? await waitFor(emulator, read, timeoutMs, line) : await read(emulator)
    if (json) return printJson(wait ? messages[0] : { mail: messages })
    return printLines(messages.length === 0 ? ['no messages'] : messages.flatMap((message) => lines(message, line)))
  },
})

interface Message {
  readonly id: number
  readonly kind: string
  readonly to: string
  readonly subject: string
  readonly link: string
  readonly created_at: number
}

type MailLine = Line<typeof FLAGS>
type Read = (emulator: RunningEmulator) => Promise<readonly Message[]>

function reader(line: MailLine): Read {
  const { to, after } = line.values
  if (to === '') throw new UsageError('--to needs an email address')
  const last = after === undefined ? 0 : readCount('--after', after, 0, Number.MAX_SAFE_INTEGER)
  const query = to === undefined ? '' : `?${new URLSearchParams({ to })}`
  return async ({ call }) => {
    const { mail: messages } = (await call('GET', `/mail${query}`)) as { readonly mail: readonly Message[] }
    return messages.filter(({ id }) => id > last)
  }
}

const POLL_MS = 100

/** The newest message, as soon as there is one. @throws {Error} after the time-out */
async function waitFor(
  emulator: RunningEmulator,
  read: Read,
  timeoutMs: number,
  line: MailLine,
): Promise<readonly Message[]> {
  const timeout = AbortSignal.timeout(timeoutMs)
  for (;;) {
    const [newest] = await read(emulator)
    if (newest) return [newest]
    if (timeout.aborted) throw new Error(await missing(emulator, line))
    await sleep(POLL_MS)
  }
}

async function missing({ call }: RunningEmulator, { values: { to, after, timeout } }: MailLine): Promise<string> {
  const { mail: all } = (await call('GET', '/mail')) as { readonly mail: readonly Message[] }
  const wished = `${to === undefined ? '' : ` to ${to}`}${after === undefined ? '' : ` after ${after}`}`
  const others = all.length === 0 ? 'There are no messages.' : `There are: ${all.slice(0, 5).map(named).join('; ')}`
  return `no message${wished} arrived within ${timeout}. ${others}`
}

const named = ({ id, to, subject }: Message): string => `${id} to ${to}, ${subject}`

const lines = (message: Message, { values: { link } }: MailLine): readonly string[] =>
  link
    ? [message.link]
    : [
        `${message.id}  ${new Date(message.created_at * 1000).toISOString()}  ${message.to}  ${message.subject}`,
        `   ${message.link}`,
      ]
