import type { RouteLocationRaw } from 'vue-router'

/** Where to go after signing in: only ever a path of our own. */
export function returnPath(next: unknown): string {
  return typeof next === 'string' && /^\/(?![/\\])/.test(next) ? next : '/'
}

export const signInFor = (path: string): RouteLocationRaw =>
  path === '/' ? '/sign-in' : { path: '/sign-in', query: { next: path } }
