import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { ago, instantOf, isPast, shortWhen, viewerWhen, wallTime, zoneName } from './dates'

const summer = '2027-07-03T18:30:00Z'

describe('dates', () => {
  beforeEach(() => void vi.useFakeTimers({ now: Date.parse('2026-06-01T12:00:00Z') }))
  afterEach(() => void vi.useRealTimers())

  it('writes a moment on the clock of the event', () => {
    expect(shortWhen(summer, 'Europe/Berlin')).toBe('Sat 3 Jul 2027\u00a0· 20:30')
    expect(shortWhen(summer, 'Asia/Tokyo')).toBe('Sun 4 Jul 2027\u00a0· 03:30')
  })

  it('falls back to UTC when the zone is unknown', () => {
    expect(shortWhen(summer, 'Mars/Olympus')).toContain('18:30')
  })

  it('tells the viewer their own time only where it differs', () => {
    expect(viewerWhen(summer, 'Europe/Berlin', 'Europe/Paris')).toBeNull()
    expect(viewerWhen(summer, 'Europe/Berlin', 'America/New_York')).toContain('14:30')
  })

  it('names the zone', () => {
    expect(zoneName(summer, 'UTC')).toBe('UTC')
  })

  it('goes from the wall clock to the instant and back, summer and winter', () => {
    expect(instantOf('2027-07-03T20:30', 'Europe/Berlin')).toBe('2027-07-03T18:30:00.000Z')
    expect(instantOf('2027-01-03T20:30', 'Europe/Berlin')).toBe('2027-01-03T19:30:00.000Z')
    expect(wallTime('2027-01-03T19:30:00Z', 'Europe/Berlin')).toBe('2027-01-03T20:30')
    expect(instantOf('2027-07-03T20:30', 'Asia/Kathmandu')).toBe('2027-07-03T14:45:00.000Z')
  })

  it('survives the hour that summer time skips', () => {
    const skipped = instantOf('2027-03-28T02:30', 'Europe/Berlin')
    expect(['2027-03-28T01:30', '2027-03-28T03:30']).toContain(wallTime(skipped, 'Europe/Berlin'))
  })

  it('never throws while a year is typed', () => {
    expect(instantOf('0002-07-03T20:00', 'UTC')).toBe('0002-07-03T20:00:00.000Z')
    expect(instantOf('0020-07-03T20:00', 'Asia/Tokyo')).toMatch(/^0020-07-03T10:\d\d/)
    expect(instantOf('0202-07-03T20:00', 'Europe/Berlin')).toMatch(/^0202-07-03T19:\d\d/)
    expect(wallTime('0020-07-03T20:00:00Z', 'UTC')).toBe('0020-07-03T20:00')
  })

  it.each([
    '', '20277-07-03T20:00', '275760-09-13T20:00', '2027-13-03T20:00', '2027-07-03', 'tonight',
  ])('has no instant for “%s”', (wall) => {
    expect(instantOf(wall, 'Europe/Berlin')).toBe('')
  })

  it('has none at the edges of the four digits either', () => {
    expect(instantOf('9999-12-31T23:00', 'America/New_York')).toBe('')
    expect(instantOf('9999-12-31T23:00', 'Asia/Tokyo')).not.toContain('+')
    expect(instantOf('0001-01-01T00:00', 'Asia/Tokyo')).not.toContain('-000')
    expect(instantOf('2027-07-03T20:00', 'Mars/Olympus')).toBe('')
  })

  it('says how long ago something was', () => {
    const now = Date.parse('2027-07-03T18:30:00Z')
    expect(ago('2027-07-03T18:29:40Z', now)).toBe('just now')
    expect(ago('2027-07-03T18:25:00Z', now)).toBe('5 minutes ago')
    expect(ago('2027-07-02T18:00:00Z', now)).toBe('yesterday')
    expect(ago('2027-05-01T12:00:00Z', now)).toBe('1 May 2027')
  })

  it('knows the past', () => {
    expect(isPast(summer, Date.parse(summer) + 1)).toBe(true)
    expect(isPast(summer, Date.parse(summer) - 1)).toBe(false)
  })
})
