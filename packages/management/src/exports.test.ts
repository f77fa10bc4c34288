import { expect, test } from 'vitest'
import { operations } from '../test/samples.js'
import * as contract from './contract.js'
import { clientIterators } from './endpoints/client-iterators.js'
import * as management from './index.js'

test('the public names are these', () => {
  const rest = Object.keys(management).filter(
    (name) => !(operations as string[]).includes(name) && !(name in clientIterators),
  )
  expect(rest.sort()).toMatchInlineSnapshot(`
    [
      "AttritionReportInterval",
      "ChampionReportInterval",
      "ChartMetric",
      "ChartMetricCadence",
      "ChurnReportInterval",
      "GrowthReportInterval",
      "IdpProvider",
      "MANAGEMENT_ERRORS",
      "ManagementError",
      "OidcIdpType",
      "OrgQueryOrderBy",
      "OrgRoleStructure",
      "ReengagementReportInterval",
      "SocialLoginTokenProvider",
      "StepUpMfaGrantType",
      "TopInviterReportInterval",
      "UserQueryOrderBy",
      "call",
      "createApiKeyValidator",
      "createManagementClient",
      "createStepUpValidator",
      "createTransport",
      "isManagementError",
      "iterate",
    ]
  `)
  expect(Object.keys(contract)).toEqual(['contract'])
})

test('every function and every iterator is exported for the tree-shakable form', () => {
  for (const name of [...operations, ...Object.keys(clientIterators)]) expect(management).toHaveProperty(name)
})
