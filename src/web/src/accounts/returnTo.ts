import type { RouteLocationRaw } from 'vue-router'

/** Where to go after signing in: only ever a path of our own. */
export function returnPath(next: unknown): string {
  return typeof next === 'string' && /^\/(?![/\\])/.test(next) ? next : '/'
}

/** What stands behind # stays where it is: it may be a guest's secret. */
export function signInFor(path: string): RouteLocationRaw {
  const [next = '/'] = path.split('#')
  return next === '/' ? '/sign-in' : { path: '/sign-in', query: { next } }
}
