// The signed paper beside the review: flags as numbered boxes, flag and place lead to each other.
import {askAgain} from './console.js'
import {fetchPaper, PaperError, sheetsOf} from './paper.js'

const host = document.querySelector('#pdf')
const pdfjs = await import(host.dataset.pdfjs)
pdfjs.GlobalWorkerOptions.workerSrc = host.dataset.worker

const all = (selector, root = document) => [...root.querySelectorAll(selector)]
const files = all('.file')
let paper = null, file = '', sheets = [], zoom = 1
// The flag one is at, and which of its places: a flag that contradicts another place has two.
let current = null, at = 0

const spotsOf = flag => all('[data-box]', flag)
const placed = () => all('.fl [data-box]').filter(spot => spot.dataset.name === file)
const boxOf = element => element.dataset.box.split(' ').map(Number)
const pageOf = element => sheets[Number(element.dataset.page) - 1]?.element

function put(element, [x, y, w, h], pad = 3) {
  Object.assign(element.style, {
    left: `calc(${x * 100}% - ${pad}px)`, top: `calc(${y * 100}% - ${pad}px)`,
    width: `calc(${w * 100}% + ${2 * pad}px)`, height: `calc(${h * 100}% + ${2 * pad}px)`,
  })
}

function mark() {
  all('.hl, .pinw', host).forEach(element => element.remove())
  for (const spot of placed()) {
    const page = pageOf(spot)
    if (!page) continue
    const flag = spot.closest('.fl')
    const n = flag.dataset.flag
    const which = spotsOf(flag).indexOf(spot)
    const level = ['done', 'stop', 'warn', 'info'].find(name => flag.classList.contains(name))
    const box = document.createElement('button')
    box.className = `hl ${level}` + (n === current && which === at ? ' on' : '')
    box.dataset.n = n
    box.setAttribute('aria-label', `Cảnh báo ${n}`)
    box.tabIndex = -1
    put(box, boxOf(spot))
    box.addEventListener('click', () => {
      go(flag, which, false)
      flag.querySelector('.go').focus()
    })
    const pin = document.createElement('span')
    pin.className = 'pinw'
    pin.setAttribute('aria-hidden', 'true')
    put(pin, boxOf(spot))
    const dot = document.createElement('span')
    dot.className = `pin ${level}`
    dot.textContent = n
    pin.append(dot)
    page.append(box, pin)
  }
}

function centre(element) {
  const page = pageOf(element)
  if (!page) return
  const [x, y, w, h] = boxOf(element)
  host.scrollTo({
    top: page.offsetTop - host.offsetTop + (y + h / 2) * page.offsetHeight - host.clientHeight / 2,
    left: page.offsetLeft - host.offsetLeft + (x + w / 2) * page.offsetWidth - host.clientWidth / 2,
  })
}

function choose(flag) {
  current = flag.dataset.flag
  all('.fl').forEach(one => one.classList.toggle('on', one === flag))
  all('.rows tr').forEach(row => row.classList.toggle('on', row.dataset.r === flag.dataset.rowN))
}

// Go to a flag: to its first place, and to its other one where it is chosen again.
async function go(flag, which, move = true) {
  const spots = spotsOf(flag)
  const next = flag.dataset.flag === current ? (at + 1) % spots.length : 0
  at = which ?? next
  choose(flag)
  flag.scrollIntoView({block: 'nearest'})
  const spot = spots[at]
  if (!spot) return
  if (spot.dataset.name !== file) await open(spot.dataset.name)
  mark()
  if (move) centre(spot)
}

const topOf = sheet => sheet.element.offsetTop - host.offsetTop

// Pages near what is seen are drawn, those far away are let go.
function drawNear() {
  const from = host.scrollTop - host.clientHeight
  const to = host.scrollTop + 2 * host.clientHeight
  const isNear = sheet => topOf(sheet) < to && topOf(sheet) + sheet.element.offsetHeight > from
  sheets.filter(sheet => !isNear(sheet)).forEach(sheet => sheet.clear())
  return Promise.all(sheets.filter(isNear).map(sheet => sheet.draw().catch(() => undrawn(sheet))))
}

function undrawn(sheet) {
  if (!sheet.element.querySelector('.empty')) sheet.element.append(told('#page-fault'))
}

const told = template => document.querySelector(template).content.firstElementChild.cloneNode(true)

function fit() {
  sheets.forEach(sheet => sheet.fit((host.clientWidth - 32) * zoom))
}

// Fit anew and keep in the middle what stands there now.
function refit() {
  const middle = (host.scrollTop + host.clientHeight / 2) / host.scrollHeight
  fit()
  host.scrollTo({top: middle * host.scrollHeight - host.clientHeight / 2, behavior: 'instant'})
  return drawNear()
}

async function open(name) {
  const button = files.find(one => one.dataset.name === name)
  if (!button) return
  file = name
  delete host.dataset.ready
  delete host.dataset.readable
  files.forEach(one => one.setAttribute('aria-pressed', String(one === button)))
  const url = host.dataset.base + button.dataset.file
  document.querySelector('#original').href = url
  try {
    const asked = await fetchPaper(pdfjs, url)
    const found = await sheetsOf(asked).catch(() => { throw new PaperError('broken') })
    if (file === name) await show(asked, found)
  } catch (error) {
    if (!(error instanceof PaperError)) throw error
    if (file === name) fail(error.why, url)
  }
}

async function show(asked, found) {
  paper?.destroy()
  paper = asked
  sheets = found
  fit()
  host.replaceChildren(...sheets.map(sheet => sheet.element))
  host.scrollTo({top: 0, behavior: 'instant'})
  await drawNear()
  mark()
  tell()
  host.dataset.ready = file
  for (const sheet of found) {
    if (sheets !== found) return
    await sheet.write(pdfjs).catch(() => {})  // a page whose text cannot be read is still seen
  }
  host.dataset.readable = file
}

function fail(why, url) {
  const name = file
  const again = () => file === name && open(name)
  sheets = []
  const fault = told('#paper-fault')
  for (const reason of all('[data-why]', fault)) reason.hidden = reason.dataset.why !== why
  fault.querySelector('[data-retry]').addEventListener('click', again)
  fault.querySelector('a').href = url
  host.replaceChildren(fault)
  document.querySelector('#pg').textContent = ''
  if (why === 'ended') askAgain(again)
}

function tell() {
  const middle = host.scrollTop + host.clientHeight / 2
  const at = sheets.findIndex(sheet => topOf(sheet) + sheet.element.offsetHeight > middle)
  const n = (at < 0 ? sheets.length - 1 : at) + 1
  const text = `Trang ${n}/${sheets.length}`
  const shown = document.querySelector('#pg')
  if (shown.textContent !== text) shown.textContent = text
}

function outline(element) {
  all('.loc', host).forEach(one => one.remove())
  if (!element || element.dataset.name !== file || !pageOf(element)) return
  const box = document.createElement('span')
  box.className = 'loc'
  put(box, boxOf(element), 4)
  pageOf(element).append(box)
}

function resize(factor) {
  zoom = Math.max(0.5, Math.min(4, zoom * factor))
  return refit()
}

host.addEventListener('scroll', () => {
  if (!sheets.length) return
  tell()
  drawNear()
})
document.addEventListener('click', event => {
  const button = event.target.closest('.fl .go')
  if (button) go(button.closest('.fl'), event.target.dataset.spot && Number(event.target.dataset.spot))
  const pin = event.target.closest('[data-go]')
  if (pin) {
    event.preventDefault()
    const flag = document.querySelector(`[data-flag="${pin.dataset.go}"]`)
    flag.querySelector('.go').focus()
    go(flag)
  }
})
const cellOf = event => event.target.closest?.('td[data-box]')
document.addEventListener('mouseover', event => outline(cellOf(event)))
document.addEventListener('focusin', event => {
  const cell = cellOf(event)
  outline(cell)
  if (cell && cell.dataset.name === file && document.activeElement?.matches(':focus-visible')) centre(cell)
})
addEventListener('review-changed', () => {
  const flag = document.querySelector(`[data-flag="${current}"]`)
  if (flag) choose(flag)
  mark()
})
files.forEach(button => button.addEventListener('click', () => open(button.dataset.name)))
document.querySelector('#zoom-in').addEventListener('click', () => resize(1.25))
document.querySelector('#zoom-out').addEventListener('click', () => resize(0.8))
const marks = document.querySelector('#marks')
marks.addEventListener('click', () => {
  marks.setAttribute('aria-pressed', String(!host.classList.toggle('bare')))
})
addEventListener('zoom-to-flag', async () => {
  await resize(zoom === 1 ? 1.9 : 1 / zoom)
  const flag = document.querySelector(`[data-flag="${current}"]`)
  const spot = flag && spotsOf(flag)[at]
  if (spot) centre(spot)
})
let width = host.clientWidth
let later = 0
addEventListener('resize', () => {
  clearTimeout(later)
  later = setTimeout(() => {
    if (!sheets.length || host.clientWidth === width) return
    width = host.clientWidth
    refit()
  }, 200)
})
if (files.length) await open(files[0].dataset.name)
