// Keys, tokens and cases for tests of an app, from the same install.
export * from '@propelauth-edge/core/testing'
