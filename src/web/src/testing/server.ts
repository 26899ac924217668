import { vi } from 'vitest'

export interface Call {
  method: string
  path: string
  query: Record<string, string>
  key: string | null
  /** What a guest shows, or who was invited. */
  token: string | null
  body: unknown
}

type Answer = (call: Call) => unknown

const json = (status: number, value: unknown): Response =>
  new Response(JSON.stringify(value), { status, headers: { 'Content-Type': 'application/json' } })

/** A refusal, to be thrown by an answer. */
export class Refusal extends Error {
  readonly status: number
  readonly code: string
  readonly current: unknown
  constructor(status: number, message: string, code = 'refused', current?: unknown) {
    super(message)
    this.status = status
    this.code = code
    this.current = current
  }
}

/** Stands in for the server: answers by method and path, and remembers what was asked. */
export function serve(answers: Record<string, Answer>): Call[] {
  const calls: Call[] = []
  vi.stubGlobal('fetch', async (request: Request) => {
    const { pathname: path, searchParams } = new URL(request.url)
    const text = await request.text()
    const key = request.headers.get('Idempotency-Key')
    const token = request.headers.get('Hold-Token') ?? request.headers.get('Invitation-Token')
    const query = Object.fromEntries(searchParams)
    const call = { method: request.method, path, query, key, token, body: text ? JSON.parse(text) : null }
    calls.push(call)
    const answer = answers[`${call.method} ${path}`]
    if (!answer) return json(404, { code: 'not-found', error: `Nothing at ${path}` })
    try {
      return json(200, await answer(call))
    }
    catch (error) {
      if (error instanceof Refusal) {
        return json(error.status, { code: error.code, error: error.message, current: error.current })
      }
      throw error
    }
  })
  return calls
}
