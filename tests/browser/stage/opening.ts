import { startProgram } from './program.ts'

/** One program with the demo data for all journeys; a running one can be named instead. */
export default async function open(): Promise<(() => Promise<void>) | undefined> {
  if (process.env.SEATMATE_SERVER) {
    process.env.JOURNEYS_URL = process.env.SEATMATE_SERVER
    return undefined
  }
  const program = await startProgram('seatmate')
  process.env.JOURNEYS_URL = program.url
  return program.stop
}
