// Drag over a chart to choose a stretch of time. A click stays a link to one step.
const LEAST = 5 // pixels; less is a click

export function brushAll () {
  for (const plot of document.querySelectorAll('[data-brush]')) brush(plot)
}

function brush (plot) {
  const links = plot.querySelector('svg.links')
  const steps = [...links.querySelectorAll('a')]
  let start = null
  let band = null

  const stepAt = x => {
    const box = links.getBoundingClientRect()
    const at = Math.floor((x - box.left) / box.width * steps.length)
    return Math.min(Math.max(at, 0), steps.length - 1)
  }
  const draw = x => {
    const outer = plot.getBoundingClientRect()
    const [from, to] = [Math.min(start, x), Math.max(start, x)]
    const left = steps[stepAt(from)].getBoundingClientRect().left
    const right = steps[stepAt(to)].getBoundingClientRect().right
    band.style.left = `${left - outer.left}px`
    band.style.width = `${right - left}px`
  }
  const end = () => {
    band?.remove()
    band = null
    start = null
  }

  links.addEventListener('pointerdown', event => {
    if (event.button === 0 && event.pointerType !== 'touch') start = event.clientX
  })
  links.addEventListener('dragstart', event => event.preventDefault())
  addEventListener('pointermove', event => {
    if (start === null) return
    if (!band && Math.abs(event.clientX - start) >= LEAST) {
      band = document.createElement('div')
      band.className = 'brush'
      plot.append(band)
    }
    if (band) draw(event.clientX)
  })
  addEventListener('pointerup', event => {
    if (!band) return end()
    const [from, to] = [Math.min(start, event.clientX), Math.max(start, event.clientX)]
    const [first, last] = [steps[stepAt(from)].dataset.from, steps[stepAt(to)].dataset.to]
    end()
    // The click that ends a drag is not meant for the link under it.
    links.addEventListener('click', click => click.preventDefault(), { capture: true, once: true })
    location.href = plot.dataset.brush.replace('FROM', first).replace('TO', last)
  })
  addEventListener('pointercancel', end)
}
