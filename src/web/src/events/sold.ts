import type { SectionDetails } from '@/api/types'

export interface Sold { taken: number, capacity: number }

/** How many of an event's places are sold or held. */
export const soldOf = (sections: SectionDetails[]): Sold => ({
  taken: sections.reduce((sum, { capacity, available }) => sum + capacity - available, 0),
  capacity: sections.reduce((sum, { capacity }) => sum + capacity, 0),
})
