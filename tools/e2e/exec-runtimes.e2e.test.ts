// Programs that call hosts of the service run with `exec` in every runtime: none of their requests leaves the machine.
import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { temporaryFolder } from 'test-kit/temporary-folder'
import { expect, test } from 'vitest'
import { root } from '../services.ts'

const require = createRequire(join(root, 'matrix/package.json'))
const folder = temporaryFolder()
const cli = join(root, 'packages/emulator/dist/cli.js')

/** The output of the program, and what exec and the program said. */
function exec(command: readonly string[]) {
  const args = [cli, 'exec', '--data', ':memory:', '--port', '0', '--', ...command]
  const env = { ...process.env, NODE_NO_WARNINGS: '1' }
  const { stdout, stderr } = spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8', env })
  return { stdout, stderr }
}

function program(name: string, source: string): string {
  const file = join(folder, name)
  writeFileSync(file, source)
  return file
}

const javaScript = program(
  'app.mjs',
  `
import https from 'node:https'

const url = 'https://propelauth-api.com/readyz'
const ofEmulator = 'x-propelauth-emulator'
const get = (options) =>
  new Promise((resolve) => {
    const request = https.get(url, options, (answer) => resolve(answer.resume().headers[ofEmulator]))
    request.on('error', ({ message }) => resolve(message))
  })
const fetched = await fetch(url).then(({ headers }) => headers.get(ofEmulator), ({ message }) => message)
console.log(JSON.stringify([fetched, await get({}), await get({ agent: new https.Agent({ keepAlive: true }) })]))
process.exit()
`,
)

const nodeOf = (major: number) => join(dirname(require.resolve(`node-${major}/package.json`)), 'bin/node')
const deno = [join(root, 'matrix/node_modules/.bin/deno'), 'run', '--no-lock', '--cached-only', '--allow-all']

test.each([
  ...[20, 22, 24, 26].map((major) => [`Node ${major}`, [nodeOf(major)]] as const),
  ['Bun', [require.resolve('bun/bin/bun.exe')]] as const,
  ['Deno', deno] as const,
])('%s reaches the emulator with fetch, with node:https, and with an agent of its own', (_, runtime) => {
  const { stdout, stderr } = exec([...runtime, javaScript])
  expect(stderr).toMatch(/^PropelAuth emulator: \S+, dashboard \S+\n$/)
  expect(JSON.parse(stdout)).toEqual(['unofficial', 'unofficial', 'unofficial'])
})

const python = program(
  'app.py',
  `
import importlib.util, urllib.request
url = 'https://propelauth-api.com/readyz'
seen = [urllib.request.urlopen(url).headers['X-PropelAuth-Emulator']]
for name in ('requests', 'httpx'):
    if importlib.util.find_spec(name):
        seen.append(importlib.import_module(name).get(url).headers['X-PropelAuth-Emulator'])
print(' '.join(seen))
`,
)

const goOf = (client: string, url: string): string => `
package main

import (
	"fmt"
	"net/http"
)

func main() {
	answer, err := ${client}.Get("${url}")
	if err != nil {
		panic(err)
	}
	fmt.Println(answer.Header.Get("X-PropelAuth-Emulator"))
}
`
const go = program('app.go', goOf('http.DefaultClient', 'https://propelauth-api.com/readyz'))
// A host that does not exist, because this request would leave the machine.
const bareGo = program('bare.go', goOf('(&http.Client{Transport: &http.Transport{}})', 'https://auth.invalid/readyz'))

const ruby = program(
  'app.rb',
  `
require 'net/http'
require 'open-uri'
url = URI('https://propelauth-api.com/readyz')
seen = [Net::HTTP.get_response(url), Net::HTTP.start(url.host, url.port, use_ssl: true) { |http| http.get(url.path) }]
puts [*seen.map { |answer| answer['X-PropelAuth-Emulator'] }, url.open.meta['x-propelauth-emulator']].join(' ')
`,
)

const written = '%header{x-propelauth-emulator}'
const curl = ['curl', '--silent', '--show-error', '--output', '/dev/null', '--write-out', written]

const isInstalled = (program: string, version: string): boolean => spawnSync(program, [version]).status === 0

// Not every machine has these. The proxy that they use is tested beside its code.
test.for([
  ['Python', '--version', ['python3', python]],
  ['Go', 'version', ['go', 'run', go]],
  ['Ruby', '--version', ['ruby', ruby]],
  ['curl', '--version', [...curl, 'https://propelauth-api.com/readyz']],
] as const)('%s reaches the emulator, where it is installed', ([, version, command], { skip }) => {
  if (!isInstalled(command[0], version)) skip(`${command[0]} is not installed`)
  const { stdout, stderr } = exec(command)
  expect(stderr).toMatch(/^PropelAuth emulator: \S+, dashboard \S+\n$/)
  expect(new Set(stdout.trim().split(' '))).toEqual(new Set(['unofficial']))
})

test('a Go that uses no proxy gets a warning at its end, where it is installed', ({ skip }) => {
  if (!isInstalled('go', 'version')) skip('go is not installed')
  const { stdout, stderr } = exec(['go', 'run', bareGo])
  expect(stdout).toBe('')
  expect(stderr).toMatch(
    /^propelauth-emulator: no request to the service has reached the emulator\. .*ProxyFromEnvironment/m,
  )
})

test('a program that does not trust the authority reaches neither, and exec says what to do', () => {
  const { stdout, stderr } = exec([
    'sh',
    '-c',
    `unset DENO_CERT NODE_EXTRA_CA_CERTS; exec "$@"`,
    'sh',
    ...deno,
    javaScript,
  ])
  expect(stdout).not.toContain('unofficial')
  expect(stderr).toContain('propelauth-emulator: a program of COMMAND rejects the certificate of the emulator')
})
