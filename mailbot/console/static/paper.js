// A paper in the viewer: all its pages laid out at once, each drawn when it comes near, with its text
// over it to be selected, copied and found.
const SETTINGS = {isEvalSupported: false, useWasm: false, enableXfa: false}
const MOST_PIXELS = 16e6

export class PaperError extends Error {
  constructor(why) {
    super(why)
    this.why = why
  }
}

// Return the paper of this address; what keeps it from us is a PaperError: `ended` the session,
// `unreachable` the server, `locked` a password, `broken` the file itself.
export async function fetchPaper(pdfjs, url) {
  const answer = await fetch(url, {headers: {'hx-request': 'true'}}).catch(() => null)
  if (answer?.status === 401) throw new PaperError('ended')
  if (!answer?.ok) throw new PaperError('unreachable')
  const data = await answer.arrayBuffer().catch(() => { throw new PaperError('unreachable') })
  // JPEG 2000 is decoded by a script beside the worker, fetched where a scan needs it.
  const wasmUrl = new URL('.', new URL(pdfjs.GlobalWorkerOptions.workerSrc, location)).href
  return pdfjs.getDocument({data, wasmUrl, ...SETTINGS}).promise.catch(error => {
    throw new PaperError(error.name === 'PasswordException' ? 'locked' : 'broken')
  })
}

export class Sheet {
  constructor(page) {
    this.page = page
    this.width = page.getViewport({scale: 1}).width
    this.element = document.createElement('div')
    this.element.className = 'page'
    this.text = document.createElement('div')
    this.text.className = 'words'
    this.element.append(this.text)
  }

  fit(width) {
    this.scale = width / this.width
    const view = this.page.getViewport({scale: this.scale})
    Object.assign(this.element.style, {width: `${view.width}px`, height: `${view.height}px`})
    this.element.style.setProperty('--total-scale-factor', this.scale)
  }

  // Draw it as it is fitted now; what was drawn smaller or larger stays until then.
  async draw() {
    if (this.drawing === this.scale) return this.drawn
    const scale = this.drawing = this.scale
    const view = this.page.getViewport({scale})
    const canvas = document.createElement('canvas')
    const sharp = Math.min(devicePixelRatio || 1, 2, Math.sqrt(MOST_PIXELS / (view.width * view.height)))
    canvas.width = view.width * sharp
    canvas.height = view.height * sharp
    this.drawn = this.page.render({canvas, viewport: view, transform: [sharp, 0, 0, sharp, 0, 0]}).promise
    await this.drawn
    if (this.drawing !== scale) return
    this.element.querySelector('canvas')?.remove()
    this.element.prepend(canvas)
  }

  clear() {
    this.drawing = null
    this.element.querySelector('canvas')?.remove()
  }

  async write(pdfjs) {
    await new pdfjs.TextLayer({
      textContentSource: this.page.streamTextContent(),
      container: this.text,
      viewport: this.page.getViewport({scale: 1}),
    }).render()
  }
}

export async function sheetsOf(paper) {
  const numbers = Array.from({length: paper.numPages}, (_, n) => n + 1)
  return (await Promise.all(numbers.map(n => paper.getPage(n)))).map(page => new Sheet(page))
}
