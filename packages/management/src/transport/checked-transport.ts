import { explainOptions } from '../options/explain-options.js'
import { CALL_FORMS, CLIENT_FORMS, checkForms } from '../options/option-forms.js'
import type { ManagementOptions } from '../options/options.js'
import { createTransport, type Transport } from './transport.js'

/** The length of the keys that PropelAuth issues. */
const KEY_LENGTH = 96

/**
 * A transport that explains what is wrong: with its options, with those of a call and with the length of a refused key.
 * @throws {TypeError} says what was found, what was expected and what to do
 */
export function createCheckedTransport(options: ManagementOptions): Transport {
  checkForms('createManagementClient', options, CLIENT_FORMS)
  explainOptions(options)
  const { issuer, send } = createTransport(options)
  const { length } = `${options.apiKey}`.trim()
  const reason = `the API key has ${length} characters, those of PropelAuth have ${KEY_LENGTH}`
  return {
    issuer,
    async send(request, own = {}) {
      checkForms(request.operation, own, CALL_FORMS)
      const response = await send(request, own)
      return response.status === 401 && length !== KEY_LENGTH ? { ...response, reason } : response
    },
  }
}
