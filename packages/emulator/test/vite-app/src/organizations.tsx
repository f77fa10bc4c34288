import {
  loadOrgSelectionFromLocalStorage,
  saveOrgSelectionToLocalStorage,
  useAccessHelper,
  useActiveOrg,
  useAuthInfo,
  useOrgHelper,
  useRedirectFunctions,
} from '@propelauth/react'
import { useState } from 'react'

/** The organizations of the user, one of which is active, and an access token for it. */
export function Organizations() {
  const { orgHelper } = useOrgHelper()
  const { accessHelper } = useAccessHelper()
  const { tokens } = useAuthInfo()
  const { redirectToOrgPage, redirectToCreateOrgPage } = useRedirectFunctions()
  const active = useActiveOrg()
  const [, setSelected] = useState(loadOrgSelectionFromLocalStorage())
  const [token, setToken] = useState('')
  if (!orgHelper || !accessHelper) return null

  async function select(orgId: string) {
    saveOrgSelectionToLocalStorage(orgId)
    setSelected(orgId)
    const { accessToken, error } = await tokens.getAccessTokenForOrg(orgId)
    setToken(error ?? accessToken)
  }
  const back = { redirectBackToUrl: window.location.href }
  return (
    <>
      <ul>
        {orgHelper.getOrgs().map(({ orgId, orgName, userAssignedRole }) => (
          <li key={orgId}>
            {`${orgName}: ${userAssignedRole}${accessHelper.hasPermission(orgId, 'can_view_billing') ? ', billing' : ''}`}
            <button type="button" onClick={() => select(orgId)}>{`Use ${orgName}`}</button>
          </li>
        ))}
      </ul>
      <p>{`Active: ${active?.orgName ?? 'none'}`}</p>
      <output aria-label="Token">{token}</output>
      <button type="button" onClick={() => redirectToOrgPage(active?.orgId, back)}>
        Organization
      </button>
      <button type="button" onClick={() => redirectToCreateOrgPage(back)}>
        New organization
      </button>
    </>
  )
}
