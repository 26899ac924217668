import { Problem } from '@/api/problem'
import { addPasskey, openSessionByPasskey, startPasskey, startPasskeySignIn } from './requests'

/** Whether this browser knows passkeys. */
export const hasPasskeys = (): boolean =>
  typeof PublicKeyCredential === 'function' && 'parseCreationOptionsFromJSON' in PublicKeyCredential

const declined = (): Problem => new Problem(400, 'declined', 'Your device did not go through with it. Try again.')

/** What the device answers, as JSON text. */
async function ask(asking: () => Promise<Credential | null>): Promise<string> {
  const credential = await asking().catch(() => null)
  if (!(credential instanceof PublicKeyCredential)) throw declined()
  return JSON.stringify(credential.toJSON())
}

export async function makePasskey(name: string): Promise<void> {
  const { question_id, options_json } = await startPasskey()
  const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(JSON.parse(options_json))
  const credential_json = await ask(() => navigator.credentials.create({ publicKey }))
  await addPasskey({ question_id, credential_json, name })
}

export async function showPasskey(): ReturnType<typeof openSessionByPasskey> {
  const { question_id, options_json } = await startPasskeySignIn()
  const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(JSON.parse(options_json))
  const credential_json = await ask(() => navigator.credentials.get({ publicKey }))
  return await openSessionByPasskey({ question_id, credential_json })
}
