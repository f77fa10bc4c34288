import type { Acknowledged } from './acknowledged.ts'
import { change } from './call.ts'
import type { EmulatorProcess } from './emulator-process.ts'
import { createSession } from './session.ts'

/** Changes the project, one change after the other. */
export interface Writer {
  /**
   * Writes until `isDone`, or until the connection breaks. Every change is in `acknowledged` once its answer has come.
   * @throws {Error} for a wrong answer
   */
  write(emulator: EmulatorProcess, acknowledged: Acknowledged, isDone: () => boolean): Promise<void>
}

/** @param name different from those of all other writers of the data directory */
export function createWriter(name: string): Writer {
  const session = createSession()
  let serial = 0

  /** Yields after every change. Ends at one without an answer. */
  async function* makeChanges(emulator: EmulatorProcess, acknowledged: Acknowledged): AsyncGenerator<number> {
    for (;;) {
      serial += 1
      const email = `${name}-${serial}@x.test`
      const user = await change<{ user_id: string }>(emulator, 'user/', { email, email_confirmed: true })
      if (!user) return
      yield acknowledged.users.push({ id: user.user_id, email })

      const orgName = `${name} ${serial}`
      const org = await change<{ org_id: string }>(emulator, 'org/', { name: orgName })
      if (!org) return
      yield acknowledged.orgs.push({ id: org.org_id, name: orgName })

      const ids = { user_id: user.user_id, org_id: org.org_id }
      if (!(await change(emulator, 'org/add_user', { ...ids, role: 'Member' }))) return
      yield acknowledged.memberships.push({ userId: user.user_id, orgId: org.org_id })

      const keyFields = { ...ids, display_name: orgName }
      const key = await change<CreatedKey>(emulator, 'end_user_api_keys', keyFields)
      if (!key) return
      yield acknowledged.apiKeys.push({ id: key.api_key_id, token: key.api_key_token, name: orgName })

      const rotation = await session.rotate(emulator, user.user_id)
      if (!rotation) return
      yield acknowledged.rotations.push(rotation)
    }
  }

  return {
    async write(emulator, acknowledged, isDone) {
      for await (const _ of makeChanges(emulator, acknowledged)) if (isDone()) return
    },
  }
}

interface CreatedKey {
  readonly api_key_id: string
  readonly api_key_token: string
}
