interface StepUp {
  readonly action: string
  /** Asks the user: `true` after a wrong code. `null` for a user who gives up. */
  askForCode(wasWrong: boolean): Promise<string | null>
}

type Send = (url: string, init?: RequestInit) => Promise<Response>

const post = (body: object): RequestInit => ({
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
})

/** A grant for a code of the user, or one that is in a cookie now; `null` without a right code. */
async function getGrant(send: Send, { action, askForCode }: StepUp): Promise<{ grant?: string } | null> {
  const url = `/api/step-up/${action}`
  const { challengeId } = await (await send(`${url}/sms`, { method: 'POST' })).json()
  for (let wasWrong = false; ; wasWrong = true) {
    const code = await askForCode(wasWrong)
    if (code === null) return null
    const response = await send(url, post({ code, ...(challengeId && { challengeId }) }))
    const answer = await response.json()
    if (response.ok) return answer
    if (answer.code !== 'incorrect_mfa_code') return null
  }
}

/**
 * Sends a request. If that demands a second factor, asks the user for a code, gets a grant for it and sends the request once
 * more. `send` is `fetch` with the access token, such as that of the session client.
 */
export async function fetchWithStepUp(send: Send, stepUp: StepUp, url: string, init: RequestInit = {}) {
  const response = await send(url, init)
  if (response.status !== 401 || (await response.clone().json()).code !== 'step_up_required') return response
  const found = await getGrant(send, stepUp)
  if (!found) return response
  const headers = new Headers(init.headers)
  if (found.grant) headers.set('x-step-up-grant', found.grant)
  return send(url, { ...init, headers })
}
