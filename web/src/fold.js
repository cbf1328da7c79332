// On a narrow screen what narrows the search comes folded: the results come first.
export function foldWhereNarrow () {
  if (matchMedia('(max-width: 720px)').matches) {
    for (const details of document.querySelectorAll('details[data-wide]')) details.open = false
  }
}
