// The signed paper: pages drawn by pdf.js, flags as numbered boxes, flag and place lead to each other.
const host = document.querySelector('#pdf')
const pdfjs = await import(host.dataset.pdfjs)
pdfjs.GlobalWorkerOptions.workerSrc = host.dataset.worker

const SETTINGS = {isEvalSupported: false, useWasm: false, enableXfa: false}
const all = (selector, root = document) => [...root.querySelectorAll(selector)]
const files = all('.file')
let paper = null, file = '', pages = [], zoom = 1, current = null, turn = 0

const placed = () => all('.fl[data-box]').filter(flag => flag.dataset.name === file)
const boxOf = element => element.dataset.box.split(' ').map(Number)
const pageOf = element => pages[Number(element.dataset.page) - 1]

function put(element, [x, y, w, h], pad = 3) {
  Object.assign(element.style, {
    left: `calc(${x * 100}% - ${pad}px)`, top: `calc(${y * 100}% - ${pad}px)`,
    width: `calc(${w * 100}% + ${2 * pad}px)`, height: `calc(${h * 100}% + ${2 * pad}px)`,
  })
}

function mark() {
  all('.hl, .pinw', host).forEach(element => element.remove())
  for (const flag of placed()) {
    const page = pageOf(flag)
    if (!page) continue
    const n = flag.dataset.flag
    const level = ['done', 'stop', 'warn', 'info'].find(name => flag.classList.contains(name))
    const box = document.createElement('button')
    box.className = `hl ${level}` + (n === current ? ' on' : '')
    box.dataset.n = n
    box.setAttribute('aria-label', `Cảnh báo ${n}`)
    box.tabIndex = -1
    put(box, boxOf(flag))
    box.addEventListener('click', () => {
      go(flag, false)
      flag.querySelector('.go').focus()
    })
    const pin = document.createElement('span')
    pin.className = 'pinw'
    pin.setAttribute('aria-hidden', 'true')
    put(pin, boxOf(flag))
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

async function go(flag, move = true) {
  current = flag.dataset.flag
  all('.fl').forEach(one => one.classList.toggle('on', one === flag))
  flag.scrollIntoView({block: 'nearest'})
  all('.rows tr').forEach(row => row.classList.toggle('on', row.dataset.r === flag.dataset.rowN))
  if (!flag.dataset.box) return
  if (flag.dataset.name !== file) await open(flag.dataset.name)
  mark()
  if (move) centre(flag)
}

async function drawPage(page, scale) {
  const view = page.getViewport({scale})
  const element = document.createElement('div')
  element.className = 'page'
  Object.assign(element.style, {width: `${view.width}px`, height: `${view.height}px`})
  const canvas = document.createElement('canvas')
  const sharp = Math.min(devicePixelRatio || 1, 2)
  canvas.width = view.width * sharp
  canvas.height = view.height * sharp
  element.append(canvas)
  const transform = [sharp, 0, 0, sharp, 0, 0]
  await page.render({canvas, viewport: view, transform}).promise
  return element
}

async function draw() {
  const mine = ++turn
  const drawn = []
  for (let n = 1; n <= paper.numPages; n++) {
    const page = await paper.getPage(n)
    const width = page.getViewport({scale: 1}).width
    drawn.push(await drawPage(page, (host.clientWidth - 32) / width * zoom))
    if (mine !== turn) return
    if (n === 1) host.replaceChildren(drawn[0])
    else host.append(drawn.at(-1))
    pages = drawn
    tell()
  }
  mark()
  host.dataset.ready = file
}

async function open(name) {
  const button = files.find(one => one.dataset.name === name)
  if (!button) return
  file = name
  const url = host.dataset.base + button.dataset.file
  files.forEach(one => one.setAttribute('aria-pressed', String(one === button)))
  document.querySelector('#original').href = url
  paper = await pdfjs.getDocument({url, ...SETTINGS}).promise
  await draw()
}

function tell() {
  const middle = host.scrollTop + host.clientHeight / 2
  const at = pages.findIndex(page => page.offsetTop - host.offsetTop + page.offsetHeight > middle)
  const n = (at < 0 ? pages.length - 1 : at) + 1
  const text = `Trang ${n}/${paper.numPages}`
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
  return draw()
}

host.addEventListener('scroll', tell)
document.addEventListener('click', event => {
  const button = event.target.closest('.fl .go')
  if (button) go(button.closest('.fl'))
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
addEventListener('review-changed', mark)
files.forEach(button => button.addEventListener('click', () => open(button.dataset.name)))
document.querySelector('#zoom-in').addEventListener('click', () => resize(1.25))
document.querySelector('#zoom-out').addEventListener('click', () => resize(0.8))
const marks = document.querySelector('#marks')
marks.addEventListener('click', () => {
  marks.setAttribute('aria-pressed', String(!host.classList.toggle('bare')))
})
addEventListener('zoom-to-flag', async () => {
  await resize(zoom === 1 ? 1.9 : 1 / zoom)
  const flag = document.querySelector(`[data-flag="${current}"][data-box]`)
  if (flag) centre(flag)
})
let width = host.clientWidth
let later = 0
addEventListener('resize', () => {
  clearTimeout(later)
  later = setTimeout(() => {
    if (!paper || host.clientWidth === width) return
    width = host.clientWidth
    draw()
  }, 200)
})
if (files.length) await open(files[0].dataset.name)
