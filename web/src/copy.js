// Copies text and says so. Where the clipboard is closed to pages, the text stays to be copied by hand.
export async function copy (text) {
  try {
    await navigator.clipboard.writeText(text)
    say('Copied')
  } catch {
    say('This browser does not let pages copy: open it and copy by hand')
  }
}

export function say (message) {
  document.querySelector('.toast')?.remove()
  const toast = document.createElement('div')
  toast.className = 'toast'
  toast.setAttribute('role', 'status')
  toast.textContent = message
  document.body.append(toast)
  setTimeout(() => toast.remove(), 2500)
}
