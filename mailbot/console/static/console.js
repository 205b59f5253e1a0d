// Keyboard and dialogs. A key is named by where it sits (event.code); a letter that a Vietnamese
// input method has already composed is undone to the key pressed last.
const TONES = {'\u0301': 'KeyS', '\u0300': 'KeyF', '\u0309': 'KeyR', '\u0303': 'KeyX', '\u0323': 'KeyJ'}

export function keyOf(event) {
  if (event.code) return event.code
  const letters = event.key.normalize('NFD')
  const last = letters.at(-1)
  if (TONES[last]) return TONES[last]
  if (last === '\u0302') return 'Key' + letters[0].toUpperCase()
  if (last === '\u0306' || last === '\u031b') return 'KeyW'
  return /[đĐ]/.test(letters[0]) ? 'KeyD' : 'Key' + letters[0].toUpperCase()
}

const one = (selector, root = document) => root.querySelector(selector)
const all = (selector, root = document) => [...root.querySelectorAll(selector)]
const isTyping = event =>
  event.isComposing || event.target.closest('input:not([type=checkbox]), textarea, select')

let chosen = -1

function choose(n) {
  const rows = all('[data-row]')
  if (!rows.length) return
  chosen = Math.max(0, Math.min(rows.length - 1, n))
  rows.forEach((row, at) => row.classList.toggle('sel', at === chosen))
  one('a.open', rows[chosen]).focus({preventScroll: true})
  rows[chosen].scrollIntoView({block: 'nearest'})
}

function onChord(event, key) {
  if (key !== 'Enter') return
  const open = one('dialog[open]')
  const button = open ? one('[data-commit]:not(:disabled)', open) : one('.decide .pri')
  if (button) {
    event.preventDefault()
    button.click()
  }
}

function onKey(event, key) {
  if (event.key === '?') return one('#keys').showModal()
  if (key === 'Slash') {
    event.preventDefault()
    one('#q').focus()
    return one('#q').select()
  }
  if (one('[data-list]')) {
    const step = {ArrowDown: 1, KeyJ: 1, ArrowUp: -1, KeyK: -1}[key]
    if (step) {
      event.preventDefault()
      choose(chosen + step)
    }
    return
  }
  const named = one(`[data-key="${key}"]`)
  if (named) {
    event.preventDefault()
    return named.click()
  }
  const digit = /^(?:Digit|Numpad)([1-9])$/.exec(key)
  if (digit) one(`[data-flag="${digit[1]}"] .go`)?.click()
  else if (key === 'KeyZ') dispatchEvent(new CustomEvent('zoom-to-flag'))
}

document.addEventListener('keydown', event => {
  const key = keyOf(event)
  if (event.ctrlKey || event.metaKey) return onChord(event, key)
  if (event.altKey || isTyping(event) || one('dialog[open]')) return
  onKey(event, key)
})

// What a request brings into the dialog opens it, its heading focused, and sends its form by Enter.
const dialog = one('#dlg')
let opener = null
new MutationObserver(() => {
  if (!one('[data-dialog]', dialog)) return
  if (!dialog.open) {
    opener = document.activeElement
    dialog.showModal()
    one('#dlg-h', dialog)?.focus()
  }
}).observe(dialog, {childList: true})
dialog.addEventListener('close', () => {
  dialog.replaceChildren()
  opener?.focus()
})
dialog.addEventListener('click', event => {
  if (event.target.closest('[data-close]')) dialog.close()
  if (event.target.closest('[data-reload]')) location.reload()
})

// Menus close by Esc and by a click elsewhere; a toast that says what was done goes by itself.
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
if (one('[data-fades]')) {
  const address = new URL(location)
  address.searchParams.delete('xong')
  history.replaceState(null, '', address)
  setTimeout(() => one('[data-fades]')?.remove(), 8000)
}
