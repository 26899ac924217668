import { test as base, expect, type APIRequestContext, type BrowserContextOptions } from '@playwright/test'
import { Amiss, watch } from './amiss.ts'
import { Caller, Person, password, somebody, type Identity } from './people.ts'

/** A browser that stays open, and the journey that is told what goes wrong in it. */
interface Kept { person: Person, amiss: Amiss }

type Enter = (identity: Identity, options?: BrowserContextOptions) => Promise<Person>

interface Stage {
  amiss: Amiss
  /** Somebody with a browser of their own, not yet known to the server. */
  enter: Enter
  /** Somebody who has just signed up. */
  newcomer: (name: string, options?: BrowserContextOptions) => Promise<Person>
  /** Somebody who has just signed up, and whom nobody sees: without a browser. */
  offstage: (name: string) => Promise<Caller>
  /** Somebody of the demo data, or its admin. */
  local: (userName: string, options?: BrowserContextOptions) => Promise<Person>
  /** Somebody of the demo data, or a visitor, for one look: the browser is the same for all looks of theirs. */
  passer: (userName: string | undefined) => Promise<Person>
}

interface House { kept: Map<string, Kept> }

const local = (name: string): Identity =>
  ({ name, userName: name, email: name === 'admin' ? 'admin@email.com' : `${name}@example.com`, password })

/** Every journey also promises that nothing is refused, blocked or broken on the way. */
export const test = base.extend<Stage, House>({
  baseURL: async ({}, use) => use(process.env.JOURNEYS_URL),

  amiss: [async ({}, use) => {
    const amiss = new Amiss()
    await use(amiss)
    expect(amiss.found, 'nothing is refused, blocked or broken on the way').toEqual([])
  }, { auto: true }],

  context: async ({ context, amiss }, use) => {
    await amiss.watch(context)
    await use(context)
  },

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

  offstage: async ({ playwright, baseURL }, use) => {
    const contexts: APIRequestContext[] = []
    await use(async (name) => {
      const context = await playwright.request.newContext({ baseURL: baseURL! })
      contexts.push(context)
      const caller = new Caller(somebody(name), context)
      await caller.register()
      return caller
    })
    await Promise.all(contexts.map(context => context.dispose()))
  },

  local: async ({ enter }, use) => use(async (userName, options) => {
    const person = await enter(local(userName), options)
    await person.arrive()
    return person
  }),

  kept: [async ({}, use) => {
    const kept = new Map<string, Kept>()
    await use(kept)
    await Promise.all([...kept.values()].map(({ person }) => person.page.context().close()))
  }, { scope: 'worker' }],

  passer: async ({ amiss, kept, browser, contextOptions, locale, timezoneId, viewport, colorScheme, baseURL }, use) => {
    await use(async (userName) => {
      const name = userName ?? 'a visitor'
      const before = kept.get(name)
      if (before) {
        before.amiss = amiss
        await before.person.forget()
        return before.person
      }
      const own = { ...contextOptions, locale, timezoneId, viewport, colorScheme, baseURL }
      const context = await browser.newContext(own as BrowserContextOptions)
      const person = new Person(await context.newPage(), local(name), context)
      const now: Kept = { person, amiss }
      kept.set(name, now)
      await watch(context, text => now.amiss.note(text))
      if (userName) await person.arrive()
      return person
    })
  },
})

export { expect }
