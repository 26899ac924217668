import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'

const root = import.meta.dirname
const limits: [RegExp, number][] = [[/\.vue$/, 250], [/\.ts$/, 200]]
const sources = readdirSync(root, { recursive: true, encoding: 'utf8' })
  .filter(path => /\.(vue|ts|css)$/.test(path) && !path.endsWith('schema.d.ts') && !path.endsWith('tidy.test.ts'))
  .map(path => ({ path, text: readFileSync(join(root, path), 'utf8') }))
const styles = sources
  .filter(({ path }) => !path.endsWith('.ts'))
  .map(({ path, text }) => ({ path, text: path.endsWith('.css') ? text : text.split('<style').slice(1).join('') }))

const finding = (all: { path: string, text: string }[], pattern: RegExp): string[] =>
  all.flatMap(({ path, text }) => [...text.matchAll(pattern)].map(([found]) => `${path}: ${found}`))

it('reads the source', () => {
  expect(sources.length).toBeGreaterThan(80)
  expect(styles.some(({ path, text }) => path.endsWith('BuyPanel.vue') && text.includes('var(--'))).toBe(true)
})

it('names colours only among the tokens: use a var(--…) and add a token if there is none', () => {
  const others = styles.filter(({ path }) => !path.endsWith('tokens.css'))
  expect(finding(others, /#[0-9a-f]{3,8}\b|\b(?:rgb|hsl|oklch)a?\(/gi)).toEqual([])
})

it('names only tokens that exist', () => {
  const known = new Set(styles.flatMap(({ text }) => [...text.matchAll(/(--[\w-]+):/g)].map(([, name]) => name)))
  const used = styles.flatMap(({ text }) => [...text.matchAll(/var\((--[\w-]+)/g)].map(([, name]) => name ?? ''))
  expect(used.filter(name => !known.has(name) && !name.startsWith('--reka'))).toEqual([])
})

it('lays out by logical sides: margin-inline-start, not margin-left', () => {
  const physical = /(?:^|[;{]\s*)(?:(?:margin|padding|border)-)?(?:left|right|top|bottom)(?:-[a-z-]+)?:/gm
  const sizes = /^\s*(?:min-|max-)?(?:width|height):/gm
  expect([...finding(styles, physical), ...finding(styles, sizes)]).toEqual([])
})

it('keeps files short: take a part out that has a name of its own', () => {
  const long = sources.filter(({ path, text }) =>
    limits.some(([kind, limit]) => kind.test(path) && text.split('\n').length > limit))
  expect(long.map(({ path }) => path)).toEqual([])
})
