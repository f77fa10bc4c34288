import { expect, test } from 'vitest'
import { browser, testEmulator } from '../../../test/fixture.js'
import { PERSONA_ORGS, PERSONAS } from '../../index.js'

const { owner } = PERSONAS
const { orgId } = PERSONA_ORGS.acme
const PAGES = ['/account', '/create_org', `/org?id=${orgId}`, `/org/settings/${orgId}`, `/org/api_keys/${orgId}`]

/** The hosted pages about organizations, without attributes that are no words. */
async function readPages(orgs_metaname: string): Promise<string> {
  await using emulator = testEmulator()
  emulator.changeSettings({ orgs_metaname, users_can_delete_their_own_orgs: true })
  const visitor = browser(emulator)
  await visitor.submit('/login', { email: owner.email, password: owner.password })
  const pages: string[] = []
  for (const path of PAGES) pages.push((await visitor.get(path)).body)
  return pages.join('').replaceAll('autocomplete="organization"', '')
}

test.each([
  ['Organization', 'organization', 'an organization', 'Organizations'],
  ['Company', 'company', 'a company', 'Companies'],
  ['Day', 'day', 'a day', 'Days'],
  ['Branch', 'branch', 'a branch', 'Branches'],
  ['HQ', 'HQ', 'a HQ', 'HQs'],
])('the hosted pages call it %s: %s, %s, %s', async (metaname, one, some, many) => {
  const pages = await readPages(metaname)
  for (const words of [`>${many}</h2>`, `<h1>Create ${some}</h1>`, `Delete the ${one}`, `Name of the ${one}`])
    expect(pages).toContain(words)
  if (metaname !== 'Organization') expect(pages).not.toMatch(/organization/i)
})
