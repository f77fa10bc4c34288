import { spawnSync } from 'node:child_process'
import { startProgram } from 'test-kit/program'
import type { Runner } from './process.js'

const isRoot = process.getuid?.() === 0

/** Another user may mount as root of a user namespace, where the machine allows it. */
const unshare = ['unshare', ...(isRoot ? [] : ['--map-root-user']), '--mount']

function succeeds([command = '', ...args]: readonly string[]): boolean {
  return spawnSync(command, args, { stdio: 'ignore' }).status === 0
}

/** Whether a test can mount file systems: on Linux, as root or with user namespaces. */
export const canMount = process.platform === 'linux' && succeeds([...unshare, 'mount', '-t', 'tmpfs', 'tmpfs', '/mnt'])

/** Mounts that only programs of `runner` see. They end with this value. */
export interface OwnMounts extends AsyncDisposable {
  readonly runner: Runner
  /** Where this process sees a path below the mounts. */
  path(path: string): string
}

/** @param commands a line of shell commands that mount */
export async function ownMounts(commands: string): Promise<OwnMounts> {
  const [command = '', ...args] = [...unshare, 'sh', '-c', `${commands} && echo mounted && exec sleep 600`]
  const holder = await startProgram(command, args)
  const { pid } = holder.child
  const user = isRoot ? [] : ['--user', '--preserve-credentials']
  return {
    runner: ['nsenter', `--target=${pid}`, ...user, '--mount'],
    path: (path) => `/proc/${pid}/root${path}`,
    [Symbol.asyncDispose]: () => holder[Symbol.asyncDispose](),
  }
}
