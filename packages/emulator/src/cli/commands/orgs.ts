import { defineCommand } from '../line/command.js'
import type { Line } from '../line/flags.js'
import { atMost, needed, subcommand } from '../line/words.js'
import { columns } from '../output/columns.js'
import { printJson, printLines } from '../output/print.js'
import { CONNECTION_FLAGS } from '../running/connection-flags.js'
import { findEmulator, type RunningEmulator } from '../running/find-emulator.js'
import { LIST_FLAGS, listQuery } from '../running/list-flags.js'

const FLAGS = {
  ...LIST_FLAGS,
  key: { type: 'text', value: 'KEY', meaning: 'create: a short name for other commands' },
  domain: { type: 'text', value: 'DOMAIN', meaning: 'create: its domain' },
  owner: { type: 'text', value: 'USER', meaning: 'create: a member with the highest role' },
  ...CONNECTION_FLAGS,
} as const

export const orgs = defineCommand({
  usage: ['orgs [list] [flags]', 'orgs show ORG [flags]', 'orgs create NAME [flags]'],
  details: 'ORG is a key of the seed or an id, USER a key, an email address or an id.',
  flags: FLAGS,
  examples: [
    ['orgs create "Initech Ltd" --key initech --owner owner', 'another organization of the owner'],
    ['orgs show acme', 'all fields and the members'],
  ],
  async run(line) {
    const { list, request } = toRequest(line)
    const emulator = await findEmulator(line)
    const answer = await request(emulator)
    return line.values.json || !list ? printJson(answer) : printLines(orgLines(answer as OrgList))
  },
})

interface Request {
  readonly list: boolean
  readonly request: (emulator: RunningEmulator) => Promise<unknown>
}

function toRequest(line: Line<typeof FLAGS>): Request {
  const { words, values } = line
  const name = subcommand(words, ['list', 'show', 'create'])
  atMost(words, name === 'list' ? 1 : 2)
  if (name === 'list') {
    const query = listQuery(line)
    return { list: true, request: ({ call }) => call('GET', `/orgs?${query}`) }
  }
  if (name === 'show') {
    const org = encodeURIComponent(needed(words, 1, 'the organization to show'))
    return { list: false, request: ({ call }) => call('GET', `/orgs/${org}`) }
  }
  const { key, domain, owner } = values
  const org = { name: needed(words, 1, 'the name of the new organization'), key, domain, owner }
  return { list: false, request: ({ call }) => call('POST', '/orgs', org) }
}

interface OrgList {
  readonly orgs: readonly {
    readonly key: string | null
    readonly org_id: string
    readonly name: string
    readonly members: number
  }[]
  readonly total: number
}

function orgLines({ orgs, total }: OrgList): readonly string[] {
  if (total === 0) return ['no organizations']
  const rows = orgs.map(({ key, name, org_id, members }) => [
    key ?? '-',
    name,
    org_id,
    members === 1 ? '1 member' : `${members} members`,
  ])
  return [...columns(rows), ...(total > orgs.length ? [`${orgs.length} of ${total} organizations, see --limit`] : [])]
}
