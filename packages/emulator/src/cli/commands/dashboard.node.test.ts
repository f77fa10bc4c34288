import { temporaryFolder } from 'test-kit/temporary-folder'
import { expect, test } from 'vitest'
import { startCli } from '../../../test/process.js'
import { runMain } from '../../../test/run-main.js'
import { PERSONA_ORGS, PERSONAS } from '../../index.js'

const PAGES = [
  'users?q=owner',
  `users/${PERSONAS.owner.userId}`,
  'orgs?q=acme',
  `orgs/${PERSONA_ORGS.acme.orgId}`,
  'tokens',
  'mail?to=a@x.test',
  'faults',
  'state',
  'environment',
  'webhooks',
]

const unescaped = (html: string): string => html.replaceAll('&#39;', "'").replaceAll('&amp;', '&')

/** The words of a shell command that quotes with single quotes only. */
const wordsOf = (command: string): string[] =>
  Array.from(command.matchAll(/'([^']*)'|(\S+)/g), ([, quoted, plain]) => quoted ?? plain ?? '')

test('every command that the dashboard shows is one, and works', { timeout: 120_000 }, async () => {
  const cwd = temporaryFolder()
  const endpoint = ['--webhook', 'http://localhost:9/hooks']
  const started = await startCli(['--port', '0', '--data', ':memory:', ...endpoint], { cwd })
  const { authUrl } = started.ready
  try {
    const commands: string[] = []
    for (const page of PAGES) {
      const response = await fetch(`${authUrl}/_emulator/${page}`, { headers: { Accept: 'text/html' } })
      const lines = Array.from((await response.text()).matchAll(/npx propelauth-emulator ([^\n<]+)/g))
      expect(lines.length, page).toBeGreaterThan(0)
      commands.push(...lines.map(([, words = '']) => unescaped(words)))
    }
    expect(commands.length).toBeGreaterThan(25)
    // A placeholder stands for what is pasted, or for a delivery that is not there yet.
    for (const command of commands.filter((line) => !/…|DELIVERY/.test(line))) {
      const { code, stderr } = await runMain([...wordsOf(command), '--url', authUrl], { cwd })
      expect([command, code, stderr]).toEqual([command, 0, ''])
    }
  } finally {
    await started.stop()
  }
})
