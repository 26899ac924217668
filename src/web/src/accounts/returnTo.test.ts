import { expect, it } from 'vitest'
import { returnPath } from './returnTo'

it('comes back to a page of ours', () => {
  expect(returnPath('/e/jazz?tickets=2')).toBe('/e/jazz?tickets=2')
})

it.each(['//evil.example', '/\\evil.example', 'https://evil.example', ['/a'], undefined])(
  'never leaves for %s', next => expect(returnPath(next)).toBe('/'))
