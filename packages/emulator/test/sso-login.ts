import type { Answer, Browser } from './fixture.js'

/** What the fake identity provider is asked to log in. */
export interface FakeUser {
  readonly email: string
  readonly first_name?: string
  readonly last_name?: string
}

const fieldOf = (page: string, name: string): string =>
  new RegExp(`name="${name}" value="([^"]*)"`).exec(page)?.[1] ?? ''

/** The form that a fake SAML provider lets the browser post. */
export interface SamlAnswer {
  readonly acs: string
  readonly xml: string
  readonly relayState: string
}

/** Starts a login of an organization, and chooses the user at the fake SAML provider. */
export async function samlAnswer(visitor: Browser, start: string, user: FakeUser): Promise<SamlAnswer> {
  const { headers } = await visitor.get(start)
  const { body } = await visitor.submit(headers.get('Location') ?? '', { ...user })
  return {
    acs: /action="([^"]+)"/.exec(body)?.[1] ?? '',
    xml: Buffer.from(fieldOf(body, 'SAMLResponse'), 'base64').toString('utf8'),
    relayState: fieldOf(body, 'RelayState'),
  }
}

/** Posts the form. An identity provider elsewhere has an origin of its own. */
export const postSaml = (visitor: Browser, { acs, xml, relayState }: SamlAnswer, origin?: string): Promise<Answer> =>
  visitor.submit(acs, { SAMLResponse: Buffer.from(xml).toString('base64'), RelayState: relayState }, origin)

/** Starts a login and chooses the user at the fake provider. Returns the address of the callback. */
export async function chooseAtProvider(visitor: Browser, start: string, user: FakeUser): Promise<string> {
  const { headers } = await visitor.get(start)
  const chosen = await visitor.submit(headers.get('Location') ?? '', { ...user })
  return chosen.headers.get('Location') ?? ''
}
