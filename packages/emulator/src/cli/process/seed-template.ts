/** The seed file that `init` writes. */
export const SEED_TEMPLATE = `# yaml-language-server: $schema=./node_modules/@propelauth-edge/emulator/seed.schema.json
# The initial state of the PropelAuth emulator. A changed file is applied at the next start: it adds and updates,
# and removes nothing. propelauth-emulator --fresh starts over, propelauth-emulator validate checks the file.
# All fields: https://github.com/propelauth-edge/propelauth-edge/blob/main/docs/emulator.md#seed-file
version: 1

users:
  # The key is the name of a user in this file and in commands, such as: propelauth-emulator token --user ada
  - key: ada
    email: ada@acme.test
    password: emulator-password
    first_name: Ada
    # properties: { plan: pro }        # part of tokens
    # mfa_secret: GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ   # logging in then asks for a code
  - key: bob
    email: bob@acme.test
    password: emulator-password

orgs:
  - key: acme
    name: Acme
    # domain: acme.test
    members: { ada: Owner, bob: Member }
    # invites: [{ email: eve@acme.test, role: Member }]

# Without this block, the roles are Owner, Admin and Member with the permissions of a new project.
# roles:
#   definitions:                       # the highest role first
#     Owner: { permissions: [can_view_billing] }
#     Member: {}

# settings:
#   access_token_minutes: 30
#   session_days: 14

# webhooks:
#   - { url: "http://localhost:3000/webhooks", events: ["user.*"] }
`
