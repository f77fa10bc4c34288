'use client'

import { useAuthUrl, useHostedPageUrls, useRedirectFunctions, useUser } from '@propelauth/nextjs/client'

type Names<Functions> = { readonly [Name in keyof Functions]: () => unknown }

/** Every link and every redirection of the library, by its name. */
export default function Page() {
  const { user } = useUser()
  const authUrl = useAuthUrl()
  const urls = useHostedPageUrls()
  const redirects = useRedirectFunctions()
  const [org] = user?.getOrgs() ?? []
  if (!org) return <p>Loading</p>
  const { orgId } = org
  const links = {
    ...urls,
    getOrgPageUrl: () => urls.getOrgPageUrl(orgId),
    getOrgSettingsPageUrl: () => urls.getOrgSettingsPageUrl(orgId),
    getSetupSAMLPageUrl: () => urls.getSetupSAMLPageUrl(orgId),
  } satisfies Names<typeof urls>
  const buttons = {
    ...redirects,
    redirectToOrgPage: () => redirects.redirectToOrgPage(orgId),
    redirectToOrgSettingsPage: () => redirects.redirectToOrgSettingsPage(orgId),
    redirectToSetupSAMLPage: () => redirects.redirectToSetupSAMLPage(orgId),
    redirectToOrgApiKeysPage: () => redirects.redirectToOrgApiKeysPage(orgId),
  } satisfies Names<typeof redirects>
  return (
    <>
      <p role="status">{authUrl}</p>
      {Object.entries(links).map(([name, url]) => (
        <a key={name} href={url()}>
          {name}
        </a>
      ))}
      {Object.entries(buttons).map(([name, redirect]) => (
        <button key={name} type="button" onClick={() => redirect()}>
          {name}
        </button>
      ))}
    </>
  )
}
