// Printing: a button that says so prints the page.
document.addEventListener('click', event => {
  if (event.target.closest('[data-print]')) print()
})
