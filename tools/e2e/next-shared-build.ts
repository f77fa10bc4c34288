// Where a file of tests gets a shared app.
import { inject } from 'vitest'
import type { NextApp } from './next.ts'
import type { SharedBuild } from './next-builds.ts'

/** Has the app built, if no other file has before. */
export async function getSharedBuild({ name }: NextApp): Promise<SharedBuild> {
  const response = await fetch(`${inject('nextBuilds')}/${name}`)
  if (!response.ok) throw new Error(await response.text())
  return response.json()
}
