import { test as base, expect, type BrowserContextOptions } from '@playwright/test'
import { Amiss } from './amiss.ts'
import { Person, password, somebody, type Identity } from './people.ts'

type Enter = (identity: Identity, options?: BrowserContextOptions) => Promise<Person>

interface Stage {
  amiss: Amiss
  /** Somebody with a browser of their own, not yet known to the server. */
  enter: Enter
  /** Somebody who has just signed up. */
  newcomer: (name: string, options?: BrowserContextOptions) => Promise<Person>
  /** Somebody of the demo data, or its admin. */
  local: (userName: string, options?: BrowserContextOptions) => Promise<Person>
}

const local = (name: string): Identity =>
  ({ name, userName: name, email: name === 'admin' ? 'admin@email.com' : `${name}@example.com`, password })

/** Every journey also promises that nothing is refused, blocked or broken on the way. */
export const test = base.extend<Stage>({
  baseURL: async ({}, use) => use(process.env.JOURNEYS_URL),

  amiss: [async ({ context }, use) => {
    const amiss = new Amiss()
    await amiss.watch(context)
    await use(amiss)
    expect(amiss.found, 'nothing is refused, blocked or broken on the way').toEqual([])
  }, { auto: true }],

  enter: async ({ amiss, browser, contextOptions, locale, timezoneId, viewport, colorScheme, baseURL }, use) => {
    const contexts: { close: () => Promise<void> }[] = []
    await use(async (identity, options) => {
      const own = { ...contextOptions, locale, timezoneId, viewport, colorScheme, baseURL, ...options }
      const context = await browser.newContext(own as BrowserContextOptions)
      contexts.push(context)
      await amiss.watch(context)
      return new Person(await context.newPage(), identity, context)
    })
    await Promise.all(contexts.map(context => context.close()))
  },

  newcomer: async ({ enter }, use) => use(async (name, options) => {
    const person = await enter(somebody(name), options)
    await person.register()
    return person
  }),

  local: async ({ enter }, use) => use(async (userName, options) => {
    const person = await enter(local(userName), options)
    await person.arrive()
    return person
  }),
})

export { expect }
