import { existsSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import openapiTS, { astToString } from 'openapi-typescript'
import ts from 'typescript'

const stored = fileURLToPath(new URL('../../docs/openapi.json', import.meta.url))
const source = resolve(process.env.SEATMATE_OPENAPI ?? stored)
if (!existsSync(source)) {
  console.error(`No OpenAPI document at ${source}. Build the server once, or name a document in SEATMATE_OPENAPI.`)
  process.exit(1)
}

const text = ts.factory.createKeywordTypeNode(ts.SyntaxKind.StringKeyword)
const mayBeNull = schema => schema.type?.includes?.('null') || schema.oneOf?.some(one => one.type === 'null')
const isRequest = path => /\/schemas\/\w+(Request|Input)\//.test(path)

const ast = await openapiTS(pathToFileURL(source), {
  /** An instant is written without a type; in JSON it is a text. */
  transform: schema => schema.format === 'date-time' && !schema.type ? text : undefined,
  /** In a request, what may be null may be left out as well: the server reads both alike. */
  transformProperty: (property, schema, { path }) => isRequest(path ?? '') && mayBeNull(schema)
    ? ts.factory.updatePropertySignature(
        property, property.modifiers, property.name, ts.factory.createToken(ts.SyntaxKind.QuestionToken), property.type)
    : undefined,
})
await writeFile(new URL('src/api/schema.d.ts', import.meta.url), astToString(ast))
