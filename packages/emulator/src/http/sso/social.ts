import { type Context, Hono } from 'hono'
import { signIn } from '../../domain/access/sign-in.js'
import type { Project } from '../../domain/project/project.js'
import { ServiceError } from '../../domain/project/service-error.js'
import { readSettings } from '../../domain/project/settings.js'
import { SOCIAL_PROVIDER_NAMES, SOCIAL_PROVIDERS, type SocialProvider } from '../../domain/project/social-providers.js'
import { finishExternalLogin, startExternalLogin } from '../../domain/social/external-logins.js'
import { socialUser } from '../../domain/social/social-user.js'
import { profileData, storedProfile } from '../../domain/sso/sso-profile.js'
import { newHex } from '../../values/ids.js'
import type { JsonObject } from '../../values/json.js'
import { messagePage } from '../html/message-page.js'
import { readDevice } from '../known-device.js'
import { returnTarget } from '../own-address.js'
import { signInAnswer } from '../pages/sign-in.js'
import { chooseUserPage, NO_ADDRESS, readChosenUser } from './choose-user.js'
import { finishLogin, startLogin } from './external-state.js'
import { loginTarget } from './own-location.js'

/** Social logins, with a fake provider of each name. */
export function socialRoutes(project: Project): Hono {
  const routes = new Hono()
  for (const provider of SOCIAL_PROVIDER_NAMES) {
    const fake = `/_emulator/idp/social/${provider}`
    const pageOf = (c: Context) => ({
      title: `Fake ${SOCIAL_PROVIDERS[provider]}`,
      formTarget: loginTarget(project, 'social', c.req.query('state') ?? ''),
    })
    routes.get(`/${provider}/login`, (c) => start(project, c, provider, fake))
    // The official frontend client writes a second slash.
    routes.get(`//${provider}/login`, (c) => start(project, c, provider, fake))
    routes.get(`/${provider}/callback`, (c) => callback(project, c, provider))
    routes.get(fake, (c) => chooseUserPage(project, c, pageOf(c)))
    routes.post(fake, async (c) => {
      const user = await readChosenUser(c)
      if (!user) return chooseUserPage(project, c, pageOf(c), NO_ADDRESS)
      const code = startExternalLogin(project, 'fake_code', { ...profileData(user), provider })
      const query = new URLSearchParams({ code, state: c.req.query('state') ?? '' })
      return c.redirect(`/${provider}/callback?${query}`, 303)
    })
  }
  return routes
}

type Answer = Response | Promise<Response>

const isEnabled = (project: Project, provider: SocialProvider): boolean =>
  readSettings(project).social_logins.includes(provider)

function start(project: Project, c: Context, provider: SocialProvider, fake: string): Answer {
  if (!isEnabled(project, provider)) return notEnabled(c, provider)
  const scopes = (c.req.query('scope') ?? '').split(' ').filter((scope) => scope !== '')
  const data = { provider, location: returnTarget(project, c).location, scopes }
  return c.redirect(`${fake}?${new URLSearchParams({ state: startLogin(project, c, 'social', data) })}`, 302)
}

const notEnabled = (c: Context, provider: SocialProvider): Answer =>
  messagePage(c, 'Log in', `Logins with ${SOCIAL_PROVIDERS[provider]} are not enabled (setting social_logins).`, 404)

function callback(project: Project, c: Context, provider: SocialProvider): Answer {
  const login = finishLogin(project, c, 'social')
  const profile = finishExternalLogin(project, 'fake_code', c.req.query('code') ?? '')
  if (login?.provider !== provider || profile?.provider !== provider)
    return messagePage(c, 'Log in', 'This login has expired, or it was started elsewhere. Please start again.', 400)
  if (!isEnabled(project, provider)) return notEnabled(c, provider)
  try {
    const user = socialUser(project, storedProfile(profile), newToken(project, provider, login))
    const loginMethod = { login_method: 'social_sso', provider: SOCIAL_PROVIDERS[provider] }
    return signInAnswer(
      project,
      c,
      signIn(project, { user, loginMethod, location: String(login.location), device: readDevice(c) }),
    )
  } catch (error) {
    if (error instanceof ServiceError) return messagePage(c, 'Log in', error.message, 403)
    throw error
  }
}

const ALWAYS_SCOPES = ['openid', 'email', 'profile']

/** The tokens of the fake provider. The access token is a random one. */
function newToken(project: Project, provider: SocialProvider, { scopes }: JsonObject) {
  const wished = Array.isArray(scopes) ? scopes.map(String) : []
  return {
    provider,
    refresh_token: `emu_${provider}_refresh_${newHex(24)}`,
    expires_at: project.clock.seconds() + readSettings(project).provider_token_minutes * 60,
    scopes: [...new Set([...ALWAYS_SCOPES, ...wished])],
  }
}
