import type { BookingDetails, SectionDetails } from '@/api/types'
import { money, times } from '@/lib/money'

type Section = Pick<SectionDetails, 'name' | 'price'>

/** What a place costs who has this booking: who stays in their section keeps its price. */
export const priceFor = (booking: BookingDetails, section: Section): number =>
  section.name === booking.seat_section ? booking.ticket_price : section.price

/** What a booking would cost with other places, in words, and whether it can be had: what is paid for is not changed
 *  to what costs more. */
export function changed(
  booking: BookingDetails, section: Section, quantity: number,
): { words: string, isPossible: boolean } {
  const total = times(priceFor(booking, section), quantity, booking.currency)
  const words = (amount: number) => money(amount, booking.currency)
  if (booking.status !== 'confirmed' || total === booking.total)
    return { words: `The total is ${words(total)}.`, isPossible: true }
  if (total < booking.total)
    return { words: `The total is ${words(total)}; ${words(booking.total - total)} is given back.`, isPossible: true }
  const dearer = `That would be ${words(total)}, and this booking is for ${words(booking.total)}`
  return {
    words: section.name === booking.seat_section
      ? `${dearer}: keep it, and make another for the rest.`
      : `${dearer}. It is not changed to what costs more: book these places anew, and cancel this booking.`,
    isPossible: false,
  }
}
