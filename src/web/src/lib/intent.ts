import { ref, type Ref } from 'vue'
import { Problem } from '@/api/problem'
import { uuid } from './identifiers'

export interface Intent<Input, Output> {
  /** Sends what the user wants; while it is under way, or when its fate is unknown, the same wish keeps its key. */
  run: (input: Input) => Promise<Output>
  isRunning: Ref<boolean>
}

const isUncertain = (error: unknown): boolean => !(error instanceof Problem) || error.isUncertain

/**
 * One user intent, one effect. A second click while the first is under way shares its answer; a retry after a lost
 * answer repeats the key, so that the server recognises it. Another wish, or a definite answer, starts a new key.
 */
export function useIntent<Input, Output>(send: (input: Input, key: string) => Promise<Output>): Intent<Input, Output> {
  const isRunning = ref(false)
  const running = new Map<string, Promise<Output>>()
  let wish = ''
  let key = ''

  async function attempt(input: Input, asked: string, own: string): Promise<Output> {
    const forget = () => { if (key === own) key = '' }
    isRunning.value = true
    try {
      const output = await send(input, own)
      forget()
      return output
    }
    catch (error) {
      if (!isUncertain(error)) forget()
      throw error
    }
    finally {
      running.delete(asked)
      isRunning.value = running.size > 0
    }
  }

  function run(input: Input): Promise<Output> {
    const asked = JSON.stringify(input)
    const same = running.get(asked)
    if (same) return same
    if (key === '' || asked !== wish) key = uuid()
    wish = asked
    const answer = attempt(input, asked, key)
    running.set(asked, answer)
    return answer
  }

  return { run, isRunning }
}
