import { customRef, type Ref } from 'vue'

/** A value that follows what is typed once the typing rests. */
export function useDebounced<T>(initial: T, milliseconds = 200): Ref<T> {
  return customRef((track, trigger) => {
    let value = initial
    let timer: ReturnType<typeof setTimeout> | undefined
    return {
      get() {
        track()
        return value
      },
      set(next) {
        clearTimeout(timer)
        timer = setTimeout(() => {
          value = next
          trigger()
        }, milliseconds)
      },
    }
  })
}
