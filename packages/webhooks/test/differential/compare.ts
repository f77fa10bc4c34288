// We never accept what the witness refuses. Where we refuse what it accepts, one of the rules below is the reason.
import { createRandom } from 'test-kit/random'
import type { createWebhooks as Create, WebhookError } from '../../src/index.ts'
import { now, secret } from '../message.ts'
import { mutations } from './mutate.ts'
import { type Arrived, judge, signByWitness } from './witness.ts'

const endpoint = 'https://app.example.com/webhooks'

/** What a stricter rule looks at, by our code. */
export const stricterRules: readonly (readonly [name: string, code: string, applies: (message: Arrived) => boolean])[] =
  [
    ['an id with a dot', 'bad_id', ({ id }) => id.includes('.')],
    ['an id that is not printable ASCII', 'bad_id', ({ id }) => /[^!-~]/.test(id)],
    ['a timestamp that is not 1 to 12 digits', 'bad_timestamp', ({ timestamp }) => !/^\d{1,12}$/.test(timestamp)],
    ['another spelling of the number that was signed', 'no_match', ({ timestamp }) => /^0+\d/.test(timestamp)],
    ['a signature with a comma behind it', 'no_match', ({ signature }) => /v1,[^ ]*,/.test(signature)],
    ['more than 16 signatures', 'no_match', ({ signature }) => signature.split(' ').length > 16],
    ['a body that is not a JSON object', 'body_not_json', ({ body }) => !/^\s*\{/.test(body)],
  ]

export interface Outcome {
  readonly accepted: number
  readonly refused: number
  /** Refused by us with `body_not_json`, by the witness with an error of the parser. */
  readonly notJson: number
  /** How often each rule was the reason for a refusal. */
  readonly stricter: Readonly<Record<string, number>>
  /** Messages about which we differ without a reason. */
  readonly unexplained: readonly string[]
}

const bodies = [
  '{"event_type":"user.deleted","user_id":"ada"}',
  '{"event_type":"org.created","org_id":"o","name":"zo\u00eb \u2603 \u{1d11e}"}',
  ' { "event_type" : "user.login" } ',
  `{"event_type":"user.created","metadata":{"text":"${'x'.repeat(5_000)}"}}`,
]

/** Both get the headers as Fetch hands them on, without white space around the values. */
function normalise(message: Arrived): { headers: Headers; arrived: Arrived } {
  const { id, timestamp, signature, body } = message
  const headers = new Headers({ 'svix-id': id, 'svix-timestamp': timestamp, 'svix-signature': signature })
  const get = (name: string) => headers.get(name) ?? ''
  return {
    headers,
    arrived: { id: get('svix-id'), timestamp: get('svix-timestamp'), signature: get('svix-signature'), body },
  }
}

/** Compares so many mutated messages. The clock of the runtime must be at `now`. */
export async function compareWithWitness(createWebhooks: typeof Create, count: number, seed: number): Promise<Outcome> {
  const random = createRandom(seed)
  const webhooks = createWebhooks({ secret })
  const stricter: Record<string, number> = Object.fromEntries(stricterRules.map(([name]) => [name, 0]))
  const unexplained: string[] = []
  const verdicts = { accepted: 0, refused: 0, notJson: 0 }

  for (let index = 0; index < count; index++) {
    const [id, body] = [`msg_${random.below(1_000_000)}`, random.pick(bodies)]
    let message: Arrived = { id, timestamp: String(now), body, signature: signByWitness(secret, id, now, body) }
    for (let times = random.pick([1, 1, 2, 3]); times > 0; times--)
      message = random.pick(mutations)(random, message, secret)
    const { headers, arrived } = normalise(message)
    const theirs = judge(secret, arrived)
    const ours = await webhooks
      .verifyRequest(new Request(endpoint, { method: 'POST', headers, body: arrived.body }))
      .then(
        () => 'accepted',
        (error: WebhookError) => error.code,
      )
    const rule = stricterRules.find(([, code, applies]) => code === ours && applies(arrived))

    if (ours === 'accepted' && theirs === 'accepted') verdicts.accepted++
    else if (ours !== 'accepted' && theirs === 'refused') verdicts.refused++
    else if (ours === 'body_not_json' && theirs === 'not JSON') verdicts.notJson++
    else if (ours !== 'accepted' && rule) stricter[rule[0]] = (stricter[rule[0]] ?? 0) + 1
    else unexplained.push(`ours: ${ours}, theirs: ${theirs}, ${JSON.stringify(arrived)}`)
  }
  return { ...verdicts, stricter, unexplained }
}
