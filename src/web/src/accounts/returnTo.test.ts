import { expect, it } from 'vitest'
import { returnPath, signInFor } from './returnTo'

it('comes back to a page of ours', () => {
  expect(returnPath('/e/jazz?tickets=2')).toBe('/e/jazz?tickets=2')
})

it('leaves behind what stands behind #: it may be a guest’s secret', () => {
  expect(signInFor('/guest/orders/7?a=b#secret')).toEqual({ path: '/sign-in', query: { next: '/guest/orders/7?a=b' } })
  expect(signInFor('/')).toBe('/sign-in')
})

it.each(['//evil.example', '/\\evil.example', 'https://evil.example', ['/a'], undefined])(
  'never leaves for %s', next => expect(returnPath(next)).toBe('/'))
