import type { Action } from './action.ts'

/** The keypad is printer lights while they are on; off, its digits are timecode. */
export const printerLights: Action = {
  id: 'printer-lights',
  title: 'Printer lights on or off',
  verb: 'grade',
  run: (desk) => {
    desk.setLights(!desk.lights)
    desk.say(
      desk.lights
        ? 'Printer lights: 7 8 9 and 4 5 6 are red, green, blue; Ctrl is a quarter.'
        : 'Printer lights are off.',
    )
  },
}
