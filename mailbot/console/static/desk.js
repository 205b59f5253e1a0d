// Files dropped onto a form go into its field; the form is then sent as if they had been chosen.
for (const form of document.querySelectorAll('[data-drop]')) {
  const zone = form.querySelector('.dropzone')
  const field = form.querySelector('input[type=file]')
  const over = isOver => event => {
    event.preventDefault()
    zone.classList.toggle('over', isOver)
  }
  zone.addEventListener('dragover', over(true))
  zone.addEventListener('dragleave', over(false))
  zone.addEventListener('drop', event => {
    over(false)(event)
    if (event.dataTransfer.files.length) field.files = event.dataTransfer.files
  })
}
document.querySelector('#results')?.focus()
