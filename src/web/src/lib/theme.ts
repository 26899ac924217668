import { ref, watch } from 'vue'

export type Theme = 'system' | 'light' | 'dark'

const storageName = 'seatmate-theme'
const stored = document.documentElement.dataset.theme

/** The choice was applied by /theme.js before the first paint; from here on the app owns it. */
export const theme = ref<Theme>(stored === 'light' || stored === 'dark' ? stored : 'system')

watch(theme, (choice) => {
  if (choice === 'system') {
    delete document.documentElement.dataset.theme
    localStorage.removeItem(storageName)
    return
  }
  document.documentElement.dataset.theme = choice
  localStorage.setItem(storageName, choice)
})
