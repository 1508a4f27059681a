import { describe, expect, it } from 'vitest'
import { readAsked, totalFen, type Received } from './people'

describe('what is asked for', () => {
  it('tells numbers from names', () => {
    expect(readAsked(' 15030219600101001X ')).toEqual({ id_number: '15030219600101001X' })
    expect(readAsked('１５０３０２１９６００１０１００１２')).toEqual({ id_number: '150302196001010012' })
    expect(readAsked('138 0013 8000')).toEqual({ phone: '13800138000' })
    expect(readAsked('+8613800138000')).toEqual({ phone: '+8613800138000' })
    expect(readAsked('0021')).toEqual({ last4: '0021' })
    expect(readAsked('王 002x')).toEqual({ last4: '002x', name: '王' })
    expect(readAsked('其其格·合成')).toEqual({ name: '其其格·合成' })
  })
  it('asks for nothing where nothing stands', () => {
    expect(readAsked('   ')).toBeNull()
  })
})

describe('the sum of what was received', () => {
  const one = (state: Received['state'], value_fen: number): Received => ({
    record: '', cycle: null, org: null, item: null, quantity: null, value_fen, level: 'C', at: '', by: null, state,
  })
  it('leaves out what was taken back and what was too much', () => {
    expect(totalFen([one('given', 19900), one('reversed', 5000), one('over-issue', 700)])).toBe(19900)
  })
})
