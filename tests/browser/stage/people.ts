import { randomUUID } from 'node:crypto'
import type { APIRequestContext, APIResponse, BrowserContext, Page } from '@playwright/test'

export const password = 'Abc12345'

export interface Identity { name: string, userName: string, email: string, password: string }

/** Somebody nobody has met before: journeys never meet each other. */
export function somebody(name: string): Identity {
  const userName = `${name.split(' ')[0]?.toLowerCase()}-${randomUUID().slice(0, 8)}`
  return { name, userName, email: `${userName}@example.org`, password }
}

async function answer<T>(call: Promise<APIResponse>): Promise<T> {
  const response = await call
  if (!response.ok()) throw new Error(`${response.url()} answers ${response.status()}: ${await response.text()}`)
  return await response.json() as T
}

/** Somebody who asks the server without the app. */
export class Caller {
  readonly identity: Identity
  private readonly request: APIRequestContext

  constructor(identity: Identity, request: APIRequestContext) {
    this.identity = identity
    this.request = request
  }

  get = <T>(path: string): Promise<T> => answer<T>(this.request.get(path))
  post = <T>(path: string, data: object = {}): Promise<T> => answer<T>(this.request.post(path, { data }))
  patch = <T>(path: string, data: object): Promise<T> => answer<T>(this.request.patch(path, { data }))
  delete = <T>(path: string): Promise<T> => answer<T>(this.request.delete(path))

  async register(): Promise<void> {
    const { name, userName, email } = this.identity
    await this.post('/auth/register', { name, user_name: userName, email, password: this.identity.password })
    await this.arrive()
  }

  /** Gets the cookie of a session, without the form. */
  async arrive(): Promise<void> {
    await this.post('/auth/session', { email: this.identity.email, password: this.identity.password })
  }

  async id(): Promise<number> {
    return (await this.get<{ user: { id: number } }>('/auth/session')).user.id
  }
}

/** Somebody with a browser of their own, who may also ask the server behind the app's back. */
export class Person extends Caller {
  readonly page: Page

  constructor(page: Page, identity: Identity, context: BrowserContext) {
    super(identity, context.request)
    this.page = page
  }

  /** What the page keeps in this browser is gone, but for the session. */
  async forget(): Promise<void> {
    await this.page.evaluate(() => {
      localStorage.clear()
      sessionStorage.clear()
    })
  }
}
