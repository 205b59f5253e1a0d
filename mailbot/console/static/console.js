// Keyboard and dialogs. A key is named by where it sits (event.code); a letter that a Vietnamese
// input method has already composed is undone to the key pressed last.
const TONES = {'\u0301': 'KeyS', '\u0300': 'KeyF', '\u0309': 'KeyR', '\u0303': 'KeyX', '\u0323': 'KeyJ'}

export function keyOf(event) {
  if (event.code) return event.code
  if (/^[0-9]$/.test(event.key)) return 'Digit' + event.key
  if (/^[A-Z][a-z0-9]/.test(event.key)) return event.key
  const letters = event.key.normalize('NFD')
  const last = letters.at(-1)
  if (TONES[last]) return TONES[last]
  if (last === '\u0302') return 'Key' + letters[0].toUpperCase()
  if (last === '\u0306' || last === '\u031b') return 'KeyW'
  if (/[đĐ]/.test(letters[0])) return 'KeyD'
  return {'[': 'BracketLeft', ']': 'BracketRight', '/': 'Slash', ' ': 'Space'}[letters]
    ?? 'Key' + letters[0].toUpperCase()
}

const one = (selector, root = document) => root.querySelector(selector)
const all = (selector, root = document) => [...root.querySelectorAll(selector)]
const isTyping = event =>
  event.isComposing || event.target.closest('input:not([type=checkbox], [type=radio]), textarea, select')
const singleKeys = () => document.body.dataset.singleKeys !== 'off'

// Move by so many rows from the chosen one; from none, to the first.
function choose(step) {
  const rows = all('[data-row]')
  if (!rows.length) return
  const before = rows.findIndex(row => row.classList.contains('sel'))
  const chosen = Math.max(0, Math.min(rows.length - 1, before + step))
  rows.forEach((row, at) => row.classList.toggle('sel', at === chosen))
  one('a.open', rows[chosen]).focus({preventScroll: true})
  rows[chosen].scrollIntoView({block: 'nearest'})
}

function press(event, button) {
  if (!button) return
  event.preventDefault()
  button.click()
}

// What is typed into a letter is shown in it before it can be sent.
const isUnseen = field => field.matches('textarea[hx-post]') && field.value !== field.defaultValue

function onChord(event, key) {
  const open = all('dialog[open]').at(-1)
  if (key === 'Enter' || key === 'NumpadEnter') {
    if (open && isUnseen(event.target)) return event.target.blur()
    press(event, open ? one('[data-commit]:not(:disabled)', open) : one('.decide .pri'))
  } else if (key === 'KeyZ' && !isTyping(event)) press(event, one('[data-undo]'))
}

function onLetter(event, key) {
  if (singleKeys()) press(event, one(`[data-key="${key}"]`))
}

function onListKey(event, key) {
  const letters = singleKeys() ? {KeyJ: 1, KeyK: -1} : {}
  const step = {ArrowDown: 1, ArrowUp: -1, ...letters}[key]
  if (!step || !one('[data-list]')) return onLetter(event, key)
  event.preventDefault()
  choose(step)
}

// From the search one goes down into what it found.
function onSearchKey(event, key) {
  if (!one('[data-row]') || !['ArrowDown', 'Enter', 'NumpadEnter'].includes(key)) return
  event.preventDefault()
  all('[data-row].sel').forEach(row => row.classList.remove('sel'))
  choose(1)
}

function onCaseKey(event, key) {
  const flag = event.target.closest('.fl')
  if (key === 'F2') return press(event, one('button.v', event.target.closest('td.cell') ?? undefined))
  if (!singleKeys()) return
  if (key === 'Space' && flag) return press(event, one('[data-act]', flag))
  const digit = /^(?:Digit|Numpad)([1-9])$/.exec(key)
  if (digit) {
    const go = one(`[data-flag="${digit[1]}"] .go`)
    go?.focus({preventScroll: true})
    return press(event, go)
  }
  if (key === 'KeyZ') return dispatchEvent(new CustomEvent('zoom-to-flag'))
  onLetter(event, key)
}

function onKey(event, key) {
  if (event.key === '?' && singleKeys()) return one('#keys').showModal()
  if (key === 'Slash' && singleKeys()) {
    event.preventDefault()
    one('#q').focus()
    return one('#q').select()
  }
  if (one('#review')) onCaseKey(event, key)
  else onListKey(event, key)
}

document.addEventListener('keydown', event => {
  const key = keyOf(event)
  if (event.ctrlKey || event.metaKey) return onChord(event, key)
  if (event.target.id === 'q' && !event.isComposing) onSearchKey(event, key)
  if (event.altKey || isTyping(event) || one('dialog[open]')) return
  onKey(event, key)
})

// What a request brings into the dialog opens it, its heading focused; where it is brought again
// while open, the field that was in use keeps the focus.
const dialog = one('#dlg')
let opener = null
let field = ''
dialog?.addEventListener('focusin', event => { field = event.target.id })
if (dialog) new MutationObserver(() => {
  if (!one('[data-dialog]', dialog)) return
  if (!dialog.open) {
    opener = document.activeElement?.id || document.activeElement
    dialog.showModal()
    field = ''
  }
  const wanted = one('[data-focus]', dialog) ?? (field && document.getElementById(field))
  const target = wanted || one('#dlg-h', dialog)
  target?.focus()
  if (wanted?.select && wanted.matches('[data-focus]')) wanted.select()
}).observe(dialog, {childList: true})
// While a choice is on its way into the letter, nothing is sent: what leaves was seen.
dialog?.addEventListener('change', event => {
  if (!event.target.matches('[hx-post]')) return
  const buttons = all('[data-commit]:not(:disabled)', dialog)
  buttons.forEach(button => { button.disabled = true })
  setTimeout(() => buttons.forEach(button => { button.disabled = false }), 15000)
})
dialog?.addEventListener('close', () => {
  dialog.replaceChildren()
  // The browser has given the focus back already; whoever went on with Tab is not called back.
  if (document.activeElement !== document.body) return
  const back = typeof opener === 'string' ? document.getElementById(opener) : opener
  if (back?.isConnected) back.focus()
  else resume()
})
dialog?.addEventListener('click', event => {
  if (event.target.closest('[data-close]')) dialog.close()
})

// What could not be done is told over everything else, in a dialog of its own: nothing typed below
// it is lost.
const trouble = one('#trouble')
if (trouble) new MutationObserver(() => {
  if (!trouble.firstElementChild || trouble.open) return
  trouble.showModal()
  one('#trouble-h').focus()
}).observe(trouble, {childList: true})
trouble?.addEventListener('close', () => trouble.replaceChildren())
document.addEventListener('click', event => {
  if (event.target.closest('[data-reload]')) location.reload()
})

// What an action brings back as the right half of a case closes the dialog it was asked in; one
// goes on where one was: at the same flag or cell, scrolled as before.
const split = one('.split')
let place = {}, scrolled = 0
document.addEventListener('scroll', event => {
  if (event.target.matches?.('#review .scroll')) scrolled = event.target.scrollTop
}, true)
document.addEventListener('focusin', event => {
  if (!event.target.closest('#review')) return
  const [flag, cell] = [event.target.closest('.fl'), event.target.closest('td')]
  place = {flag: flag?.dataset.flag, row: cell?.parentElement.dataset.r, cell: cell?.cellIndex}
})

function resume() {
  const flag = place.flag && one(`[data-flag="${place.flag}"] .go`)
  const row = place.row && one(`[data-r="${place.row}"]`)
  const again = flag || row?.cells[place.cell]?.querySelector('button.v') || one('#review .scroll')
  again?.focus({preventScroll: true})
}

if (split) new MutationObserver(changes => {
  if (!changes.some(change => [...change.addedNodes].some(node => node.id === 'review'))) return
  one('#review .scroll').scrollTop = scrolled
  if (dialog.open) dialog.close()
  else resume()
  dispatchEvent(new CustomEvent('review-changed'))
}).observe(split, {childList: true})

// A field for files says in our words what was chosen: the browser's own button speaks its language.
function tellFiles(field) {
  const told = field.parentElement.querySelector('.chosen')
  if (!told) return
  const names = Array.from(field.files, file => file.name)
  told.textContent = names.join(', ') || told.dataset.none
  told.classList.toggle('some', names.length > 0)
}

document.addEventListener('change', event => {
  if (event.target.type === 'file') tellFiles(event.target)
})
// Chosen before this ran, or kept by the browser over a reload.
for (const field of all('input[type=file]')) tellFiles(field)

// Menus close by Esc and by a click elsewhere.
document.addEventListener('click', event => {
  for (const menu of all('details.menu[open]')) if (!menu.contains(event.target)) menu.open = false
  const opens = event.target.closest('[data-open]')
  if (opens) {
    opens.closest('details')?.removeAttribute('open')
    one('#' + opens.dataset.open).showModal()
  }
})
document.addEventListener('keydown', event => {
  const menu = event.key === 'Escape' && event.target.closest('details.menu[open]')
  if (!menu) return
  menu.open = false
  one('summary', menu).focus()
})

// A toast that says what was done goes by itself; one that holds a decision counts down.
if (one('[data-fades]')) {
  const address = new URL(location)
  address.searchParams.delete('xong')
  history.replaceState(null, '', address)
  setTimeout(() => one('[data-fades]')?.remove(), 8000)
}
const held = one('[data-seconds]')
if (held) {
  const ends = performance.now() + 1000 * Number(held.dataset.seconds)
  const ticking = setInterval(() => {
    const left = Math.ceil((ends - performance.now()) / 1000)
    one('[data-left]', held).textContent = Math.max(0, left)
    if (left > 0) return
    clearInterval(ticking)
    held.remove()
  }, 250)
}

// A session that ended asks for the login over the page; nothing typed is lost. A plain form asks
// first whether the session still holds.
const again = one('#again')
const said = one('#again-said')
let waiting = []

// Ask for the login; what waits for it is done once the session has begun anew.
export function askAgain(then) {
  waiting.push(then)
  said.replaceChildren(document.createElement('span'))
}

if (said) new MutationObserver(() => {
  if (!said.firstElementChild) return
  const token = one('[data-token]', said)?.dataset.token
  if (!token) {
    if (!again.open) again.showModal()
    one('#again-password').value = one('#again-code').value = ''
    return one('#again-password').focus()
  }
  for (const hidden of all('[name=form_token]')) hidden.value = token
  said.replaceChildren()
  again.close()
  for (const image of all('img')) if (image.complete && !image.naturalWidth) image.src = image.src
  const due = waiting
  waiting = []
  due.forEach(then => then())
}).observe(said, {childList: true})
again?.addEventListener('cancel', event => event.preventDefault())
document.addEventListener('submit', async event => {
  const form = event.target
  if (!said || form.method !== 'post' || form.hasAttribute('hx-post') || form.dataset.sure) return
  event.preventDefault()
  const by = event.submitter
  const answer = await fetch('/phien', {headers: {'hx-request': 'true'}})
  if (answer.status === 401) return askAgain(() => form.requestSubmit(by))
  form.dataset.sure = 'yes'
  form.requestSubmit(by)
})
