import type { BookingDetails } from '@/api/types'

/** `2 × Stalls, 1 × Balcony` */
export const placesOf = ({ lines }: Pick<BookingDetails, 'lines'>): string =>
  lines.map(({ quantity, section }) => `${quantity} × ${section}`).join(', ')
