import { useQuery } from '@tanstack/vue-query'
import { computed, type ComputedRef } from 'vue'
import { Problem } from '@/api/problem'
import type { Session, UserDetails } from '@/api/types'
import { draftsBelongTo, forgetDrafts } from '@/lib/draft'
import { queryClient } from '@/lib/queryClient'
import { openSession, openSessionByCode, openSessionBySecondStep, showSession, signOut } from './requests'

/** Whoever the cookie of this browser is of: what is typed from now on is theirs. */
async function restoreSession(): Promise<Session | null> {
  const session = await showSession()
  if (session) draftsBelongTo(session.user.id)
  return session
}

const sessionQuery = { queryKey: ['session'], queryFn: restoreSession, staleTime: 5 * 60_000 }

/** The signed-in person, null for a visitor, undefined while we do not know yet. */
export function useViewer(): ComputedRef<UserDetails | null | undefined> {
  const { data, isError } = useQuery(sessionQuery)
  return computed(() => data.value?.user ?? (data.value === null || isError.value ? null : undefined))
}

/** The session of this browser; null for a visitor, undefined while we do not know yet. */
export function useSession(): ComputedRef<Session | null | undefined> {
  const { data } = useQuery(sessionQuery)
  return computed(() => data.value)
}

export const ensureSession = (): Promise<Session | null> => queryClient.ensureQueryData(sessionQuery)

/** At this moment, when nothing on the page has followed yet. */
export const isSignedOut = (): boolean => queryClient.getQueryData(sessionQuery.queryKey) === null

/** Another person sees another Seatmate: nothing loaded for the one before may stay. */
function become(session: Session | null): void {
  if (session) draftsBelongTo(session.user.id)
  queryClient.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'session' && queryKey[0] !== 'event' })
  queryClient.setQueryData(sessionQuery.queryKey, session)
  void queryClient.invalidateQueries({ queryKey: ['event'] })
}

export async function signIn(email: string, password: string): Promise<void> {
  become(await openSession(email, password))
}

export async function signInByCode(email: string, code: string): Promise<void> {
  become(await openSessionByCode(email, code))
}

export async function takeSecondStep(ticket: string, code: string): Promise<void> {
  become(await openSessionBySecondStep(ticket, code))
}

/** The ticket for the second step, when that is what a sign-in was refused for. */
export function secondStepTicket(error: unknown): string | null {
  if (!(error instanceof Problem) || error.code !== 'second-step-needed') return null
  return (error.current as { ticket: string }).ticket
}

/** Asks again who is signed in here. */
export const refreshSession = (): Promise<void> => queryClient.invalidateQueries({ queryKey: sessionQuery.queryKey })

/** Somebody has proved who they are by other means than a password. */
export const welcome = (session: Session): void => become(session)

export async function leave(): Promise<void> {
  await signOut()
  forgetDrafts()
  forget()
}

export const forget = (): void => become(null)

export function remember(user: UserDetails): void {
  queryClient.setQueryData<Session | null>(sessionQuery.queryKey, session => session && { ...session, user })
}
