import type { User } from '../auth.ts'

declare global {
  namespace App {
    interface Locals {
      user: User | null
    }
  }
}
