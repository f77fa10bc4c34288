// The endpoints for organizations and their types, as the package exports them.
export {
  type FetchPendingInvitesParams,
  fetchPendingInvites,
  type InviteUserToOrgByUserIdRequest,
  type InviteUserToOrgRequest,
  inviteUserToOrg,
  inviteUserToOrgByUserId,
  type PendingInvite,
  type PendingInvitesPage,
  type RevokePendingOrgInviteRequest,
  revokePendingOrgInvite,
} from './endpoints/invites.js'
export {
  type AddUserToOrgRequest,
  addUserToOrg,
  type ChangeUserRoleInOrgRequest,
  changeUserRoleInOrg,
  type RemoveUserFromOrgRequest,
  removeUserFromOrg,
} from './endpoints/memberships.js'
export {
  type CreatedOrg,
  type CreateOrgRequest,
  createOrg,
  deleteOrg,
  migrateOrgToIsolated,
  subscribeOrgToRoleMapping,
  type UpdateOrgRequest,
  updateOrg,
} from './endpoints/org-changes.js'
export { type OrgIdToOrgMemberInfo, type OrgMemberInfo, OrgRoleStructure } from './endpoints/org-member.js'
export {
  type CustomRoleMapping,
  type CustomRoleMappings,
  fetchCustomRoleMappings,
  fetchOrg,
  fetchOrgByQuery,
  type Org,
  type Organization,
  type OrgQuery,
  type OrgQueryResponse,
} from './endpoints/orgs.js'
export {
  type FetchOrgScimGroupsRequest,
  type FetchScimGroupRequest,
  fetchOrgScimGroups,
  fetchScimGroup,
  type ScimGroup,
  type ScimGroupMember,
  type ScimGroupResult,
  type ScimGroupResultPage,
} from './endpoints/scim.js'
export {
  allowOrgToSetupSamlConnection,
  type CreateSamlConnectionLinkResponse,
  createOrgSamlConnectionLink,
  deleteSamlConnection,
  disallowOrgToSetupSamlConnection,
  type FetchSamlSpMetadataResponse,
  fetchSamlSpMetadata,
  type SetAzureOidcMetadataRequest,
  type SetGenericOidcMetadataRequest,
  type SetOidcIdpMetadataRequest,
  type SetOktaOidcMetadataRequest,
  type SetSamlIdpMetadataRequest,
  samlGoLive,
  setOidcIdpMetadata,
  setSamlIdpMetadata,
} from './endpoints/sso.js'
