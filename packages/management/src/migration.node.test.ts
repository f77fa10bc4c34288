// The tables of the migration page are complete, and every name in them exists.
import { readFileSync } from 'node:fs'
import { getApis } from '@propelauth/node-apis'
import { describe, expect, test } from 'vitest'
import { operations } from '../test/samples.js'
import * as management from './index.js'

const read = (name: string) => readFileSync(new URL(`../../../docs/${name}`, import.meta.url), 'utf8')
const page = read('migration-management.md')

/** The rows of all tables below a heading, up to the next, cell by cell. */
function rowsBelow(heading: string): readonly (readonly string[])[] {
  const [, below = ''] = page.split(`\n## ${heading}`)
  const [section = ''] = below.split('\n## ')
  return Array.from(section.matchAll(/^\| (.*) \|$/gm), ([, row = '']) => row.split(/ \| /))
}

const codeIn = (text: string) => Array.from(text.matchAll(/`(\w+)/g), ([, name = '']) => name)

/** Every backend function of the FastAPI reference. */
const reference = [
  'fetch_user_metadata_by_user_id',
  'fetch_user_metadata_by_email',
  'fetch_user_metadata_by_username',
  'fetch_batch_user_metadata_by_user_ids',
  'fetch_batch_user_metadata_by_emails',
  'fetch_batch_user_metadata_by_usernames',
  'fetch_users_by_query',
  'fetch_users_in_org',
  'create_user',
  'migrate_user_from_external_source',
  'create_magic_link',
  'update_user_email',
  'update_user_metadata',
  'delete_user',
  'disable_user',
  'enable_user',
  'fetch_org',
  'fetch_org_by_query',
  'create_org',
  'add_user_to_org',
]

describe('from the FastAPI library', () => {
  const rows = rowsBelow('From the FastAPI library')

  test('every function of its reference is listed', () => {
    const names = rows.flatMap(([theirs = '']) => codeIn(theirs))
    for (const name of ['init_auth', ...reference]) expect(names).toContain(name)
  })

  test('every counterpart exists', () => {
    const names = rows.slice(2).flatMap(([, here = '']) => codeIn(here))
    for (const name of names) expect(management).toHaveProperty(name)
  })
})

describe('every function', () => {
  const [, , ...rows] = rowsBelow('Every function')
  const bare = (cell: string | undefined) => cell?.replaceAll('`', '')

  test('is listed once, under its name here', () => {
    expect(rows.map(([, , here]) => bare(here)).toSorted()).toEqual(operations.toSorted())
  })

  test('of the official SDK is listed under the same name', () => {
    const theirs = rows.map(([, node]) => bare(node)).filter((name) => name !== '—')
    const official = Object.keys(getApis(new URL('https://auth.example.com'), 'api-key'))
    expect(theirs.toSorted()).toEqual(official.sort())
    for (const [, node, here] of rows) if (node !== '—') expect(here).toBe(node)
  })

  test('has its name in Python', () => {
    const python = rows.map(([name]) => bare(name))
    for (const name of reference) expect(python).toContain(name)
    expect(new Set(python).size).toBe(80)
  })
})

test('every error code in the tables is exported', () => {
  const known = new Set([...Object.keys(management), ...Object.keys(management.MANAGEMENT_ERRORS)])
  const codes = rowsBelow('From the official Node SDK')
    .filter(([, here = '', rest]) => rest === undefined && here.startsWith('`'))
    .flatMap(([, here = '']) => codeIn(here.replaceAll(/`\.\w+`/g, '')))
  expect(codes.length).toBeGreaterThan(10)
  for (const code of codes) expect(known).toContain(code)
})
