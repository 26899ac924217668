import { existsSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import openapiTS, { astToString } from 'openapi-typescript'

const stored = fileURLToPath(new URL('../../docs/openapi.json', import.meta.url))
const source = resolve(process.env.SEATMATE_OPENAPI ?? stored)
if (!existsSync(source)) {
  console.error(`No OpenAPI document at ${source}. Build the server once, or name a document in SEATMATE_OPENAPI.`)
  process.exit(1)
}

const ast = await openapiTS(pathToFileURL(source))
await writeFile(new URL('src/api/schema.d.ts', import.meta.url), astToString(ast))
