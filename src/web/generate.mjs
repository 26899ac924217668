import { existsSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { pathToFileURL } from 'node:url'
import { resolve } from 'node:path'
import openapiTS, { astToString } from 'openapi-typescript'

const source = resolve(process.env.SEATMATE_OPENAPI ?? new URL('../../docs/openapi.json', import.meta.url).pathname)
if (!existsSync(source)) {
  console.error(`No OpenAPI document at ${source}. Build the server once, or name a document in SEATMATE_OPENAPI.`)
  process.exit(1)
}

const ast = await openapiTS(pathToFileURL(source))
await writeFile(new URL('src/api/schema.d.ts', import.meta.url), astToString(ast))
