import { expect, test } from 'vitest'
import { numberPlaceholders } from './numbered-placeholders.js'

test('a name has one number, wherever it stands', () => {
  expect(numberPlaceholders('SELECT * FROM users WHERE (:org_id IS NULL OR org_id = :org_id) LIMIT :limit')).toEqual({
    sql: 'SELECT * FROM users WHERE (?1 IS NULL OR org_id = ?1) LIMIT ?2',
    names: ['org_id', 'limit'],
  })
})

test('a text in the statement is no placeholder', () => {
  expect(numberPlaceholders("SELECT 'it''s :quoted' WHERE a = :a")).toEqual({
    sql: "SELECT 'it''s :quoted' WHERE a = ?1",
    names: ['a'],
  })
})
