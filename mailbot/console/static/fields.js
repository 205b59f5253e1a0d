// What a field wants is said in our words: the browser's own come in the browser's language.
const words = document.querySelector('#field-words').content
const said = (fault, kind) => words.querySelector(`[data-of="${fault}"]${kind}`)?.textContent

function faultOf(field) {
  const fault = ['valueMissing', 'tooShort', 'typeMismatch', 'patternMismatch'].find(one => field.validity[one])
  const told = said(fault, `[data-kind="${field.type}"]`) ?? said(fault, ':not([data-kind])') ?? said('', '')
  return (fault === 'patternMismatch' && field.dataset.shape) || told.replace('{}', field.minLength)
}

// The words must be gone before the fields are looked at again: they count as a fault themselves.
function clear(event) {
  const touched = event.target.closest?.('button, input, select, textarea')
  for (const field of touched?.form?.elements ?? []) field.setCustomValidity?.('')
}

document.addEventListener('invalid', event => {
  event.target.setCustomValidity('')
  event.target.setCustomValidity(faultOf(event.target))
}, true)
document.addEventListener('click', clear, true)
document.addEventListener('input', clear)
document.addEventListener('change', clear)
