import type { BrowserContext } from '@playwright/test'

/** What a journey knows will be refused: a visitor has no session, and that is asked on every first page. */
const visitorsSession = /^401 GET \/auth\/session$/
const refusedByAddress = /^Failed to load resource: the server responded with a status of 4/

/** Collects what should never happen while somebody uses the app, whether or not they would notice. */
export class Amiss {
  readonly found: string[] = []
  private readonly expected: RegExp[] = [visitorsSession]

  /** Says which answer of the server, as in `404 GET /events/search/zzz`, or which message belongs to the journey. */
  expect(pattern: RegExp): void {
    this.expected.push(pattern)
  }

  async watch(context: BrowserContext): Promise<void> {
    await watch(context, text => this.note(text))
  }

  note(text: string): void {
    if (!this.expected.some(pattern => pattern.test(text))) this.found.push(text)
  }
}

/** Tells of everything in a browser that somebody should know of. */
export async function watch(context: BrowserContext, tell: (text: string) => void): Promise<void> {
  await context.exposeBinding('tellViolation', (_, text: string) => tell(text))
  await context.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (violation) => {
      const told = `${violation.violatedDirective} forbids ${violation.blockedURI} on ${violation.documentURI}`
      void (window as unknown as { tellViolation: (text: string) => Promise<void> }).tellViolation(told)
    })
  })
  context.on('console', (message) => {
    const text = message.text()
    if (['error', 'warning'].includes(message.type()) && !refusedByAddress.test(text)) tell(text)
  })
  context.on('weberror', error => tell(String(error.error().stack ?? error.error())))
  context.on('response', (response) => {
    const path = new URL(response.url()).pathname
    if (response.status() >= 400) tell(`${response.status()} ${response.request().method()} ${path}`)
  })
}
