/** What a browser loads of the built client, for each way in. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'

/** The source of the form, and the piece that everybody who joins loads (`vite.config.ts`), as the build's manifest names them. */
const form = 'index.html'
const inside = /^_inside-.*\.js$/
const screen = (name) => `client/screens/${name}/${name}.tsx`

/** The most that a first load may weigh before the engine's worker, kilobytes gzipped: a hotel's line gives a grader in a few seconds. */
const ceilings = { room: 200, review: 220, grader: 350 }

const add = (list) => list.reduce((all, one) => all + one, 0)

/** Bytes of these files as they are and gzipped. */
function weigh(dist, files) {
  const bytes = files.map((file) => readFileSync(join(dist, file)))
  return { plain: add(bytes.map(({ length }) => length)), gzipped: add(bytes.map((one) => gzipSync(one).length)) }
}

/** Script and style of each way in, `{ name, plain, gzipped, ceiling }` in bytes: all that is loaded before the engine's worker. */
export function firstLoads(dist) {
  const manifest = JSON.parse(readFileSync(join(dist, '.vite', 'manifest.json'), 'utf8'))
  const joined = Object.keys(manifest).filter((name) => inside.test(name))
  if (joined.length !== 1) throw new Error('the build has not one piece for who joins: vite.config.ts names it inside')
  const of = (name, roots, ceiling = Infinity) => {
    const files = new Set()
    const take = (one) => {
      const { file, imports = [], css = [] } = manifest[one]
      if (files.has(file)) return
      for (const path of [file, ...css]) files.add(path)
      imports.forEach(take)
    }
    roots.forEach(take)
    return { name, ...weigh(dist, [...files]), ceiling: ceiling * 1000 }
  }
  return [
    of('form', [form]),
    ...Object.entries(ceilings).map(([name, most]) => of(name, [form, ...joined, screen(name)], most)),
  ]
}

/** One sentence: kilobytes of script and style before the form, of each screen in all, and of the picture worker. */
export function sizes(dist) {
  const print = ({ plain, gzipped, ceiling = Infinity }) => {
    const over = gzipped > ceiling ? `, OVER ITS CEILING OF ${ceiling / 1000}` : ''
    return `${Math.round(plain / 1000)} kB (${Math.round(gzipped / 1000)} gzipped${over})`
  }
  const [before, ...screens] = firstLoads(dist)
  const workers = readdirSync(join(dist, 'assets')).filter((name) => /worker.*\.js$/.test(name))
  return [
    `${print(before)} before the form`,
    ...screens.map((one) => `${print(one)} in all for the ${one.name}`),
    `${print(
      weigh(
        dist,
        workers.map((name) => join('assets', name)),
      ),
    )} for the picture worker`,
  ].join(', ')
}
