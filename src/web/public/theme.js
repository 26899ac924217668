try {
  const choice = localStorage.getItem('seatmate-theme')
  if (choice === 'light' || choice === 'dark') document.documentElement.dataset.theme = choice
} catch {
  // Storage may be forbidden; the system's theme is a good answer then.
}
