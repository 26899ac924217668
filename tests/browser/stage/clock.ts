import { availableParallelism, loadavg } from 'node:os'

/** How many times slower a crowded machine may be: promises of time are for one that has nothing else to do. */
export const crowding = (): number => Math.max(1, (loadavg()[0] ?? 0) / availableParallelism())

export const secondsSince = (start: number): number => (performance.now() - start) / 1000
