import createClient from 'openapi-fetch'
import { homeZone } from '@/lib/dates'
import { problemFrom, unreachable } from './problem'
import type { paths } from './schema'

/** The page's own origin; the session travels in the HttpOnly cookie. */
export const api = createClient<paths>({
  baseUrl: '',
  credentials: 'same-origin',
  fetch: request => globalThis.fetch(request),
})

type Listener = () => void
let sessionLost: Listener = () => undefined

/** Told when the server no longer knows our session while a page believed it had one. */
export function onSessionLost(listener: Listener): void {
  sessionLost = listener
}

api.use({
  /** Where the clock of who asks stands, for what is noted of what they do. */
  onRequest({ request }) {
    request.headers.set('Time-Zone', homeZone())
    return request
  },
  onResponse({ response, schemaPath }) {
    if (response.status === 401 && !schemaPath.startsWith('/auth/')) sessionLost()
  },
})

interface Answer<T> {
  data?: T
  error?: unknown
  response: Response
}

/** The answer's body and response, or a Problem thrown. */
export async function answer<T>(call: Promise<Answer<T>>): Promise<{ data: T, response: Response }> {
  const { data, error, response } = await call.catch(() => {
    throw unreachable()
  })
  if (!response.ok) throw problemFrom(response.status, error)
  return { data: data as T, response }
}

/** The body of the answer, or a Problem thrown. */
export async function body<T>(call: Promise<Answer<T>>): Promise<T> {
  return (await answer(call)).data
}

/** The header that lets the server see that two requests are one intent. */
export const intent = (key: string) => ({ headers: { 'Idempotency-Key': key } })
