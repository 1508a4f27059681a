import { beforeEach, describe, expect, it } from 'vitest'
import { language } from '../../../shared/words'
import { leaderText, metText, type Visit } from './visit'

const visit: Visit = { visit_id: '', org: null, day: '2024-10-26', leader: null, post: null, site: '', team: null, met: 1200, met_is: 'exact', words: null }

describe('a visit', () => {
  beforeEach(() => { language.value = 'zh-CN' })
  it('keeps the qualifier of how many were met', () => {
    const said = (met_is: Visit['met_is']) => metText({ ...visit, met_is })
    expect([said('exact'), said('more_than'), said('about')]).toEqual(['1,200', '1,200 余', '近 1,200'])
  })
  it('says unknown where nobody told, never zero', () => {
    expect(metText({ ...visit, met: null, met_is: 'unknown' })).toBe('未说明')
  })
  it('names the leader by what is known of him', () => {
    expect([leaderText(visit), leaderText({ ...visit, leader: '某主席' }), leaderText({ ...visit, leader: '某', post: '主席' })]).toEqual(['', '某主席', '某 主席'])
  })
})
