import { locale } from './locale'

const viewerZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone

type Options = Intl.DateTimeFormatOptions

function write(instant: string | Date, options: Options, zone?: string): string {
  const date = typeof instant === 'string' ? new Date(instant) : instant
  try {
    return new Intl.DateTimeFormat(locale, { ...options, timeZone: zone }).format(date)
  }
  catch {
    return new Intl.DateTimeFormat(locale, { ...options, timeZone: 'UTC' }).format(date)
  }
}

const day: Options = { weekday: 'short', day: 'numeric', month: 'short' }
const time: Options = { hour: '2-digit', minute: '2-digit' }

const isThisYear = (instant: string, zone?: string): boolean =>
  write(instant, { year: 'numeric' }, zone) === write(new Date(), { year: 'numeric' }, zone)

/** A day as it stands beside others: without a comma, which only some years would have. */
const dayOf = (instant: string, zone?: string): string =>
  write(instant, isThisYear(instant, zone) ? day : { ...day, year: 'numeric' }, zone).replace(',', '')

/** `Sat 5 Dec · 20:00`, with the year when it is another one; it breaks after the dot, not before. */
export function shortWhen(instant: string, zone?: string): string {
  return `${dayOf(instant, zone)}\u00a0· ${write(instant, time, zone)}`
}

/** `Sat 5 Dec, 20:00`, within a sentence. */
export const whenInWords = (instant: string, zone?: string): string =>
  `${dayOf(instant, zone)}, ${write(instant, time, zone)}`

/** `Sat 5 Dec`, for where the clock of the event is not known. */
export const shortDay = (instant: string): string => dayOf(instant)

/** `Saturday 5 December 2026` */
export const longDay = (instant: string, zone?: string): string =>
  write(instant, { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' }, zone).replace(',', '')

export const clock = (instant: string, zone?: string): string => write(instant, time, zone)

/** `CET`, `GMT+9`: the short name of the zone at that moment. */
export function zoneName(instant: string, zone?: string): string {
  const full = write(instant, { timeZoneName: 'short', hour: '2-digit' }, zone)
  return full.split(' ').slice(1).join(' ')
}

/** `5 December 2026` */
export const plainDay = (instant: string, zone?: string): string =>
  write(instant, { day: 'numeric', month: 'long', year: 'numeric' }, zone)

/** `December 2026` */
export const monthOf = (instant: string): string => write(instant, { month: 'long', year: 'numeric' })

export interface DateBlock { weekday: string, day: string, month: string }

/** The parts of a calendar leaf. */
export const dateBlock = (instant: string, zone?: string): DateBlock => ({
  weekday: write(instant, { weekday: 'short' }, zone),
  day: write(instant, { day: 'numeric' }, zone),
  month: write(instant, { month: 'short' }, zone),
})

/** The same moment on the viewer's own clock, or null when both clocks agree. */
export function viewerWhen(instant: string, zone: string, viewer = viewerZone()): string | null {
  const here = shortWhen(instant, viewer)
  return here === shortWhen(instant, zone) ? null : `${here} ${zoneName(instant, viewer)}`
}

export const isPast = (instant: string, now = Date.now()): boolean => Date.parse(instant) < now

const steps: [Intl.RelativeTimeFormatUnit, number][] = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
]

/** `5 minutes ago`; after a week simply the day. */
export function ago(instant: string, now = Date.now()): string {
  const seconds = Math.round((Date.parse(instant) - now) / 1000)
  if (Math.abs(seconds) >= 7 * 86_400) return plainDay(instant)
  const words = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' })
  for (const [unit, size] of steps) {
    if (Math.abs(seconds) >= size) return words.format(Math.trunc(seconds / size), unit)
  }
  return 'just now'
}

/** How far the zone's clock is ahead of UTC at that moment, in milliseconds. */
function offsetAt(instant: number, zone: string): number {
  return Date.parse(`${wallTime(new Date(instant).toISOString(), zone)}:00Z`) - Math.floor(instant / 60_000) * 60_000
}

/** `2026-12-01T20:00`: what the clock on the wall of that zone shows. */
export function wallTime(instant: string, zone: string): string {
  const parts = new Intl.DateTimeFormat('en-CA', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
  }).formatToParts(new Date(instant))
  const part = (type: string) => parts.find(p => p.type === type)?.value ?? '00'
  return `${part('year').padStart(4, '0')}-${part('month')}-${part('day')}T${part('hour')}:${part('minute')}`
}

/** A year has four digits here: while one is typed, a browser reports `0002` and `20277` too. */
const wallPattern = /^\d{4}-\d\d-\d\dT\d\d:\d\d/
const instantPattern = /^\d{4}-/

/** The moment at which the wall clock of that zone shows the given time; nothing when that is no moment. */
export function instantOf(wall: string, zone: string): string {
  if (!wallPattern.test(wall)) return ''
  try {
    const asUtc = Date.parse(`${wall.slice(0, 16)}:00Z`)
    const guess = asUtc - offsetAt(asUtc, zone)
    const instant = new Date(asUtc - offsetAt(guess, zone)).toISOString()
    return instantPattern.test(instant) ? instant : ''
  }
  catch {
    return ''
  }
}

export const timeZones = (): string[] => ['UTC', ...Intl.supportedValuesOf('timeZone').filter(zone => zone !== 'UTC')]

export const homeZone = viewerZone

/** `2026-10` a number of months later, or earlier. */
export function monthsAfter(month: string, count: number): string {
  const day = new Date(`${month}-01T00:00:00Z`)
  day.setUTCMonth(day.getUTCMonth() + count)
  return day.toISOString().slice(0, 7)
}

/** `October 2026` for `2026-10`. */
export const monthName = (month: string): string =>
  write(`${month}-01T00:00:00Z`, { month: 'long', year: 'numeric' }, 'UTC')
