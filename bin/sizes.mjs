/** What a browser loads of the built client, for each way in. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'

/** Sources that begin a part of the client, as the build's manifest names them: the form, then the rest by role. */
const form = 'index.html'
const joined = ['client/seated.tsx', 'client/sync/address.ts', 'client/sync/join.ts', 'client/media/room-media.ts']

/** The most that a first load may weigh before the engine's worker, kilobytes gzipped: a hotel's line gives a grader in a few seconds. */
const ceilings = { room: 200, grader: 350 }

/** One sentence: kilobytes of script and style before the form, of a client's room and of the grader in all, and of the picture worker. */
export function sizes(dist) {
  const manifest = JSON.parse(readFileSync(join(dist, '.vite', 'manifest.json'), 'utf8'))
  const weigh = (names, ceiling) => {
    const files = new Set()
    const take = (name) => {
      const { file, imports = [], css = [] } = manifest[name]
      if (files.has(file)) return
      for (const one of [file, ...css]) files.add(one)
      imports.forEach(take)
    }
    names.forEach(take)
    return kilobytes([...files], ceiling)
  }
  const kilobytes = (files, ceiling = Infinity) => {
    const bytes = files.map((file) => readFileSync(join(dist, file)))
    const sum = (list) => Math.round(list.reduce((all, { length }) => all + length, 0) / 1000)
    const gzipped = sum(bytes.map((one) => gzipSync(one)))
    const over = gzipped > ceiling ? `, OVER ITS CEILING OF ${ceiling}` : ''
    return `${sum(bytes)} kB (${gzipped} gzipped${over})`
  }
  const workers = readdirSync(join(dist, 'assets')).filter((name) => /worker.*\.js$/.test(name))
  return [
    `${weigh([form])} before the form`,
    `${weigh([form, ...joined, 'client/screens/room/room.tsx'], ceilings.room)} in all for a room`,
    `${weigh([form, ...joined, 'client/screens/grader/grader.tsx'], ceilings.grader)} for the grader`,
    `${kilobytes(workers.map((name) => join('assets', name)))} for the picture worker`,
  ].join(', ')
}
