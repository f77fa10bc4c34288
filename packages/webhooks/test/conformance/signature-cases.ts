import { oldSecret } from '../message.ts'
import { svixVector } from '../vectors.ts'
import type { WebhookCase } from './case.ts'

const zeros = `v1,${'A'.repeat(43)}=`

const list = (title: string, signature: string, isGood = false): WebhookCase => ({
  title,
  headers: { 'svix-signature': signature },
  expected: isGood ? { status: 200 } : { status: 400, code: 'no_match' },
})

/** The signature of the published sample in another spelling, at the time of the sample. */
const spelling = (title: string, change: (base64: string) => string): WebhookCase => ({
  title,
  signed: { id: svixVector.id, timestamp: svixVector.timestamp, body: svixVector.body },
  headers: { 'svix-signature': `v1,${change(svixVector.signature.slice(3))}` },
  path: `/verify?now=${svixVector.timestamp}`,
  expected: { status: 400, code: 'no_match' },
})

const toUrlAlphabet = (base64: string) => base64.replaceAll('+', '-').replaceAll('/', '_')
const toHex = (base64: string) =>
  Array.from(atob(base64), (char) => char.charCodeAt(0).toString(16).padStart(2, '0')).join('')

export const signatureCases: readonly WebhookCase[] = [
  { title: 'signed with the second secret', withSecret: oldSecret, expected: { status: 200 } },
  {
    title: 'signed with a secret that is not given',
    withSecret: `whsec_${btoa('x'.repeat(24))}`,
    expected: { status: 400, code: 'no_match' },
  },
  {
    title: 'signed with the text of a secret, not its bytes',
    withSecret: btoa('whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD'),
    expected: { status: 400, code: 'no_match' },
  },
  list('a good signature after a wrong one', `${zeros} {good}`, true),
  list('a good signature before a wrong one', `{good} ${zeros}`, true),
  list('a good signature after other versions', 'v1a,AAAA v2,BBBB v11,CCCC {good}', true),
  list('a good signature after rubbish', 'x , v1 v1, =,= {good}', true),
  list('a good signature after two spaces', `${zeros}  {good}`, true),
  list('the 16th of 16 signatures', `${`${zeros} `.repeat(15)}{good}`, true),
  list('the 17th of 17 signatures', `${`${zeros} `.repeat(16)}{good}`),
  list('a signature of zeros', zeros),
  list('no signature behind the version', 'v1,'),
  list('the version alone', 'v1'),
  ...['v2,', 'v1a,', 'v10,', 'V1,', 'xv1,', 'v1;', 'v1', ',', ''].map((version) =>
    list(`a good signature under the version "${version}"`, `${version}{base64}`),
  ),
  spelling('without its padding', (base64) => base64.replace('=', '')),
  spelling('with padding twice', (base64) => `${base64}=`),
  spelling('with unused bits that are not zero', (base64) => base64.replace('0=', '1=')),
  spelling('in the alphabet of base64url', toUrlAlphabet),
  spelling('in hexadecimal', toHex),
  spelling('in lower case', (base64) => base64.toLowerCase()),
  spelling('percent-encoded', encodeURIComponent),
  spelling('one byte short', (base64) => btoa(atob(base64).slice(1))),
  spelling('with one byte more', (base64) => btoa(`${atob(base64)}\0`)),
  spelling('with a comma behind it', (base64) => `${base64},`),
  spelling('with one character changed', (base64) => base64.replace('r', 's')),
]
