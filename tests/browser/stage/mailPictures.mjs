// Pictures of every mail in a folder (MAILS=folder ./test MailTemplatesTests writes them), light, dark and on a phone:
//   npm run mails --workspace=@seatmate/browser-tests -- folder
import { readdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { chromium } from '@playwright/test'

const looks = [
  { name: 'light', colorScheme: 'light', viewport: { width: 800, height: 600 } },
  { name: 'dark', colorScheme: 'dark', viewport: { width: 800, height: 600 } },
  { name: 'phone', colorScheme: 'light', viewport: { width: 360, height: 600 } },
  { name: 'phone-dark', colorScheme: 'dark', viewport: { width: 360, height: 600 } },
]

const folder = resolve(process.env.INIT_CWD ?? '.', process.argv[2] ?? 'mails')
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM || '/usr/bin/chromium',
  chromiumSandbox: process.getuid?.() !== 0,
})
for (const { name, ...look } of looks) {
  const page = await browser.newPage(look)
  for (const file of readdirSync(folder).filter(file => file.endsWith('.html'))) {
    await page.goto(pathToFileURL(join(folder, file)).href)
    await page.screenshot({ path: join(folder, file.replace('.html', `.${name}.png`)), fullPage: true })
  }
  await page.close()
}
await browser.close()
