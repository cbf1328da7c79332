// On Read: selecting an item exchanges the parts of the page that change, so that the text stays where it is.
// The address changes as if the link had been followed; going back works as ever.

export function selectInPlace () {
  if (!document.querySelector('.read')) return
  document.addEventListener('click', event => {
    if (event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return
    const link = event.target.closest('a[data-item]') ?? itemUnder(event.target)
    if (!link) return
    event.preventDefault()
    show(link.href, true)
  })
  addEventListener('popstate', () => show(location.href, false))
  mark()
}

// Words of the text lead where their line in the margin leads.
function itemUnder (target) {
  const local = target.closest?.('[data-at]')?.dataset.at
  return local && document.querySelector(`a[data-item="${CSS.escape(local)}"]`)
}

async function show (href, isNew) {
  const { signal } = next()
  let page
  try {
    const answer = await fetch(href, { signal, headers: { accept: 'text/html' } })
    if (!answer.ok) throw new Error(answer.status)
    page = new DOMParser().parseFromString(await answer.text(), 'text/html')
  } catch (error) {
    if (error.name !== 'AbortError') location.href = href
    return
  }
  for (const part of ['.read > .article', '.read > .selected']) {
    document.querySelector(part).replaceWith(document.adoptNode(page.querySelector(part)))
  }
  if (isNew) history.pushState(null, '', href)
  mark()
  const lit = document.querySelector('.words .lit') ?? document.querySelector('.margin [aria-current]')
  lit?.scrollIntoView({ block: 'nearest' })
}

// Only the last item asked for counts: keys are faster than pages.
let asking
function next () {
  asking?.abort()
  asking = new AbortController()
  return asking
}

function mark () {
  const selected = document.querySelector('.selected')
  selected.toggleAttribute('data-chosen', document.querySelector('.margin [aria-current]') !== null)
}
