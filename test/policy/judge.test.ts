import { describe, expect, it } from 'vitest'
import type { Value } from '../../shared/doc/grade.ts'
import type { Lock, Role, Session } from '../../shared/doc/session.ts'
import { sessionOf } from '../../shared/doc/session-read.ts'
import { commandVerbs, judge, judgeCommand } from '../../shared/policy/judge.ts'
import { closing, covers, inRegion, linkedLock } from '../../shared/policy/locks.ts'
import { roleNames, roles } from '../../shared/policy/roles.ts'
import { type Verb, verbs } from '../../shared/policy/verbs.ts'

const gain = 'c.clip0001/0/node0001/primaries.gain'
const bright: Value = [2, 1, 1, 1]
const seat = (role: Role, id = 'seat0001') => ({ id, name: 'Ann', role })

const session = (over: Partial<Session> = {}): Session => ({
  ...sessionOf([]),
  seats: new Map([['seat0002', { id: 'seat0002', name: 'Ben', role: 'colorist' }]]),
  ...over,
})
const lock = (...region: string[]): Lock => ({
  id: 'lock0001',
  holder: 'seat0002',
  rule: 'lock',
  reason: 'in review',
  region,
})

describe('the table of roles', () => {
  it('[POL1] is that of the design, cell by cell', () => {
    const table: Record<Role, string> = {
      // watch note grade lock snapshot review arrange seat
      colorist: 'yes yes yes own yes no no no',
      client: 'yes yes no no no no no no',
      supervisor: 'yes yes no no yes yes no no',
      engineer: 'yes yes no yes yes no yes yes',
      observer: 'yes no no no no no no no',
    }
    for (const role of roleNames) {
      const cells = verbs.map((verb) => ({ true: 'yes', false: 'no', own: 'own' })[`${roles[role][verb]}`])
      expect(cells.join(' '), role).toBe(table[role])
    }
    expect(roleNames).toEqual(Object.keys(table))
  })
})

describe('one change', () => {
  it('[POL2] of the grade needs the verb grade, of the notes the verb note', () => {
    for (const role of roleNames) {
      const graded = judge(seat(role), session(), 'grade', gain, bright)
      const noted = judge(seat(role), session(), 'notes', 'seat0001/note0001/text', ['hm'])
      if (roles[role].grade) expect(graded).toBeNull()
      else expect(graded).toMatchObject({ rule: 'role', keys: [gain], sentence: expect.stringContaining(role) })
      if (roles[role].note) expect(noted).toBeNull()
      else expect(noted).toMatchObject({ rule: 'role', sentence: expect.stringContaining('note') })
    }
  })

  it('[POL2] a deletion is judged like a value', () => {
    expect(judge(seat('colorist'), session(), 'grade', gain, null)).toBeNull()
    expect(judge(seat('client'), session(), 'grade', gain, null)?.rule).toBe('role')
    expect(judge(seat('colorist'), session({ locks: [lock('c.clip0001/')] }), 'grade', gain, null)?.rule).toBe('lock')
    expect(judge(seat('client'), session(), 'notes', 'seat0002/note0001/text', null)?.rule).toBe('own')
  })

  it('[POL3] of the session document is nobody’s: the hub alone writes it', () => {
    for (const role of roleNames)
      expect(judge(seat(role), session(), 'session', 'link', [false])).toMatchObject({
        rule: 'session',
        keys: ['link'],
      })
  })

  it('[POL4] of a note is one’s own only, answers to others’ too', () => {
    const write = (key: string, value: Value = ['yes']) => judge(seat('client'), session(), 'notes', key, value)
    expect(write('seat0001/note0009/answer.answ0001', ['yes', 2184, 27_000, 12])).toBeNull()
    expect(write('seat0002/note0001/answer.answ0001')).toMatchObject({ rule: 'own' })
    expect(write('seat00010/note0001/text')).toMatchObject({ rule: 'own' })
  })

  it('[POL4] that a note is done, or open again, is the word of who made it or who grades, of nobody else', () => {
    const say = (role: Role, own: boolean) =>
      judge(
        seat(role),
        session(),
        'notes',
        'seat0001/note0001/done',
        [true, 3],
        undefined,
        (key) => own && key === 'seat0001/note0001/text',
      )
    expect(say('colorist', false)).toBeNull()
    for (const role of ['client', 'supervisor', 'engineer'] as const) {
      expect(say(role, true), role).toBeNull()
      expect(say(role, false), role).toMatchObject({
        rule: 'own',
        sentence: 'Whether a note is done is said by who made it, or by who grades.',
      })
    }
    expect(judge(seat('client'), session(), 'notes', 'seat0001/note0001/done', null)).toBeNull()
  })

  it('[POL5] of a key or form outside the grammar is of rule grammar, of a value the key does not take of rule range', () => {
    const rule = (key: string, value: unknown) => judge(seat('colorist'), session(), 'grade', key, value as Value)?.rule
    expect(rule('c.clip0001/0/node0001/Gain', bright)).toBe('grammar')
    expect(rule(gain, { y: 2 })).toBe('grammar')
    expect(rule(gain, [Number.NaN, 1, 1, 1])).toBe('grammar')
    expect(rule(gain, [2, 1, 1])).toBe('range')
    expect(rule(gain, [60_000, 1, 1, 1])).toBe('range')
    expect(rule('c.clip0001/0/node0001/glow.amount', [1])).toBe('range')
    expect(judge(seat('client'), session(), 'notes', 'seat0001/note0001/title', ['x'])?.rule).toBe('grammar')
  })
})

describe('lock regions', () => {
  it('[POL6] a prefix ends in a slash and covers what stands under it; a whole key covers itself; * is one segment', () => {
    const cases: [string, string, boolean][] = [
      ['c.clip0001/', gain, true],
      ['c.clip0001/', 'c.clip0001/use', true],
      ['c.clip0001/', 'c.clip0002/use', false],
      ['c.clip0001/', 'c.clip0001', false],
      ['c.clip000/', 'c.clip0001/use', false],
      ['c.clip0001/0/node0001/', gain, true],
      ['c.clip0001/0/node000/', gain, false],
      ['c.clip0001/*/sizing/', 'c.clip0001/0/sizing/input', true],
      ['c.clip0001/*/sizing/', 'c.clip0001/vers0001/sizing/blanking', true],
      ['c.clip0001/*/sizing/', gain, false],
      ['*/0/', gain, true],
      ['c.*/', gain, false],
      [gain, gain, true],
      [gain, `${gain}@12`, false],
      ['c.clip0001/0/*/primaries.gain', gain, true],
      ['c.clip0001/0/*/primaries.gain', 'c.clip0001/0/node0001/primaries.lift', false],
      ['session/timeline/', 'session/timeline/clip.clip0001', true],
    ]
    for (const [pattern, key, is] of cases) expect(covers(pattern, key), `${pattern} on ${key}`).toBe(is)
    expect(inRegion(['t/', 'c.clip0001/'], gain)).toBe(true)
    expect(inRegion([], gain)).toBe(false)
  })

  it('[POL6] a lock is closed to all but its holder; a rule’s lock to all', () => {
    const own = session({ locks: [lock('c.clip0001/')] })
    expect(closing(own, gain, 'seat0002')).toBeNull()
    expect(closing(own, gain, 'seat0001')).toMatchObject({ id: 'lock0001' })
    const approved = session({ locks: [{ ...lock('c.clip0001/'), holder: null, rule: 'approved' }] })
    expect(closing(approved, gain, 'seat0002')).toMatchObject({ rule: 'approved' })
  })

  it('[POL7] a refusal says region, rule and holder, and why', () => {
    const closed = session({ locks: [lock('c.clip0001/')] })
    expect(judge(seat('colorist'), closed, 'grade', gain, bright)).toEqual({
      rule: 'lock',
      sentence: `${gain} is locked by Ben: in review.`,
      keys: [gain],
      holder: 'Ben',
    })
    expect(judge(seat('colorist', 'seat0002'), closed, 'grade', gain, bright)).toBeNull()
    expect(judge(seat('colorist'), closed, 'grade', 't/0/node0001/primaries.gain', bright)).toBeNull()
    const gone = session({ locks: [{ ...lock('c.clip0001/'), holder: 'seat0009' }] })
    expect(judge(seat('colorist'), gone, 'grade', gain, bright)?.holder).toBe('seat0009')
  })

  it('[POL8] linked closes timeline and media to all, and leaves the grade open', () => {
    const linked = session({ linked: true })
    expect(linkedLock.region).toEqual(['session/timeline/', 'session/media/'])
    for (const key of ['timeline/settings', 'timeline/clip.clip0001', 'media/medi0001'])
      expect(judgeCommand(seat('engineer'), linked, 'arrange', [key])).toEqual({
        rule: 'linked',
        sentence: `session/${key} is locked by rule "linked": the suites are linked.`,
        keys: [`session/${key}`],
        holder: null,
      })
    expect(judgeCommand(seat('engineer'), linked, 'unlink', ['link'])).toBeNull()
    expect(judge(seat('colorist'), linked, 'grade', gain, bright)).toBeNull()
    expect(judgeCommand(seat('engineer'), session(), 'arrange', ['timeline/settings'])).toBeNull()
  })
})

describe('one command', () => {
  it('[POL9] needs the verb of the design', () => {
    const needs: Record<Verb, string> = {
      arrange: 'link unlink arrange waive unwaive rule conform pipeline',
      grade: 'drive hold publish discard still grab grab-label grab-delete lut copy ripple append restore',
      lock: 'lock lift',
      snapshot: 'snapshot',
      review: 'verdict',
      seat: 'seat link-new link-revoke',
      watch: 'name',
      note: '',
    }
    for (const verb of verbs) {
      const commands = Object.keys(commandVerbs).filter((command) => commandVerbs[command] === verb)
      expect(commands.sort()).toEqual(needs[verb].split(' ').filter(Boolean).sort())
    }
    for (const role of roleNames)
      for (const [command, verb] of Object.entries(commandVerbs)) {
        const refused = judgeCommand(seat(role), session(), command, [])
        if (roles[role][verb]) expect(refused).toBeNull()
        else expect(refused).toMatchObject({ rule: 'role', sentence: expect.stringContaining(command) })
      }
  })

  it.each(['', 'erase', 'constructor', '__proto__'])('[POL9] %j is no command', (verb) =>
    expect(judgeCommand(seat('engineer'), session(), verb, [])).toMatchObject({ rule: 'command' }),
  )
})
