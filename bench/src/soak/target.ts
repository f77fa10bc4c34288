import { createAdaptivePace, createFixedPace, type Pace } from './pace.ts'
import { launchNode } from './server/launch-node.ts'
import { createWorkerdLauncher } from './server/launch-workerd.ts'
import type { Launch } from './server/launcher.ts'

export type TargetName = 'workerd' | 'node'

/** What is soaked, and with how much. */
export interface Target {
  createLauncher(): Promise<Launch>
  createPace(): Pace
  /** The most requests that wait for one process at a time. */
  readonly connections: number
  /** The share of the requests that goes to the process that lives for the whole run. */
  readonly longLivedShare: number
  readonly userCount: number
  readonly newTokenWeight: number
}

export const targets: Readonly<Record<TargetName, Target>> = {
  workerd: {
    createLauncher: createWorkerdLauncher,
    createPace: () => createFixedPace(150),
    connections: Number.POSITIVE_INFINITY,
    longLivedShare: 0.6,
    userCount: 300,
    newTokenWeight: 18,
  },
  node: {
    createLauncher: async () => launchNode,
    createPace: () => createAdaptivePace(0.9),
    connections: 64,
    longLivedShare: 0.97,
    // With two or three keys, more tokens than the token cache holds.
    userCount: 3_000,
    newTokenWeight: 0.3,
  },
}
