/* The program masks what it answers. These are for what was typed or pasted here and stands on the screen before it was
 * sent; they hide what src/base's masks hide. */

/* 150***********0021 */
export function maskId(id: string): string {
  return id.length < 8 ? '*'.repeat(id.length) : id.slice(0, 3) + '*'.repeat(id.length - 7) + id.slice(-4)
}

/* 138****5678; of a landline the last four are hidden: 0470345**** */
export function maskPhone(phone: string): string {
  const digits = phone.replace(/[^\d]/g, '')
  if (/^1\d{10}$/.test(digits)) return digits.slice(0, 3) + '****' + digits.slice(-4)
  return digits.length <= 4 ? '*'.repeat(digits.length) : digits.slice(0, -4) + '****'
}

/* ****0018 */
export function maskCard(card: string): string {
  const digits = card.replace(/\D/g, '')
  return digits.length < 8 ? '****' : '****' + digits.slice(-4)
}

/* The first character and **: 王英 and 王小英 are both 王** */
export function maskName(name: string): string {
  const [first] = name.trim()
  return first === undefined ? '' : first + '**'
}
