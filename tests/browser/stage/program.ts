import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createWriteStream, existsSync, mkdirSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'

const root = resolve(import.meta.dirname, '../../..')
const logs = resolve(import.meta.dirname, '../output')
const startsWithin = 120_000
const stopsWithin = 30_000

export interface Program { url: string, stop: () => Promise<void> }

async function freePort(): Promise<number> {
  const server = createServer().listen(0)
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  if (address === null || typeof address === 'string') throw new Error('The system gave no port.')
  return address.port
}

/** Starts the published program with a database of its own, as ./start does; quick only in how it hashes passwords. */
export async function startProgram(
  name: string, settings: Record<string, string> = {}, options: string[] = [],
): Promise<Program> {
  const port = await freePort()
  const url = `http://localhost:${port}`
  const data = await mkdtemp(join(tmpdir(), 'seatmate-journeys-'))
  const program = spawn('dotnet', [
    join(root, 'out/seatmate.dll'), 'serve', '--port', String(port), '--data', data, ...options,
  ], {
    cwd: root,
    env: { ...process.env, PASSWORD_HASH_COST: '4', RATE_LIMITS: 'off', ...settings },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  mkdirSync(logs, { recursive: true })
  const log = createWriteStream(join(logs, `${name}.log`))
  program.stdout?.pipe(log, { end: false })
  program.stderr?.pipe(log, { end: false })

  const stop = async () => {
    await stopProgram(program)
    const isDatabaseLeft = existsSync(join(data, 'postgres/postmaster.pid'))
    await rm(data, { recursive: true, force: true })
    if (isDatabaseLeft) throw new Error('The program ended and left its database running.')
  }
  try {
    await ready(url, program)
  }
  catch (error) {
    await stop()
    throw error
  }
  return { url, stop }
}

async function ready(url: string, program: ChildProcess): Promise<void> {
  const deadline = Date.now() + startsWithin
  while (Date.now() < deadline) {
    if (program.exitCode !== null) throw new Error(`The program ended with ${program.exitCode}: see ${logs}.`)
    const answer = await fetch(`${url}/health/ready`).catch(() => null)
    if (answer?.ok) return
    await pause(100)
  }
  throw new Error(`The program was not ready within ${startsWithin / 1000} s: see ${logs}.`)
}

async function stopProgram(program: ChildProcess): Promise<void> {
  if (program.exitCode !== null) return
  const ended = once(program, 'exit')
  program.kill('SIGTERM')
  const isEnded = await Promise.race([ended.then(() => true), pause(stopsWithin, false, { ref: false })])
  if (isEnded) return
  program.kill('SIGKILL')
  throw new Error(`The program did not stop within ${stopsWithin / 1000} s of SIGTERM.`)
}
