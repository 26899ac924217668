/** What the server says when it refuses: one text, or a list of texts for each field. */
export class Problem extends Error {
  readonly status: number
  readonly code: string
  readonly fields: Record<string, string[]>
  /** The thing as it is now, where the refusal itself changed it. */
  readonly current: unknown

  constructor(
    status: number, code: string, message: string, fields: Record<string, string[]> = {}, current?: unknown,
  ) {
    super(message)
    this.name = 'Problem'
    this.status = status
    this.code = code
    this.fields = fields
    this.current = current
  }

  /** True when nobody can know whether the request had its effect: no answer came, or the server broke. */
  get isUncertain(): boolean {
    return this.status === 0 || this.status >= 500
  }
}

/** What is wrong with fields before the server is asked. */
export const invalid = (fields: Record<string, string[]>): Problem =>
  new Problem(400, 'validation', Object.values(fields).flat()[0] ?? '', fields)

export const unreachable = (): Problem =>
  new Problem(0, 'unreachable', 'We cannot reach Seatmate. Check your connection and try again.')

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const texts = (value: unknown): string[] =>
  (Array.isArray(value) ? value : [value]).filter(text => typeof text === 'string')

const fallbacks: Record<number, string> = {
  401: 'Sign in to go on.',
  403: 'You are not allowed to do that.',
  404: 'We could not find that.',
  409: 'That is no longer possible. Look again and try once more.',
  410: 'That has expired.',
  429: 'That was a bit fast. Wait a moment and try again.',
}

/** Refusals that are about one field, though their answer names none. */
const fieldOf: Record<string, string> = { 'email-taken': 'email' }

export function problemFrom(status: number, body: unknown): Problem {
  const record = isRecord(body) ? body : {}
  const code = typeof record.code === 'string' ? record.code : 'unknown'
  const fallback = fallbacks[status] ?? 'Something went wrong on our side. Try again in a moment.'
  if (isRecord(record.error)) {
    const fields = Object.fromEntries(Object.entries(record.error).map(([field, value]) => [field, texts(value)]))
    return new Problem(status, code, Object.values(fields).flat()[0] ?? fallback, fields)
  }
  const [message] = [record.error, record.detail, record.title].filter(text => typeof text === 'string' && text !== '')
  const text = typeof message === 'string' ? message : fallback
  const field = fieldOf[code]
  return new Problem(status, code, text, field ? { [field]: [text] } : {}, record.current)
}

export function messageOf(error: unknown): string {
  return error instanceof Error && error.message ? error.message : 'Something went wrong. Try again in a moment.'
}

/** Nothing is there, or the address is one where nothing can be. */
export const isNotFound = (error: unknown): boolean =>
  error instanceof Problem && (error.status === 404 || error.code === 'unreadable-request')
