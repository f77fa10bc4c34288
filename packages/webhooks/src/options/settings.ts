import { callable, check, type Form, isFunction, plain } from '../checks/check.js'
import type { DeliverySettings } from '../delivery/run-once.js'
import { type Bytes, fromBase64 } from '../message/base64.js'
import type { WebhooksOptions } from './options.js'

/** The options with every default. */
export interface Settings extends DeliverySettings {
  readonly secrets: readonly Bytes[]
  readonly toleranceSeconds: number
  readonly maxBodyBytes: number
}

const upTo = (most: number): Form => [
  (value: unknown) => typeof value === 'number' && value >= 0 && value <= most,
  `0 to ${most}`,
]

const forms: { readonly [name: string]: Form } = {
  toleranceSeconds: upTo(86_400),
  maxBodyBytes: upTo(100_000_000),
  seen: [
    (store: { has: unknown; add: unknown } | null) => isFunction(store?.has) && isFunction(store?.add),
    'a SeenStore',
  ],
  now: callable,
  onError: callable,
}

/** @throws {TypeError} that names an option which is unknown, missing or wrong */
export function readSettings(options: WebhooksOptions): Settings {
  check('createWebhooks: options', options, plain)
  const { secret, ...others } = options
  const secrets = [secret].flat().map((text) => fromBase64(`${text}`.replace(/^whsec_/, ''))) as Bytes[]
  const areSecrets = () => secrets[0] && secrets.every((bytes) => bytes?.length >= 16)
  check('createWebhooks: secret', secret, [areSecrets, 'whsec_ and base64 of at least 16 bytes'])
  // `Date.now` is looked up when it is called, so that a test can replace the clock.
  const settings = { secrets, toleranceSeconds: 300, maxBodyBytes: 1_048_576, now: () => Date.now(), onError() {} }
  for (const [name, value] of Object.entries(others)) {
    if (value === undefined) continue
    check(`createWebhooks: ${name}`, value, forms[name] ?? [() => false, `one of secret,${Object.keys(forms)}`])
    Object.assign(settings, { [name]: value })
  }
  return settings
}
