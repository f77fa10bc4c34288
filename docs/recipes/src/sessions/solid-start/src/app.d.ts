import type { User } from '@propelauth-edge/core'

declare global {
  namespace App {
    interface RequestEventLocals {
      user: User | null
    }
  }
}
