import { defineCommand } from '../line/command.js'
import { columns } from '../output/columns.js'
import { CONNECTION_FLAGS } from '../running/connection-flags.js'
import { LIST_FLAGS } from '../running/list-flags.js'
import { runRecords } from '../running/run-records.js'

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
  run: (line) => {
    const { key, domain, owner } = line.values
    return runRecords<OrgList>(line, {
      path: '/orgs',
      shown: 'the organization to show',
      created: 'the name of the new organization',
      toBody: (name) => ({ name, key, domain, owner }),
      toLines: orgLines,
    })
  },
})

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
