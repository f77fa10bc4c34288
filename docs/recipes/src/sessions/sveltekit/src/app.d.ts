import type { User } from '@propelauth-edge/core'

declare global {
  namespace App {
    interface Locals {
      user: User | null
    }
  }
}
