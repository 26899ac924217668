import { afterEach, expect, it, vi } from 'vitest'
import { asHolder, forgetToken, rememberToken, tokenOf } from './guestTokens'

afterEach(() => vi.restoreAllMocks())

it('keeps the token of each hold apart', () => {
  rememberToken(1, 'one')
  rememberToken(2, 'two')
  expect([tokenOf(1), tokenOf(2), tokenOf(3)]).toEqual(['one', 'two', null])
})

it('remembers on the page where the browser keeps nothing', () => {
  vi.spyOn(Storage.prototype, 'setItem').mockImplementation(() => { throw new Error('full') })
  vi.spyOn(Storage.prototype, 'getItem').mockImplementation(() => { throw new Error('off') })
  rememberToken(4, 'four')
  expect([tokenOf(4), tokenOf(5)]).toEqual(['four', null])
})

it('shows what it remembers, and nothing that it was told to forget', () => {
  rememberToken(6, 'six')
  expect(asHolder(6)).toEqual({ 'Hold-Token': 'six' })
  forgetToken(6)
  expect([tokenOf(6), asHolder(6)]).toEqual([null, {}])
})
