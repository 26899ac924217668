import { api, body, intent } from '@/api/client'
import { Problem } from '@/api/problem'
import type {
  AddPasskeyRequest, ProveAgainRequest, RegisterUserRequest, Session, UpdateUserRequest, SignInByPasskeyRequest,
} from '@/api/types'

export const registerUser = (request: RegisterUserRequest, key: string) =>
  body(api.POST('/auth/register', { body: request, ...intent(key) }))

export const openSession = (email: string, password: string) =>
  body(api.POST('/auth/session', { body: { email, password } }))

export const openSessionByCode = (email: string, code: string) =>
  body(api.POST('/auth/code/session', { body: { email, code } }))

export const askSignInCode = (email: string) => body(api.POST('/auth/code', { body: { email } }))

export const askPasswordReset = (email: string) => body(api.POST('/auth/forgot', { body: { email } }))

export const resetPassword = (token: string, password: string) =>
  body(api.POST('/auth/reset', { body: { token, password } }))

/** Who is signed in here, or null. */
export async function showSession(): Promise<Session | null> {
  try {
    return await body(api.GET('/auth/session'))
  }
  catch (error) {
    if (error instanceof Problem && error.status === 401) return null
    throw error
  }
}

export const signOut = () => body(api.POST('/auth/logout'))

export const openSessionBySecondStep = (ticket: string, code: string) =>
  body(api.POST('/auth/second-step/session', { body: { ticket, code } }))

export const showSecondStep = () => body(api.GET('/auth/second-step'))

export const startSecondStep = () => body(api.POST('/auth/second-step'))

export const turnOnSecondStep = (code: string) => body(api.POST('/auth/second-step/confirm', { body: { code } }))

export const renewRecoveryCodes = () => body(api.POST('/auth/second-step/recovery-codes'))

export const turnOffSecondStep = () => body(api.DELETE('/auth/second-step'))

export const proveAgain = (proof: ProveAgainRequest) => body(api.POST('/auth/proof', { body: proof }))

export const listPasskeys = () => body(api.GET('/auth/passkeys'))

export const startPasskey = () => body(api.POST('/auth/passkeys/start'))

export const addPasskey = (request: AddPasskeyRequest) => body(api.POST('/auth/passkeys', { body: request }))

export const renamePasskey = (id: number, name: string) =>
  body(api.PATCH('/auth/passkeys/{id}', { params: { path: { id } }, body: { name } }))

export const removePasskey = (id: number) => body(api.DELETE('/auth/passkeys/{id}', { params: { path: { id } } }))

export const startPasskeySignIn = () => body(api.POST('/auth/passkey/start'))

export const openSessionByPasskey = (request: SignInByPasskeyRequest) =>
  body(api.POST('/auth/passkey/session', { body: request }))

export const listSessions = () => body(api.GET('/auth/sessions'))

export const endSession = (id: string) => body(api.DELETE('/auth/sessions/{id}', { params: { path: { id } } }))

export const endOtherSessions = () => body(api.DELETE('/auth/sessions'))

export const showUserByHandle = (handle: string) =>
  body(api.GET('/user/by-handle/{handle}', { params: { path: { handle } } }))

export const updateUser = (id: number, request: UpdateUserRequest) =>
  body(api.PATCH('/user/{id}', { params: { path: { id } }, body: request }))

/** The code that was sent to an address proves that it is theirs. */
export const confirmEmail = (code: string) =>
  body(api.POST('/auth/confirm', { body: { code, token: null } }))

export const confirmEmailByLink = (token: string) =>
  body(api.POST('/auth/confirm', { body: { code: null, token } }))

export const askEmailConfirmation = () => body(api.POST('/auth/confirmation'))
