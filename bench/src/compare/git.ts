import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { atExit } from '../runtimes/at-exit.ts'

const root = fileURLToPath(new URL('../../..', import.meta.url))

function git(args: readonly string[], env: NodeJS.ProcessEnv = process.env): string {
  return execFileSync('git', args, { cwd: root, env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] }).trim()
}

export function toCommit(ref: string): string {
  try {
    return git(['rev-parse', '--verify', '--quiet', `${ref}^{commit}`])
  } catch (cause) {
    throw new Error(`no commit ${ref}`, { cause })
  }
}

/** A commit of the checkout as it is, untracked files included; neither the index nor a branch changes. */
export function commitOfCheckout(): string {
  const folder = mkdtempSync(join(tmpdir(), 'propelauth-edge-index-'))
  const env = { ...process.env, GIT_INDEX_FILE: join(folder, 'index') }
  try {
    git(['read-tree', 'HEAD'], env)
    git(['add', '--all'], env)
    const identity = ['-c', 'user.name=bench', '-c', 'user.email=bench@example.com']
    return git([...identity, 'commit-tree', git(['write-tree'], env), '-p', 'HEAD', '-m', 'the checkout'])
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

export interface Worktree {
  readonly path: string
  remove(): void
}

/** Checks a commit out into a folder outside this checkout, which is removed when this process exits at the latest. */
export function addWorktree(commit: string): Worktree {
  const folder = mkdtempSync(join(tmpdir(), 'propelauth-edge-ref-'))
  const path = join(folder, 'checkout')
  function remove() {
    rmSync(folder, { recursive: true, force: true })
    git(['worktree', 'prune'])
  }
  const forget = atExit(remove)
  git(['worktree', 'add', '--detach', path, commit])
  return {
    path,
    remove() {
      forget()
      remove()
    },
  }
}
