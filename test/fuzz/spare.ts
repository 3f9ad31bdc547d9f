/** A hub that has loaded everything and waits for the word: one line of JSON {data, port} on stdin, and it opens its store and its port. For `kill.ts`, which needs a thousand of them. */
import { startHub } from '../../server/hub.ts'
import { testMedia, testTimeline } from '../kit/suite.ts'

process.stdout.write('ready\n')
process.stdin.once('data', (line: Buffer) => {
  const { data, port } = JSON.parse(line.toString()) as { data: string; port: number }
  const prepare = async () => ({ name: 'kill', media: testMedia, timeline: testTimeline, files: new Map() })
  startHub({ port, dataDir: data, mediaDir: data, prepare }).then(
    (hub) => process.stdout.write(`${JSON.stringify({ url: hub.url, links: hub.links })}\n`),
    (error: unknown) => {
      process.stderr.write(`${String(error)}\n`)
      process.exit(1)
    },
  )
})
// Nobody is left to wait for: the one who was to give the word has gone.
process.stdin.once('end', () => process.exit(0))
