import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'

const lineOfSocketFolder = 4

/** The database of the program with this data folder: its own, or the one that is named. */
function access(data: string): pg.ClientConfig {
  if (process.env.DATABASE_URL) return { connectionString: process.env.DATABASE_URL }
  const note = readFileSync(join(data, 'postgres/postmaster.pid'), 'utf8').split('\n')
  return {
    host: note[lineOfSocketFolder] ?? '',
    user: 'seatmate',
    database: 'seatmate',
    password: readFileSync(join(data, 'secrets/postgres-password'), 'utf8').trim(),
  }
}

/** Says something to the database that the API has no words for yet. */
export async function tellDatabase(data: string, statement: string, values: unknown[]): Promise<void> {
  const client = new pg.Client(access(data))
  await client.connect()
  try {
    await client.query(statement, values)
  }
  finally {
    await client.end()
  }
}
