// Keys: / search, j and k move, o opens, ? shows them all; on Read, those that the page names itself.
import { copy } from './copy.js'

export function listen () {
  document.addEventListener('keydown', event => {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    if (event.key === 'Escape') return leave()
    if (isTyping(event.target)) return
    const does = actions[event.key] ?? pageAction(event.key)
    if (does) {
      event.preventDefault()
      does()
    }
  })
  document.querySelector('a.key')?.addEventListener('click', event => {
    event.preventDefault()
    showKeys()
  })
}

const actions = {
  '/': () => document.querySelector('[data-search]')?.focus(),
  j: () => move(1),
  k: () => move(-1),
  o: open,
  '?': showKeys
}

function isTyping (target) {
  return target.matches('input, select, textarea') || target.isContentEditable
}

function leave () {
  const keys = document.querySelector('#keys')
  if (keys.classList.contains('shown')) {
    keys.classList.remove('shown')
    keys.open = false
  } else document.activeElement?.blur()
}

function items () {
  return [...document.querySelectorAll('[data-item]')]
}

// On Read an item is a link, and moving to it selects it; elsewhere it is a line, and moving marks it.
function move (by) {
  const all = items()
  if (!all.length) return
  const at = all.findIndex(item => item.matches('.here, [aria-current]'))
  const next = all[at < 0 ? (by > 0 ? 0 : all.length - 1) : Math.min(Math.max(at + by, 0), all.length - 1)]
  if (next.matches('a')) return next.click()
  all[at]?.classList.remove('here')
  next.classList.add('here')
  next.scrollIntoView({ block: 'nearest' })
  next.querySelector('a.open')?.focus({ preventScroll: true })
}

function open () {
  document.querySelector('.here a.open')?.click()
}

function showKeys () {
  const keys = document.querySelector('#keys')
  const isShown = keys.classList.toggle('shown')
  keys.open = isShown
  if (isShown) keys.querySelector('summary').focus()
}

function pageAction (key) {
  const to = document.querySelector(`[data-key="${CSS.escape(key)}"]`)
  if (to) return () => (to.matches('summary') ? openForm(to) : to.click())
  const from = document.querySelector(`[data-copy="${CSS.escape(key)}"]`)
  if (from) return () => copy(from.parentElement.querySelector('textarea').value)
}

function openForm (summary) {
  summary.parentElement.open = true
  summary.parentElement.querySelector('select, input:not([type=hidden])')?.focus()
}
