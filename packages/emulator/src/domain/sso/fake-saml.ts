import { newHex } from '../../values/ids.js'
import { escapeXml } from '../../xml/escape-xml.js'
import { signXml } from '../../xml/signature.js'
import type { Project } from '../project/project.js'
import { fakeSamlIdp } from './fake-idp.js'
import { BEARER, EMAIL_FORMAT, SAML, SAMLP, SUCCESS, samlTime } from './saml-names.js'
import type { SamlRequest } from './saml-request.js'
import type { SsoProfile } from './sso-profile.js'

const LIFETIME_SECONDS = 300

/** The answer of the fake identity provider to a request, signed with the project's key: the field `SAMLResponse`. */
export function fakeSamlResponse(project: Project, request: SamlRequest, profile: SsoProfile): string {
  const now = project.clock.seconds()
  const issuer = `<saml:Issuer>${escapeXml(fakeSamlIdp(project).idp_entity_id)}</saml:Issuer>`
  const assertion = signXml(
    assertionXml(request, profile, issuer, now),
    project.signingKey.privateKey,
    '</saml:Issuer>',
  )
  const attributes = [
    `xmlns:samlp="${SAMLP}" xmlns:saml="${SAML}" ID="_${newHex(16)}" Version="2.0" IssueInstant="${samlTime(now)}"`,
    `Destination="${escapeXml(request.acsUrl)}" InResponseTo="${escapeXml(request.id)}"`,
  ].join(' ')
  const status = `<samlp:Status><samlp:StatusCode Value="${SUCCESS}"/></samlp:Status>`
  const response = `<samlp:Response ${attributes}>${issuer}${status}${assertion}</samlp:Response>`
  return Buffer.from(response).toString('base64')
}

function assertionXml(request: SamlRequest, profile: SsoProfile, issuer: string, now: number): string {
  const until = samlTime(now + LIFETIME_SECONDS)
  const email = escapeXml(profile.email)
  const data = `InResponseTo="${escapeXml(request.id)}" Recipient="${escapeXml(request.acsUrl)}" NotOnOrAfter="${until}"`
  const audience = `<saml:Audience>${escapeXml(request.issuer)}</saml:Audience>`
  return [
    `<saml:Assertion xmlns:saml="${SAML}" ID="_${newHex(16)}" Version="2.0" IssueInstant="${samlTime(now)}">`,
    issuer,
    `<saml:Subject><saml:NameID Format="${EMAIL_FORMAT}">${email}</saml:NameID>`,
    `<saml:SubjectConfirmation Method="${BEARER}"><saml:SubjectConfirmationData ${data}/></saml:SubjectConfirmation>`,
    '</saml:Subject>',
    `<saml:Conditions NotBefore="${samlTime(now)}" NotOnOrAfter="${until}">`,
    `<saml:AudienceRestriction>${audience}</saml:AudienceRestriction></saml:Conditions>`,
    `<saml:AuthnStatement AuthnInstant="${samlTime(now)}"><saml:AuthnContext><saml:AuthnContextClassRef>`,
    'urn:oasis:names:tc:SAML:2.0:ac:classes:unspecified',
    '</saml:AuthnContextClassRef></saml:AuthnContext></saml:AuthnStatement>',
    `<saml:AttributeStatement>${attributeXml('email', profile.email)}`,
    attributeXml('firstName', profile.firstName),
    attributeXml('lastName', profile.lastName),
    '</saml:AttributeStatement></saml:Assertion>',
  ].join('')
}

const attributeXml = (name: string, value: string | undefined): string =>
  value === undefined
    ? ''
    : `<saml:Attribute Name="${name}"><saml:AttributeValue>${escapeXml(value)}</saml:AttributeValue></saml:Attribute>`
