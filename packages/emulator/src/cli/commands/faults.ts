import { FAULT_NAMES } from '../../http/fault-presets.js'
import { ROUTE_GROUP_NAMES } from '../../http/route-groups.js'
import { defineCommand } from '../line/command.js'
import type { Line } from '../line/flags.js'
import { readChoice, readCount, readMilliseconds, readProbability } from '../line/read-values.js'
import { UsageError } from '../line/usage-error.js'
import { atMost, subcommand } from '../line/words.js'
import { printJson, printLines } from '../output/print.js'
import { CONNECTION_FLAGS } from '../running/connection-flags.js'
import { findEmulator, type RunningEmulator } from '../running/find-emulator.js'

const FLAGS = {
  group: { type: 'text', value: 'GROUP', meaning: `add: routes that fail together: ${ROUTE_GROUP_NAMES.join(', ')}` },
  method: { type: 'text', value: 'METHOD', meaning: 'add: only this method', otherwise: 'all but OPTIONS' },
  fault: { type: 'text', value: 'NAME', meaning: `add: a usual fault: ${FAULT_NAMES.join(', ')}` },
  status: { type: 'text', value: 'N', meaning: 'add: the status of the answer' },
  body: { type: 'text', value: 'TEXT', meaning: 'add: the body of the answer' },
  header: { type: 'list', value: 'NAME:VALUE', meaning: 'add: a header of the answer' },
  delay: { type: 'text', value: 'TIME', meaning: 'add: how long to wait first: 500ms, 2s, 1m' },
  hold: { type: 'switch', meaning: 'add: requests wait until faults release' },
  probability: { type: 'text', value: 'P', meaning: 'add: the share of the requests, such as 0.1', otherwise: 'all' },
  'random-seed': {
    type: 'text',
    value: 'N',
    meaning: 'add: selects the requests of --probability; the same number selects the same ones',
    fallback: '0',
  },
  times: { type: 'text', value: 'N', meaning: 'add: for how many requests', otherwise: 'until it is cleared' },
  'answer-only': { type: 'switch', meaning: 'add: the request takes effect, and its answer is lost' },
  ...CONNECTION_FLAGS,
} as const

export const faults = defineCommand({
  usage: [
    'faults [list] [flags]',
    'faults add [PATH] [flags]',
    'faults release [COUNT] [flags]',
    'faults clear [flags]',
  ],
  details: `PATH such as /api/backend/v1/user/* selects requests, and so does --group. The first rule that fits counts.
release lets requests go on that wait because of --hold: the oldest COUNT of them, or all. clear lets them go on, too.`,
  flags: FLAGS,
  examples: [
    ['faults add --group session --fault away --times 1', 'the next refresh meets a broken connection'],
    ['faults add "/api/backend/*" --fault rate-limit', 'the backend API answers 429'],
    ['faults add --group keys --delay 5s', 'a slow key server'],
    ['faults add "/api/*" --fault server-error --probability 0.1', 'one request of ten fails, always the same ones'],
    ['faults add --group session --hold', 'refreshes wait, to see your app in the meantime; faults release ends it'],
    ['faults clear', 'all is well again'],
  ],
  async run(line) {
    const change = toChange(line)
    const { call } = await findEmulator(line)
    if (change) await call(...change)
    const answer = (await call('GET', '/faults')) as { readonly faults: readonly Rule[] }
    if (line.values.json) return printJson(answer)
    return printLines(answer.faults.length === 0 ? ['no faults'] : answer.faults.map(ruleText))
  },
})

type FaultsLine = Line<typeof FLAGS>

/** The call that changes the rules, if the command is not `list`. @throws {UsageError} */
function toChange(line: FaultsLine): Parameters<RunningEmulator['call']> | undefined {
  const { words } = line
  const name = subcommand(words, ['list', 'add', 'release', 'clear'])
  atMost(words, name === 'add' || name === 'release' ? 2 : 1)
  if (name === 'add') return ['POST', '/faults', toRule(line)]
  if (name === 'clear') return ['DELETE', '/faults']
  if (name === 'list') return undefined
  const [, count] = words
  return ['POST', '/faults/release', count === undefined ? {} : { count: readCount('COUNT', count, 1, 1_000_000) }]
}

interface Rule {
  readonly path?: string | undefined
  readonly group?: string | undefined
  readonly method?: string | undefined
  readonly fault?: string | undefined
  readonly status?: number | undefined
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>> | undefined
  readonly delayMs?: number | undefined
  readonly hold?: boolean | undefined
  readonly held?: number | undefined
  readonly probability?: number | undefined
  readonly seed?: number | undefined
  readonly times?: number | undefined
  readonly answerOnly?: boolean | undefined
}

function toRule({ words: [, path], values }: FaultsLine): Rule {
  const { group, fault, status, delay, hold, probability, times, body, header, method } = values
  const read = <Result>(text: string | undefined, reading: (text: string) => Result): Result | undefined =>
    text === undefined ? undefined : reading(text)
  if (path === undefined && group === undefined)
    throw new UsageError('faults add needs a path, such as /api/backend/*, or --group')
  if (!hold && [fault, status, delay].every((effect) => effect === undefined))
    throw new UsageError('faults add needs --fault, --status, --delay or --hold: what is to happen')
  return {
    path,
    group: read(group, (text) => readChoice('--group', text, ROUTE_GROUP_NAMES)),
    method,
    fault: read(fault, (text) => readChoice('--fault', text, FAULT_NAMES)),
    status: read(status, (text) => readCount('--status', text, 200, 599)),
    body,
    headers: header.length === 0 ? undefined : Object.fromEntries(header.map(readHeader)),
    delayMs: read(delay, (text) => readMilliseconds('--delay', text)),
    hold: hold || undefined,
    probability: read(probability, (text) => readProbability('--probability', text)),
    seed: read(probability, () => readCount('--random-seed', values['random-seed'], 0, Number.MAX_SAFE_INTEGER)),
    times: read(times, (text) => readCount('--times', text, 1, 1_000_000)),
    answerOnly: values['answer-only'] || undefined,
  }
}

function readHeader(text: string): readonly [string, string] {
  const [, name, value] = /^([^:\s]+): *(.*)$/s.exec(text) ?? []
  if (name === undefined || value === undefined)
    throw new UsageError(`--header must be NAME:VALUE, such as Retry-After:7, not ${text}`)
  return [name, value]
}

function ruleText(rule: Rule): string {
  const { path, group, method, fault, status, delayMs, hold, held = 0, probability, times, answerOnly } = rule
  const where = [method, group === undefined ? undefined : `group ${group}`, path].filter(Boolean).join(' ')
  const what = [
    fault,
    status === undefined ? undefined : `status ${status}`,
    delayMs === undefined ? undefined : `after ${delayMs} ms`,
    hold ? `held until released (${held} waiting)` : undefined,
    answerOnly ? 'answer only' : undefined,
    probability === undefined ? undefined : `probability ${probability}`,
  ].filter(Boolean)
  return `${where}: ${what.join(', ')}, ${times === undefined ? 'until cleared' : `${times} more times`}`
}
