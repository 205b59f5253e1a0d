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
    if (!event.dataTransfer.files.length) return
    field.files = event.dataTransfer.files
    field.dispatchEvent(new Event('change', { bubbles: true }))
  })
}
document.querySelector('#results')?.focus()

// A sheet to type in, over the plain field that is sent. What Excel puts on the clipboard fills the
// cells from where it is pasted. The field holds the same as tab-separated text.
const plain = document.querySelector('#rows')
const body = document.querySelector('.sheet-grid tbody')

function headings() {
  const chosen = document.querySelector('#kind').value
  const template = document.querySelector(`template[data-columns="${chosen}"]`)
  return [...template.content.querySelectorAll('span')].map(span => span.textContent)
}

function cell(row, column, label, value = '') {
  const input = document.createElement('input')
  input.value = value
  input.autocomplete = 'off'
  input.spellcheck = false
  input.setAttribute('aria-label', `Dòng ${row + 1}, ${label}`)
  input.dataset.at = `${row}:${column}`
  return input
}

function addRow(values = []) {
  const row = body.rows.length
  const line = body.insertRow()
  headings().forEach((label, column) => {
    line.insertCell().append(cell(row, column, label, values[column] ?? ''))
  })
}

function draw(lines) {
  const labels = headings()
  const head = document.querySelector('.sheet-grid thead')
  head.replaceChildren(document.createElement('tr'))
  for (const label of labels) {
    const th = document.createElement('th')
    th.scope = 'col'
    th.textContent = label
    head.rows[0].append(th)
  }
  body.replaceChildren()
  lines.forEach(addRow)
  while (body.rows.length < 3) addRow()
}

const clean = text => text.replace(/[\t\r\n]+/g, ' ')
const values = () => [...body.rows].map(row => [...row.querySelectorAll('input')].map(one => clean(one.value)))

function keep() {
  const lines = values()
  while (lines.length && lines.at(-1).every(text => !text.trim())) lines.pop()
  const text = lines.map(line => line.join('\t')).join('\n')
  if (text === plain.value) return
  plain.value = text
  plain.dispatchEvent(new Event('change', {bubbles: true}))
}

// Cells in quotes hold tabs and line breaks, as Excel writes them.
function pasted(text) {
  const lines = [[]]
  const pattern = /"((?:[^"]|"")*)"(?=[\t\r\n]|$)|([^\t\r\n]*)/y
  let at = 0
  while (at <= text.length) {
    pattern.lastIndex = at
    const found = pattern.exec(text)
    lines.at(-1).push(clean(found[1] === undefined ? found[2] : found[1].replaceAll('""', '"')))
    at = pattern.lastIndex
    if (text[at] === '\t') at += 1
    else if (at >= text.length) break
    else {
      at += text.startsWith('\r\n', at) ? 2 : 1
      if (at < text.length) lines.push([])
    }
  }
  return lines
}

function onPaste(event) {
  const start = event.target.dataset?.at
  const text = event.clipboardData.getData('text/plain')
  if (!start || !/[\t\n]/.test(text.trimEnd())) return
  event.preventDefault()
  const [row, column] = start.split(':').map(Number)
  pasted(text).forEach((line, down) => {
    while (body.rows.length <= row + down) addRow()
    const inputs = body.rows[row + down].querySelectorAll('input')
    line.forEach((value, right) => {
      if (inputs[column + right]) inputs[column + right].value = value
    })
  })
  keep()
}

function mark() {
  for (const input of body.querySelectorAll('[data-level]')) {
    delete input.dataset.level
    input.removeAttribute('aria-invalid')
    input.title = ''
  }
  for (const flag of document.querySelectorAll('#checked [data-cell]')) {
    const input = body.querySelector(`[data-at="${flag.dataset.cell}"]`)
    if (!input) continue
    input.dataset.level = flag.dataset.level
    input.setAttribute('aria-invalid', 'true')
    input.title = flag.textContent.trim()
  }
}

if (plain && body) {
  document.querySelector('#plain-rows').hidden = true
  document.querySelector('#sheet-box').hidden = false
  document.querySelector('#sheet-acts').hidden = false
  draw(plain.value ? plain.value.split('\n').map(line => line.split('\t')) : [])
  body.addEventListener('change', keep)
  body.addEventListener('paste', onPaste)
  document.querySelector('#add-row').addEventListener('click', () => {
    addRow()
    body.rows[body.rows.length - 1].querySelector('input').focus()
  })
  document.querySelector('#kind').addEventListener('change', () => {
    draw(values().filter(line => line.some(text => text.trim())))
    keep()
  })
  new MutationObserver(mark).observe(document.querySelector('#checked'), {childList: true, subtree: true})
}
