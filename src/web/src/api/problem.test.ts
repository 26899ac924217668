import { describe, expect, it } from 'vitest'
import { isNotFound, problemFrom, unreachable } from './problem'

describe('problem', () => {
  it('spreads validation over the fields', () => {
    const problem = problemFrom(400, { code: 'validation', error: { email: ['Not an address.'], name: 'Too short.' } })
    expect(problem.fields).toEqual({ email: ['Not an address.'], name: ['Too short.'] })
    expect(problem.message).toBe('Not an address.')
  })

  it('says what the server said', () => {
    const problem = problemFrom(409, { code: 'sold-out', error: 'No more VIP tickets available' })
    expect([problem.code, problem.message]).toEqual(['sold-out', 'No more VIP tickets available'])
  })

  it('knows which field a refusal is about', () => {
    const problem = problemFrom(409, { code: 'email-taken', error: 'Email address already in use' })
    expect([problem.message, problem.fields.email]).toEqual(
      ['Email address already in use', ['Email address already in use']])
  })

  it('finds words when the server had none', () => {
    expect(problemFrom(500, '<html>').message).not.toBe('')
    expect(problemFrom(429, undefined).message).toContain('moment')
  })

  it('knows that nothing is at an address that cannot be one', () => {
    expect([[404, 'not-found'], [400, 'unreadable-request'], [400, 'validation'], [500, 'internal']]
      .map(([status, code]) => isNotFound(problemFrom(status as number, { code })))).toEqual([true, true, false, false])
  })

  it('knows when the outcome is unknown', () => {
    expect([unreachable().isUncertain, problemFrom(503, {}).isUncertain, problemFrom(409, {}).isUncertain])
      .toEqual([true, true, false])
  })
})
