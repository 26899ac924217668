import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { effectScope, ref, type EffectScope } from 'vue'
import { clockText, spokenText, useCountdown, type Deadline } from './countdown'

describe('countdown', () => {
  let scope: EffectScope
  beforeEach(() => {
    scope = effectScope()
    vi.useFakeTimers({ now: Date.parse('2027-01-01T12:00:00Z') })
  })
  afterEach(() => {
    scope.stop()
    vi.useRealTimers()
  })

  it('reads like a clock', () => {
    expect([clockText(5), clockText(545), clockText(3720)]).toEqual(['0:05', '9:05', '1:02:00'])
  })

  it('is spoken now and then, not each second', () => {
    const heard = Array.from({ length: 601 }, (_, passed) => spokenText(600 - passed))
    expect(heard.filter((words, i) => words !== heard[i - 1])).toEqual([
      '', 'Less than 5 minutes left', 'Less than 2 minutes left', 'Less than a minute left',
      'Less than 30 seconds left', 'Time is up',
    ])
  })

  it('counts on the clock of the server, however wrong the own one is', () => {
    const deadline: Deadline = { serverTime: '2027-01-01T09:00:00Z', expiresAt: '2027-01-01T09:10:00Z' }
    const { text, secondsLeft, isOver } = scope.run(() => useCountdown(deadline))!
    expect(text.value).toBe('10:00')
    vi.advanceTimersByTime(9 * 60_000 + 30_000)
    expect(secondsLeft.value).toBe(30)
    vi.advanceTimersByTime(31_000)
    expect([secondsLeft.value, isOver.value]).toEqual([0, true])
  })

  it('is never over without a deadline', () => {
    const deadline = ref<Deadline | null>(null)
    const { isOver } = scope.run(() => useCountdown(deadline))!
    expect(isOver.value).toBe(false)
  })

  it('takes a new deadline up', async () => {
    const deadline = ref<Deadline>({ serverTime: '2027-01-01T12:00:00Z', expiresAt: '2027-01-01T12:00:10Z' })
    const { secondsLeft } = scope.run(() => useCountdown(deadline))!
    deadline.value = { serverTime: '2027-01-01T12:00:00Z', expiresAt: '2027-01-01T12:00:40Z' }
    expect(secondsLeft.value).toBe(40)
  })
})
