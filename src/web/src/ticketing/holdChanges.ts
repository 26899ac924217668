import type { HoldDetails } from '@/api/types'
import { money } from '@/lib/money'

type Lines = HoldDetails['lines']

const countOf = (lines: Lines, section: string): number =>
  lines.filter(line => line.section === section).reduce((sum, line) => sum + line.quantity, 0)

/** What is different now from what the buyer has seen, in sentences. */
export function changesBetween(before: HoldDetails, now: HoldDetails): string[] {
  const sections = [...new Set(before.lines.map(line => line.section))]
  const gone = sections
    .map(section => ({ section, lost: countOf(before.lines, section) - countOf(now.lines, section) }))
    .filter(({ lost }) => lost > 0)
    .map(({ section, lost }) => `${lost} × ${section} ${lost === 1 ? 'is' : 'are'} gone.`)
  const code = before.voucher && !now.voucher ? [`The code ${before.voucher} no longer counts.`] : []
  const total = before.total === now.total
    ? []
    : [`The total is ${money(now.total, now.currency)} now; it was ${money(before.total, before.currency)}.`]
  return [...gone, ...code, ...total]
}
