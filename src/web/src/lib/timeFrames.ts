export type TimeFrame = 'any' | 'today' | 'weekend' | 'week' | 'month'

export const timeFrames: readonly { value: TimeFrame, label: string }[] = [
  { value: 'any', label: 'Any day' },
  { value: 'today', label: 'Today' },
  { value: 'weekend', label: 'This weekend' },
  { value: 'week', label: 'Next 7 days' },
  { value: 'month', label: 'Next 30 days' },
]

export const isTimeFrame = (value: unknown): value is TimeFrame => timeFrames.some(frame => frame.value === value)

const startOfDay = (now: Date, daysLater: number): Date =>
  new Date(now.getFullYear(), now.getMonth(), now.getDate() + daysLater)

const minute = 60_000
const stillOn = 180 * minute

/** From when until when, on the viewer's own calendar; what has begun some hours ago still counts as on. To the
 *  minute, so that everybody who looks meanwhile asks the server the same. */
export function spanOf(frame: TimeFrame, now = new Date()): { from: Date, until: Date | null } {
  const from = new Date(Math.floor((now.getTime() - stillOn) / minute) * minute)
  if (frame === 'any') return { from, until: null }
  if (frame === 'today') return { from, until: startOfDay(now, 1) }
  if (frame === 'week') return { from, until: startOfDay(now, 8) }
  if (frame === 'month') return { from, until: startOfDay(now, 31) }
  const untilSaturday = now.getDay() === 0 ? -1 : 6 - now.getDay()
  const friday = startOfDay(now, untilSaturday - 1)
  friday.setHours(17)
  return { from: friday > from ? friday : from, until: startOfDay(now, untilSaturday + 2) }
}
