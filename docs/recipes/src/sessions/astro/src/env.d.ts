declare namespace App {
  interface Locals {
    user: import('@propelauth-edge/core').User | null
  }
}
