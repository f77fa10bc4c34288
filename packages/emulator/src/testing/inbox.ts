import type { Mail } from '../domain/mail/mail.js'
import type { Emulator } from '../emulator.js'
import { poll } from './poll.js'
import { EmulatorTestError } from './test-error.js'

/** Which message to wait for. */
export interface EmailQuery {
  /** The address. Case does not matter. */
  readonly to: string
  /** A part of the subject, or a pattern. */
  readonly subject?: string | RegExp | undefined
  /** `confirm_email` or `invite`. */
  readonly kind?: string | undefined
  /** Further conditions: `({ link }) => link.includes('invitation')`. */
  readonly where?: ((mail: Mail) => boolean) | undefined
  /** Default 5000. */
  readonly timeoutMs?: number | undefined
}

/** The captured messages. */
export interface Inbox {
  /** Oldest first, of all addresses or of one. */
  messages(to?: string): Mail[]
  /**
   * The oldest matching message that it has not returned before, so a second call waits for the next message.
   * @throws {EmulatorTestError} `email_timeout`, with the messages that did arrive
   */
  waitForEmail(query: EmailQuery): Promise<Mail>
}

export function createInbox({ mail }: Pick<Emulator, 'mail'>): Inbox {
  const returned = new Set<number>()
  const messages = (to?: string): Mail[] => mail(to).toReversed()
  return {
    messages,
    async waitForEmail(query) {
      const { to, timeoutMs = 5_000 } = query
      const find = () => messages(to).find((message) => !returned.has(message.id) && matches(message, query))
      const found = await poll(find, timeoutMs)
      if (!found) throw timeoutError(query, timeoutMs, messages(), returned)
      returned.add(found.id)
      return found
    },
  }
}

function matches(mail: Mail, { kind, subject, where = () => true }: EmailQuery): boolean {
  return (kind === undefined || kind === mail.kind) && hasSubject(mail, subject) && where(mail)
}

function hasSubject({ subject }: Mail, wished: EmailQuery['subject']): boolean {
  if (wished === undefined) return true
  return typeof wished === 'string' ? subject.includes(wished) : subject.search(wished) >= 0
}

function timeoutError(
  { to, subject, kind, where }: EmailQuery,
  timeoutMs: number,
  arrived: readonly Mail[],
  returned: ReadonlySet<number>,
): EmulatorTestError {
  const wished = [
    `No message to ${to}`,
    kind === undefined ? '' : ` of the kind ${kind}`,
    subject === undefined ? '' : ` with the subject ${typeof subject === 'string' ? JSON.stringify(subject) : subject}`,
    where === undefined ? '' : ' that meets the condition `where`',
  ].join('')
  const lines = arrived.map(
    (mail) => `- ${mail.kind} to ${mail.to}: ${mail.subject}${returned.has(mail.id) ? ' (returned before)' : ''}`,
  )
  const others = lines.length === 0 ? 'No messages arrived.' : ['These messages arrived:', ...lines].join('\n')
  return new EmulatorTestError('email_timeout', `${wished} arrived within ${timeoutMs} ms. ${others}`)
}
