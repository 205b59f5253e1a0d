// Passkeys: the server says what to ask for, the browser lets the person confirm, the answer goes back.
const decode = text => Uint8Array.from(atob(text.replace(/-/g, '+').replace(/_/g, '/')), c => c.charCodeAt(0))
const encode = bytes => btoa(String.fromCharCode(...new Uint8Array(bytes)))
  .replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '')

const supported = () => Boolean(window.PublicKeyCredential && navigator.credentials)

async function post(path, fields = {}) {
  const token = document.querySelector('input[name=form_token]')?.value ?? ''
  const body = new URLSearchParams({form_token: token, ...fields})
  const answer = await fetch(path, {method: 'POST', body, headers: {accept: 'application/json'}})
  const told = await answer.json().catch(() => ({fault: 'Phiên làm việc đã hết. Hãy đăng nhập lại.'}))
  if (told.fault) throw new Error(told.fault)
  return told
}

const withIds = list => (list ?? []).map(one => ({...one, id: decode(one.id)}))

function told(credential) {
  const {response} = credential
  const parts = {clientDataJSON: encode(response.clientDataJSON)}
  if (response.attestationObject) parts.attestationObject = encode(response.attestationObject)
  if (response.authenticatorData) {
    parts.authenticatorData = encode(response.authenticatorData)
    parts.signature = encode(response.signature)
    parts.userHandle = response.userHandle ? encode(response.userHandle) : null
  }
  return JSON.stringify({
    id: credential.id, rawId: encode(credential.rawId), type: credential.type, response: parts,
  })
}

async function show(path, fields = {}) {
  const options = await post(`${path}/hoi`)
  const credential = await navigator.credentials.get({publicKey: {
    ...options, challenge: decode(options.challenge), allowCredentials: withIds(options.allowCredentials),
  }})
  return post(path, {credential: told(credential), ...fields})
}

async function make(name) {
  const options = await post('/tai-khoan/khoa/hoi')
  const credential = await navigator.credentials.create({publicKey: {
    ...options,
    challenge: decode(options.challenge),
    user: {...options.user, id: decode(options.user.id)},
    excludeCredentials: withIds(options.excludeCredentials),
  }})
  return post('/tai-khoan/khoa', {credential: told(credential), name})
}

// What the browser itself says is in English: the person only needs to know that nothing was done.
function say(near, error) {
  const place = (near.closest('form, section') ?? document).querySelector('[data-passkey-fault]') ??
    document.querySelector('[data-passkey-fault]')
  place.textContent = error instanceof DOMException ? 'Chưa dùng được khóa truy cập; hãy thử lại.' : error.message
  place.hidden = false
}

async function press(button, deed) {
  button.disabled = true
  try {
    await deed()
  } catch (error) {
    say(button, error)
  } finally {
    button.disabled = false
  }
}

document.addEventListener('click', event => {
  const button = event.target.closest('[data-passkey]')
  if (!button) return
  press(button, async () => {
    if (button.dataset.passkey === 'login') {
      const tiep = button.form.elements.tiep?.value ?? ''
      location.assign((await show('/dang-nhap/khoa', {tiep})).next)
    } else {
      await show('/xac-thuc/khoa')
      const form = button.closest('form')
      form.querySelector('[name=code]').required = false
      form.requestSubmit()
    }
  })
})
document.addEventListener('submit', event => {
  const form = event.target.closest('[data-passkey-add]')
  if (!form) return
  event.preventDefault()
  const button = form.querySelector('button')
  press(button, async () => location.assign((await make(form.elements.name.value)).next))
})

// The buttons show themselves where the browser knows passkeys, also those that come into a dialog.
const reveal = () => {
  if (supported()) for (const button of document.querySelectorAll('[data-passkey][hidden]')) button.hidden = false
}
reveal()
const dialog = document.querySelector('#dlg')
if (dialog) new MutationObserver(reveal).observe(dialog, {childList: true})
