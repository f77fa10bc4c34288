import { generateKeyPairSync } from 'node:crypto'
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { folderOfTest, temporaryFolder } from 'test-kit/temporary-folder'
import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { backend } from '../../test/fixture.js'
import { startCli } from '../../test/process.js'
import { runMain } from '../../test/run-main.js'
import { createEmulator, DataDirectoryError, generateSigningKey } from '../index.js'

let root = ''
let data = ''
beforeEach(() => {
  root = folderOfTest()
  data = join(root, 'data')
})

const modeOf = (...path: string[]): number => statSync(join(...path)).mode & 0o777

// Making an RSA key takes longer than all the rest, so most of these directories start with this one.
const keys = JSON.stringify({ apiKey: `emu_${'0'.repeat(92)}`, signingKey: generateSigningKey() })

function makeData(directory = data): void {
  mkdirSync(directory, { recursive: true })
  writeFileSync(join(directory, 'credentials.json'), keys, { mode: 0o600 })
}

/** A data directory as a first run leaves it. */
async function used(): Promise<void> {
  makeData()
  const emulator = createEmulator({ data })
  await backend(emulator, 'POST', 'user/', { email: 'kept@x.test' })
  await emulator.close()
}

function failure(directory = data): DataDirectoryError {
  try {
    createEmulator({ data: directory })
  } catch (error) {
    expect(error).toBeInstanceOf(DataDirectoryError)
    return error as DataDirectoryError
  }
  throw new Error('it started')
}

describe.skipIf(process.platform === 'win32')('nothing is written through a link', () => {
  let foreign = ''
  beforeEach(() => {
    makeData()
    foreign = join(root, 'foreign')
    writeFileSync(foreign, 'precious')
    chmodSync(foreign, 0o644)
  })
  const expectUntouched = (): void => {
    expect(readFileSync(foreign, 'utf8')).toBe('precious')
    expect(modeOf(foreign)).toBe(0o644)
    expect(readdirSync(root).toSorted()).toEqual(['data', 'foreign'])
  }

  test.each([
    'emulator.sqlite',
    'emulator.sqlite-wal',
    'emulator.sqlite-shm',
    'emulator.sqlite-journal',
    'credentials.json',
  ])('%s: the start fails and names the link, whether its target exists or not', (name) => {
    for (const target of [foreign, join(root, 'missing')]) {
      rmSync(join(data, name), { force: true })
      symlinkSync(target, join(data, name))
      expect(failure()).toMatchObject({
        path: join(data, name),
        message: expect.stringContaining(`${name} is a link. `),
      })
      rmSync(join(data, name))
    }
    expectUntouched()
  })

  test('.gitignore: the link is left alone', async () => {
    for (const target of [foreign, join(root, 'missing')]) {
      symlinkSync(target, join(data, '.gitignore'))
      await createEmulator({ data }).close()
      expect(readlinkSync(join(data, '.gitignore'))).toBe(target)
      rmSync(join(data, '.gitignore'))
    }
    expectUntouched()
  })

  test.each(['', '/', '/.', '//'])('the directory itself, given as "link%s"', (suffix) => {
    const link = join(root, 'link')
    symlinkSync(data, link)
    expect(failure(`${link}${suffix}`).message).toBe(`${link} is a link. Give the directory that it leads to (--data)`)
    expect(readdirSync(data)).toEqual(['credentials.json'])
  })

  test('a directory below a link is allowed', async () => {
    symlinkSync(data, join(root, 'link'))
    await createEmulator({ data: join(root, 'link', 'deeper') }).close()
    expect(readdirSync(join(data, 'deeper'))).toContain('credentials.json')
  })
})

describe('foreign files are not changed', () => {
  test('an existing .gitignore', async () => {
    makeData()
    writeFileSync(join(data, '.gitignore'), 'node_modules\n')
    await createEmulator({ data }).close()
    await createEmulator({ data }).close()
    expect(readFileSync(join(data, '.gitignore'), 'utf8')).toBe('node_modules\n')
  })

  test('only a directory without foreign files gets a .gitignore', async () => {
    await createEmulator({ data }).close()
    expect(readFileSync(join(data, '.gitignore'), 'utf8')).toBe('*\n')
    const project = join(root, 'project')
    makeData(project)
    writeFileSync(join(project, 'package.json'), '{}')
    await createEmulator({ data: project }).close()
    expect(existsSync(join(project, '.gitignore'))).toBe(false)
  })

  test('the command line warns of a directory with other files', async () => {
    makeData(root)
    writeFileSync(join(root, 'package.json'), '{}')
    writeFileSync(join(root, '.gitignore'), 'node_modules\n')
    await using started = await startCli(['--data', '.', '--port', '0'], { cwd: root })
    expect(started.output().stderr).toContain('keep emulator.sqlite and credentials.json in it out of git')
    expect(readFileSync(join(root, '.gitignore'), 'utf8')).toBe('node_modules\n')
  })

  test.each([
    ['credentials of another program', 'credentials.json', '{"type":"service_account","private_key":"x"}'],
    ['a list', 'credentials.json', '[]'],
    ['notes', 'emulator.sqlite', 'my notes about the emulator'],
    ['a short text', 'emulator.sqlite', 'x'],
    ['binary data', 'emulator.sqlite', '\0\u0001\u0002'.repeat(500)],
  ])('%s in %s', (_, name, text) => {
    makeData()
    writeFileSync(join(data, name), text)
    chmodSync(join(data, name), 0o644)
    expect(failure().message).toMatch(/no (file|database) of the emulator.*\. Delete it to start over/)
    expect(readFileSync(join(data, name), 'utf8')).toBe(text)
    if (process.platform !== 'win32' && name === 'emulator.sqlite') expect(modeOf(data, name)).toBe(0o644)
  })

  test.each([0, 1, 2, 99])('a database of another program, version %i', (version) => {
    makeData()
    const file = join(data, 'emulator.sqlite')
    const sqlite = new DatabaseSync(file)
    sqlite.exec(`CREATE TABLE notes (text TEXT); INSERT INTO notes VALUES ('mine'); PRAGMA user_version = ${version}`)
    sqlite.close()
    expect(failure().message).toContain(
      'emulator.sqlite is a database of another program. Choose another data directory',
    )
    const again = new DatabaseSync(file)
    expect(again.prepare('SELECT name FROM sqlite_schema').all()).toEqual([{ name: 'notes' }])
    expect(again.prepare('PRAGMA user_version').get()).toEqual({ user_version: version })
    again.close()
  })
})

describe.skipIf(process.platform === 'win32')('files have mode 0600', () => {
  test('new files', async () => {
    await using emulator = createEmulator({ data })
    await backend(emulator, 'POST', 'user/', { email: 'a@x.test' })
    expect(modeOf(data)).toBe(0o700)
    const files = readdirSync(data).filter((name) => name !== '.gitignore')
    expect(files.toSorted()).toEqual([
      'credentials.json',
      'emulator.sqlite',
      'emulator.sqlite-shm',
      'emulator.sqlite-wal',
    ])
    for (const file of files) expect(modeOf(data, file), file).toBe(0o600)
  })

  const left = temporaryFolder()
  // The side files stay as a killed process leaves them.
  beforeAll(async () => {
    makeData(left)
    const killed = await startCli(['--data', left, '--port', '0'])
    await killed.stop('SIGKILL')
    expect(readdirSync(left)).toContain('emulator.sqlite-wal')
  })

  test.each([0o644, 0o664, 0o666, 0o777, 0o640, 0o604])('files with the looser mode %o', async (mode) => {
    cpSync(left, data, { recursive: true })
    for (const file of readdirSync(data).filter((name) => name !== '.gitignore')) chmodSync(join(data, file), mode)
    await using emulator = createEmulator({ data })
    expect(emulator.counts().users).toBe(5)
    for (const file of readdirSync(data).filter((name) => name !== '.gitignore'))
      expect(modeOf(data, file), file).toBe(0o600)
  })
})

describe('errors have the path and what to do', () => {
  test.each([
    ['cut off', (file: string) => truncateSync(file, statSync(file).size / 2)],
    ['cut off within the first page', (file: string) => truncateSync(file, 100)],
    ['overwritten', (file: string) => writeFileSync(file, 'x'.repeat(10_000))],
    [
      'overwritten after its first page',
      (file: string) => {
        const bytes = readFileSync(file)
        writeFileSync(file, bytes.fill('x', 4096))
      },
    ],
    [
      'overwritten in the pages of one table',
      (file: string) => {
        const sqlite = new DatabaseSync(file)
        const [{ rootpage = 0 } = {}] = sqlite
          .prepare("SELECT rootpage FROM sqlite_schema WHERE name = 'api_keys'")
          .all()
        sqlite.close()
        const bytes = readFileSync(file)
        writeFileSync(file, bytes.fill('x', (Number(rootpage) - 1) * 4096, Number(rootpage) * 4096))
      },
    ],
    [
      'overwritten after its header',
      (file: string) => {
        const bytes = readFileSync(file)
        writeFileSync(file, bytes.fill('x', 16))
      },
    ],
  ])('a database that is %s', async (_, damage) => {
    await used()
    damage(join(data, 'emulator.sqlite'))
    const { message } = failure()
    expect(message).toContain(`${join(data, 'emulator.sqlite')} is damaged`)
    expect(message).toContain('Delete it to start over (users and organizations come from the seed again)')
    rmSync(join(data, 'emulator.sqlite'))
    await using restarted = createEmulator({ data })
    expect(restarted.counts()).toEqual({ users: 5, orgs: 2 })
  })

  const ecKey = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ type: 'pkcs8', format: 'pem' })
  test.each([
    ['empty', ''],
    ['half a file', '{"apiKey":"emu_'],
    ['null', 'null'],
    ['without a signing key', '{"apiKey":"emu_x"}'],
    ['with a damaged signing key', '{"apiKey":"emu_x","signingKey":"-----BEGIN PRIVATE KEY-----"}'],
    ['with a key of another kind', JSON.stringify({ apiKey: 'emu_x', signingKey: ecKey })],
  ])('credentials that are %s', async (_, text) => {
    await used()
    writeFileSync(join(data, 'credentials.json'), text)
    const { message } = failure()
    expect(message).toContain(`${join(data, 'credentials.json')} is damaged, or no file of the emulator: `)
    expect(message).toContain('Delete it to start over (the emulator then has a new API key and a new signing key)')
    expect(message).not.toContain('BEGIN')
    rmSync(join(data, 'credentials.json'))
    await using restarted = createEmulator({ data })
    expect(restarted.counts().users).toBe(6)
  })

  test('a file or a directory in the wrong place', () => {
    writeFileSync(data, '')
    expect(failure().message).toBe(`${data} is not a directory. Choose another data directory (--data)`)
    expect(failure(join(data, 'below')).message).toContain('below cannot be created: a part of its path is a file. ')
    rmSync(data)
    makeData()
    mkdirSync(join(data, 'emulator.sqlite'))
    expect(failure().message).toContain('emulator.sqlite is not a regular file. ')
  })

  test('the command line prints them in one line and fails', async () => {
    makeData()
    writeFileSync(join(data, 'emulator.sqlite'), 'garbage')
    for (const args of [[], ['--json'], ['exec', '--', 'true']]) {
      const own = ['--data', data, '--port', '0']
      const { code, stdout, stderr } = await runMain(
        args[0] === 'exec' ? ['exec', ...own, '--', 'true'] : [...args, ...own],
      )
      expect([code, stdout]).toEqual([1, ''])
      expect(stderr).toMatch(/^propelauth-emulator: .*emulator\.sqlite is damaged.*Delete it to start over.*\n$/)
    }
  })
})
