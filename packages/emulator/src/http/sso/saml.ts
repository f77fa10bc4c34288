import { type Context, Hono } from 'hono'
import { findOrg } from '../../domain/orgs/orgs.js'
import type { Project } from '../../domain/project/project.js'
import { finishExternalLogin } from '../../domain/social/external-logins.js'
import { findConnection } from '../../domain/sso/connections.js'
import { EMAIL_FORMAT, POST_BINDING, SAML_METADATA, SAMLP } from '../../domain/sso/saml-names.js'
import { readSamlResponse, type SamlAssertion } from '../../domain/sso/saml-response.js'
import { type ServiceProvider, serviceProvider } from '../../domain/sso/service-provider.js'
import { profileOfAssertion } from '../../domain/sso/sso-profile.js'
import { escapeXml } from '../../xml/escape-xml.js'
import { XmlError } from '../../xml/parse-xml.js'
import { formText } from '../html/form.js'
import { messagePage } from '../html/message-page.js'
import { ssoAnswer, TITLE } from './sso-answer.js'
import { startSso } from './start.js'

/** The service provider of SAML: one entity for each organization. */
export function samlRoutes(project: Project): Hono {
  return new Hono()
    .get('/saml/:org_id/metadata', (c) => {
      const org = findOrg(project, c.req.param('org_id').toLowerCase())
      if (!org) return messagePage(c, TITLE, 'There is no such organization.', 404)
      const headers = { 'Content-Type': 'application/samlmetadata+xml' }
      return c.body(metadataXml(serviceProvider(project, org.org_id)), 200, headers)
    })
    .get('/saml/:org_id/login', (c) => startSso(project, c))
    .post('/saml/:org_id/acs', (c) => consume(project, c))
    .get('/saml/:org_id/logout', (c) => messagePage(c, TITLE, 'Single logout has ended at the identity provider.', 200))
}

/** Takes the answer of the identity provider. It must be one to a request of the emulator, and it counts once. */
async function consume(project: Project, c: Context): Promise<Response> {
  const form = await c.req.parseBody()
  const orgId = (c.req.param('org_id') ?? '').toLowerCase()
  const login = finishExternalLogin(project, 'saml', formText(form, 'RelayState'))
  const connection = findConnection(project, orgId)
  if (login?.orgId !== orgId || connection?.idp.kind !== 'saml')
    return messagePage(c, TITLE, 'This login has expired, or it was used. Please start again.', 400)
  const expected = {
    idp: connection.idp,
    serviceProvider: serviceProvider(project, orgId),
    requestId: String(login.requestId),
    seconds: project.clock.seconds(),
  }
  const assertion = tryRead(() => readSamlResponse(formText(form, 'SAMLResponse'), expected))
  if (typeof assertion === 'string') return messagePage(c, TITLE, assertion, 400)
  const profile = profileOfAssertion(assertion)
  if (!profile) return messagePage(c, TITLE, 'The identity provider sent no email address.', 400)
  return ssoAnswer(project, c, {
    connection,
    profile,
    location: String(login.location),
    isTest: login.isTest === true,
  })
}

/** The message of an error instead of the assertion. */
function tryRead(read: () => SamlAssertion): SamlAssertion | string {
  try {
    return read()
  } catch (error) {
    if (error instanceof XmlError) return `${error.message}.`
    throw error
  }
}

function metadataXml({ entityId, acsUrl }: ServiceProvider): string {
  return [
    '<?xml version="1.0" encoding="UTF-8"?>\n',
    `<md:EntityDescriptor xmlns:md="${SAML_METADATA}" entityID="${escapeXml(entityId)}">`,
    `<md:SPSSODescriptor AuthnRequestsSigned="false" WantAssertionsSigned="true" protocolSupportEnumeration="${SAMLP}">`,
    `<md:NameIDFormat>${EMAIL_FORMAT}</md:NameIDFormat>`,
    `<md:AssertionConsumerService Binding="${POST_BINDING}" Location="${escapeXml(acsUrl)}" index="0" isDefault="true"/>`,
    '</md:SPSSODescriptor></md:EntityDescriptor>\n',
  ].join('')
}
