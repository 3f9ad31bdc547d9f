import { parseKeybinding } from 'tinykeys'
import { describe, expect, it } from 'vitest'
import { bands, keymap } from '../../client/keys/keymap.ts'
import { printChord, printChords } from '../../client/keys/print.ts'
import { lightOf } from '../../client/keys/printer-lights.ts'
import { reserved, timecodeKeys } from '../../client/keys/reserved.ts'
import { parseTimecode, printTimecode } from '../../client/keys/timecode-entry.ts'

const rows = Object.entries(keymap) as [string, readonly string[]][]

describe('the keymap', () => {
  it('[UI20] no action has only chords that a browser keeps', () => {
    expect(rows.filter(([, chords]) => chords.length > 0 && chords.every((c) => reserved.includes(c)))).toEqual([])
  })

  it('[UI21] no chord is a bare digit, plus, minus or full stop: typing them is timecode entry', () => {
    expect(rows.filter(([, chords]) => chords.some((c) => timecodeKeys.includes(c)))).toEqual([])
  })

  it('[UI22] no chord stands twice, and each is one press that tinykeys reads', () => {
    const chords = rows.flatMap(([, c]) => c)
    expect(chords.filter((c, i) => chords.indexOf(c) !== i)).toEqual([])
    for (const chord of chords) expect(parseKeybinding(chord), chord).toHaveLength(1)
  })

  it('[UI22] the bands hold every row once', () => {
    const banded = bands.flatMap((band) => Object.keys(band.keys))
    expect(banded.sort()).toEqual(rows.map(([id]) => id).sort())
  })

  it('[UI22] a chord is printed as a person reads it', () => {
    expect(printChord('$mod+Shift+KeyZ', false)).toBe('Ctrl Shift Z')
    expect(printChord('Alt+KeyS', true)).toBe('⌥ S')
    expect(printChord('$mod+BracketLeft', false)).toBe('Ctrl [')
    expect(printChords(['Alt+Digit1', 'Alt+Digit2', 'Alt+Digit3', 'F2'], false)).toBe('Alt 1–3  or  F2')
  })
})

describe('timecode entry', () => {
  const at = { fps: 24, start: 24 * 3600, frame: 100 }
  it('[UI23] digits replace those of the timecode from the right; a full stop is two noughts', () => {
    expect(parseTimecode('1115', at)).toBe(11 * 24 + 15)
    expect(parseTimecode('2.', at)).toBe(48)
    expect(parseTimecode('01000200', at)).toBe(48)
  })

  it('[UI23] a sign makes it relative', () => {
    expect(parseTimecode('-5', at)).toBe(95)
    expect(parseTimecode('+20.', at)).toBe(100 + 20 * 24)
    for (const text of ['', '+', 'x', '1:2', '123456789']) expect(parseTimecode(text, at)).toBeNull()
  })

  it('[UI23] frames print as hours, minutes, seconds, frames', () => {
    expect(printTimecode(24 * 3600 + 24 * 61 + 7, 24)).toBe('01:01:01:07')
    expect(printTimecode(0, 25)).toBe('00:00:00:00')
  })
})

describe('printer lights', () => {
  it('[UI114] the keypad moves red, green and blue by a twelfth of a stop each way, their complements the other way, with Ctrl a quarter', () => {
    const moves = (codes: string, fine = false) =>
      codes.split(' ').map((code) => lightOf(`Numpad${code}`, fine)!.map((x) => Math.round(x * 1023 * 1000) / 1000))
    expect(moves('7 8 9')).toEqual([
      [7.5, 0, 0],
      [0, 7.5, 0],
      [0, 0, 7.5],
    ])
    expect(moves('4 5 6')).toEqual(moves('1 2 3'))
    expect(moves('4 5 6')).toEqual([
      [-7.5, 0, 0],
      [0, -7.5, 0],
      [0, 0, -7.5],
    ])
    expect(moves('Subtract 0 Decimal')).toEqual(moves('7 8 9'))
    expect(moves('7', true)).toEqual([[1.875, 0, 0]])
    for (const code of ['Digit7', 'NumpadAdd', 'NumpadEnter', 'KeyA']) expect(lightOf(code, false)).toBeNull()
  })
})
