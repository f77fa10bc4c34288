// What is published, in a project that has one of the two peers for documents, and not the other.
import { execFileSync } from 'node:child_process'
import { cpSync, globSync, mkdirSync, mkdtempSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { temporaryFolder } from 'test-kit/temporary-folder'
import { typeErrors } from 'test-kit/type-errors'
import { beforeAll, describe, expect, test } from 'vitest'

const adapter = join(import.meta.dirname, '..')
const folder = temporaryFolder()
const settings = { strict: true, target: 'ES2022', module: 'NodeNext', noEmit: true, lib: ['ES2023', 'DOM'], types: [] }

/** Unpacks the tarball of a package, as an installer does. */
function install(source: string, target: string) {
  const packed = mkdtempSync(join(folder, 'packed-'))
  execFileSync('pnpm', ['pack', '--pack-destination', packed], { cwd: source, stdio: 'pipe' })
  execFileSync('tar', ['xzf', globSync(join(packed, '*.tgz'))[0] ?? '', '-C', packed])
  cpSync(join(packed, 'package'), target, { recursive: true })
}

function link(name: string, project: string) {
  mkdirSync(dirname(join(project, 'node_modules', name)), { recursive: true })
  symlinkSync(realpathSync(join(adapter, 'node_modules', name)), join(project, 'node_modules', name))
}

beforeAll(() => {
  install(join(adapter, '../../packages/core'), join(folder, 'core'))
  install(adapter, join(folder, 'hono'))
})

const projects = [
  {
    peer: 'hono-openapi',
    absent: '@hono/zod-openapi',
    program: `
      import { createPropelAuth } from '@propelauth-edge/hono'
      import { documented, securitySchemes } from '@propelauth-edge/hono/openapi'
      import { Hono } from 'hono'
      import { describeRoute, generateSpecs } from 'hono-openapi'

      const propelAuth = createPropelAuth({ authUrl: 'https://auth.example.com' })
      const described = describeRoute({ responses: { 200: { description: 'Me' } } })
      const app = new Hono().get('/me', documented(propelAuth.requireUser()), described, (c) => c.json(c.var.user))
      const { paths, components } = await generateSpecs(app, { documentation: { components: { securitySchemes } } })
      const { status } = await app.request('/me')
      console.log(JSON.stringify([paths['/me']?.get?.security, Object.keys(components?.securitySchemes ?? {}), status]))`,
  },
  {
    peer: '@hono/zod-openapi',
    absent: 'hono-openapi',
    program: `
      import { createPropelAuth } from '@propelauth-edge/hono'
      import { registerSecurity, secured } from '@propelauth-edge/hono/openapi'
      import { createRoute, OpenAPIHono } from '@hono/zod-openapi'

      const propelAuth = createPropelAuth({ authUrl: 'https://auth.example.com' })
      const responses = { 200: { description: 'Me' } }
      const app = new OpenAPIHono()
      registerSecurity(app)
      const route = createRoute({ method: 'get', path: '/me', ...secured(propelAuth.requireUser(), responses) })
      app.openapi(route, (c) => c.json(c.var.user))
      const { paths, components } = app.getOpenAPIDocument({ openapi: '3.0.3', info: { title: 'Me', version: '1' } })
      const { status } = await app.request('/me')
      console.log(JSON.stringify([paths['/me']?.get?.security, Object.keys(components?.securitySchemes ?? {}), status]))`,
  },
]

describe.each(projects)('with $peer and without $absent', ({ peer, absent, program }) => {
  const project = join(folder, peer.replace('/', '-'))

  beforeAll(() => {
    for (const name of ['core', 'hono'])
      cpSync(join(folder, name), join(project, 'node_modules/@propelauth-edge', name), { recursive: true })
    for (const name of ['hono', peer, 'zod']) link(name, project)
    writeFileSync(join(project, 'package.json'), JSON.stringify({ private: true, type: 'module' }))
    writeFileSync(join(project, 'tsconfig.json'), JSON.stringify({ compilerOptions: settings, include: ['app.ts'] }))
    // Strings, arrays and objects alone: it runs as JavaScript as it stands.
    writeFileSync(
      join(project, 'app.ts'),
      `declare const console: { log(text: string): void }\n${program}\nexport {}\n`,
    )
    writeFileSync(join(project, 'app.js'), program)
  })

  test('the guard shows in the document, and guards', () => {
    const printed = execFileSync(process.execPath, ['app.js'], { cwd: project, encoding: 'utf8' })
    expect(JSON.parse(printed)).toEqual([[{ propelAuth: [] }], ['propelAuth'], 401])
  })

  test('it compiles', () => {
    expect(typeErrors(join(project, 'tsconfig.json'))).toEqual([])
  })

  test('the other is not there', () => {
    const attempt = `import('${absent}').catch(({ code }) => console.log(code))`
    const printed = execFileSync(process.execPath, ['--input-type=module', '--eval', attempt], { cwd: project })
    expect(String(printed).trim()).toBe('ERR_MODULE_NOT_FOUND')
  })
})
