import { ACTIVE_ORG_ID_COOKIE_NAME, getActiveOrgId, setActiveOrgId } from '@propelauth/javascript'
import { createClient, OrgMemberInfoClass, UserClass } from '@propelauth/react'
import { useEffect, useState } from 'react'

/** The library without React. What it knows survives as JSON. */
async function describeSession(authUrl: string, show: (text: string) => void) {
  const client = createClient({ authUrl, enableBackgroundTokenRefresh: false })
  const info = await client.getAuthenticationInfoOrNull()
  client.destroy()
  if (!info) return show('Visitor')
  const user = UserClass.fromJSON(JSON.stringify(info.userClass))
  const [first] = user.getOrgs()
  if (!first) return show(`${user.email} in no organization`)
  setActiveOrgId(first.orgId)
  const org = OrgMemberInfoClass.fromJSON(JSON.stringify(user.getOrg(getActiveOrgId() ?? '')))
  const cookie = document.cookie.includes(`${ACTIVE_ORG_ID_COOKIE_NAME}=${first.orgId}`)
  show(`${user.email} is ${org.userAssignedRole} of ${org.orgName}, ${cookie ? 'kept' : 'lost'}`)
}

export function Plain({ authUrl }: { readonly authUrl: string }) {
  const [text, setText] = useState('Loading')
  useEffect(() => {
    void describeSession(authUrl, setText)
  }, [authUrl])
  return <p role="status">{text}</p>
}
