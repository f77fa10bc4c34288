const emulator = (authUrl: string) =>
  `That is the local emulator: its [dashboard](${authUrl}/_emulator) creates tokens and lists the org ids.`

/** What a reader of the docs page needs first: an access token and an org id. OpenAPI descriptions are Markdown. */
export const description = (authUrl: string) => `
**Access token**, for the button *Authorize*: the front end of your app has it, as \`accessToken\` of PropelAuth's
JavaScript libraries. \`${authUrl}\` issues it. ${new URL(authUrl).hostname === 'localhost' ? emulator(authUrl) : ''}

**Org id**, for \`orgId\`: the access token has the user's orgs in its claim \`org_id_to_org_member_info\`.
`
