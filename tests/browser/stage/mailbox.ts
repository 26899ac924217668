import { expect } from '@playwright/test'
import type { Caller } from './people.ts'

interface Mail { to_address: string, body: string }

/** The newest mail to an address that holds these words, once it is there. */
export async function mailTo(address: string, words: string, admin: Caller): Promise<string> {
  let body: string | undefined
  await expect(async () => {
    const mails = await admin.get<Mail[]>('/admin/mails?limit=100')
    body = mails.find(mail => mail.to_address === address && mail.body.includes(words))?.body
    expect(body, `“${words}” was mailed to ${address}`).toBeDefined()
  }).toPass({ timeout: 20_000 })
  return body ?? ''
}
