import { readFileSync } from 'node:fs'
import { availableParallelism, loadavg } from 'node:os'
import { verifiers } from './subjects/catalogue.ts'
import { honoGuards } from './subjects/hono-guards.ts'
import { sessionInCookies } from './subjects/session.ts'

/** What the figures depend on; nothing that identifies the machine. */
export interface Machine {
  readonly date: string
  readonly platform: string
  readonly cores: number
  /** Runnable processes in the last 15 minutes: more than cores means that the machine did other work as well. */
  readonly load: number
  readonly versions: Readonly<Record<string, string>>
}

const installed = (name: string) => new URL(`../node_modules/${name}`, import.meta.url)

const versionOf = (manifest: string | URL): string => JSON.parse(readFileSync(manifest, 'utf8')).version

export function describeMachine(): Machine {
  const packages = new Set([...verifiers, ...honoGuards, sessionInCookies].flatMap((subject) => subject.packages))
  return {
    date: new Date().toISOString().slice(0, 10),
    platform: `${process.platform} ${process.arch}`,
    cores: availableParallelism(),
    load: loadavg()[2] ?? 0,
    versions: {
      node: process.versions.node,
      workerd: versionOf(installed('workerd/package.json')),
      bun: versionOf(installed('bun/package.json')),
      deno: versionOf(installed('deno/package.json')),
      ...Object.fromEntries([...packages].map((name) => [name, versionOf(installed(`${name}/package.json`))])),
    },
  }
}
