import { QueryClient } from '@tanstack/vue-query'
import { Problem } from '@/api/problem'

const retriesMax = 2

/** Only an answer that never came is worth asking again; a refusal stays a refusal. */
const isWorthRetrying = (failures: number, error: Error): boolean =>
  failures < retriesMax && error instanceof Problem && error.isUncertain

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: { staleTime: 20_000, retry: isWorthRetrying, retryDelay: attempt => 400 * 2 ** attempt },
    mutations: { retry: false },
  },
})
